"""All passages of a document as one text, to score the candidates of all claims at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from zhengyu.numbers.characters import Characters, Places, hashes, word_hash
from zhengyu.numbers.draft import Draft
from zhengyu.numbers.passage import Passage
from zhengyu.numbers.words import tag_table

#: Line feeds between passages: no stretch of a few characters reaches from one into another.
_PAD = "\n" * 4
KINDS = ("level", "growth", "change", "share", "completion", "rank", "multiple")


class Batch:
    """Passages with their claims.

    Attributes:
        text: the passages' views, padded; `characters` the same as arrays.
        drafts: the claims in order; `passage_of` the index of the passage of each.
        start, end: where each claim stands in `text`.
        low, high: the end of the claim before and the start of the next, within the passage.
        clauses, sentences, parts: which of these holds each claim; clause, sentence, part: where it
            begins.
    """

    def __init__(self, passages: Sequence[Passage], drafts: Sequence[list[Draft]]) -> None:
        self.passages = passages
        pieces, offsets, position = [_PAD], [], len(_PAD)
        for passage in passages:
            offsets.append(position)
            pieces += [passage.text, _PAD]
            position += len(passage.text) + len(_PAD)
        self.text = "".join(pieces)
        self.characters = Characters(self.text)
        self.offsets = offsets
        self.drafts = [draft for group in drafts for draft in group]
        self.passage_of = np.repeat(np.arange(len(drafts)), [len(group) for group in drafts])
        self.first = np.array([i == 0 for group in drafts for i in range(len(group))], dtype=bool)
        offset = np.array(offsets, dtype=np.int64)[self.passage_of]
        self.offset_of: Places = offset
        starts = [draft.mention.start for draft in self.drafts]
        ends = [draft.mention.end for draft in self.drafts]
        self.start: Places = offset + np.array(starts, dtype=np.int64)
        self.end: Places = offset + np.array(ends, dtype=np.int64)
        size = np.array([len(p.text) for p in passages], dtype=np.int64)[self.passage_of]
        self.low: Places = np.where(self.first, offset, self.previous(self.end))
        self.high: Places = np.append(
            np.where(self.first[1:], (offset + size)[:-1], self.start[1:]), (offset + size)[-1:]
        )
        self.limit: Places = offset + size
        self.kind = hashes(d.kind for d in self.drafts)
        self.group = hashes(d.mention.group for d in self.drafts)
        self.unit = hashes(d.mention.unit or "-" for d in self.drafts)
        self._borders()
        self.clauses = self.index_of("clauses", self.start)
        self.sentences = self.index_of("sentences", self.start)
        self.parts = self.index_of("parts", self.start)
        self.clause, self.sentence, self.part = (
            self._marks[name][index]
            for name, index in (
                ("clauses", self.clauses),
                ("sentences", self.sentences),
                ("parts", self.parts),
            )
        )
        self.begins, self.ends = tag_table().tags(self.characters)
        self._names()

    def _borders(self) -> None:
        marks = {"clauses": [0], "sentences": [0], "parts": [0]}
        for passage, offset in zip(self.passages, self.offsets, strict=True):
            for name, found in marks.items():
                found += [offset + place for place in getattr(passage, name)]
        self._marks = {name: np.array(found, dtype=np.int64) for name, found in marks.items()}

    def index_of(self, name: str, places: Any) -> Any:  # noqa: ANN401
        """Which of the `clauses`, `sentences` or `parts` holds each place."""
        return np.searchsorted(self._marks[name], places, side="right") - 1

    def start_of(self, name: str, places: Any) -> Any:  # noqa: ANN401
        """Where it begins."""
        return self._marks[name][self.index_of(name, places)]

    def end_of(self, name: str, places: Any) -> Any:  # noqa: ANN401
        """Where the next one begins."""
        marks = self._marks[name]
        index = self.index_of(name, places) + 1
        last = self.characters.codes.size
        return np.where(index < marks.size, marks[np.minimum(index, marks.size - 1)], last)

    def _names(self) -> None:
        """Labels that begin and end at each place, and whether a place is inside a name."""
        size = self.characters.codes.size + 1
        self.name_begins = np.zeros(size, dtype=np.uint32)
        self.name_ends = np.zeros(size, dtype=np.uint32)
        self.inside = np.zeros(size, dtype=bool)
        for passage, offset in zip(self.passages, self.offsets, strict=True):
            for low, high, label in passage.whole:
                number = label_number(label)
                self.name_begins[offset + low] = number
                self.name_ends[offset + high] = number
                self.inside[offset + low + 1 : offset + high] = True

    @staticmethod
    def previous(values: Any) -> Any:  # noqa: ANN401
        """The value of the claim before each; of the first, that of the last."""
        return np.concatenate([values[-1:], values[:-1]])

    def indicators(self) -> Any:  # noqa: ANN401
        """Start and end of each claim's indicator in `text`, -1 where there is none."""
        places = [draft.indicator or (-1, -1) for draft in self.drafts]
        found = np.array(places, dtype=np.int64).reshape(-1, 2)
        return np.where(found < 0, -1, found + self.offset_of[:, None])

    def context(self, places: Any) -> dict[str, Any]:  # noqa: ANN401
        """Values for `CONTEXT`: characters, words and tags on both sides of each place."""
        at = np.clip(places, 3, self.characters.codes.size - 3)
        stretch = self.characters.stretch
        begins, ends = self.begins[at], self.ends[at]
        return {
            "left": stretch(at - 1, at),
            "left2": stretch(at - 2, at),
            "left3": stretch(at - 3, at),
            "right": stretch(at, at + 1),
            "right2": stretch(at, at + 2),
            "right3": stretch(at, at + 3),
            "word-left": stretch(at - np.maximum(1, ends >> 5), at),
            "word-right": stretch(at, at + np.maximum(1, begins >> 5)),
            "tag-left": (ends & 31) ^ self.name_ends[at],
            "tag-right": (begins & 31) ^ self.name_begins[at],
        }


#: Features of a place: what stands on both sides of it.
CONTEXT = (
    "left",
    "left2",
    "left3",
    "right",
    "right2",
    "right3",
    "left right",
    "left2 right",
    "left right2",
    "left2 right2",
    "word-left",
    "word-right",
    "tag-left tag-right",
    "tag-left right",
    "left tag-right",
    "word-left tag-right",
    "tag-left word-right",
    "word-left word-right",
)


def label_number(label: str) -> int:
    """A number for a label of names, above zero."""
    return word_hash(label) | 1
