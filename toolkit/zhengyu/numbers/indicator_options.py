"""Where an indicator may stand: beside its figure, or with one of the figures before it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from zhengyu.numbers.batch import Batch
from zhengyu.numbers.characters import Marks, word_hash

#: Characters: how far from the figure is looked, and how long an indicator may be.
_LEFT, _RIGHT = 32, 24
_GAP, _LONGEST = 20, 24
_SKIPPED, _LONGEST_RIGHT = 5, 16
#: How many claims back an indicator is taken over.
_BACK = 6
_EDGELESS = Marks(",。;:!?、()（）《》\n 的")


class Beside(NamedTuple):
    """Candidates on one side of the figures.

    `claim`, `start` and `end` of each candidate; `row` counts the places next to the figure that
    candidates share, and `row_claim` and `row_place` say which these are.
    """

    claim: Any
    start: Any
    end: Any
    row: Any
    row_claim: Any
    row_place: Any


class Edges:
    """Between which characters a candidate may begin and end.

    Attributes:
        left, right: how far the words beside each figure reach.
    """

    def __init__(self, batch: Batch) -> None:
        codes = batch.characters.codes
        edgeless = _EDGELESS.held(codes)
        solid = (codes < 128) & ~edgeless  # noqa: PLR2004 - ASCII
        whole = batch.inside.copy()
        whole[1:-1] |= solid[1:] & solid[:-1]
        self.starts, self.ends = ~whole, ~whole
        self.starts[:-1] &= ~edgeless
        self.ends[1:] &= ~edgeless
        self.left = np.maximum(np.maximum(batch.clause, batch.low), batch.start - _LEFT)
        after = np.minimum(batch.end_of("clauses", batch.end) - 1, batch.high)
        self.right = np.maximum(np.minimum(after, batch.end + _RIGHT), batch.end)


def spread(first: Any, count: Any) -> tuple[Any, Any]:  # noqa: ANN401 - numpy
    """The numbers `first` to `first + count` of each range, and which range each is of."""
    count = np.maximum(count, 0)
    owner = np.repeat(np.arange(count.size), count)
    within = np.arange(owner.size) - np.repeat(np.cumsum(count) - count, count)
    return owner, within + first[owner]


def before(batch: Batch, edges: Edges) -> Beside:
    """Candidates that end at most some characters before the figure."""
    first = np.maximum(edges.left + 1, batch.start - _GAP)
    claim, end = spread(first, batch.start - first + 1)
    kept = edges.ends[end]
    claim, end = claim[kept], end[kept]
    first = np.maximum(edges.left[claim], end - _LONGEST)
    row, start = spread(first, end - first)
    kept = edges.starts[start]
    row, start = row[kept], start[kept]
    return Beside(claim[row], start, end[row], row, claim, end)


def behind(batch: Batch, edges: Edges) -> Beside:
    """Candidates that begin right behind the figure; a rank has none."""
    room = np.minimum(edges.right - batch.end, _SKIPPED)
    claim, start = spread(batch.end, np.where(batch.group == _RANK, 0, room))
    kept = edges.starts[start]
    claim, start = claim[kept], start[kept]
    row, end = spread(start + 1, np.minimum(edges.right[claim] - start, _LONGEST_RIGHT))
    kept = edges.ends[end]
    row, end = row[kept], end[kept]
    return Beside(claim[row], start[row], end, row, claim, start)


def earlier(batch: Batch) -> tuple[Any, Any]:
    """Each claim with each of the few before it in its passage, the nearest first."""
    index = np.arange(batch.start.size)
    passage = batch.passage_of
    pairs = [
        (index[step:][same], index[:-step][same])
        for step in range(1, min(_BACK, index.size - 1) + 1)
        for same in [passage[step:] == passage[:-step]]
    ]
    if not pairs:
        return index[:0], index[:0]
    return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])


_RANK = np.uint32(word_hash("rank"))
