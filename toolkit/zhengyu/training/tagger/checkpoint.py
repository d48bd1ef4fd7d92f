"""Saves and loads networks between the stages of training."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import torch

from zhengyu.training.tagger.network import Encoder, Shape, Tagger


def save_encoder(folder: Path, encoder: Encoder, vocabulary: list[str]) -> None:
    """Writes `encoder.pt` and `encoder.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(encoder.state_dict(), folder / "encoder.pt")
    stored = {"shape": encoder.shape.as_dict(), "vocabulary": vocabulary}
    text = json.dumps(stored, ensure_ascii=False)
    (folder / "encoder.json").write_text(text + "\n", encoding="utf-8")


def load_encoder(folder: Path, dropout: float) -> tuple[Encoder, list[str]]:
    """The encoder and its vocabulary; `dropout` replaces that of pretraining."""
    stored = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    shape = Shape(**{**stored["shape"], "dilations": tuple(stored["shape"]["dilations"])})
    encoder = Encoder(replace(shape, dropout=dropout))
    encoder.load_state_dict(torch.load(folder / "encoder.pt", weights_only=True))
    return encoder, stored["vocabulary"]


def save_tagger(folder: Path, tagger: Tagger, vocabulary: list[str]) -> None:
    """Writes `tagger.pt` and `tagger.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(tagger.state_dict(), folder / "tagger.pt")
    heads = {name: head.out_features for name, head in tagger.heads.items()}
    stored = {"shape": tagger.encoder.shape.as_dict(), "vocabulary": vocabulary, "heads": heads}
    text = json.dumps(stored, ensure_ascii=False)
    (folder / "tagger.json").write_text(text + "\n", encoding="utf-8")


def load_tagger(folder: Path) -> tuple[Tagger, list[str]]:
    """The tagger, ready to be run, and its vocabulary."""
    stored = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
    shape = Shape(**{**stored["shape"], "dilations": tuple(stored["shape"]["dilations"])})
    tagger = Tagger(shape, stored["heads"])
    tagger.load_state_dict(torch.load(folder / "tagger.pt", weights_only=True))
    return tagger.eval(), stored["vocabulary"]
