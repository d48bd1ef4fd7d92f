"""What the tagger's head `terms` says of each character, and from it of each span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhengyu.tagging.parts import part_chances
from zhengyu.tagging.tagger import Tagger, side_by_side
from zhengyu.terms.joined import Joined
from zhengyu.terms.open.spans import LONGEST, SHORTEST, Ints
from zhengyu.text.views import FoldedView

HEAD = "terms"
NAMES = ("read_begin", "read_inside", "read_least", "read_end", "read_outside", "read_before",
         "read_after", "read_lead")  # fmt: skip

#: Columns of a reading: outside terms, their first, further and last characters.
_OUTSIDE, _BEGIN, _INSIDE, _END = range(4)
_LEAST = 1e-6
#: Least log-odds of a first and a last character, and of those between, in a span to propose.
_EDGE, _BETWEEN = np.log(0.06), np.log(0.03)
_FURTHEST = 30.0

Logs = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """Log-probabilities of joined texts, shape (length + 1, 4); of gaps, that they are outside."""

    logs: Logs

    def features(self, starts: Ints, ends: Ints) -> npt.NDArray[np.float32]:
        """One row a span, columns `NAMES`."""
        outside, begin, inside, end = self.logs.T
        between = ends - starts - 2
        within = np.where(between > 0, self._of_ranges(np.add, inside, starts + 1, ends - 1), 0)
        least = self._of_ranges(np.minimum, inside, starts + 1, ends - 1)
        free = self._of_ranges(np.add, outside, starts, ends)
        columns = (
            begin[starts],
            within / np.maximum(between, 1),
            np.where(between > 0, least, 0),
            end[ends - 1],
            free / (ends - starts),
            np.logaddexp(begin[starts - 1], inside[starts - 1]),
            np.logaddexp(inside[ends], end[ends]),
            np.clip(begin[starts] + within + end[ends - 1] - free, -_FURTHEST, _FURTHEST),
        )
        return np.stack(columns, axis=1).astype(np.float32)

    def spans(self) -> tuple[Ints, Ints]:
        """Starts and ends of spans that may well be terms by what was read."""
        first = np.flatnonzero(self.logs[:, _BEGIN] > _EDGE)
        last = np.flatnonzero(self.logs[:, _END] > _EDGE)
        low = np.searchsorted(last, first + SHORTEST - 1)
        counts = np.searchsorted(last, first + LONGEST) - low
        starts = np.repeat(first, counts)
        begun = np.repeat(np.cumsum(counts) - counts - low, counts)
        ends = last[np.arange(len(starts)) - begun] + 1
        least = self._of_ranges(np.minimum, self.logs[:, _INSIDE], starts + 1, ends - 1)
        kept = (ends - starts == SHORTEST) | (least > _BETWEEN)
        return starts[kept], ends[kept]

    def _of_ranges(self, over: np.ufunc, values: Logs, starts: Ints, ends: Ints) -> Logs:
        """Sums or minima over ranges, each by itself; of an empty one the value at its start."""
        if not len(starts):
            return np.zeros(0, dtype=np.float32)
        places = np.stack((starts, np.maximum(ends, starts + 1)), axis=1).ravel()
        answer: Logs = over.reduceat(values, places)[::2]
        return answer


class Reader:
    """Reads texts with a tagger that has the head `terms`."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger, self._fold = tagger, FoldedView()

    def __call__(self, texts: Sequence[str], joined: Joined) -> Reading:
        """The reading of texts, in the places that they have in `joined`."""
        stream, first = side_by_side([self._fold(text) for text in texts])
        read = _by_part(self._tagger.scores(stream, HEAD))
        logs = np.full((len(joined.view.folded) + 1, 4), np.log(_LEAST), dtype=np.float32)
        logs[:, _OUTSIDE] = 0
        for text, at, start in zip(texts, first, joined.starts, strict=True):
            logs[start : start + len(text)] = read[at : at + len(text)]
        return Reading(logs)


def _by_part(scores: npt.NDArray[np.float32]) -> Logs:
    """Log-probabilities of the four columns, whatever the kind."""
    chances = part_chances(scores)
    parts = chances[:, 0].copy()
    for kind in range(1, chances.shape[1]):  # a third of the time of a sum over an axis
        parts += chances[:, kind]
    outside = 1 - parts.sum(axis=1, keepdims=True)
    answer: Logs = np.log(np.maximum(np.concatenate((outside, parts), axis=1), 0) + _LEAST)
    return answer
