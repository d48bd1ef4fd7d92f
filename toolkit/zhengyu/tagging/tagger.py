"""Runs the tagger's network over many texts at once."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime

from zhengyu.errors import ArtefactError
from zhengyu.tagging.decoding import Scores, Tags, best_tags, spans_of
from zhengyu.tagging.encoding import CharacterEncoder, bigrams
from zhengyu.tagging.gazetteer import FLAGS, Gazetteer
from zhengyu.tagging.windows import windows
from zhengyu.text.parcels import parcels

#: Version of input and output that this code understands.
FORMAT = 3

#: Line breaks before, between and behind texts: as many as a position sees of its surroundings, so
#: that a text is tagged alike whatever stands beside it.
GAP = 16

#: Characters of short texts that are read together, and positions that go through the network at
#: once: what it computes then stays in the processor's cache.
_TOGETHER, _AT_ONCE = 16_384, 2_048

#: The network's eight-bit inputs have their zero in the middle: a flag that is not set, and the
#: step to one that is.
_UNSET, _SET = np.uint8(128), np.uint8(127)
_LINES = "\n" * GAP


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A range of code points with a label; `score` is the mean probability of its tags."""

    start: int
    end: int
    label: str
    score: float


class SpanTagger(Protocol):
    """What finds labelled spans in folded texts: the tagger, or another in its place."""

    def __call__(self, texts: Sequence[str], head: str, /) -> list[list[TaggedSpan]]:
        """Spans in each of the texts, by their place."""


class Tagger:
    """Tags characters with the heads of one network.

    Args:
        folder: a model folder with `config.json` and `tagger.onnx`, already verified.
        gazetteer: gives the flags that the network reads beside the characters.
        threads: processor threads that the network may use; 0 leaves it to the runtime.

    Raises:
        ArtefactError: when the model's format is not this version's.
    """

    def __init__(self, folder: Path, gazetteer: Gazetteer, *, threads: int = 0) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config["format"] != FORMAT or config["flags"] != FLAGS:
            raise ArtefactError(
                f"{folder} has format {config['format']} with {config['flags']} flags; this "
                f"version reads format {FORMAT} with {FLAGS}; reinstall zhengyu"
            )
        self.labels: dict[str, list[str]] = config["heads"]
        self._encode = CharacterEncoder(config["vocabulary"])
        self._gazetteer = gazetteer
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def __call__(self, texts: Sequence[str], head: str) -> list[list[TaggedSpan]]:
        """Spans in each of the folded texts, in order, none overlapping."""
        sized = ((text, len(text) + GAP) for text in texts)
        return [spans for group in parcels(sized, _TOGETHER) for spans in self._spans(group, head)]

    def _spans(self, texts: Sequence[str], head: str) -> list[list[TaggedSpan]]:
        first = np.cumsum([GAP, *(len(text) + GAP for text in texts)])[:-1].tolist()
        cut = [
            (at + s, at + e)
            for at, text in zip(first, texts, strict=True)
            for s, e in windows(text)
        ]
        starts, ends = np.array(cut, dtype=np.int64).reshape(-1, 2).T
        scores = self.scores(_LINES.join(["", *texts, ""]), head)
        tags = best_tags(scores, starts, ends)
        certain = _probabilities(scores, tags)
        labels = self.labels[head]
        found: list[list[TaggedSpan]] = [[] for _ in texts]
        for start, end, label in spans_of(tags):
            number = bisect_right(first, start) - 1
            at, score = first[number], sum(certain[start:end].tolist()) / (end - start)
            span = TaggedSpan(start - at, end - at, labels[label], round(score, 4))
            found[number].append(span)
        return found

    def scores(self, folded: str, head: str) -> Scores:
        """What the network gives each tag at each character, shape (length, tags), as log-odds.

        The first and last characters are read as if more followed; give `GAP` line breaks there.
        """
        characters = self._encode(folded)
        rows = bigrams(characters)
        given = {
            "characters": characters,
            "bigrams": rows,
            "following": np.append(rows[1:], rows[:1]),
            "flags": self._gazetteer.flags(folded) * _SET + _UNSET,
        }
        parts = []
        for start in range(0, len(folded), _AT_ONCE):
            low, stop = max(0, start - GAP), start + _AT_ONCE
            part = {name: values[None, None, low : stop + GAP] for name, values in given.items()}
            parts.append(self._session.run([head], part)[0][0, 0, start - low : stop - low])
        scores: Scores = np.concatenate(parts)
        return scores


def _probabilities(scores: Scores, tags: Tags) -> npt.NDArray[np.float32]:
    """Probability of each chosen tag but O, where 0 stands; shape (length,)."""
    at = np.flatnonzero(tags)
    odds = scores[at]
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    probabilities = np.zeros(len(tags), dtype=np.float32)
    probabilities[at] = odds[np.arange(len(at)), tags[at]] / odds.sum(axis=1)
    return probabilities
