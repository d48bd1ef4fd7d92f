"""How releases of Label Studio count the characters of a text, and how records do.

`utf-16` are code units, as browsers count: emoji and rare characters take two. `code-points` are
what records count. Releases since 1.9 mix both in what people mark: code units within a line behind
code points of the lines before it (`domManager.ts` keeps a list of characters for each line), which
is read as `lines`, but never written, as it is not always the same way back.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Literal, Protocol, get_args

Units = Literal["utf-16", "code-points"]
Found = Literal["utf-16", "code-points", "lines"]
FOUND: tuple[Found, ...] = get_args(Found)


class Counting(Protocol):
    """Turns offsets of a text from code points into another count and back."""

    def units(self, points: int) -> int:
        """The offset as the tool counts."""

    def points(self, units: int) -> int:
        """The offset in code points."""


class Utf16:
    """UTF-16 code units of a text.

    >>> text = Utf16("😀丽水")
    >>> text.units(1), text.points(2)
    (2, 1)
    """

    def __init__(self, text: str) -> None:
        # A character outside the basic plane takes two units.
        self._wide = [place for place, c in enumerate(text) if ord(c) > 0xFFFF]  # noqa: PLR2004
        self._starts = [place + number for number, place in enumerate(self._wide)]

    def units(self, points: int) -> int:
        """The offset in code units."""
        return points + bisect_left(self._wide, points)

    def points(self, units: int) -> int:
        """The offset in code points; within a character its end."""
        return units - bisect_left(self._starts, units)


class Lines:
    r"""UTF-16 code units within each line, code points up to it.

    >>> text = Lines("😀\n😀丽水")
    >>> text.units(3), text.points(4)
    (4, 3)
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("[\n\r]", text))]
        ends = [*self._starts[1:], len(text)]
        pairs = zip(self._starts, ends, strict=True)
        self._lines = [Utf16(text[start:end]) for start, end in pairs]

    def units(self, points: int) -> int:
        """The offset in code units of its line, behind the code points before the line."""
        line = bisect_right(self._starts, points) - 1
        return self._starts[line] + self._lines[line].units(points - self._starts[line])

    def points(self, units: int) -> int:
        """The offset in code points, by the last line that begins before it."""
        line = bisect_right(self._starts, units) - 1
        return self._starts[line] + self._lines[line].points(units - self._starts[line])


class Points:
    """Code points, as they are."""

    def __init__(self, text: str) -> None:
        del text

    def units(self, points: int) -> int:
        """The same offset."""
        return points

    def points(self, units: int) -> int:
        """The same offset."""
        return units


_COUNTINGS: Mapping[Found, type[Utf16 | Lines | Points]] = {
    "utf-16": Utf16,
    "lines": Lines,
    "code-points": Points,
}


def counting(text: str, units: Found) -> Counting:
    """How offsets of this text are counted."""
    return _COUNTINGS[units](text)
