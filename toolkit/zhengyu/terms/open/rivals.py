"""The candidates that each one crosses, holds or lies in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from zhengyu.terms.nesting import keeps_its_sense
from zhengyu.terms.open.candidates import Candidates
from zhengyu.terms.open.spans import Ints

NAMES = ("rival_crossing", "rival_outside", "rival_inside", "inside_bank_hit", "keeps_sense",
         "holds_bank_hit", "crosses_bank_hit")  # fmt: skip
_NONE = -8.0


def rivals(candidates: Candidates) -> npt.NDArray[np.float32]:
    """Columns `NAMES`: the best scores among its rivals of each sort, and the bank's hits there."""
    score, bank = candidates.scores[:, 0], candidates.in_bank
    crossing, nested = _pairs(candidates.starts, candidates.ends)
    outer, inner = nested
    count = len(candidates)
    best = np.full((3, count), _NONE, dtype=np.float32)
    for column, (own, other) in enumerate((crossing, (inner, outer), (outer, inner))):
        np.maximum.at(best[column], own, score[other])
        if column == 0:
            np.maximum.at(best[0], other, score[own])
    inside, holds, crosses = (np.zeros(count, dtype=np.bool_) for _ in range(3))
    inside[inner[bank[outer]]] = True
    holds[outer[bank[inner]]] = True
    crosses[crossing[0][bank[crossing[1]]]] = True
    crosses[crossing[1][bank[crossing[0]]]] = True
    kept = inside & bank
    for row in _senseless(candidates, outer, inner):
        kept[row] = False
    return np.stack((*best, inside, kept, holds, crosses), axis=1).astype(np.float32)


def _pairs(starts: Ints, ends: Ints) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
    """Rows of candidates that cross, and of those of which the first holds the second.

    Candidates come by start and then end: those that overlap one and come later follow it at once.
    """
    count = len(starts)
    later = np.searchsorted(starts, ends) - np.arange(count) - 1
    first = np.repeat(np.arange(count), later)
    begin = np.repeat(np.cumsum(later) - later, later)
    second = first + 1 + np.arange(len(first)) - begin
    holds = ends[first] >= ends[second]
    held = ~holds & (starts[first] == starts[second])
    crosses = ~holds & ~held
    outer = np.concatenate((first[holds], second[held]))
    inner = np.concatenate((second[holds], first[held]))
    return (first[crosses], second[crosses]), (outer, inner)


def _senseless(candidates: Candidates, outer: Ints, inner: Ints) -> Iterator[int]:
    """Rows of the bank's hits that lose their sense inside a longer hit."""
    both = candidates.in_bank[outer] & candidates.in_bank[inner]
    for a, b in zip(outer[both].tolist(), inner[both].tolist(), strict=True):
        longer, hit = candidates.hits[a], candidates.hits[b]
        if longer is not None and hit is not None and not keeps_its_sense(hit, longer):
            yield b
