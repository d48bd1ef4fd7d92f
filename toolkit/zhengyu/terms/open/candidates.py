"""Candidates: spans that may be terms, from the span scores, the quotation marks and the bank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhengyu.terms.joined import Joined
from zhengyu.terms.matcher import Hit
from zhengyu.terms.open.quotes import quoted_spans
from zhengyu.terms.open.reading import Reading
from zhengyu.terms.open.spans import (
    LONGEST,
    SHORTEST,
    Floats,
    Ints,
    SpanFeatures,
    likely_spans,
    score_spans,
    span_features,
)

#: Log-odds under which a span is no candidate by its score alone.
_LOWEST = -3.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one or more texts, by start and end; rows of all fields belong together.

    `scores` holds one column a span model, as log-odds; `hits` the bank's hit on the span, if any;
    `quoted` says that a pair of marks stands right around it; `read` holds what the tagger
    says of it, columns `reading.NAMES`.
    """

    starts: Ints
    ends: Ints
    scores: npt.NDArray[np.float32]
    hits: tuple[Hit | None, ...]
    quoted: npt.NDArray[np.bool_]
    features: SpanFeatures
    read: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def in_bank(self) -> npt.NDArray[np.bool_]:
        """Which of them are hits of the bank."""
        return np.array([hit is not None for hit in self.hits], dtype=np.bool_)


def find_candidates(
    texts: Joined,
    models: Sequence[tuple[Floats, float]],
    hits: Iterable[Hit],
    reading: Reading,
    extra: Iterable[tuple[int, int]] = (),
) -> Candidates:
    """The candidates of texts.

    Args:
        texts: the texts.
        models: weights and intercept of each span model; the first one proposes spans.
        hits: the bank's hits.
        reading: what the tagger says; it proposes spans too.
        extra: spans that another source proposes.
    """
    folded = texts.view.folded
    features = span_features(folded)
    starts, ends = likely_spans(features, *models[0], len(folded), _LOWEST)
    spans = set(zip(starts.tolist(), ends.tolist(), strict=True))
    marked = set(quoted_spans(folded))
    spans |= {(s, e) for s, e in marked if SHORTEST <= e - s <= LONGEST}
    spans |= _repeats(texts, marked)
    spans |= set(zip(*(places.tolist() for places in reading.spans()), strict=True))
    spans |= set(extra)
    by_span = {(hit.start, hit.end): hit for hit in hits}
    order = sorted(spans | by_span.keys())
    pairs = np.array(order, dtype=np.int64).reshape(-1, 2)
    scored = [
        score_spans(features, model, pairs[:, 0], pairs[:, 1]) + bias for model, bias in models
    ]
    return Candidates(
        starts=pairs[:, 0],
        ends=pairs[:, 1],
        scores=np.stack(scored, axis=1).astype(np.float32),
        hits=tuple(by_span.get(span) for span in order),
        quoted=np.array([span in marked for span in order], dtype=np.bool_),
        features=features,
        read=reading.features(pairs[:, 0], pairs[:, 1]),
    )


def _repeats(texts: Joined, marked: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Where the wordings that stand in marks stand elsewhere in their text."""
    folded = texts.view.folded
    wordings = {(folded[s:e], *texts.bounds(s)) for s, e in marked if SHORTEST <= e - s <= LONGEST}
    spans: set[tuple[int, int]] = set()
    for wording, start, end in wordings:
        at = folded.find(wording, start, end)
        while at >= 0:
            spans.add((at, at + len(wording)))
            at = folded.find(wording, at + 1, end)
    return spans
