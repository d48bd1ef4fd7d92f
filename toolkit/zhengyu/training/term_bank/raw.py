"""Raw lines of the term bank: their short keys, what makes one valid, and merging of duplicates.

One JSON object a line: `c` canonical form, `v` variants, `k` kind, `r` region code or null, `y`
and `s` first year and its source, `z` and `e` glosses, `t` topics, `x` what the parts stand for,
`succ`, `abbr`, `loc` lineage by canonical form, `b` blockers, `a` senses by region, `q` true when
the form counts in quotation marks alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import msgspec

from zhengyu.terms.bank import Kind
from zhengyu.terms.keys import key
from zhengyu.topics.taxonomy import taxonomy

_SHORTEST = 2
TOPICS = frozenset(topic.key for topic in taxonomy())
#: Kinds from the first that fits to the last: of duplicates that disagree the first one stands.
KINDS: tuple[str, ...] = get_args(Kind)


class RawSense(msgspec.Struct, frozen=True):
    """One sense of an ambiguous form: `r` region code, `z` gloss."""

    r: str | None
    z: str


class Raw(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A raw line; the module says what its keys mean."""

    c: str
    v: tuple[str, ...] = ()
    k: Kind
    r: str | None = None
    y: int | None = None
    s: str | None = None
    z: str
    e: str
    t: tuple[str, ...]
    x: tuple[str, ...] = ()
    succ: str | None = None
    abbr: str | None = None
    loc: str | None = None
    b: tuple[str, ...] = ()
    a: tuple[RawSense, ...] = ()
    q: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """A raw line that entered nothing, and why."""

    where: str
    form: str
    reason: str


def read_raw(
    folder: Path, places: Mapping[str, str]
) -> tuple[list[tuple[str, Raw]], list[Dropped]]:
    """The valid lines of `folder/*.jsonl` with their place `file:line`, and the others."""
    good: list[tuple[str, Raw]] = []
    bad: list[Dropped] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            try:
                raw = msgspec.json.decode(line, type=Raw)
            except msgspec.MsgspecError as error:
                bad.append(Dropped(where, line[:40], str(error)))
                continue
            reason = fault(raw, places)
            if reason:
                bad.append(Dropped(where, raw.c, reason))
            else:
                good.append((where, _clean(raw)))
    return good, bad


def fault(raw: Raw, places: Mapping[str, str]) -> str | None:
    """What makes a line invalid, None if nothing does."""
    if len(key(raw.c)) < _SHORTEST:
        return "the form has fewer than two characters"
    if raw.r is not None and raw.r not in places:
        return f"{raw.r} is no code of GB/T 2260"
    if not raw.t or not set(raw.t) <= TOPICS:
        return f"topics {sorted(set(raw.t) - TOPICS) or 'missing'}"
    if not raw.z.strip() or not raw.e.strip():
        return "a gloss is missing"
    return None


def _clean(raw: Raw) -> Raw:
    dated = raw.y is not None and bool(raw.s)
    variants = [v.strip() for v in raw.v if len(key(v)) >= _SHORTEST and key(v) != key(raw.c)]
    return msgspec.structs.replace(
        raw,
        c=raw.c.strip(),
        v=_unique(variants),
        y=raw.y if dated else None,
        s=raw.s if dated else None,
        t=_unique(raw.t),
        b=tuple(b for b in _unique(raw.b) if key(raw.c) in key(b) and key(b) != key(raw.c)),
    )


def _unique(forms: Iterable[str]) -> tuple[str, ...]:
    """Each form once, by its key; the first spelling stands."""
    return tuple({key(form): form for form in reversed(list(forms))}.values())[::-1]


def merge(lines: Iterable[tuple[str, Raw]]) -> tuple[list[Raw], list[Dropped]]:
    """One line for each form of a region: the first, enriched by those after it.

    A line whose canonical form is a variant of another line of its region is merged into it when
    it is a longer or shorter spelling of the same kind; else both stay, and the variant goes.
    """
    merged: dict[tuple[str | None, str], Raw] = {}
    reported: list[Dropped] = []
    for where, raw in lines:
        place = (raw.r, key(raw.c))
        if place in merged:
            reported.append(Dropped(where, raw.c, "merged: the form was there already"))
            merged[place] = _joined(merged[place], raw)
        else:
            merged[place] = raw
    for place, raw in list(merged.items()):
        for variant in raw.v:
            other = merged.get((raw.r, key(variant)))
            if other is None or other is raw or place not in merged:
                continue
            if other.k == raw.k and _same_wording(key(raw.c), key(variant)):
                reported.append(Dropped(raw.r or "national", other.c, f"merged into {raw.c}"))
                merged[place] = _joined(merged[place], other)
                del merged[raw.r, key(variant)]
    return list(_without_shared_variants(merged)), reported


def _same_wording(one: str, other: str) -> bool:
    return one in other or other in one


def _joined(first: Raw, second: Raw) -> Raw:
    """`first` with what `second` has beside it."""
    dated = first if first.y is not None else second
    forms = [form for form in (*first.v, second.c, *second.v) if key(form) != key(first.c)]
    return msgspec.structs.replace(
        first,
        v=_unique(forms),
        k=min(first.k, second.k, key=KINDS.index) if first.r == second.r else first.k,
        y=dated.y,
        s=dated.s,
        t=_unique((*first.t, *second.t))[:3],
        x=first.x or second.x,
        succ=first.succ or second.succ,
        abbr=first.abbr or second.abbr,
        loc=first.loc or second.loc,
        b=_unique((*first.b, *second.b)),
        a=first.a or second.a,
        q=first.q or second.q,
    )


def _without_shared_variants(merged: Mapping[tuple[str | None, str], Raw]) -> Iterator[Raw]:
    """Drops variants that are the canonical form, or an earlier line's variant, in their region."""
    taken = set(merged)
    for raw in merged.values():
        kept = [variant for variant in raw.v if (raw.r, key(variant)) not in taken]
        taken.update((raw.r, key(variant)) for variant in kept)
        yield msgspec.structs.replace(raw, v=tuple(kept))
