"""Doubts about entries: idioms, plain words, forms that lie inside longer words."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import Path

import msgspec

from zhengyu.terms.bank import Entry
from zhengyu.terms.keys import key, keys
from zhengyu.text.automaton import Automaton

#: Documents of the THUOCL crawl from which on a word counts as an everyday one.
_EVERYDAY = 50_000
_SHORT = 4
_EXAMPLES = 3


class Words:
    """Words that a term must not be: THUOCL's, with columns word, category, doc_freq."""

    def __init__(self, path: Path) -> None:
        with path.open(encoding="utf-8") as rows:
            table = [
                (row["word"], row["category"], _number(row["doc_freq"]))
                for row in csv.DictReader(rows)
            ]
        self.idioms = {word for word, category, _ in table if category == "chengyu"}
        self.everyday = {
            word
            for word, category, count in table
            if category not in ("chengyu", "poem") and count >= _EVERYDAY
        }
        self.all = sorted({word for word, category, _ in table if category != "poem"})


def _number(cell: str) -> int:
    """The digits that a cell begins with: some rows carry a stray mark after them."""
    return int("0" + "".join(takewhile(str.isdigit, cell.strip())))


def doubted(entries: Sequence[Entry], words: Words) -> list[Entry]:
    """The entries, each with a flag for every doubt about its forms."""
    inside = _inside_words(entries, words.all)
    return [
        msgspec.structs.replace(entry, flags=(*entry.flags, *_flags(entry, words, inside)))
        for entry in entries
    ]


def _flags(entry: Entry, words: Words, inside: dict[str, list[str]]) -> Iterable[str]:
    for form in entry.forms:
        if form in words.idioms:
            yield f"idiom: {form}"
        elif form in words.everyday:
            yield f"plain word: {form}"
        longer = [word for word in inside.get(key(form), ()) if word not in entry.blockers]
        if longer:
            yield f"inside longer words: {form} in {'、'.join(longer[:_EXAMPLES])}"


def _inside_words(entries: Sequence[Entry], words: Sequence[str]) -> dict[str, list[str]]:
    """By key of a short form: the words that hold it and are no form of the bank."""
    short = {k for k in keys([f for e in entries for f in e.forms]) if 1 < len(k) < _SHORT}
    forms = sorted(short)
    if not forms:
        return {}
    automaton = Automaton(forms)
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for start, end, i in automaton(word):
            if start > 0 or end < len(word):
                found[forms[i]].append(word)
    return found
