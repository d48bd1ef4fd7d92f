"""Trains `models/topics`: `python -m zhengyu.training.topics GOLD.jsonl… -o FOLDER`.

Gold documents carry `text`, `paragraphs` with `topics` and `boilerplate`, and `topics`; one without
paragraphs is one paragraph with the document's topics. `--labels` and `--texts` add paragraphs
whose labels are kept without their text (`training/data/topic_labels.csv`).
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.sparse import hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from zhengyu.artefacts import write_checksums
from zhengyu.errors import DocumentError
from zhengyu.text.views import FoldedView
from zhengyu.topics.classifier import Array, TopicClassifier, carried, shares_of_text, weighted
from zhengyu.topics.features import normalised, surroundings
from zhengyu.topics.ngrams import NgramCounter, frequent_ngrams
from zhengyu.topics.taxonomy import taxonomy
from zhengyu.training.gold import add_part_options, chosen_records, labelled_paragraphs, short

_log = logging.getLogger(__name__)

#: Inverse strength of the regularisation; 2 to 40 were tried on texts set apart.
_C = 15.0
_LEAST, _NGRAMS = 3, 60_000
_FOLDS = 5
_SEED = 20261121
_BINS = 10

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


class _Passage(msgspec.Struct):
    start: int
    end: int
    topics: list[str] = []
    boilerplate: bool = False


class _Labelled(msgspec.Struct):
    text: str
    topics: list[str] = []
    paragraphs: list[_Passage] = []


@dataclass(frozen=True)
class Examples:
    """Paragraphs in order, their labels (paragraphs, labels) and the numbers of their documents."""

    texts: list[str]
    labels: Flags
    documents: Rows

    def part(self, rows: Rows) -> Examples:
        """Only those rows; documents must stay whole."""
        return Examples([self.texts[i] for i in rows], self.labels[rows], self.documents[rows])

    def by_document(self) -> list[list[str]]:
        """The texts of each document's paragraphs."""
        pairs = zip(self.documents.tolist(), self.texts, strict=True)
        return [[text for _, text in group] for _, group in groupby(pairs, key=lambda p: p[0])]


@dataclass(frozen=True)
class Trained:
    """A classifier and what cross-validation over whole documents says of it."""

    classifier: TopicClassifier
    scores: Mapping[str, float]


def read_labelled(path: Path) -> Iterator[dict[str, Any]]:
    """Records of people's own labels: JSON lines with `text`, and `topics` or `paragraphs`.

    Whole records serve as well, such as `zhengyu import` writes.

    Raises:
        DocumentError: with file and line, for a line that is no such record.
    """
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                raw = msgspec.json.decode(line, type=dict[str, Any])
                found = msgspec.convert(short(raw), type=_Labelled)
            except (msgspec.MsgspecError, TypeError, KeyError) as error:
                raise DocumentError(
                    f"{path}, line {number}: {error}; a line is an object with `text` and `topics`,"
                    " a list of labels, or with `paragraphs` that have them"
                ) from error
            yield msgspec.to_builtins(found)


