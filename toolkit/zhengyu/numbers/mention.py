"""A quantity while it is being read; offsets are those of the view."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(slots=True)
class Mention:
    """A quantity in the view.

    `group` is that of the unit, or `rank`, or `bare` without unit; `form` says how it is written:
    `arabic`, `chinese` or the name of a rule of `special`; `number` is where the numeral begins.
    """

    start: int
    end: int
    value: Decimal | None
    high: Decimal | None
    unit: str | None
    approx: str
    group: str
    form: str
    number: int
