"""The linear model: TF-IDF of character n-grams of a paragraph and of its surroundings.

Kept as JSON (n-grams, labels, thresholds) and npz without objects (weights in half precision).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from zhengyu.errors import ArtefactError
from zhengyu.topics.features import surroundings
from zhengyu.topics.ngrams import NgramCounter

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cue:
    """An n-gram and what it adds to the score of a label; `context` says where it stands."""

    ngram: str
    weight: float
    context: bool


class TopicClassifier:
    """Gives each paragraph the calibrated probabilities of all labels.

    Args:
        labels: keys, in the order of the rows of `weights`.
        ngrams: the vocabulary.
        idf: weight of each n-gram, shape (n-grams,).
        weights: shape (labels, 2 * n-grams): own text, then surroundings.
        bias: shape (labels,).
        thresholds: probability from which a label is given, shape (labels,).
        document_share: share of the text from which a label is the document's.
    """

    def __init__(
        self,
        labels: Sequence[str],
        ngrams: Sequence[str],
        idf: Array,
        weights: Array,
        bias: Array,
        thresholds: Array,
        document_share: float = 0.25,
    ) -> None:
        self.labels = list(labels)
        self._ngrams = list(ngrams)
        self._idf, self._weights, self._bias, self.thresholds = idf, weights, bias, thresholds
        self.document_share = document_share
        self._count = NgramCounter(self._ngrams)
        own, around = np.split(weights, 2, axis=1)
        self._columns = np.ascontiguousarray(np.concatenate((own, around)).T)

    @classmethod
    def load(cls, folder: Path) -> TopicClassifier:
        """Reads `model.json` and `weights.npz` of a model folder.

        Raises:
            ArtefactError: when the folder holds no topic model.
        """
        if not (folder / "model.json").is_file():
            raise ArtefactError(
                f"{folder} holds no topic model; give a folder that `zhengyu train topics` has made"
            )
        stored = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            idf, weights, bias = (arrays[k].astype(np.float32) for k in ("idf", "weights", "bias"))
        thresholds = np.array(stored["thresholds"], dtype=np.float32)
        parts = (stored["labels"], stored["ngrams"], idf, weights, bias, thresholds)
        return cls(*parts, document_share=stored["document_share"])

    def save(self, folder: Path) -> None:
        """Writes what `load` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        stored = {
            "labels": self.labels,
            "thresholds": [round(float(t), 3) for t in self.thresholds],
            "document_share": round(self.document_share, 3),
            "ngrams": self._ngrams,
        }
        text = json.dumps(stored, ensure_ascii=False, indent=0)
        (folder / "model.json").write_text(text + "\n", encoding="utf-8")
        halves = {"idf": self._idf, "weights": self._weights, "bias": self._bias}
        arrays: dict[str, Any] = {k: v.astype(np.float16) for k, v in halves.items()}
        np.savez_compressed(folder / "weights.npz", **arrays)

    def probabilities(self, documents: Sequence[Sequence[str]]) -> Array:
        """Of all labels for all paragraphs.

        Args:
            documents: for each document the texts of its paragraphs, normalised as in `features`.

        Returns:
            Shape (paragraphs of all documents in order, labels), each in [0, 1].
        """
        texts = [text for document in documents for text in document]
        if not texts:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        both = self.vectors(texts) @ self._columns
        own, around = np.split(both, 2, axis=1)
        scores = own + surroundings(documents) @ around + self._bias
        probabilities: Array = 1.0 / (1.0 + np.exp(-scores))
        return probabilities

    def vectors(self, texts: Sequence[str]) -> csr_matrix:
        """TF-IDF of unit length, shape (texts, n-grams)."""
        return weighted(self._count(texts), self._idf)

    def cues(self, paragraphs: Sequence[str], at: int, label: str, number: int) -> list[Cue]:
        """The n-grams that weighed most for or against a label of paragraph `at`, most first."""
        vectors = self.vectors(paragraphs)
        around = surroundings([paragraphs])[at] @ vectors
        weights = np.split(self._weights[self.labels.index(label)], 2)
        found = [
            Cue(self._ngrams[column], float(value * part[column]), part is weights[1])
            for row, part in zip((vectors[at], around), weights, strict=True)
            for column, value in zip(row.indices, row.data, strict=True)
        ]
        return sorted(found, key=lambda cue: -abs(cue.weight))[:number]


def weighted(counts: csr_matrix, idf: Array) -> csr_matrix:
    """Counts with their logarithm damped, weighed by `idf`, each row of length one."""
    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    values = (1 + np.log(counts.data)) * idf[counts.indices]
    lengths = np.sqrt(np.bincount(rows, values * values, minlength=counts.shape[0]))
    values = (values / lengths[rows]).astype(np.float32)
    return csr_matrix((values, counts.indices, counts.indptr), shape=counts.shape)


def shares_of_text(probabilities: Array, lengths: Sequence[int]) -> Array:
    """How much of a document each label holds for, shape (labels,).

    Paragraphs count by the root of their length, so that a title is not drowned by the text.
    """
    weights = np.sqrt(np.array(lengths, dtype=np.float32))
    total = max(float(weights.sum()), 1.0)
    shares: Array = weights @ probabilities / total
    return shares


def carried(shares: Array, least: float) -> npt.NDArray[np.bool_]:
    """Which labels are a document's: their share is `least` and half that of the widest one.

    The widest one always is. `shares` may have any number of axes, the last one the labels: what
    is beside the theme of a text that is all of one piece may be a theme where there are many.
    """
    widest = shares.max(axis=-1, keepdims=True)
    answer: npt.NDArray[np.bool_] = shares >= np.minimum(np.maximum(least, widest / 2), widest)
    return answer
