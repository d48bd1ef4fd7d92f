"""From merged raw lines to entries: stable ids, levels and regions, lineage by id."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import regex
from pypinyin import lazy_pinyin

from zhengyu.terms.bank import Entry, Level, Region, Sense
from zhengyu.terms.keys import key
from zhengyu.training.term_bank.raw import Raw, RawSense

_LONGEST_SLUG = 60


def read_places(path: Path) -> dict[str, str]:
    """Names by six-digit code, former ones included; columns `code` and `name`."""
    with path.open(encoding="utf-8") as rows:
        return {row["code"]: row["name"] for row in csv.DictReader(rows)}


def level(code: str | None) -> Level:
    """The level of government that a code belongs to.

    >>> level("330000"), level("331100"), level("331102"), level(None)
    ('provincial', 'municipal', 'county', 'national')
    """
    if code is None:
        return "national"
    if code.endswith("0000"):
        return "provincial"
    return "municipal" if code.endswith("00") else "county"


def slug(form: str) -> str:
    """The pinyin of a form, in ASCII.

    >>> slug("“1+N”双招双引")
    '1-plus-nshuangzhaoshuangyin'
    """
    syllables = "".join(lazy_pinyin(key(form).replace("+", " plus ")))
    return regex.sub(r"[^a-z0-9]+", "-", syllables.lower()).strip("-")[:_LONGEST_SLUG].strip("-")


def raw_lines(entries: Sequence[Entry]) -> list[Raw]:
    """The entries as raw lines again: a build goes on from the bank that is there."""
    names = {entry.id: entry.canonical for entry in entries}
    return [
        Raw(
            c=entry.canonical,
            v=entry.variants,
            k=entry.kind,
            r=entry.region.code if entry.region else None,
            y=entry.first_year,
            s=entry.source,
            z=entry.gloss_zh,
            e=entry.gloss_en,
            t=entry.topics,
            x=entry.expands_to,
            succ=names.get(entry.successor_of or ""),
            abbr=names.get(entry.abbreviates or ""),
            loc=names.get(entry.local_version_of or ""),
            b=entry.blockers,
            a=tuple(
                RawSense(s.region.code if s.region else None, s.gloss_zh) for s in entry.ambiguous
            ),
            q=entry.needs_quotes,
        )
        for entry in entries
    ]


def make_entries(
    raws: Sequence[Raw], places: Mapping[str, str], known: Iterable[Entry]
) -> list[Entry]:
    """Entries in the order of their ids; an entry that `known` has keeps its id."""
    given = {(e.region.code if e.region else None, key(e.canonical)): e.id for e in known}
    ids = _ids(raws, given)
    return sorted((_entry(raw, ids, places) for raw in raws), key=lambda entry: entry.id)


def _ids(
    raws: Sequence[Raw], given: Mapping[tuple[str | None, str], str]
) -> dict[tuple[str | None, str], str]:
    ids: dict[tuple[str | None, str], str] = {}
    used = set(given.values())
    for raw in raws:
        place = (raw.r, key(raw.c))
        base = f"{raw.r or 'cn'}-{slug(raw.c) or 'term'}"
        name, count = given.get(place, base), 1
        while place not in given and name in used:
            count += 1
            name = f"{base}-{count}"
        used.add(name)
        ids[place] = name
    return ids


def _entry(raw: Raw, ids: Mapping[tuple[str | None, str], str], places: Mapping[str, str]) -> Entry:
    def linked(form: str | None) -> str | None:
        """The id of a form: in the same place, its province, the nation."""
        if form is None:
            return None
        regions = (raw.r, f"{raw.r[:2]}0000" if raw.r else None, None)
        found = (ids[r, key(form)] for r in regions if (r, key(form)) in ids)
        return next((name for name in found if name != ids[raw.r, key(raw.c)]), None)

    def region(code: str | None) -> Region | None:
        return Region(code, places[code]) if code in places and code else None

    return Entry(
        id=ids[raw.r, key(raw.c)],
        canonical=raw.c,
        variants=raw.v,
        kind=raw.k,
        level=level(raw.r),
        region=region(raw.r),
        first_year=raw.y,
        source=raw.s,
        gloss_zh=raw.z.strip(),
        gloss_en=raw.e.strip(),
        topics=raw.t,
        expands_to=raw.x,
        successor_of=linked(raw.succ),
        abbreviates=linked(raw.abbr),
        local_version_of=linked(raw.loc),
        blockers=raw.b,
        ambiguous=tuple(Sense(region(sense.r), sense.z) for sense in raw.a),
        needs_quotes=raw.q,
        confidence="sourced" if raw.s else "unverified",
    )
