"""A paragraph as the rules see it: its view, its quantities, its names and its clauses."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from zhengyu.numbers.mention import Mention
from zhengyu.numbers.view import View
from zhengyu.numbers.words import Word, Words

_BREAK = re.compile(
    r"[,。;!?:\n]|(?<=[^0-9A-Za-z])\.(?![0-9])|\s{2,}|[•·▲◎★✅👉📍]"
    r"|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
)
#: What stays one word: quoted words, and runs of letters and digits.
_WHOLE = re.compile(r"[“\"‘]([^“”\"‘’,，。;；!！?？\n]{1,14})[”\"’]|[A-Za-z0-9+.]+")
_SENTENCE = frozenset("。!?\n")


class Name(NamedTuple):
    """An entity in the view."""

    start: int
    end: int
    label: str


class Passage:
    """One paragraph.

    Attributes:
        text: the folded view that rules match on.
        names: entities, in order; `terms` likewise as ranges.
        mentions: the quantities that are claims, in order.
    """

    def __init__(
        self,
        view: View,
        names: Sequence[Name],
        terms: Sequence[tuple[int, int]],
        mentions: list[Mention],
    ) -> None:
        self.view = view
        self.text = view.text
        self.names = names
        self.terms = terms
        self.mentions = mentions
        self._clauses, self._sentences, self._semi = [0], [0], [0]
        for match in _BREAK.finditer(self.text):
            self._clauses.append(match.end())
            mark = self.text[match.start()]
            if mark in _SENTENCE or mark == ".":
                self._sentences.append(match.end())
                self._semi.append(match.end())
            elif mark == ";":
                self._semi.append(match.end())
        self._labels = {name.start: name.label for name in names}
        self._whole = self._chunks()
        self._starts = [mention.start for mention in mentions]

    def _chunks(self) -> list[Word]:
        """Stretches that are one word, without overlaps: names, terms, quotations, codes."""
        chunks = [(name.start, name.end, name.label) for name in self.names]
        chunks += [(start, end, "term") for start, end in self.terms]
        for match in _WHOLE.finditer(self.text):
            chunks.append((match.start(), match.end(), "quote" if match.group(1) else "code"))
        chunks.sort(key=lambda chunk: (chunk[0], -chunk[1]))
        kept: list[Word] = []
        for chunk in chunks:
            if not kept or chunk[0] >= kept[-1][1]:
                kept.append(chunk)
        return kept

    def segment(self, words: Words, start: int, end: int, *, forward: bool) -> list[Word]:
        """The words of a stretch, from its beginning or its end; chunks stay whole."""
        divide = words.forward if forward else words.backward
        index = bisect_right(self._whole, (start,))
        found: list[Word] = []
        while index < len(self._whole) and self._whole[index][1] <= end:
            chunk = self._whole[index]
            if chunk[0] > start:
                found += divide(self.text, start, chunk[0])
            found.append(chunk)
            start = chunk[1]
            index += 1
        if start < end:
            found += divide(self.text, start, end)
        return found

    def label_at(self, position: int) -> str:
        """The label of the name that begins at `position`, or an empty string."""
        return self._labels.get(position, "")

    def quoted(self) -> list[Word]:
        """Quotations and terms that stand as words of their own."""
        return [chunk for chunk in self._whole if chunk[2] in {"quote", "term"}]

    def clause_start(self, position: int) -> int:
        """Where the clause of `position` begins: behind the last comma or stronger mark."""
        return self._clauses[bisect_right(self._clauses, position) - 1]

    def clause_end(self, position: int) -> int:
        """Just before the next comma or stronger mark."""
        index = bisect_right(self._clauses, position)
        return self._clauses[index] - 1 if index < len(self._clauses) else len(self.text)

    def clause_index(self, position: int) -> int:
        """The number of the clause, counted from the head of the paragraph."""
        return bisect_right(self._clauses, position) - 1

    def sentence_start(self, position: int) -> int:
        """Where the sentence of `position` begins."""
        return self._sentences[bisect_right(self._sentences, position) - 1]

    def sentence_end(self, position: int) -> int:
        """Where the sentence of `position` ends."""
        index = bisect_right(self._sentences, position)
        return self._sentences[index] if index < len(self._sentences) else len(self.text)

    def part_start(self, position: int) -> int:
        """Where the part of the sentence begins that semicolons set off."""
        return self._semi[bisect_right(self._semi, position) - 1]

    def previous(self, position: int) -> int:
        """Index of the last claim that begins before `position`, or -1."""
        return bisect_left(self._starts, position) - 1
