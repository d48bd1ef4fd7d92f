"""The matcher: one pass of an automaton over the characters of a text, never over words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from string import ascii_letters
from typing import NamedTuple

import ahocorasick_rs

from zhengyu.terms.bank import Entry
from zhengyu.terms.cores import known_core
from zhengyu.terms.forms import forms_of
from zhengyu.terms.keys import KeyView, key_view, keys, packed, stands_in

_OPENING = "“‘"
_CLOSING = "”’"
_PAIRS = {"“": "”", "‘": "’", '"': '"'}
_NUMERALS = frozenset("〇一二三四五六七八九十百千万亿两0123456789")
_COUNTED = frozenset("一二三四五六七八九十百千万亿两0123456789")
#: Characters that a number or a Latin word may go on with.
_JOINING = _NUMERALS | frozenset(ascii_letters)
#: Keys this long are taken with a 、 that their form does not have: shorter ones meet by chance.
_LONG = 6


@dataclass(frozen=True, slots=True)
class Form:
    """One key: the spelling it comes from and the entries that have it; `own`: a user's.

    `is_code`: digits and Latin letters alone, which without marks may be anything; `plain`: it
    begins and ends with ideographs that are no numerals; `blockable`: all entries have blockers;
    `rare`: it has code points that others stand in for in a packed view, so look twice.
    """

    key: str
    spelling: str
    entries: tuple[Entry, ...]
    own: bool = False
    is_code: bool = False
    plain: bool = False
    blockable: bool = False
    rare: bool = False
    length: int = 0


class Hit(NamedTuple):
    """A form at `[start, end)` of the text; `quoted`: quotation marks stand right around it."""

    start: int
    end: int
    form: Form
    quoted: bool = False


class Matcher:
    """Finds the forms of a bank in a text.

    Width, script, letter case, number style, inner quotation marks, separators and spaces may
    differ between form and text. A hit inside a blocker of all its entries is none, nor is one
    that begins or ends inside a number or a Latin word.

    Args:
        entries: the bank; of entries with one form, those given first come first.
        own: a user's entries, which take the place of those of the bank with the same form.
    """

    def __init__(self, entries: Sequence[Entry], own: Sequence[Entry] = ()) -> None:
        mine = {form.key: form for form in _forms(own, own=True)}
        self.forms = [*mine.values(), *(f for f in _forms(entries) if f.key not in mine)]
        entries = [*own, *entries]
        blockers = {b for entry in entries for b in entry.blockers}
        self._blockers = dict(zip(sorted(blockers), keys(sorted(blockers)), strict=True))
        blocked = [k for k in dict.fromkeys(self._blockers.values()) if k]
        patterns = [form.key for form in self.forms] + blocked
        self._first_blocker = len(self.forms)
        self._patterns = patterns
        # Over two bytes a character an automaton is half as fast again as over a string, whose
        # three bytes of UTF-8 it has to count back to code points.
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [packed(pattern) for pattern in patterns],
            implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        )

    def find(self, text: str) -> list[Hit]:
        """All hits, overlapping ones included, by start and then the longer first."""
        return self.find_in(key_view(text))

    def find_in(self, view: KeyView) -> list[Hit]:
        """`find` on a view that is there already."""
        raw = self._automaton.find_matches_as_indexes(view.packed, overlapping=True)
        if not raw:
            return []
        forms, folded, at = self.forms, view.folded, view.positions.item
        first = self._first_blocker
        blocking = [(s >> 1, e >> 1, self._patterns[i]) for i, s, e in raw if i >= first]
        hits: list[Hit] = []
        for i, s, e in raw:
            # A match at an odd byte takes halves of two characters for one.
            if i >= first or s & 1:
                continue
            form = forms[i]
            if blocking and form.blockable and self._is_blocked(form, s >> 1, e >> 1, blocking):
                continue
            hit = _hit(folded, at(s >> 1), at((e >> 1) - 1) + 1, form)
            if hit is not None:
                hits.append(hit)
        hits.sort(key=_order)
        return hits

    def _is_blocked(
        self, form: Form, start: int, end: int, blocking: list[tuple[int, int, str]]
    ) -> bool:
        around = [key for s, e, key in blocking if s <= start and end <= e and e - s > end - start]
        if not around:
            return False
        return all(
            any(self._blockers[blocker] in around for blocker in entry.blockers)
            for entry in form.entries
        )


def _forms(entries: Sequence[Entry], *, own: bool = False) -> list[Form]:
    """Forms by key, each with the entries that have it."""
    listed = [forms_of(entry) for entry in entries]
    found = iter(keys([form for forms in listed for form in forms]))
    by_key: dict[str, tuple[Entry, ...]] = {}
    spelled: dict[str, str] = {}
    for entry, forms in zip(entries, listed, strict=True):
        for form_key, spelling in _looked_up(list(islice(found, len(forms))), forms):
            owners = by_key.get(form_key, ())
            if entry.id not in [owner.id for owner in owners]:
                by_key[form_key] = (*owners, entry)
            spelled.setdefault(form_key, spelling)
    return [_form(k, spelled[k], owners, own) for k, owners in by_key.items()]


def _form(form_key: str, spelling: str, entries: tuple[Entry, ...], own: bool) -> Form:
    code = form_key.isascii() and form_key.isalnum()
    rare = stands_in(form_key)
    plain = not rare and form_key[0] not in _JOINING and form_key[-1] not in _JOINING
    blockable = all(entry.blockers for entry in entries)
    return Form(
        form_key, spelling, entries, own, code, plain, blockable, rare, length=len(form_key)
    )


def _order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _looked_up(found: Sequence[str], forms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Keys and forms of an entry that a hit may be, not those that are its core with a head."""
    known = set(found)
    for form_key, form in zip(found, forms, strict=True):
        if form_key and not known_core(form_key, known - {form_key}):
            yield form_key, form


