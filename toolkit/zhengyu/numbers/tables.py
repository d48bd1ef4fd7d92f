"""Tables in running text: which unit a bare number in a cell has.

The unit stands in the cell itself (产值（亿元）), in a cell of its own (亿元), in the header above
(同比（%）), or in a line over the table (单位：亿元、%).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from zhengyu.numbers.lexicon import unit_pattern, units
from zhengyu.numbers.mention import Mention
from zhengyu.numbers.numerals import magnitude

_SEPARATOR = re.compile(r"\s*[|｜]\s*|\t+|[ \u3000]{2,}|\u3000(?=[-−－]?\d)")
_NUMBER = re.compile(r"[-+−－]?\d[\d ,]*(?:\.\d+)?")
_UNIT = rf"([十百千万亿]{{0,2}}?)({unit_pattern()}|％)"
_ALONE = re.compile(rf"{_UNIT}$")
_BRACKETED = re.compile(rf"[(（]{_UNIT}[)）]")
_ABOVE = re.compile(r"单\s*位[:：]\s*([^)）\n]{1,40})")
_GROWTH = re.compile(r"增长|增速|增幅|增减|同比|比上年|比增|±")
_LEAST = 2


class Cell(NamedTuple):
    """A bare number of a table, by offsets into its line.

    `marks` and `unit` are those that apply; `growth` says that its column is a rate of change.
    """

    start: int
    end: int
    marks: str
    unit: str
    growth: bool


class TableReader:
    """Reads the lines of a document one after the other and keeps the header of the table."""

    def __init__(self) -> None:
        self._header: list[str] = []
        self._units: list[tuple[str, str]] = []

    def read(self, line: str) -> Sequence[Cell]:
        """The bare numbers of a line that have a unit; none where it is no row of a table."""
        above = _ABOVE.search(line) if "位" in line else None
        if above is not None:
            listed = re.split(r"[、,，;；/ 和]+", above.group(1))
            found = [_ALONE.match(part) for part in listed]
            self._units = [(match.group(1), match.group(2)) for match in found if match]
            if _SEPARATOR.search(line.strip()) is None:
                return ()
        cells = _cells(line)
        if len(cells) < _LEAST:
            if len(line) > 40:  # noqa: PLR2004 - prose ends a table
                self._header, self._units = [], []
            return ()
        texts = [line[start:end] for start, end in cells]
        numbers = [index for index, text in enumerate(texts) if _NUMBER.fullmatch(text)]
        if not numbers:
            if not any(text[-1].isdigit() for text in texts):
                self._header = texts
            return ()
        return self._rows(cells, texts, numbers)

    def _rows(
        self, cells: list[tuple[int, int]], texts: list[str], numbers: list[int]
    ) -> Sequence[Cell]:
        own = _BRACKETED.search(texts[0])
        alone = next((m for text in texts[1:] if (m := _ALONE.fullmatch(text))), None)
        found = []
        for index in numbers:
            # Cells are counted from the right: the first one may be parted, or be missing above.
            place = len(cells) - index
            head = self._header[-place] if place <= len(self._header) else ""
            growth = _GROWTH.search(head) is not None
            unit = self._unit(head, growth, own or alone)
            if unit is not None:
                found.append(Cell(*cells[index], *unit, growth))
        return found

    def _unit(self, head: str, growth: bool, own: re.Match[str] | None) -> tuple[str, str] | None:
        named = _BRACKETED.search(head)
        if named is not None:
            return named.group(1), "%" if named.group(2) == "％" else named.group(2)
        if growth:
            return "", "%"
        if own is not None:
            return own.group(1), "%" if own.group(2) == "％" else own.group(2)
        plain = [unit for unit in self._units if unit[1] not in {"%", "％"}]
        return plain[0] if plain else None


def _cells(line: str) -> list[tuple[int, int]]:
    """Where the cells stand; empty ones are left out at both ends of the line."""
    found, start = [], 0
    for match in _SEPARATOR.finditer(line):
        found.append((start, match.start()))
        start = match.end()
    found.append((start, len(line)))
    return [(low, high) for low, high in found if high > low]


def fill(mentions: list[Mention], start: int, end: int, cell: Cell) -> None:
    """Gives the number that is a whole cell, from `start` to `end` of the view, its unit."""
    for mention in mentions:
        if mention.group == "bare" and start <= mention.start and mention.end == end:
            take_unit(mention, cell.marks, cell.unit)
            mention.form = "rate" if cell.growth and mention.unit == "percent" else "cell"


def take_unit(mention: Mention, marks: str, name: str) -> None:
    """Makes a bare number one of the unit, scaled by magnitude and unit."""
    unit = units()[name]
    mention.unit, mention.group = unit.code or unit.name, unit.group
    if mention.value is not None:
        scaled = mention.value * magnitude(marks) * unit.factor
        mention.value = Decimal(int(scaled)) if scaled == int(scaled) else scaled.normalize()
