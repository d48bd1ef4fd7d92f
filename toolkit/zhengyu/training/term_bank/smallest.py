"""Brings canonical forms down to the smallest fixed core."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from zhengyu.terms.cores import known_core, quoted_core
from zhengyu.terms.keys import key
from zhengyu.training.term_bank.raw import Dropped, Raw

#: A core of so few characters that stood in marks alone is looked for in marks alone.
_SHORT = 2


def smallest(raws: Sequence[Raw]) -> tuple[list[Raw], list[Dropped]]:
    """Lines whose canonical form is a core; one that is another line's core with a head goes."""
    raws = [_promoted(raw) for raw in raws]
    owners: dict[str | None, set[str]] = {}
    for raw in raws:
        owners.setdefault(raw.r, set()).update(key(form) for form in (raw.c, *raw.v))
    kept: list[Raw] = []
    dropped: list[Dropped] = []
    for raw in raws:
        mine = {key(form) for form in (raw.c, *raw.v)}
        known = (owners.get(None, set()) | owners.get(raw.r, set())) - mine
        core = None if raw.k == "designation" else known_core(key(raw.c), known)
        if core is None:
            longer = {v for v in raw.v if known_core(key(v), known)}
            kept.append(msgspec.structs.replace(raw, v=tuple(v for v in raw.v if v not in longer)))
        else:
            dropped.append(Dropped(raw.r or "national", raw.c, f"the core is {core}"))
    return kept, dropped


def _promoted(raw: Raw) -> Raw:
    """The line with its shortest core as canonical form, and the longer ones as variants."""
    forms = {key(form): form for form in (*reversed(raw.v), raw.c)}
    canonical = raw.c
    if raw.k != "designation":
        core = known_core(key(raw.c), set(forms) - {key(raw.c)})
        canonical = forms[core] if core else quoted_core(raw.c) or raw.c
    if canonical == raw.c:
        return raw
    short = len(key(canonical)) <= _SHORT and key(canonical) not in forms
    variants = [raw.c, *(form for form in raw.v if key(form) != key(canonical))]
    variants = list(dict.fromkeys(variants))
    return msgspec.structs.replace(raw, c=canonical, v=tuple(variants), q=raw.q or short)
