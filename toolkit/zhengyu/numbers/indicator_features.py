"""Features of the candidates for an indicator."""

from __future__ import annotations

from typing import Any

import numpy as np

from zhengyu.numbers.batch import Batch
from zhengyu.numbers.characters import Marks
from zhengyu.numbers.indicator_options import Beside, Edges
from zhengyu.numbers.weights import Rows


class Around:
    """What stands around each figure, for all its candidates."""

    def __init__(self, batch: Batch, edges: Edges) -> None:
        stretch, codes = batch.characters.stretch, batch.characters.codes
        at, last = batch.start, codes.size
        self.left, self.right = edges.left, edges.right
        size = at - edges.left
        self.tail2 = stretch(np.maximum(at - 2, edges.left), at)
        self.tail1 = stretch(np.maximum(at - 1, edges.left), at)
        self.size = np.minimum(size, 8)
        self.room = np.minimum(edges.right - batch.end, 6)
        self.edge = codes[np.maximum(edges.left - 1, 0)]
        self.whole = np.where(size <= 8, stretch(edges.left, at), 7)  # noqa: PLR2004
        near = ~batch.first & (at - batch.low <= 10)  # noqa: PLR2004
        self.between = np.where(near, stretch(batch.low, at), 9)
        self.kind_before = np.where(batch.first, 1, batch.previous(batch.kind))
        self.unit_before = np.where(batch.first, 1, batch.previous(batch.unit))
        self.same_clause = ~batch.first & (batch.low > batch.clause)
        self.same_sentence = ~batch.first & (batch.low > batch.sentence)
        self.values = {
            "kind": batch.kind,
            "group": batch.group,
            "unit": batch.unit,
            "tail": self.tail1,
            "tail2": self.tail2,
            "tail3": stretch(np.maximum(at - 3, edges.left), at),
            "tail4": stretch(np.maximum(at - 4, edges.left), at),
            "size": self.size,
            "size3": np.minimum(size, 3),
            "size2": np.minimum(size, 2),
            "room": self.room,
            "room2": np.minimum(self.room, 2),
            "edge": self.edge,
            "next": codes[np.minimum(batch.end, last - 1)],
            "next2": stretch(batch.end, np.minimum(batch.end + 2, last)),
            "whole": self.whole,
            "between": self.between,
            "kind-before": self.kind_before,
            "unit-before": self.unit_before,
            "clause": self.same_clause,
            "sentence": self.same_sentence,
            "tag-behind": batch.begins[np.minimum(batch.end, last)] & 31,
            "tag-before": batch.ends[at] & 31,
        }

    def rows(self) -> Rows:
        """For one side or the other, or for none."""
        return Rows(self.values, _CLAIM)


_CLAIM = (
    "kind group",
    "kind unit",
    "kind tail",
    "kind tail2",
    "tail3",
    "tail4",
    "group size",
    "kind size",
    "unit next",
    "kind edge",
    "group next",
    "group next2",
    "whole kind",
    "between kind",
    "kind kind-before clause",
    "kind kind-before sentence",
    "unit unit-before clause",
    "group room size3",
    "unit tail",
    "kind tag-behind size2",
    "kind tag-before size",
    "edge size3 group",
    "whole unit",
    "unit size2 room2",
)


def end_rows(batch: Batch, left: Beside) -> Rows:
    """Of where a candidate before the figure ends."""
    stretch, claim, end = batch.characters.stretch, left.row_claim, left.row_place
    at = batch.start[claim]
    size = at - end
    tag = batch.ends[end]
    values = {
        "kind": batch.kind[claim],
        "group": batch.group[claim],
        "unit": batch.unit[claim],
        "gap": stretch(end, at),
        "size": size,
        "size3": np.minimum(size, 3),
        "adjacent": size > 0,
        "one": stretch(end - 1, end),
        "two": stretch(np.maximum(end - 2, 0), end),
        "three": stretch(np.maximum(end - 3, 0), end),
        "gap-first": stretch(end, np.minimum(end + 1, at)),
        "gap-first2": stretch(end, np.minimum(end + 2, at)),
        "gap-last2": stretch(np.maximum(end, at - 2), at),
        "tag": tag & 31,
        "word": stretch(end - np.maximum(1, tag >> 5), end),
    }
    return Rows(values, _END)


_END = (
    "gap",
    "gap kind",
    "size kind",
    "size group",
    "two unit",
    "one unit",
    "two kind",
    "one kind",
    "tag kind size3",
    "tag group",
    "two gap",
    "word kind",
    "gap-first2 kind",
    "gap-first gap-last2 kind",
    "word unit",
    "three kind",
    "gap-last2 gap-first2 one",
    "word group adjacent",
)


class Counts:
    """How many of some characters stand before each place, to count them in any stretch."""

    def __init__(self, batch: Batch, marks: Marks) -> None:
        found = marks.held(batch.characters.codes)
        self._sums = np.zeros(found.size + 1, dtype=np.int32)
        np.cumsum(found, out=self._sums[1:])

    def within(self, start: Any, end: Any, most: int) -> Any:  # noqa: ANN401
        """Their number in each stretch, at most `most`."""
        return np.minimum(self._sums[end] - self._sums[start], most)


