"""Offsets in UTF-16 code units, as browsers count, and in code points, as records do."""

from __future__ import annotations

from bisect import bisect_left
from typing import Literal

Units = Literal["utf-16", "code-points"]


class Utf16:
    """Turns offsets of a text from code points into UTF-16 code units and back.

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
        """The offset in code points; within a character its beginning."""
        return units - bisect_left(self._starts, units)
