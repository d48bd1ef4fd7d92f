"""Chinese places and their GB/T 2260 codes, with the years in which each name was valid.

Source: `corpora/places/` (see its README for origin and terms).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from zhengyu.tagging.gazetteer import read_columns, read_table

_LEVELS = ("province", "prefecture", "county")
_TOWNSHIP = len(_LEVELS)


@dataclass(frozen=True, slots=True)
class Place:
    """A division under one name: `code` has six digits; `until` is None while it is valid.

    `full` says that the name is the division's whole name (莲都区, not 莲都); `level` counts from
    0, province, to 3, township, which carries its county's code.
    """

    code: str
    name: str
    level: int
    full: bool
    since: int
    until: int | None
    successors: tuple[str, ...] = ()

    def valid(self, year: int | None) -> bool:
        """Whether the name was in use in that year; None asks about today."""
        if year is None:
            return self.until is None
        return self.since <= year and (self.until is None or year <= self.until)

    def within(self, other: str) -> bool:
        """Whether the place lies in the division with code `other`, or is it."""
        return self.code.startswith(other.rstrip("0") if other[2:] == "0000" else _stem(other))


def _stem(code: str) -> str:
    """The digits that the codes within a division share.

    >>> _stem("330000"), _stem("331100"), _stem("331102")
    ('33', '3311', '331102')
    """
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code


class Places:
    """Looks places up by the name that a text uses.

    Args:
        places: all known places.
        townships: names of townships, each with the codes of the counties that have one of it.
    """

    def __init__(
        self, places: Iterable[Place], townships: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._townships = townships or {}
        self._by_name: dict[str, list[Place]] = defaultdict(list)
        self._current: dict[str, Place] = {}
        for place in places:
            self._by_name[place.name].append(place)
            if place.until is None and place.full:
                self._current[place.code] = place

    @classmethod
    def load(cls) -> Places:
        """The places of `corpora/places`."""
        return cls([*_divisions(), *_others()], _townships())

    def named(self, name: str) -> Sequence[Place]:
        """All places of that name or short name, any time; empty when there is none."""
        divisions = self._by_name.get(name, ())
        if name not in self._townships:
            return divisions
        towns = (Place(c, name, _TOWNSHIP, True, 0, None) for c in self._townships[name])
        return [*divisions, *towns]

    def name_of(self, code: str) -> str | None:
        """Today's full name of the division with that code."""
        place = self._current.get(code)
        return place.name if place else None

    def today(self, place: Place) -> str:
        """The code that a place carries today: its own while valid, else its only successor's."""
        if place.until is None or len(place.successors) != 1:
            return place.code
        return place.successors[0]

    @cached_property
    def province_names(self) -> dict[str, str]:
        """Full and short names of the provinces, to their codes."""
        pairs = ((p, name) for name, ps in self._by_name.items() for p in ps if p.level == 0)
        return {name: place.code for place, name in pairs}


def _divisions() -> Iterable[Place]:
    for row in read_table("places", "divisions.csv"):
        level = _LEVELS.index(row["level"])
        until = int(row["to"]) if row["to"] else None
        rest = (int(row["from"]), until, tuple(row["successors"].split()))
        yield Place(row["code"], row["name"], level, True, *rest)
        for form in short_forms(row["name"], row["short"]):
            yield Place(row["code"], form, level, False, *rest)


def short_forms(name: str, short: str) -> list[str]:
    """What people call a division: 延边, 延边州; 三江, 三江县, 三江自治县."""
    forms = [] if short == name else [short]
    for kind in ("州", "县", "旗"):
        if name.endswith(f"自治{kind}"):
            forms += [short + kind, f"{short}自治{kind}"]
    return [form for form in forms if form != name]


def _townships() -> dict[str, list[str]]:
    counties: dict[str, list[str]] = defaultdict(list)
    columns = ("name", "county")
    for name, county in read_columns("places", "townships.csv", columns=columns):
        counties[name].append(county)
    return counties


def _others() -> Iterable[Place]:
    """Letters for places (浙, 杭) and historic names (处州), with today's codes."""
    for file in ("letters.csv", "historic.csv"):
        for row in read_table("places", file):
            code = row["code"]
            level = 0 if code.endswith("0000") else 1 if code.endswith("00") else 2
            yield Place(code, row["name"], level, full=False, since=0, until=None)
