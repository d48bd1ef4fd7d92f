"""Several texts read as one, so that many short ones cost no more than a long one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from zhengyu.terms.keys import KeyView, key_view

T = TypeVar("T")

#: No term holds a line break, and no feature reads more than four characters beyond a span: those
#: around the break are what the features take the outside of a text for, and end a span as well.
_GAP = "\x01\x01\x01\x01\n\x01\x01\x01\x01"


@dataclass(frozen=True, slots=True)
class Joined:
    """Texts side by side in one view; the i-th stands at `[starts[i], ends[i])`."""

    view: KeyView
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Joined:
        """The texts, in order."""
        starts, ends, at = [], [], 0
        for text in texts:
            starts.append(at)
            ends.append(at + len(text))
            at += len(text) + len(_GAP)
        return cls(key_view(_GAP.join(texts)), starts, ends)

    def number(self, position: int) -> int:
        """Which text a position stands in."""
        return bisect_right(self.starts, position) - 1

    def bounds(self, position: int) -> tuple[int, int]:
        """The range of the text that a position stands in."""
        number = self.number(position)
        return self.starts[number], self.ends[number]


def parcels(items: Iterable[tuple[T, int]], size: int) -> Iterator[list[T]]:
    """Items with their sizes, in order, in groups of at most `size`; a greater one stands alone."""
    group: list[T] = []
    total = 0
    for item, own in items:
        if group and total + own > size:
            yield group
            group, total = [], 0
        group.append(item)
        total += own
    if group:
        yield group
