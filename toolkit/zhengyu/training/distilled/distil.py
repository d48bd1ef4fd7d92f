"""Teaches the network what a slower tagger says: `python -m zhengyu.training.distilled.distil`.

Reads what `label` wrote, over and over, at random places. Embeddings begin as those of the tagger
that made the labels.
"""

from __future__ import annotations

import argparse
import logging
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from zhengyu.tagging.encoding import CharacterEncoder, Ids, bigrams
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.training.distilled.label import Labels
from zhengyu.training.distilled.network import Network, Shape, learn, save
from zhengyu.training.tagger.checkpoint import load_tagger
from zhengyu.training.tagger.examples import HEADS

_log = logging.getLogger(__name__)

_SEED = 1
_ROWS, _LENGTH = 26, 192
#: Characters at the ends of a row, which see less than they will in use, teach nothing.
_EDGE = 12
_RATE, _LEAST, _WARM = 2e-3, 1e-5, 300
_WEIGHTS = {"entities": 1.0, "coarse": 0.5}


def distil(
    network: Network, text: str, ids: Ids, labels: dict[str, Labels], minutes: float
) -> None:
    """Trains for the given time with a rate that rises briefly and falls to nothing."""
    random, gazetteer = np.random.default_rng(_SEED), Gazetteer.load()
    optimizer = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=0.01, fused=True)
    begin, step, losses = time.monotonic(), 0, []
    network.train()
    while (progress := (time.monotonic() - begin) / 60 / minutes) < 1:
        starts = random.integers(0, len(ids) - _LENGTH, _ROWS)
        places = starts[:, None] + np.arange(_LENGTH)
        flags = np.stack([gazetteer.flags(text[s : s + _LENGTH]) for s in starts.tolist()])
        for group in optimizer.param_groups:
            fallen = 0.5 + 0.5 * math.cos(math.pi * progress)
            group["lr"] = _RATE * min(1, (step + 1) / _WARM) * fallen + _LEAST
        rows = ids[places]
        given = torch.from_numpy(rows).long(), torch.from_numpy(bigrams(rows)).long()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(*given, torch.from_numpy(flags).float(), list(_WEIGHTS))
        parts = [_loss(scores[h], labels[h][places]) * weight for h, weight in _WEIGHTS.items()]
        loss = torch.stack(parts).sum()
        losses.append(learn(network, optimizer, loss))
        step += 1
        if step % 500 == 0:
            seen = step * _ROWS * _LENGTH / 1e6
            _log.info("step %d, %.1f M characters, loss %.4f", step, seen, np.mean(losses[-500:]))


def _loss(scores: Tensor, labels: Labels) -> Tensor:
    """Cross-entropy to two tags, of which the second has all that the first leaves."""
    kept = labels[:, _EDGE:-_EDGE]
    found = scores.float()[:, _EDGE:-_EDGE].log_softmax(dim=2)
    first, second = (torch.from_numpy(kept[:, :, n].astype(np.int64))[..., None] for n in (0, 1))
    chance = torch.from_numpy(kept[:, :, 2].astype(np.float32) / 255)
    likelihood = chance * found.gather(2, first)[..., 0]
    likelihood = likelihood + (1 - chance) * found.gather(2, second)[..., 0]
    return -likelihood.mean()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path, help="folder that `label` wrote")
    parser.add_argument("--tagger", type=Path, required=True, help="the tagger that labelled")
    parser.add_argument("--minutes", type=float, default=42)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(_SEED)
    tagger, vocabulary = load_tagger(arguments.tagger)
    encode = CharacterEncoder(vocabulary)
    network = Network(Shape(encode.size, {name: 1 + 4 * len(x) for name, x in HEADS.items()}))
    for own in ("characters", "bigrams", "project", "gazetteer"):
        getattr(network, own).load_state_dict(getattr(tagger.encoder, own).state_dict())
    text = (arguments.labels / "stream.txt").read_text(encoding="utf-8")
    labels = {head: np.load(arguments.labels / f"{head}.npy") for head in _WEIGHTS}
    distil(network, text, encode(text), labels, arguments.minutes)
    save(arguments.output, network, vocabulary)


if __name__ == "__main__":
    main()
