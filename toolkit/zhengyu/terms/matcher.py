"""The matcher: one pass of an automaton over the characters of a text, never over words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from string import ascii_letters
from typing import NamedTuple

from zhengyu.terms.bank import Entry
from zhengyu.terms.cores import known_core
from zhengyu.terms.forms import forms_of
from zhengyu.terms.keys import KeyView, key_view, keys
from zhengyu.text.automaton import Automaton, Match

_OPENING = "“‘"
_CLOSING = "”’"
_PAIRS = {"“": "”", "‘": "’", '"': '"'}
_NUMERALS = frozenset("〇一二三四五六七八九十百千万亿两0123456789")
_COUNTED = frozenset("一二三四五六七八九十百千万亿两0123456789")
#: Characters that a number or a Latin word may go on with.
_JOINING = _NUMERALS | frozenset(ascii_letters)
#: Keys this long are taken with a 、 that their form does not have: shorter ones meet by chance.
_LONG = 6
#: What may forbid a form that begins or ends with a number or a Latin word.
_RISKY = _JOINING | frozenset("第%")
_START = itemgetter(0)
_SEPARATING = frozenset("、,;")
_INNER = frozenset(_OPENING + _CLOSING) | _SEPARATING
#: A named tuple from values in order, in half the time of calling its class.
_new = tuple.__new__


@dataclass(frozen=True, slots=True)
class Form:
    """One key: the spelling it comes from and the entries that have it; `own`: a user's.

    `is_code`: digits and Latin letters alone, which without marks may be anything; `plain`: it
    begins and ends with ideographs that are no numerals; `blockable`: all entries have blockers.
    """

    key: str
    spelling: str
    entries: tuple[Entry, ...]
    own: bool = False
    is_code: bool = False
    plain: bool = False
    blockable: bool = False


class Hit(NamedTuple):
    """A form at `[start, end)` of the text."""

    start: int
    end: int
    form: Form


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
        self._patterns = [form.key for form in self.forms] + blocked
        self._first_blocker = len(self.forms)
        self._automaton = Automaton(self._patterns)

    def find(self, text: str) -> list[Hit]:
        """All hits, overlapping ones included, by start and then the longer first."""
        return self.find_in(key_view(text))

    def find_in(self, view: KeyView) -> list[Hit]:
        """`find` on a view that is there already."""
        raw = self._automaton(view.key)
        raw.reverse()  # they come by their ends
        raw.sort(key=_START)
        blocking = [match for match in raw if match[2] >= self._first_blocker]
        if blocking:
            raw = [match for match in raw if not self._is_blocked(match, blocking)]
        at, folded, forms = view.positions.item, view.folded, self.forms
        hits: list[Hit] = []
        moved = False
        for first, stop, number in raw:
            start, end, form = at(first), at(stop - 1) + 1, forms[number]
            if not form.plain and not _edges_free(form.key, folded, start, end):
                continue
            if end - start != stop - first:
                settled = _settled(folded, start, end, form)
                if settled is None:
                    continue
                moved |= settled[0] != start
                start, end = settled
            hits.append(_new(Hit, (start, end, form)))
        if moved:
            hits.sort(key=_order)
        return hits

    def _is_blocked(self, match: Match, blocking: Sequence[Match]) -> bool:
        """Whether a match is a blocker, or lies inside a blocker of each of its entries."""
        start, end, number = match
        if number >= self._first_blocker:
            return True
        if not self.forms[number].blockable:
            return False
        around = {
            self._patterns[i]
            for s, e, i in blocking
            if s <= start and end <= e and e - s > end - start
        }
        return bool(around) and all(
            any(self._blockers[blocker] in around for blocker in entry.blockers)
            for entry in self.forms[number].entries
        )


def _forms(entries: Sequence[Entry], *, own: bool = False) -> list[Form]:
    """Forms by key, each with the entries that have it."""
    listed = [forms_of(entry) for entry in entries]
    found = iter(keys([form for forms in listed for form in forms]))
    by_key: dict[str, tuple[Entry, ...]] = {}
    spelled: dict[str, str] = {}
    for entry, forms in zip(entries, listed, strict=True):
        for form_key, spelling in _looked_up(list(islice(found, len(forms))), forms):
            if form_key not in by_key:
                by_key[form_key], spelled[form_key] = (entry,), spelling
            elif entry.id not in [owner.id for owner in by_key[form_key]]:
                by_key[form_key] = (*by_key[form_key], entry)
    return [_form(k, spelled[k], owners, own) for k, owners in by_key.items()]


def _form(form_key: str, spelling: str, entries: tuple[Entry, ...], own: bool) -> Form:
    code = form_key.isascii() and form_key.isalnum()
    plain = form_key[0] not in _JOINING and form_key[-1] not in _JOINING
    blockable = all(entry.blockers for entry in entries)
    return Form(form_key, spelling, entries, own, code, plain, blockable)


def _order(hit: Hit) -> tuple[int, int]:
    return hit.start, -hit.end


def _looked_up(found: Sequence[str], forms: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Keys and forms of an entry that a hit may be, not those that are its core with a head."""
    alone = len(found) == 1
    for form_key, form in zip(found, forms, strict=True):
        if form_key and (alone or not known_core(form_key, found)):
            yield form_key, form


def is_quoted(folded: str, start: int, end: int) -> bool:
    """Whether quotation marks stand right around `[start, end)`."""
    before = folded[start - 1] if start else ""
    return before in _PAIRS and _PAIRS[before] == folded[end : end + 1]


def _edges_free(form_key: str, folded: str, start: int, end: int) -> bool:
    """Whether the form begins and ends where numbers and Latin words do."""
    before, after = folded[start - 1] if start else "", folded[end : end + 1]
    if before not in _RISKY and after not in _RISKY:
        return True
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


def _settled(folded: str, start: int, end: int, form: Form) -> tuple[int, int] | None:
    """The range of a form with marks inside it, with the partner of one that stands right outside.

    None where the marks are not those of one term.
    """
    inner = folded[start:end]
    marks = [ch for ch in inner if ch in _INNER]
    if not marks:
        return start, end
    if "”“" in inner and "”“" not in form.spelling:
        return None  # two quoted terms, not one
    separators = [mark for mark in marks if mark in _SEPARATING]
    if separators and not _separators_fit(separators, form):
        return None
    return _balanced(folded, start, end, marks)


def _separators_fit(separators: Sequence[str], form: Form) -> bool:
    """Whether commas and 、 inside a hit are those of its form, or harmless."""
    if any(mark in form.spelling for mark in "、,，;；"):
        return True
    return all(mark == "、" for mark in separators) and len(form.key) >= _LONG


def _balanced(folded: str, start: int, end: int, marks: Sequence[str]) -> tuple[int, int] | None:
    depth = low = 0
    for mark in marks:
        depth += (mark in _OPENING) - (mark in _CLOSING)
        low = min(low, depth)
    if low == -1 and start and folded[start - 1] in _OPENING:
        start, depth = start - 1, depth + 1
        low = 0
    if depth == 1 and end < len(folded) and folded[end] in _CLOSING:
        end, depth = end + 1, 0
    return (start, end) if depth == low == 0 else None


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
