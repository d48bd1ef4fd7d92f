"""Runs the tagger's network over many texts at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from zhengyu.errors import ArtefactError
from zhengyu.tagging.decoding import Scores, best_tags, spans_of
from zhengyu.tagging.encoding import CharacterEncoder, Ids, bigrams
from zhengyu.tagging.gazetteer import FLAGS, Flags, Gazetteer
from zhengyu.tagging.windows import windows

#: Version of input and output that this code understands.
FORMAT = 1

#: Positions in a batch of windows, padding included: large enough that calls cost nothing.
_POSITIONS = 16_384


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """A range of code points with a label; `score` is the mean probability of its tags."""

    start: int
    end: int
    label: str
    score: float


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
            for window, span in self._tag(batch, head):
                start, end = window.start + span.start, window.start + span.end
                found[window.text].append(TaggedSpan(start, end, span.label, span.score))
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

    def _tag(self, batch: list[_Window], head: str) -> Iterator[tuple[_Window, TaggedSpan]]:
        lengths = np.array([len(window.characters) for window in batch])
        shape = (len(batch), int(lengths.max()))
        characters = np.zeros(shape, dtype=np.int32)
        flags = np.zeros((*shape, FLAGS), dtype=np.uint8)
        for row, window in enumerate(batch):
            characters[row, : lengths[row]] = window.characters
            flags[row, : lengths[row]] = window.flags
        given = {"characters": characters, "bigrams": bigrams(characters), "flags": flags}
        scores: Scores = self._session.run([head], given)[0]
        tags = best_tags(scores, lengths)
        certain = _probabilities(scores, tags)
        for row, start, end, label in spans_of(tags):
            score = float(certain[row, start:end].mean())
            yield batch[row], TaggedSpan(start, end, self.labels[head][label], round(score, 4))


def _probabilities(scores: Scores, tags: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Probability of each chosen tag, shape (batch, length)."""
    chosen = np.take_along_axis(scores, tags[:, :, None], axis=2)[:, :, 0]
    probabilities: npt.NDArray[np.float32] = np.exp(chosen)
    return probabilities
