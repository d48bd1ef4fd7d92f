"""The linear model: TF-IDF of character n-grams of a paragraph and of its context.

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
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

Array = npt.NDArray[np.float32]

#: Lengths of the character n-grams.
NGRAMS = (1, 3)


def vectorizer(**options: Any) -> TfidfVectorizer:  # noqa: ANN401 - scikit-learn's own options
    """The vectorizer that training and annotation share."""
    return TfidfVectorizer(
        analyzer="char", ngram_range=NGRAMS, lowercase=True, sublinear_tf=True, **options
    )


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
        weights: shape (labels, 2 * n-grams): own text, then context.
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
        self._vectorizer = vectorizer(vocabulary=self._ngrams)
        self._vectorizer.idf_ = idf.astype(np.float64)

    @classmethod
    def load(cls, folder: Path) -> TopicClassifier:
        """Reads `model.json` and `weights.npz` of a model folder."""
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

    def probabilities(self, texts: Sequence[str], contexts: Sequence[str]) -> Array:
        """Shape (texts, labels), each in [0, 1]; both inputs normalised as in `features`."""
        if not texts:
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        scores = self.matrix(texts, contexts) @ self._weights.T + self._bias
        probabilities: Array = 1.0 / (1.0 + np.exp(-scores))
        return probabilities

    def matrix(self, texts: Sequence[str], contexts: Sequence[str]) -> csr_matrix:
        """The features, shape (texts, 2 * n-grams)."""
        own = self._vectorizer.transform(texts)
        around = self._vectorizer.transform(contexts)
        return hstack([own, around], format="csr", dtype=np.float32)

    def cues(self, text: str, context: str, label: str, number: int) -> list[Cue]:
        """The n-grams that weighed most for or against the label, weightiest first."""
        row = self.matrix([text], [context])
        weights = self._weights[self.labels.index(label)]
        size = len(self._ngrams)
        parts = [
            (float(v * weights[i]), int(i)) for i, v in zip(row.indices, row.data, strict=True)
        ]
        parts.sort(key=lambda part: -abs(part[0]))
        return [Cue(self._ngrams[i % size], weight, i >= size) for weight, i in parts[:number]]


def shares_of_text(probabilities: Array, lengths: Sequence[int]) -> Array:
    """How much of a document each label holds for, shape (labels,).

    Paragraphs count by the root of their length, so that a title is not drowned by the text.
    """
    weights = np.sqrt(np.array(lengths, dtype=np.float32))
    total = max(float(weights.sum()), 1.0)
    shares: Array = weights @ probabilities / total
    return shares
