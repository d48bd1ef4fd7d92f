"""What a figure measures: the likeliest of the candidates beside it and those carried over."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from zhengyu.numbers.batch import CONTEXT, Batch
from zhengyu.numbers.characters import Marks
from zhengyu.numbers.draft import Place
from zhengyu.numbers.indicator_features import (
    SIDES,
    SIDES_BEFORE,
    Around,
    Counts,
    carried_rows,
    end_rows,
    pair_rows,
    right_rows,
    side_rows,
)
from zhengyu.numbers.indicator_options import Beside, Edges, before, behind, earlier
from zhengyu.numbers.weights import Link, Options, Rows, Tables

#: Roles of each table.
ROLES = {"border": 4, "claim": 4, "end": 1, "pair": 1, "right": 1, "carried": 1, "sides": 1}
_LISTS, _OF = Marks("、和与及"), Marks("的")
_NONE, _LEFT, _RIGHT, _CARRIED = range(4)
#: Options so much less likely than the best, in log odds, are left out of the vote.
_UNLIKELY = 3.5
#: An option more likely than this needs no vote.
_SURE = 0.6
_VOTERS = 10


class IndicatorOptions:
    """Every candidate of every claim of a batch.

    Attributes:
        options: none, those on the left, on the right, and earlier claims', of each claim.
        other: the claim whose indicator an option is, -1 for none.
    """

    def __init__(self, batch: Batch) -> None:
        edges = Edges(batch)
        around = Around(batch, edges)
        left, right = before(batch, edges), behind(batch, edges)
        claim, other = earlier(batch)
        lists, of = Counts(batch, _LISTS), Counts(batch, _OF)
        self.count = batch.start.size
        self._sizes = (self.count, left.start.size, right.start.size, claim.size)
        everyone = np.arange(self.count)
        none = np.full(self.count, -1)
        nowhere = np.full(claim.size, -1)
        unordered = np.concatenate([everyone, left.claim, right.claim, claim])
        self._order = np.argsort(unordered, kind="stable")
        borders, places = self._borders(batch, left, right)
        rows = {
            "border": borders,
            "claim": around.rows(),
            "end": end_rows(batch, left),
            "pair": pair_rows(batch, around, left, lists, of),
            "right": right_rows(batch, around, right, lists, of),
            "carried": carried_rows(batch, around, claim, other),
        }
        links = [
            *places,
            self._link("claim", _NONE, none=everyone),
            self._link("claim", _LEFT, left=left.claim),
            self._link("claim", _RIGHT, right=right.claim),
            self._link("claim", _CARRIED, carried=claim),
            self._link("end", 0, left=left.row),
            self._link("pair", 0, left=np.arange(left.start.size)),
            self._link("right", 0, right=np.arange(right.start.size)),
            self._link("carried", 0, carried=np.arange(claim.size)),
        ]
        self.options = Options(
            claim=unordered[self._order],
            start=np.concatenate([none, left.start, right.start, nowhere])[self._order],
            end=np.concatenate([none, left.end, right.end, nowhere])[self._order],
            source=np.repeat(np.arange(4), self._sizes)[self._order],
            rows=rows,
            links=links,
        )
        before_these = np.full(sum(self._sizes[:3]), -1)
        self.other = np.concatenate([before_these, other])[self._order]
        self.sides = side_rows(batch, around)

    def _borders(self, batch: Batch, left: Beside, right: Beside) -> tuple[Rows, list[Link]]:
        """Context of every place where a candidate begins or ends, each once."""
        wanted = np.zeros(batch.characters.codes.size + 1, dtype=bool)
        for places in (left.start, left.row_place, right.row_place, right.end):
            wanted[places] = True
        number = np.cumsum(wanted) - 1
        return Rows(batch.context(np.flatnonzero(wanted)), CONTEXT), [
            self._link("border", 0, left=number[left.start]),
            self._link("border", 1, left=number[left.end]),
            self._link("border", 2, right=number[right.start]),
            self._link("border", 3, right=number[right.end]),
        ]

    def _link(self, rows: str, role: int, **parts: Any) -> Link:  # noqa: ANN401
        """Rows for options of some parts; the others take none."""
        names = ("none", "left", "right", "carried")
        whole = [
            parts[name] if name in parts else np.full(size, -1)
            for name, size in zip(names, self._sizes, strict=True)
        ]
        return Link(rows, role, np.concatenate(whole)[self._order])

    def add_history(self, sides_before: Any) -> None:  # noqa: ANN401
        """Links each option with the row of its side and the given one of the claim before."""
        source = self.options.source
        at = self.options.claim * (SIDES * SIDES_BEFORE) + sides_before[self.options.claim] * SIDES
        self.options.rows["sides"] = self.sides
        self.options.links.append(Link("sides", 0, at + source))


Chosen = tuple[int, int, int, int]


def choose(found: IndicatorOptions, batch: Batch, tables: Tables) -> list[Chosen]:
    """For each claim its indicator as start and end in the batch's text, side, and option.

    The stretch is wanted that most of the likely candidates agree with by half, as two annotators
    would: a candidate may be the likeliest alone and yet stand against all the others.
    """
    options = found.options
    scores = options.score(tables)
    history = found.sides.weigh(tables["sides"])[:-1, 0]
    history = history.reshape(-1, SIDES_BEFORE, SIDES)
    # Whatever stands before: an option that cannot come near the best one has no say.
    claim, source = options.claim, options.source
    floor = np.maximum.reduceat(scores + history.min(axis=1)[claim, source], options.borders()[:-1])
    ceiling = scores + history.max(axis=1)[claim, source]
    likely = np.flatnonzero(ceiling > floor[claim] - _UNLIKELY)
    columns = zip(
        likely.tolist(),
        options.start[likely].tolist(),
        options.end[likely].tolist(),
        options.source[likely].tolist(),
        found.other[likely].tolist(),
        scores[likely].tolist(),
        strict=True,
    )
    groups: list[list[tuple[int, int, int, int, int, float]]] = [[] for _ in range(found.count)]
    for claim, column in zip(options.claim[likely].tolist(), columns, strict=True):
        groups[claim].append(column)
    chosen: list[Chosen] = []
    bonuses, first = history.tolist(), batch.first.tolist()
    for claim, group in enumerate(groups):
        bonus = bonuses[claim][0 if first[claim] else chosen[-1][2] + 1]
        chosen.append(_vote(group, bonus, chosen))
    return chosen


def _vote(
    group: list[tuple[int, int, int, int, int, float]], bonus: list[float], chosen: list[Chosen]
) -> Chosen:
    listed: list[tuple[float, Chosen]] = []
    for option, start, end, source, other, score in group:
        low, high = (start, end) if other < 0 else chosen[other][:2]
        if other >= 0 and low < 0:
            continue
        listed.append((score + bonus[source], (low, high, source, option)))
    if not listed:
        return (-1, -1, _NONE, group[0][0])
    top = max([score for score, _ in listed])
    chances = [(math.exp(score - top), entry) for score, entry in listed if score > top - _UNLIKELY]
    chances.sort(reverse=True)
    if sum([chance for chance, _ in chances]) * _SURE < 1:
        return chances[0][1]
    del chances[_VOTERS:]
    support = [chance for chance, _ in chances]
    spans = [(entry[0], entry[1], entry[1] - entry[0]) for _, entry in chances]
    for index, (low, high, size) in enumerate(spans):
        for other in range(index):
            start, end, length = spans[other]
            # They agree by half of the longer one, or there is none in either.
            shared = min(high, end) - max(low, start)
            if shared * 2 >= max(size, length) and (shared > 0 or low == start):
                support[index] += chances[other][0]
                support[other] += chances[index][0]
    return chances[support.index(max(support))][1]


def place(chosen: Chosen, offset: int) -> Place | None:
    """The stretch as a place in its passage."""
    return None if chosen[0] < 0 else (chosen[0] - offset, chosen[1] - offset)
