"""Trains `models/topics`: `python -m zhengyu.training.topics GOLD.jsonl… -o FOLDER`.

Gold documents carry `text`, `paragraphs` with `topics` and `boilerplate`, and `topics`; one without
paragraphs is one paragraph with the document's topics. `--labels` and `--texts` add paragraphs
whose labels are kept without their text (`training/data/topic_labels.csv`).
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from zhengyu.artefacts import write_checksums
from zhengyu.text.views import FoldedView
from zhengyu.topics.classifier import TopicClassifier, shares_of_text, vectorizer
from zhengyu.topics.features import contexts, normalised
from zhengyu.topics.taxonomy import taxonomy
from zhengyu.training.gold import add_part_options, chosen_records, labelled_paragraphs

_log = logging.getLogger(__name__)

_C = 6.0
#: Weight of the context beside the own text; 0.3, 0.5 and 0.8 were tried by cross-validation.
_CONTEXT = 0.8
_NGRAMS = 60_000
_FOLDS = 5
_SEED = 20261121

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Examples:
    """Paragraphs with their contexts, labels (paragraphs, labels), documents and weights."""

    texts: list[str]
    contexts: list[str]
    labels: Flags
    documents: npt.NDArray[np.int64]

    def part(self, rows: npt.NDArray[np.int64]) -> Examples:
        """Only those rows."""
        return Examples(
            [self.texts[i] for i in rows],
            [self.contexts[i] for i in rows],
            self.labels[rows],
            self.documents[rows],
        )


def examples(records: Sequence[dict[str, Any]], keys: Sequence[str]) -> Examples:
    """The paragraphs of the records that are no boilerplate."""
    fold = FoldedView()
    texts, around, labels, documents = [], [], [], []
    for number, record in enumerate(records):
        whole = [{"start": 0, "end": len(record["text"]), "topics": record["topics"]}]
        paragraphs = record.get("paragraphs") or whole
        own = [
            "" if p.get("boilerplate") else normalised(record["text"][p["start"] : p["end"]], fold)
            for p in paragraphs
        ]
        for paragraph, text, context in zip(paragraphs, own, contexts(own), strict=True):
            if text:
                texts.append(text)
                around.append(context)
                labels.append([key in paragraph["topics"] for key in keys])
                documents.append(number)
    return Examples(texts, around, np.array(labels), np.array(documents))


def fit(gold: Examples, keys: Sequence[str]) -> TopicClassifier:
    """A model with all thresholds at one half."""
    words = vectorizer(min_df=3, max_features=_NGRAMS)
    own = words.fit_transform(gold.texts)
    around = _CONTEXT * words.transform(gold.contexts)
    matrix = csr_matrix(hstack([own, around]), dtype=np.float32)
    rows, bias = [], []
    for column in gold.labels.T:
        model = LogisticRegression(C=_C, solver="liblinear", random_state=_SEED)
        model.fit(matrix, column)
        rows.append(model.coef_[0])
        bias.append(model.intercept_[0])
    coefficients = np.array(rows, dtype=np.float32)
    coefficients[:, own.shape[1] :] *= _CONTEXT
    half = np.full(len(keys), 0.5, dtype=np.float32)
    names = list(words.get_feature_names_out())
    idf = words.idf_.astype(np.float32)
    return TopicClassifier(keys, names, idf, coefficients, np.array(bias, dtype=np.float32), half)


def cross_validated(gold: Examples, keys: Sequence[str]) -> npt.NDArray[np.float32]:
    """Probabilities of each gold paragraph by a model that has not seen its document."""
    result = np.zeros(gold.labels.shape, dtype=np.float32)
    order = np.random.default_rng(_SEED).permutation(gold.documents.max() + 1)
    fold_of = order[gold.documents] % _FOLDS
    for fold in range(_FOLDS):
        model = fit(gold.part(np.flatnonzero(fold_of != fold)), keys)
        held = np.flatnonzero(fold_of == fold)
        part = gold.part(held)
        result[held] = model.probabilities(part.texts, part.contexts)
    return result


def best_thresholds(probabilities: npt.NDArray[np.float32], labels: Flags) -> list[float]:
    """For each label the threshold of the best F1, drawn towards the best one for all.

    Rare labels would otherwise get thresholds that fit a handful of paragraphs.
    """
    grid = np.arange(0.15, 0.7, 0.025)
    shared = max(grid, key=lambda t: f1_score(labels, probabilities >= t, average="micro"))
    chosen = []
    for column in range(labels.shape[1]):
        truth, guess = labels[:, column], probabilities[:, column]
        own = max(grid, key=lambda t: f1_score(truth, guess >= t, zero_division=0.0))
        trust = truth.sum() / (truth.sum() + 50)
        chosen.append(float(trust * own + (1 - trust) * shared))
    return chosen


def best_document_share(
    probabilities: npt.NDArray[np.float32], gold: Examples, topics: Mapping[int, Flags]
) -> float:
    """The share of the text from which a label is best taken for the document's."""
    shares, wanted = [], []
    for number, labels in topics.items():
        rows = np.flatnonzero(gold.documents == number)
        if len(rows) > 1:
            lengths = [len(gold.texts[i]) for i in rows]
            shares.append(shares_of_text(probabilities[rows], lengths))
            wanted.append(labels)
    grid = np.arange(0.1, 0.4, 0.01)
    truth, guess = np.array(wanted), np.array(shares)
    scores = [f1_score(truth, guess >= share, average="micro") for share in grid]
    best = int(np.argmax(scores))
    _log.info("document micro-F1 %.3f from a share of %.2f", scores[best], grid[best])
    return float(grid[best])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--texts", nargs="*", type=Path, default=[])
    parser.add_argument("-o", "--output", type=Path, default=Path("models/topics"))
    add_part_options(parser)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    keys = [topic.key for topic in taxonomy()]
    records = list(chosen_records(arguments))
    if arguments.labels:
        records += labelled_paragraphs(arguments.labels, arguments.texts)
    gold = examples(records, keys)
    probabilities = cross_validated(gold, keys)
    thresholds = np.array(best_thresholds(probabilities, gold.labels), dtype=np.float32)
    for average in ("micro", "macro"):
        score = f1_score(gold.labels, probabilities >= thresholds, average=average)
        _log.info("paragraph %s-F1, %d-fold over documents: %.3f", average, _FOLDS, score)
    model = fit(gold, keys)
    model.thresholds = thresholds
    topics = {
        number: np.array([key in record["topics"] for key in keys])
        for number, record in enumerate(records)
        if record.get("paragraphs")
    }
    model.document_share = best_document_share(probabilities, gold, topics)
    model.save(arguments.output)
    write_checksums(arguments.output)


if __name__ == "__main__":
    main()