def _hit(folded: str, start: int, end: int, form: Form) -> Hit | None:
    """The hit with its quotation marks settled; None where edges or inner marks forbid it."""
    before = folded[start - 1] if start else ""
    after = folded[end : end + 1]
    if form.plain and end - start == form.length:  # most are: nothing to settle but the marks
        return Hit(start, end, form, before in _PAIRS and _PAIRS[before] == after)
    if form.rare and key_view(folded[start:end]).key != form.key:
        return None
    if not form.plain and not _edges_free(form.key, before, after):
        return None
    if end - start != form.length:
        inner = folded[start:end]
        if not _separators_fit(inner, form):
            return None
        start, end, balanced = _balanced(folded, start, end, inner)
        if not balanced:
            return None
        before, after = folded[start - 1] if start else "", folded[end : end + 1]
    quoted = before in _PAIRS and _PAIRS[before] == after
    return Hit(start, end, form, quoted)


def _edges_free(form_key: str, before: str, after: str) -> bool:
    """Whether the form begins and ends where numbers and Latin words do."""
    first, last = form_key[0], form_key[-1]
    if first in _COUNTED and before and (before in _NUMERALS or before == "第"):
        return False
    if _word(first) and _word(before):
        return False
    if _word(last) and (_word(after) or after == "%"):
        return False
    return not (last in "0123456789" and after and after in _NUMERALS)


def _word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _separators_fit(inner: str, form: Form) -> bool:
    """Whether commas and 、 inside a hit are those of its form, or harmless."""
    if "”“" in inner and "”“" not in form.spelling:
        return False  # two quoted terms, not one
    extra = [mark for mark in inner if mark in "、,;"]
    if not extra or any(mark in form.spelling for mark in "、,，;；"):
        return True
    return all(mark == "、" for mark in extra) and len(form.key) >= _LONG


def _balanced(folded: str, start: int, end: int, inner: str) -> tuple[int, int, bool]:
    """Takes in the partner of a mark inside the hit when it stands right outside."""
    depth = low = 0
    for ch in inner:
        depth += (ch in _OPENING) - (ch in _CLOSING)
        low = min(low, depth)
    if low == -1 and start and folded[start - 1] in _OPENING:
        start, depth = start - 1, depth + 1
        low = 0
    if depth == 1 and end < len(folded) and folded[end] in _CLOSING:
        end, depth = end + 1, 0
    return start, end, depth == 0 and low == 0


def outermost(hits: Sequence[Hit]) -> Iterator[tuple[Hit, list[Hit]]]:
    """Leftmost-longest hits, each with those that lie inside it; crossing ones are dropped."""
    hits = sorted(hits, key=_order)
    at = 0
    while at < len(hits):
        outer, stop = hits[at], at + 1
        while stop < len(hits) and hits[stop].start < outer.end:
            stop += 1
        yield outer, [hit for hit in hits[at + 1 : stop] if hit.end <= outer.end]
        at = stop
