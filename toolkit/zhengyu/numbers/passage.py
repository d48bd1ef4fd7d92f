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
    r"(?=[,。;!?:\s.•·▲◎★✅👉📍])(?:[,。;!?:\n]|(?<=[^0-9A-Za-z])\.(?![0-9])|\s{2,}|[•·▲◎★✅👉📍]"
    r"|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]))"
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
        title: the first line of the document; `heading` the last short line above the paragraph.
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
        self.title = self.heading = ""
        self.clauses, self.sentences, self.parts = [0], [0], [0]
        for match in _BREAK.finditer(self.text):
            self.clauses.append(match.end())
            mark = self.text[match.start()]
            if mark in _SENTENCE or mark == ".":
                self.sentences.append(match.end())
                self.parts.append(match.end())
            elif mark == ";":
                self.parts.append(match.end())
        self._labels = {name.start: name.label for name in names}
        self.whole = self._chunks()
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
        index = bisect_right(self.whole, (start,))
        found: list[Word] = []
        while index < len(self.whole) and self.whole[index][1] <= end:
            chunk = self.whole[index]
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
        return [chunk for chunk in self.whole if chunk[2] in {"quote", "term"}]

    def clause_start(self, position: int) -> int:
        """Where the clause of `position` begins: behind the last comma or stronger mark."""
        return self.clauses[bisect_right(self.clauses, position) - 1]

    def clause_end(self, position: int) -> int:
        """Just before the next comma or stronger mark."""
        index = bisect_right(self.clauses, position)
        return self.clauses[index] - 1 if index < len(self.clauses) else len(self.text)

    def clause_index(self, position: int) -> int:
        """The number of the clause, counted from the head of the paragraph."""
        return bisect_right(self.clauses, position) - 1

    def sentence_start(self, position: int) -> int:
        """Where the sentence of `position` begins."""
        return self.sentences[bisect_right(self.sentences, position) - 1]

    def sentence_end(self, position: int) -> int:
        """Where the sentence of `position` ends."""
        index = bisect_right(self.sentences, position)
        return self.sentences[index] if index < len(self.sentences) else len(self.text)

    def part_start(self, position: int) -> int:
        """Where the part of the sentence begins that semicolons set off."""
        return self.parts[bisect_right(self.parts, position) - 1]

    def previous(self, position: int) -> int:
        """Index of the last claim that begins before `position`, or -1."""
        return bisect_left(self._starts, position) - 1