def pair_rows(batch: Batch, around: Around, left: Beside, lists: Counts, of: Counts) -> Rows:
    """Of a whole candidate before the figure."""
    stretch, start, end, claim = batch.characters.stretch, left.start, left.end, left.claim
    size, lead = end - start, start - around.left[claim]
    gap = batch.start[claim] - end
    named = batch.name_begins[start]
    values = {
        "kind": batch.kind[claim],
        "unit": batch.unit[claim],
        "size": size,
        "size9": np.minimum(size, 9),
        "text": stretch(start, end),
        "head": np.where(lead <= 10, stretch(around.left[claim], start), 7),  # noqa: PLR2004
        "lead": np.minimum(lead, 9),
        "opening": lead == 0,
        "gap": np.minimum(gap, 4),
        "gap2": np.minimum(gap, 2),
        "edge": around.edge[claim],
        "list": lists.within(start, end, 3),
        "long": size > 8,  # noqa: PLR2004
        "的": of.within(start, end, 2),
        "named": named > 0,
        "name": named,
        "tag-first": batch.begins[start] & 31,
        "tag-last": batch.ends[end] & 31,
        "first2": stretch(start, np.minimum(start + 2, end)),
        "last2": stretch(np.maximum(end - 2, 0), end),
    }
    return Rows(values, _PAIR)


_PAIR = (
    "size",
    "size kind",
    "text",
    "text kind",
    "list long",
    "的 list",
    "head",
    "head edge gap2",
    "opening gap kind",
    "opening edge kind",
    "tag-first tag-last",
    "named list",
    "name kind",
    "first2 last2",
    "text unit",
    "lead size9",
)


def right_rows(batch: Batch, around: Around, right: Beside, lists: Counts, of: Counts) -> Rows:
    """Of a whole candidate behind the figure."""
    stretch, start, end, claim = batch.characters.stretch, right.start, right.end, right.claim
    size = end - start
    codes = batch.characters.codes
    values = {
        "kind": batch.kind[claim],
        "group": batch.group[claim],
        "unit": batch.unit[claim],
        "skip": stretch(batch.end[claim], start),
        "text": stretch(start, end),
        "size": size,
        "one": stretch(end - 1, end),
        "two": stretch(np.maximum(end - 2, start), end),
        "first2": stretch(start, np.minimum(start + 2, end)),
        "next": codes[np.minimum(end, codes.size - 1)],
        "tag": batch.ends[end] & 31,
        "tag-first": batch.begins[start] & 31,
        "tag-next": batch.begins[end] & 31,
        "stop": end == around.right[claim],
        "的": of.within(start, end, 2),
        "list": lists.within(start, end, 2),
        "longer": size > 3,  # noqa: PLR2004
        "long": size > 4,  # noqa: PLR2004
        "named": batch.name_begins[start] > 0,
    }
    return Rows(values, _RIGHT)


_RIGHT = (
    "skip",
    "skip unit",
    "size",
    "size kind",
    "text",
    "text unit",
    "two unit",
    "one unit",
    "skip kind",
    "kind tag tag-next",
    "tag-first tag",
    "的 longer",
    "list long",
    "stop next kind",
    "tag next",
    "two next",
    "unit first2",
    "size tag tag-next",
    "group size named",
)


def carried_rows(batch: Batch, around: Around, claim: Any, other: Any) -> Rows:  # noqa: ANN401
    """Of an earlier claim whose indicator may be this one's too."""
    steps = claim - other
    clauses = batch.clauses[claim] - batch.clauses[other]
    values = {
        "steps": steps,
        "kind": batch.kind[claim],
        "kind-other": batch.kind[other],
        "same-unit": batch.unit[claim] == batch.unit[other],
        "clauses": np.minimum(clauses, 5),
        "sentence": batch.sentences[claim] == batch.sentences[other],
        "between": np.where(steps == 1, around.between[claim], 7),
        "tail": around.tail1[claim],
        "tail2": around.tail2[claim],
        "whole": around.whole[claim],
        "size": np.minimum(around.size[claim], 4),
        "group": batch.group[claim],
        "group-other": batch.group[other],
    }
    return Rows(values, _CARRIED)


_CARRIED = (
    "steps kind",
    "steps kind kind-other",
    "steps clauses kind",
    "steps sentence kind",
    "steps same-unit kind",
    "steps between",
    "steps between kind kind-other",
    "steps kind kind-other clauses",
    "steps tail2 kind",
    "steps tail",
    "steps whole",
    "steps same-unit clauses kind-other",
    "kind kind-other sentence",
    "steps kind kind-other size",
    "steps group group-other",
)

#: Sides of an indicator: none, left, right, carried; and of the claim before, or there is none.
SIDES, SIDES_BEFORE = 4, 5


def side_rows(batch: Batch, around: Around) -> Rows:
    """Of each pair of sides, this claim's and the one's before: 20 rows a claim."""
    count = batch.start.size
    claim = np.repeat(np.arange(count), SIDES * SIDES_BEFORE)
    values = {
        "sides": np.tile(np.arange(SIDES * SIDES_BEFORE), count),
        "kind": batch.kind[claim],
        "kind-before": around.kind_before[claim],
        "same-unit": (batch.unit == around.unit_before)[claim],
        "clause": around.same_clause[claim],
        "sentence": around.same_sentence[claim],
        "size": np.minimum(around.size, 3)[claim],
        "roomy": (around.room > 1)[claim],
        "between": around.between[claim],
    }
    return Rows(values, _SIDES)


_SIDES = (
    "sides sentence",
    "sides kind sentence",
    "sides kind kind-before clause",
    "sides same-unit sentence size",
    "sides between",
    "sides size roomy",
)
