"""Runs the tagger's network over many texts at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime

from zhengyu import artefacts
from zhengyu.errors import ArtefactError
from zhengyu.tagging.decoding import Places, Scores, Tags, best_tags, ranges_of
from zhengyu.tagging.encoding import CharacterEncoder, bigrams
from zhengyu.tagging.gazetteer import FLAGS, Gazetteer
from zhengyu.tagging.windows import windows
from zhengyu.text.ahead import ahead
from zhengyu.text.parcels import parcels

#: Version of input and output that this code understands.
FORMAT = 3

#: Line breaks before, between and behind texts: as many as a position sees of its surroundings, so
#: that a text is tagged alike whatever stands beside it.
GAP = 16

#: Characters of short texts that go through the network together; while the next ones do, those
#: that have are read.
_TOGETHER = 4_096

#: Characters of one long text that go through at once; a bound for memory.
_AT_ONCE = 32_768

#: The network's eight-bit inputs have their zero in the middle: a flag that is not set, and the
#: step to one that is.
_UNSET, _SET = np.uint8(128), np.uint8(127)
_LINES = "\n" * GAP

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A range of code points with a label; `score` is the mean probability of its tags."""

    start: int
    end: int
    label: str
    score: float


class SpanTagger(Protocol):
    """What finds labelled spans in folded texts: the tagger, or another in its place."""

    def __call__(self, texts: Sequence[str], head: str, /) -> Iterable[list[TaggedSpan]]:
        """Spans in each of the texts, by their place."""


class Tagger:
    """Tags characters with the heads of one network.

    Args:
        folder: a model folder with `config.json` and `tagger.onnx`, already verified.
        gazetteer: gives the flags that the network reads beside the characters.
        threads: processor threads that the network may use beside the one that reads its answers; 0
            leaves it to the runtime.

    Raises:
        ArtefactError: when the model's format is not this version's.
    """

    def __init__(self, folder: Path, gazetteer: Gazetteer, *, threads: int = 1) -> None:
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
        # Threads that wait in a loop would take the processor from the one that reads answers.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @staticmethod
    def load(*, threads: int = 1) -> Tagger:
        """The tagger in `models/tagger`, the same for all layers of a process."""
        return _loaded(threads)

    def __call__(self, texts: Sequence[str], head: str) -> Iterator[list[TaggedSpan]]:
        """Spans in each of the folded texts, in order, none overlapping."""
        sized = ((text, len(text) + GAP) for text in texts)
        for scored in ahead(partial(self._scored, head), parcels(sized, _TOGETHER)):
            yield from self._spans(*scored, self.labels[head])

    def _scored(self, head: str, texts: list[str]) -> tuple[list[str], list[int], Scores]:
        stream, first = side_by_side(texts)
        return texts, first, self.scores(stream, head)

    @staticmethod
    def _spans(
        texts: Sequence[str], first: Sequence[int], scores: Scores, labels: Sequence[str]
    ) -> list[list[TaggedSpan]]:
        cut = [
            (at + s, at + e)
            for at, text in zip(first, texts, strict=True)
            for s, e in windows(text)
        ]
        starts, ends = np.array(cut, dtype=np.int64).reshape(-1, 2).T
        tags = best_tags(scores, starts, ends)
        begins, stops, numbers = ranges_of(tags)
        certain = _means(_probabilities(scores, tags), begins, stops)
        found: list[list[TaggedSpan]] = [[] for _ in texts]
        texts_of = np.searchsorted(first, begins, side="right") - 1
        at = np.array(first, dtype=np.int64)[texts_of]
        rows = (texts_of, begins - at, stops - at, numbers, certain)
        for text, start, end, number, score in zip(*(row.tolist() for row in rows), strict=True):
            found[text].append(TaggedSpan(start, end, labels[number], round(score, 4)))
        return found

    def scores(self, folded: str, head: str) -> Scores:
        """What the network gives each tag at each character, shape (length, tags), as log-odds.

        The first and last characters are read as if more followed; `side_by_side` puts line breaks
        there.
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


def side_by_side(texts: Sequence[str]) -> tuple[str, list[int]]:
    """The texts in one stream, `GAP` line breaks around each, and where in it each begins."""
    starts, at = [], GAP
    for text in texts:
        starts.append(at)
        at += len(text) + GAP
    return _LINES.join(["", *texts, ""]), starts


@lru_cache(maxsize=4)
def _loaded(threads: int) -> Tagger:
    """A tagger keeps nothing from call to call, so that many may share it."""
    return Tagger(artefacts.model("tagger"), Gazetteer.load(), threads=threads)


def _probabilities(scores: Scores, tags: Tags) -> npt.NDArray[np.float32]:
    """Probability of each chosen tag but O, where 0 stands; shape (length,)."""
    at = np.flatnonzero(tags)
    odds = scores[at]
    odds = np.exp(odds - odds.max(axis=1, keepdims=True))
    probabilities = np.zeros(len(tags), dtype=np.float32)
    probabilities[at] = odds[np.arange(len(at)), tags[at]] / odds.sum(axis=1)
    return probabilities


def _means(values: npt.NDArray[np.float32], starts: Places, ends: Places) -> Floats:
    """The mean of the values in each range; each is summed by itself."""
    if not len(starts):
        return np.zeros(0)
    places = np.stack((starts, ends), axis=1).ravel()
    sums = np.add.reduceat(np.append(values.astype(np.float64), 0.0), places)[::2]
    means: Floats = sums / (ends - starts)
    return means
