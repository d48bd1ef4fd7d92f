"""A small segmenter with parts of speech for the few characters around a figure.

Words and tags are those of jieba's dictionary, read from the installed package. The longest word
is taken, from the figure outwards: a figure is a sure boundary, and a full search over paths, as
`jieba.cut` makes it, costs five times as much for the few words that are looked at.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_LONGEST = 4
#: Rarer words than this are mostly names, which other layers find better.
_LEAST = 8


#: Start, end and tag: the first letter of jieba's part of speech, `vn` whole, `x` unknown.
Word = tuple[int, int, str]


class Words:
    """Divides short stretches of text into words; `tags` gives the part of speech of each."""

    def __init__(self, tags: dict[str, str]) -> None:
        self._tags = tags

    def forward(self, text: str, start: int, end: int) -> list[Word]:
        """The words of `text[start:end]`, longest first from its beginning."""
        tags, found = self._tags, []
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
        tags, found = self._tags, []
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
