"""A small segmenter with parts of speech for the few characters around a figure.

Words and tags are those of jieba's dictionary, read from the installed package. The longest word
is taken, from the figure outwards: a figure is a sure boundary, and a full search over paths, as
`jieba.cut` makes it, costs five times as much for the few words that are looked at.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from zhengyu.numbers.characters import Characters, bucket, hash_words

_LONGEST = 4
#: Rarer words than this are mostly names, which other layers find better.
_LEAST = 8


#: Start, end and tag: the first letter of jieba's part of speech, `vn` whole, `x` unknown.
Word = tuple[int, int, str]


class Words:
    """Divides short stretches of text into words; `tags` gives the part of speech of each."""

    def __init__(self, tags: dict[str, str]) -> None:
        self.tags_of = tags

    def forward(self, text: str, start: int, end: int) -> list[Word]:
        """The words of `text[start:end]`, longest first from its beginning."""
        tags, found = self.tags_of, []
        while start < end:
            for width in (4, 3, 2):
                after = start + width
                if after <= end and (tag := tags.get(text[start:after])) is not None:
                    break
            else:
                after, tag = start + 1, tags.get(text[start], "x")
            found.append((start, after, tag))
            start = after
        return found

    def backward(self, text: str, start: int, end: int) -> list[Word]:
        """The words of `text[start:end]`, longest first from its end, in order of the text."""
        tags, found = self.tags_of, []
        while start < end:
            for width in (4, 3, 2):
                before = end - width
                if before >= start and (tag := tags.get(text[before:end])) is not None:
                    break
            else:
                before, tag = end - 1, tags.get(text[end - 1], "x")
            found.append((before, end, tag))
            end = before
        found.reverse()
        return found


@lru_cache(maxsize=1)
def words() -> Words:
    """The segmenter over jieba's dictionary; one without words where the package is not found."""
    spec = find_spec("jieba")
    tags: dict[str, str] = {}
    if spec is None or not spec.submodule_search_locations:
        return Words(tags)
    path = Path(spec.submodule_search_locations[0], "dict.txt")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, count, tag = line.split()
            if len(word) <= _LONGEST and int(count) >= _LEAST:
                tags[word] = "vn" if tag == "vn" else tag[0]
    return Words(tags)


class TagTable:
    """The words of two to four characters with their tags, looked up at every place of a text."""

    def __init__(self, tags: dict[str, str]) -> None:
        listed = [word for word in tags if len(word) > 1]
        hashes = hash_words(listed)
        slots = bucket(hashes, _SEED, _BITS)
        marks = (hashes & _MARK) << 5 | np.array(
            [_number(tags[w]) for w in listed], dtype=np.uint32
        )
        self._table = np.zeros(1 << _BITS, dtype=np.uint16)
        # Rarer words come later in no particular order: the first of a slot stays.
        order = np.arange(len(listed))[::-1]
        self._table[slots[order]] = marks[order].astype(np.uint16)
        self._single = np.zeros(1 << 16, dtype=np.uint16)
        for word, tag in tags.items():
            if len(word) == 1 and ord(word) < 1 << 16:
                self._single[ord(word)] = _number(tag)

    def tags(self, characters: Characters) -> tuple[Any, Any]:
        """Longest word that begins, and that ends, at each place: its length times 32, plus tag."""
        size = characters.codes.size
        begins = np.zeros(size + 1, dtype=np.uint32)
        ends = np.zeros(size + 1, dtype=np.uint32)
        single = self._single[np.minimum(characters.codes, 65535)] | 32
        begins[:size] = single
        ends[1:] = single
        at = np.arange(size)
        for length in (2, 3, 4):
            low = at[: size - length + 1]
            hashes = characters.stretch(low, low + length)
            found = self._table[bucket(hashes, _SEED, _BITS)].astype(np.uint32)
            hit = np.flatnonzero((found > 0) & (found >> 5 == hashes & _MARK))
            entry = (found[hit] & 31) | (length << 5)
            begins[hit] = entry
            ends[hit + length] = entry
        return begins, ends


_BITS = 20
_SEED = 0x51ED27
_MARK = np.uint32(0x7FF)


def _number(tag: str) -> int:
    return 27 if tag == "vn" else ord(tag) - 96 if "a" <= tag <= "z" else 28


@lru_cache(maxsize=1)
def tag_table() -> TagTable:
    """The table over jieba's dictionary."""
    return TagTable(words().tags_of)
