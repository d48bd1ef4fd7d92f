"""Linear models over hashed features: the span models, the word model, the kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression, SGDClassifier

from zhengyu.terms.keys import key_view
from zhengyu.terms.open.kinds import KINDS
from zhengyu.terms.open.kinds import SIZE as KIND_SIZE
from zhengyu.terms.open.spans import SIZE, Floats, Ints, all_spans, pair_features, span_features
from zhengyu.training.terms_open.corpus import Sample, short_spans

_MARKS = [ord(mark) for mark in '“”‘’"']
#: Share of spans that share an edge with a term, and of all others, that become negatives.
_NEAR, _FAR = 0.3, 0.02
_WEAK_NEAR, _WEAK_FAR = 0.1, 0.01
_HEAVIEST = 8.0
_WEAK_WEIGHT = 0.1
_COST = 0.5

Matrix = Any  # scipy.sparse.csr_matrix: scipy carries no types


def fit_spans(
    samples: Sequence[Sample], rng: np.random.Generator, forget: Iterable[str] = ()
) -> tuple[Floats, float]:
    """Weights and intercept of a span model; wordings in `forget` teach nothing."""
    parts = [part for sample in samples for part in _span_rows(sample, rng, frozenset(forget))]
    rows = [row for found, _, _ in parts for row in found]
    labels = np.concatenate([y for _, y, _ in parts])
    weights = np.concatenate([w for _, _, w in parts])
    model = LogisticRegression(C=_COST, solver="liblinear", max_iter=60, random_state=0)
    model.fit(_sparse(rows, SIZE), labels, sample_weight=weights)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _span_rows(
    sample: Sample, rng: np.random.Generator, forget: frozenset[str]
) -> Iterator[tuple[list[Ints], npt.NDArray[np.bool_], Floats]]:
    features, folded = sample.features, sample.texts.view.folded
    starts, ends = all_spans(features, len(folded))
    if not len(starts):
        return
    terms = short_spans(sample)
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    label = np.array([span in terms for span in spans])
    near = np.isin(starts, [s for s, _ in terms]) | np.isin(ends, [e for _, e in terms])
    near &= ~label
    near_rate, far_rate = (_WEAK_NEAR, _WEAK_FAR) if sample.weak else (_NEAR, _FAR)
    drawn = rng.random(len(spans))
    take = label | (drawn < np.where(near, near_rate, far_rate))
    if not sample.weak:
        take |= np.isin(features.edges[starts], _MARKS) & np.isin(features.edges[ends + 1], _MARKS)
    take &= ~_touches(sample.unknown, starts, ends, len(folded)) | label
    take &= np.array([span not in terms or sample.wording(span) not in forget for span in spans])
    if sample.weak:
        weight = np.where(label, 1.0, np.where(near, 3.0, 5.0)) * _WEAK_WEIGHT
    else:
        weight = np.where(label, 1.0, np.where(near, 1 / near_rate, _HEAVIEST))
    at = np.flatnonzero(take)
    yield _rows(sample, starts[at], ends[at]), label[at], weight[at].astype(np.float32)


def _touches(unknown: Sequence[tuple[int, int]], starts: Ints, ends: Ints, length: int) -> Any:  # noqa: ANN401
    covered = np.zeros(length + 1)
    for start, end in unknown:
        covered[start:end] = 1
    total = np.concatenate(([0.0], np.cumsum(covered)))
    return total[ends] > total[starts]


def _rows(sample: Sample, starts: Ints, ends: Ints) -> list[Ints]:
    f = sample.features
    fixed = np.concatenate((f.starts[:, starts], f.ends[:, ends], pair_features(f, starts, ends)))
    return [
        np.concatenate((fixed[:, i], f.inner[0][s:e], f.inner[1][s : e - 1]))
        for i, (s, e) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True))
    ]


def _sparse(rows: Sequence[npt.ArrayLike], size: int) -> Matrix:
    lengths = np.cumsum([0] + [len(np.atleast_1d(row)) for row in rows])
    data = np.ones(lengths[-1], dtype=np.float32)
    return sp.csr_matrix((data, np.concatenate(rows), lengths), shape=(len(rows), size))


def fit_words(
    texts: Iterable[tuple[str, list[tuple[int, int, str]]]], characters: int
) -> tuple[Floats, Floats]:
    """Weights and biases of the word model, from texts with words and parts of speech."""
    columns: list[Ints] = []
    labels: list[npt.NDArray[np.bool_]] = []
    read = 0
    for text, tokens in texts:
        features = span_features(key_view(text).folded)
        label = np.zeros((len(text) + 1, 5), dtype=np.bool_)
        for start, end, pos in tokens:
            label[start, 0] = True
            if pos[0] == "v":
                label[end, 1] = label[start, 4] = True
            elif pos[0] in "nj":
                label[end, 2] = label[start, 3] = True
        columns.append(features.starts[:, 1 : len(text)].T)
        labels.append(label[1 : len(text)])
        read += len(text)
        if read >= characters:
            break
    found, wanted = np.concatenate(columns), np.concatenate(labels)
    matrix = _sparse(list(found), SIZE)
    fitted = []
    for question in range(wanted.shape[1]):
        model = SGDClassifier(
            loss="log_loss", alpha=3e-6, max_iter=4, tol=None, average=True, random_state=0
        )
        fitted.append(model.fit(matrix, wanted[:, question]))
    weights = np.stack([model.coef_[0] for model in fitted]).astype(np.float32)
    return weights, np.array([model.intercept_[0] for model in fitted], dtype=np.float32)


def fit_kinds(rows: Sequence[Sequence[int]], kinds: Sequence[str], weights: Floats) -> Floats:
    """Weights of the kinds, one row a feature, one column a kind."""
    lists = [np.unique(np.array(row)) for row in rows]
    model = LogisticRegression(C=1.0, max_iter=300, random_state=0)
    model.fit(_sparse(lists, KIND_SIZE), kinds, sample_weight=weights)
    order = [list(model.classes_).index(kind) for kind in KINDS]
    table: Floats = model.coef_[order].T.astype(np.float32)
    return table
