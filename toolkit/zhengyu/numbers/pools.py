"""Places of the text that claims choose among: names for subjects, times for periods."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from zhengyu.numbers.batch import Batch
from zhengyu.numbers.characters import hashes
from zhengyu.numbers.draft import Place
from zhengyu.numbers.indicator_options import spread
from zhengyu.numbers.weights import Link, Options, Rows, Tables

#: Relations of an option to what the claim before chose: there is no claim before, it chose none,
#: the same, a newer one than its figure, a nearer or farther one than it chose; none after some.
FIRST, AFTER_NONE, KEPT, NEWER, NEARER, FARTHER, DROPPED = range(7)
RELATIONS = 7
#: Options so much less likely than the best, in log odds, have no say.
_UNLIKELY = 4.0


class Limits(NamedTuple):
    """How many places before and behind a figure are options, behind only within its sentence."""

    before: int
    behind: int


class Pool:
    """The places of a batch, in order.

    Args:
        batch: the passages.
        found: for each passage its places with a label, in order.
    """

    def __init__(self, batch: Batch, found: Sequence[list[tuple[int, int, str]]]) -> None:
        pairs = list(zip(batch.offsets, found, strict=True))
        self.start = np.array(
            [o + low for o, group in pairs for low, _, _ in group], dtype=np.int64
        )
        self.end = np.array(
            [o + high for o, group in pairs for _, high, _ in group], dtype=np.int64
        )
        self.labels = [label for group in found for _, _, label in group]
        self.label = hashes(self.labels)
        self.text = batch.characters.stretch(self.start, self.end)
        self.size = self.start.size

    def options(self, batch: Batch, limits: Limits) -> Candidates:
        """None, the nearest places before each figure, and a few behind it."""
        split = np.searchsorted(self.start, batch.start)
        passage = batch.offset_of
        lowest = np.searchsorted(self.start, passage)
        first = np.maximum(lowest, split - limits.before)
        sentence_end = batch.end_of("sentences", batch.start)
        last = np.searchsorted(self.start, np.minimum(sentence_end, batch.limit))
        last = np.maximum(np.minimum(last, split + limits.behind), split)
        claim, item = spread(first, last - first)
        everyone = np.arange(batch.start.size)
        unordered = np.concatenate([everyone, claim])
        order = np.argsort(unordered, kind="stable")
        none = np.full(everyone.size, -1)
        item = np.concatenate([none, item])[order]
        claim = unordered[order]
        rank = np.where(
            item < 0, 0, np.where(item < split[claim], split[claim] - 1 - item, item - split[claim])
        )
        return Candidates(claim, item, rank, (item >= split[claim]) & (item >= 0))


class Candidates(NamedTuple):
    """Claim and place (-1: none) of each option, its rank from the figure, whether it is behind."""

    claim: Any
    item: Any
    rank: Any
    behind: Any


class Standing:
    """How each option that is a place stands to its figure.

    Attributes:
        real: the options that are places; `claim`, `item`, `start` and `end` of each.
        values: for features, see `STANDING`.
    """

    def __init__(self, batch: Batch, pool: Pool, candidates: Candidates) -> None:
        real = np.flatnonzero(candidates.item >= 0)
        self.real = real
        claim, item = candidates.claim[real], candidates.item[real]
        rank, behind = candidates.rank[real], candidates.behind[real]
        start, end = pool.start[item], pool.end[item]
        self.claim, self.item, self.start, self.end, self.behind = claim, item, start, end, behind
        at = batch.start[claim]
        own_clauses = batch.index_of("clauses", pool.start)
        own_sentences = batch.index_of("sentences", pool.start)
        clauses = batch.clauses[claim] - own_clauses[item]
        sentences = batch.sentences[claim] - own_sentences[item]
        near = np.where(behind & (clauses == 0), -1, np.maximum(np.minimum(clauses, 6), -2)) + 2
        self.same = sentences == 0
        self.clauses = near
        where = near * 4 + self.same * 2 + behind
        initial = pool.start - batch.start_of("clauses", pool.start)
        opening = ((initial > 0).astype(np.int64) + (initial > 4))[item]  # noqa: PLR2004
        head = (pool.start == batch.start_of("sentences", pool.start))[item]
        gap = np.minimum(np.maximum((at - end) >> 2, -1), 8)
        # How many places that open their clause, or are the first in it, stand between.
        leading = np.diff(own_clauses, prepend=-1) > 0
        split = np.searchsorted(pool.start, batch.start)[claim]
        nth = [
            np.minimum(np.maximum(total[split] - total[item + 1], -1), 3)
            for total in (
                np.concatenate([[0], np.cumsum(counted)])
                for counted in (leading, initial < 2)  # noqa: PLR2004
            )
        ]
        clause = batch.clause
        heading = batch.characters.stretch(clause, np.minimum(clause + 2, batch.start))
        stretch, size = batch.characters.stretch, batch.characters.codes.size
        inside = clauses == 0
        close = inside & (at - end <= 6) & (at >= end)  # noqa: PLR2004
        after = np.minimum(end + 1, size)
        self.values = {
            "where": where,
            "part": batch.parts[claim] == batch.index_of("parts", pool.start)[item],
            "opening": opening,
            "head": head,
            "clauses": near,
            "sentences": np.minimum(sentences, 3),
            "same": self.same * 2 + behind,
            "after": stretch(end, after),
            "after2": stretch(end, np.minimum(end + 2, size)),
            "before": stretch(start - 1, start),
            "before2": stretch(start - 2, start),
            "follower": batch.name_begins[end],
            "gap": np.where(inside, gap, 9),
            "rank": np.minimum(rank, 7),
            "rank3": np.minimum(rank, 3),
            "between": np.where(close, stretch(end, np.maximum(at, end)), 3),
            "tag-after": batch.begins[np.minimum(end, size)] & 31,
            "inside": inside,
            "top": start - batch.offset_of[claim] < 3,  # noqa: PLR2004
            "text": pool.text[item],
            "leading": leading[item],
            "nth": nth[0],
            "nth-head": nth[1],
            "heading": heading[claim],
            "heading-tag": batch.begins[clause][claim] & 31,
            "kind": batch.kind[claim],
            "group": batch.group[claim],
            "unit": batch.unit[claim],
            "label": pool.label[item],
        }


#: Features that names and times share.
STANDING = (
    "where",
    "where part",
    "where opening",
    "opening head sentences",
    "after same",
    "before same",
    "after2",
    "before2",
    "after opening clauses",
    "follower same",
    "follower opening same",
    "gap",
    "rank where",
    "between",
    "tag-after inside where",
    "sentences opening head top",
    "after2 where",
    "kind where opening",
    "text",
    "nth opening leading",
    "nth nth-head sentences opening",
    "nth label",
    "nth tag-after leading",
    "nth-head opening label",
    "heading where opening",
    "heading-tag where opening leading",
)


class Choice:
    """The options of all claims of a batch for one field, and the choice among them."""

    def __init__(
        self,
        batch: Batch,
        pool: Pool,
        candidates: Candidates,
        rows: dict[str, tuple[Rows, Any]],
        history: Rows,
    ) -> None:
        self.batch, self.pool, self.candidates = batch, pool, candidates
        self.history = history
        item = candidates.item
        self.options = Options(
            claim=candidates.claim,
            start=np.append(pool.start, -1)[item],
            end=np.append(pool.end, -1)[item],
            source=(item >= 0).astype(np.int64),
            rows={name: made for name, (made, _) in rows.items()},
            links=[Link(name, 0, row) for name, (_, row) in rows.items()],
        )

    def add_history(self, before: Any) -> None:  # noqa: ANN401
        """Links each option with its relation to `before`: what the claim before each chose.

        Args:
            before: for each claim the place of the one before, -1 none, -2 no claim before.
        """
        options, pool = self.options, self.pool
        earlier = before[options.claim]
        item = self.candidates.item
        kept = item == earlier
        if pool.size:
            kept |= (item >= 0) & (earlier >= 0) & (pool.text[item] == pool.text[earlier])
        newer = options.start > self.batch.previous(self.batch.start)[options.claim]
        nearer = item > earlier
        relation = np.select(
            [earlier == -2, item < 0, kept & (earlier >= 0), newer, earlier == -1, nearer],  # noqa: PLR2004
            [FIRST, np.where(earlier < 0, AFTER_NONE, DROPPED), KEPT, NEWER, AFTER_NONE, NEARER],
            FARTHER,
        )
        options.rows["history"] = self.history
        options.links.append(Link("history", 0, options.claim * RELATIONS + relation))

    def choose(self, tables: Tables) -> list[tuple[int, int]]:
        """For each claim its place (-1: none) and option; options of one wording add up.

        The same name often stands in several places: each alone may lose against another
        option though together they are likelier.
        """
        scores = self.options.score(tables).tolist()
        bonuses = self.history.weigh(tables["history"])[:-1, 0].reshape(-1, RELATIONS).tolist()
        items, borders = self.candidates.item.tolist(), self.options.borders().tolist()
        texts, starts = self.pool.text.tolist(), self.pool.start.tolist()
        first, figures = self.batch.first.tolist(), self.batch.start.tolist()
        chosen: list[tuple[int, int]] = []
        for claim, bonus in enumerate(bonuses):
            low, high = borders[claim], borders[claim + 1]
            listed = items[low:high]
            weighed = scores[low:high]
            if first[claim]:
                chosen.append(_likeliest(listed, weighed, texts, low))
                continue
            before, figure = chosen[-1][0], figures[claim - 1]
            if before < 0:
                for index, item in enumerate(listed):
                    newer = item >= 0 and starts[item] > figure
                    weighed[index] += bonus[NEWER if newer else AFTER_NONE]
            else:
                wording = texts[before]
                for index, item in enumerate(listed):
                    if item < 0:
                        relation = DROPPED
                    elif texts[item] == wording:
                        relation = KEPT
                    elif starts[item] > figure:
                        relation = NEWER
                    else:
                        relation = NEARER if item > before else FARTHER
                    weighed[index] += bonus[relation]
            chosen.append(_likeliest(listed, weighed, texts, low))
        return chosen

    def place(self, chosen: tuple[int, int], claim: int) -> Place | None:
        """A choice as a place in the passage of its claim."""
        if chosen[0] < 0:
            return None
        offset = int(self.batch.offset_of[claim])
        return int(self.pool.start[chosen[0]]) - offset, int(self.pool.end[chosen[0]]) - offset


def _likeliest(
    items: list[int], scores: list[float], texts: list[int], low: int
) -> tuple[int, int]:
    top = max(scores)
    leader = scores.index(top)
    floor = top - _UNLIKELY
    rivals = [index for index, score in enumerate(scores) if score > floor]
    if len(rivals) == 1:
        return items[leader], low + leader
    totals: dict[int, float] = {}
    leaders: dict[int, int] = {}
    for index in rivals:
        key = -1 if items[index] < 0 else texts[items[index]]
        score = scores[index]
        totals[key] = totals.get(key, 0.0) + math.exp(score - top)
        if key not in leaders or score > scores[leaders[key]]:
            leaders[key] = index
    best = leaders[max(totals, key=totals.__getitem__)]
    return items[best], low + best
