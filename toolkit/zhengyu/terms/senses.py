"""Which entry a form means where several have it: by the document's region and year."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import regex

from zhengyu.terms.bank import Entry

_YEAR = regex.compile(r"(?:19|20)[0-9]{2}")
_CODE = regex.compile(r"[1-9][0-9]{5}")


@dataclass(frozen=True, slots=True)
class Situation:
    """Where and when a document was written: a six-digit code and a year, None if unknown."""

    region: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The entry meant; `settled` is False when region and year leave more than one."""

    entry: Entry
    settled: bool
    others: tuple[Entry, ...] = ()


@lru_cache(maxsize=1)
def provinces() -> dict[str, tuple[str, str]]:
    """By the first two digits of the code: short name and name of the bank's file."""
    table = json.loads(files("zhengyu.terms").joinpath("provinces.json").read_text("utf-8"))
    return {code: (name, file) for code, (name, file) in table.items()}


def situation(meta: Mapping[str, Any]) -> Situation:
    """Reads `region`, `adcode` or `province`, and `date` or `year`, off a document's metadata.

    >>> situation({"province": "浙江省", "date": "2021-08-03"})
    Situation(region='330000', year=2021)
    """
    places = (str(meta[name]) for name in ("adcode", "region", "province") if meta.get(name))
    codes = (code for place in places for code in _codes(place))
    found = _YEAR.search(str(meta.get("date") or meta.get("year") or ""))
    return Situation(next(codes, None), int(found.group()) if found else None)


def _codes(place: str) -> list[str]:
    code = _CODE.search(place)
    if code:
        return [code.group()]
    return [prefix + "0000" for prefix, (name, _) in provinces().items() if name in place]


def resolve(entries: Sequence[Entry], where: Situation) -> Resolution:
    """The entry meant by a form that `entries` share."""
    if len(entries) == 1:
        return Resolution(entries[0], settled=True)
    dated = [e for e in entries if not (where.year and e.first_year and e.first_year > where.year)]
    ranked = sorted(dated or entries, key=lambda e: -_nearness(e, where.region))
    best = ranked[0]
    tied = [e for e in ranked if _nearness(e, where.region) == _nearness(best, where.region)]
    others = tuple(e for e in ranked if e is not best)
    return Resolution(best, len(tied) == 1, others)


def _nearness(entry: Entry, region: str | None) -> int:
    """How near an entry's region is: its own place, its province, the nation, elsewhere."""
    if entry.region is None:
        return 2
    if region is None:
        return 1
    code = entry.region.code
    for digits, rank in ((6, 6), (4, 5), (2, 4)):
        if code[:digits] == region[:digits] and set(code[digits:]) <= {"0"}:
            return rank
    return 3 if code[:2] == region[:2] else 0
