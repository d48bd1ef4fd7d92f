"""Several texts read as one, so that many short ones cost no more than a long one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from zhengyu.terms.keys import KeyView, key_view

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
