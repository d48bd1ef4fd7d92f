"""Runs the tagger's network over many texts at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime

from zhengyu.errors import ArtefactError
from zhengyu.tagging.decoding import Scores, Tags, best_tags, spans_of
from zhengyu.tagging.encoding import CharacterEncoder, Ids, bigrams
from zhengyu.tagging.gazetteer import FLAGS, Flags, Gazetteer
from zhengyu.tagging.windows import windows

#: Version of input and output that this code understands.
FORMAT = 2

#: Positions in a batch of windows, padding included: large, since the search for paths takes a
#: step of Python for each column of a batch.
_POSITIONS = 16_384

#: Positions that go through the network at once: what it computes then stays in the processor's
#: cache, which makes it twice as fast as with a whole batch.
_AT_ONCE = 768


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


@dataclass(frozen=True, slots=True)
class _Window:
    text: int
    start: int
    characters: Ids
    flags: Flags


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
        found: list[list[TaggedSpan]] = [[] for _ in texts]
        for batch in self._batches(texts):
            for window, start, end, label, score in self._tag(batch, head):
                begin = batch[window].start
                span = TaggedSpan(begin + start, begin + end, label, score)
                found[batch[window].text].append(span)
        for spans in found:
            spans.sort(key=lambda span: span.start)
        return found

    def _batches(self, texts: Sequence[str]) -> Iterator[list[_Window]]:
        cut = [window for i, text in enumerate(texts) for window in self._windows(i, text)]
        cut.sort(key=lambda window: len(window.characters))
        batch: list[_Window] = []
        for window in cut:
            if batch and (len(batch) + 1) * len(window.characters) > _POSITIONS:
                yield batch
                batch = []
            batch.append(window)
        if batch:
            yield batch

    def _windows(self, number: int, text: str) -> Iterator[_Window]:
        ids, flags = self._encode(text), self._gazetteer.flags(text)
        for start, end in windows(text):
            yield _Window(number, start, ids[start:end], flags[start:end])

    def _tag(
        self, batch: Sequence[_Window], head: str
    ) -> Iterator[tuple[int, int, int, str, float]]:
        """Window, start, end, label and score of each span; the batch is sorted by length."""
        longest = len(batch[-1].characters)
        scores = np.zeros((len(batch), longest, 1 + 4 * len(self.labels[head])), dtype=np.float32)
        rows = max(1, _AT_ONCE // longest)
        for first in range(0, len(batch), rows):
            part = self._scores(batch[first : first + rows], head)
            scores[first : first + rows, : part.shape[1]] = part
        tags = best_tags(scores, np.array([len(window.characters) for window in batch]))
        certain = _probabilities(scores, tags)
        names = self.labels[head]
        for row, start, end, label in spans_of(tags):
            score = sum(certain[row, start:end].tolist()) / (end - start)
            yield row, start, end, names[label], round(score, 4)

    def _scores(self, windows_: Sequence[_Window], head: str) -> Scores:
        """What the network gives each tag, shape (windows, longest, tags)."""
        longest = len(windows_[-1].characters)
        # One column of padding also behind the longest: the last character is read together with
        # what follows it, so that a window would else be tagged by what stands beside it.
        shape = (len(windows_), longest + 1)
        characters = np.zeros(shape, dtype=np.int32)
        flags = np.zeros((*shape, FLAGS), dtype=np.uint8)
        for row, window in enumerate(windows_):
            characters[row, : len(window.characters)] = window.characters
            flags[row, : len(window.characters)] = window.flags
        given = {"characters": characters, "bigrams": bigrams(characters), "flags": flags}
        scores: Scores = self._session.run([head], given)[0][:, :longest]
        return scores


def _probabilities(scores: Scores, tags: Tags) -> npt.NDArray[np.float32]:
    """Probability of each chosen tag but O, where 0 stands; shape (batch, length)."""
    rows, columns = np.nonzero(tags)
    at = scores[rows, columns]
    at -= at.max(axis=1, keepdims=True)
    odds = np.exp(at)
    probabilities = np.zeros(tags.shape, dtype=np.float32)
    chosen = odds[np.arange(len(rows)), tags[rows, columns]]
    probabilities[rows, columns] = chosen / odds.sum(axis=1)
    return probabilities
