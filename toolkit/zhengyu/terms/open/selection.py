"""From probabilities of candidates to terms: overlaps settled, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from zhengyu.terms.open.candidates import Candidates
from zhengyu.terms.open.spans import Ints


def thresholds(candidates: Candidates, known: float, unknown: float) -> npt.NDArray[np.float32]:
    """The least probability of each candidate: `known` for hits of the bank, else `unknown`."""
    return np.where(candidates.in_bank, known, unknown).astype(np.float32)


def select(
    starts: Ints,
    ends: Ints,
    probabilities: npt.NDArray[np.float32],
    *,
    threshold: float | npt.NDArray[np.float32],
    nested_threshold: float,
    certain: Sequence[bool] = (),
) -> list[int]:
    """Rows of the candidates that are terms, by start and then the longer first.

    Each needs the `threshold`, one for all or one a row. No two cross. One that lies in another,
    or holds it, needs `nested_threshold` too; those that are `certain` need nothing. Candidates
    come by start.
    """
    sure = np.array(certain, dtype=np.bool_) if len(certain) else np.zeros(len(starts), np.bool_)
    ranks = probabilities + sure * 2
    chosen: list[int] = []
    for rows in _clusters(starts, ends, np.flatnonzero(ranks >= threshold)):
        taken: list[int] = []
        for row in rows[np.argsort(-ranks[rows], kind="stable")].tolist():
            if _fits(row, taken, starts, ends, nested=bool(ranks[row] >= nested_threshold)):
                taken.append(row)
        chosen += taken
    return sorted(chosen, key=lambda row: (int(starts[row]), -int(ends[row])))


def _clusters(starts: Ints, ends: Ints, rows: Ints) -> list[Ints]:
    """Rows in groups, none of which overlaps another: what is chosen in one is its own affair."""
    furthest = np.maximum.accumulate(ends[rows])
    return np.split(rows, np.flatnonzero(starts[rows[1:]] >= furthest[:-1]) + 1)


def _fits(row: int, chosen: Sequence[int], starts: Ints, ends: Ints, *, nested: bool) -> bool:
    s, e = starts[row], ends[row]
    for other in chosen:
        a, b = starts[other], ends[other]
        if e <= a or b <= s:
            continue
        within = (a <= s and e <= b) or (s <= a and b <= e)
        if not (within and nested):
            return False
    return True