def keys_of(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """The labels in use: in the codebook's order where all are the codebook's, else sorted."""
    used = {key for record in records for key in record.get("topics", ())}
    used |= {k for r in records for p in r.get("paragraphs") or () for k in p.get("topics", ())}
    known = [topic.key for topic in taxonomy()]
    return known if used <= set(known) else sorted(used)


def examples(records: Sequence[dict[str, Any]], keys: Sequence[str]) -> Examples:
    """The paragraphs of the records that are no boilerplate."""
    fold = FoldedView()
    texts, labels, documents = [], [], []
    for number, record in enumerate(records):
        whole = [{"start": 0, "end": len(record["text"]), "topics": record["topics"]}]
        for paragraph in record.get("paragraphs") or whole:
            text = normalised(record["text"][paragraph["start"] : paragraph["end"]], fold)
            if text and not paragraph.get("boilerplate"):
                texts.append(text)
                labels.append([key in paragraph["topics"] for key in keys])
                documents.append(number)
    return Examples(texts, np.array(labels), np.array(documents))


def train(records: Sequence[dict[str, Any]], keys: Sequence[str]) -> Trained:
    """A model of the records' labels, with calibration and thresholds by cross-validation.

    Args:
        records: annotated documents (`text`, `topics`, or `paragraphs` with `topics`).
        keys: the labels; each must be given to some paragraph and withheld from another.

    Raises:
        DocumentError: when there are too few documents, or a label tells nothing apart.
    """
    gold = examples(records, keys)
    _check(gold, keys)
    odds = cross_validated(gold, keys)
    slope, offset = _calibration(odds, gold.labels)
    probabilities = _squashed(slope * odds + offset)
    thresholds = np.array(best_thresholds(probabilities, gold.labels), dtype=np.float32)
    scores = {
        f"paragraph {average}-F1": float(
            f1_score(gold.labels, probabilities >= thresholds, average=average, zero_division=0.0)
        )
        for average in ("micro", "macro")
    }
    scores["calibration error"] = calibration_error(probabilities, gold.labels)
    model = fit(gold, keys, slope, offset)
    model.thresholds = thresholds
    topics = {
        number: np.array([key in record["topics"] for key in keys])
        for number, record in enumerate(records)
        if record.get("paragraphs")
    }
    if topics:
        model.document_share, scores["document micro-F1"] = best_document_share(
            probabilities, gold, topics
        )
    return Trained(model, scores)


def _check(gold: Examples, keys: Sequence[str]) -> None:
    if len(set(gold.documents.tolist())) < _FOLDS:
        raise DocumentError(
            f"there are {len(set(gold.documents.tolist()))} documents with text; give at least "
            f"{_FOLDS}, and some dozens for each label if the score is to mean anything"
        )
    share = gold.labels.mean(axis=0)
    idle = [key for key, mean in zip(keys, share, strict=True) if mean in (0.0, 1.0)]
    if idle:
        raise DocumentError(
            f"these labels are given to no paragraph or to all: {', '.join(idle)}; leave them out, "
            "or add texts of which they do not hold, or hold"
        )


def fit(
    gold: Examples, keys: Sequence[str], slope: float = 1.0, offset: float = 0.0
) -> TopicClassifier:
    """A model with all thresholds at one half; its odds are corrected by `slope` and `offset`."""
    ngrams = frequent_ngrams(gold.texts, _LEAST, _NGRAMS)
    counts = NgramCounter(ngrams)(gold.texts)
    frequency = np.bincount(counts.indices, minlength=len(ngrams))
    idf = (np.log((1 + len(gold.texts)) / (1 + frequency)) + 1).astype(np.float32)
    own = weighted(counts, idf)
    matrix = hstack([own, surroundings(gold.by_document()) @ own], format="csr", dtype=np.float32)
    rows, bias = [], []
    for column in gold.labels.T:
        model = LogisticRegression(C=_C, solver="liblinear", random_state=_SEED)
        model.fit(matrix, column)
        rows.append(slope * model.coef_[0])
        bias.append(slope * model.intercept_[0] + offset)
    half = np.full(len(keys), 0.5, dtype=np.float32)
    weights, biases = (np.array(part, dtype=np.float32) for part in (rows, bias))
    return TopicClassifier(keys, ngrams, idf, weights, biases, half)


def cross_validated(gold: Examples, keys: Sequence[str]) -> Array:
    """Log-odds of each gold paragraph by a model that has not seen its document."""
    result = np.zeros(gold.labels.shape, dtype=np.float32)
    order = np.random.default_rng(_SEED).permutation(gold.documents.max() + 1)
    fold_of = order[gold.documents] % _FOLDS
    for fold in range(_FOLDS):
        held = np.flatnonzero(fold_of == fold)
        if len(held):
            model = fit(gold.part(np.flatnonzero(fold_of != fold)), keys)
            found = model.probabilities(gold.part(held).by_document())
            result[held] = np.log(found / np.maximum(1 - found, 1e-7))
    return result


def _calibration(odds: Array, labels: Flags) -> tuple[float, float]:
    """Slope and offset that make the odds of all labels together honest."""
    model = LogisticRegression(C=1e6).fit(odds.reshape(-1, 1), labels.ravel())
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def calibration_error(probabilities: Array, labels: Flags) -> float:
    """Expected calibration error over all labels, in ten bins of probability."""
    flat, truth = probabilities.ravel(), labels.ravel()
    bins = np.minimum((flat * _BINS).astype(int), _BINS - 1)
    gaps = (abs(flat[bins == b].sum() - truth[bins == b].sum()) for b in range(_BINS))
    return float(sum(gaps) / len(flat))


def _squashed(odds: Array) -> Array:
    probabilities: Array = (1 / (1 + np.exp(-odds))).astype(np.float32)
    return probabilities


def best_thresholds(probabilities: Array, labels: Flags) -> list[float]:
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
    probabilities: Array, gold: Examples, topics: Mapping[int, Flags]
) -> tuple[float, float]:
    """The share of text from which a label is best taken for the document's, and its micro-F1."""
    shares, wanted = [], []
    for number, labels in topics.items():
        rows = np.flatnonzero(gold.documents == number)
        if len(rows) > 1:
            lengths = [len(gold.texts[i]) for i in rows]
            shares.append(shares_of_text(probabilities[rows], lengths))
            wanted.append(labels)
    grid = np.arange(0.1, 0.4, 0.01)
    truth, guess = np.array(wanted), np.array(shares)
    scores = [f1_score(truth, carried(guess, share), average="micro") for share in grid]
    best = int(np.argmax(scores))
    return float(grid[best]), float(scores[best])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--labels", type=Path)
    parser.add_argument("--texts", nargs="*", type=Path, default=[])
    parser.add_argument("-o", "--output", type=Path, default=Path("models/topics"))
    parser.add_argument(
        "--document-share",
        type=float,
        help="share from which a label is a document's, in place of the one that fits best",
    )
    add_part_options(parser)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    records = list(chosen_records(arguments))
    if arguments.labels:
        records += labelled_paragraphs(arguments.labels, arguments.texts)
    trained = train(records, [topic.key for topic in taxonomy()])
    for name, score in trained.scores.items():
        _log.info("%s, %d-fold over documents: %.3f", name, _FOLDS, score)
    if arguments.document_share is not None:
        trained.classifier.document_share = arguments.document_share
    trained.classifier.save(arguments.output)
    write_checksums(arguments.output)


if __name__ == "__main__":
    main()
