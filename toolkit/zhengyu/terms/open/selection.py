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
    or holds it, needs `nested_threshold` too; those that are `certain` need nothing.
    """
    sure = np.array(certain, dtype=np.bool_) if len(certain) else np.zeros(len(starts), np.bool_)
    ranks = probabilities + sure * 2
    chosen: list[int] = []
    passed = np.flatnonzero(ranks >= threshold)
    for row in passed[np.argsort(-ranks[passed], kind="stable")].tolist():
        if _fits(row, chosen, starts, ends, nested=bool(ranks[row] >= nested_threshold)):
            chosen.append(row)
    return sorted(chosen, key=lambda row: (int(starts[row]), -int(ends[row])))


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
