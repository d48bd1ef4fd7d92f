"""Whom or what a figure is about: the names and general subjects of its paragraph."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from zhengyu.numbers.batch import Batch
from zhengyu.numbers.lexicon import alternatives, first_of, load
from zhengyu.numbers.passage import Passage
from zhengyu.numbers.pools import RELATIONS, STANDING, Choice, Limits, Pool, Standing
from zhengyu.numbers.weights import Rows

#: Roles of each table.
ROLES = {"place": 1, "none": 1, "history": 1}
_WORDS = load("subjects")
_GENERAL = re.compile(
    f"(?={first_of([*_WORDS['first'], *_WORDS['words'].split()])})"
    f"(?:(?=[{_WORDS['first']}])(?:{'|'.join(_WORDS['patterns'])})"
    f"|{alternatives(_WORDS['words'].split())})"
)
_SKIPPED = frozenset(["PERSON", "TITLE"])
_LIMITS = Limits(before=12, behind=3)
_QUOTES = frozenset(["quote", "term"])


def mentions_of(passage: Passage) -> list[tuple[int, int, str]]:
    """Names, general subjects and quotations of a paragraph with their label, in order."""
    found = [(n.start, n.end, n.label) for n in passage.names if n.label not in _SKIPPED]
    covered = bytearray(len(passage.text) + 1)
    for start, end, _ in found:
        covered[start:end] = b"\x01" * (end - start)
    others = [(*match.span(), match.group()) for match in _GENERAL.finditer(passage.text)]
    others += [chunk for chunk in passage.whole if chunk[2] in _QUOTES]
    found += [entry for entry in others if not (covered[entry[0]] or covered[entry[1] - 1])]
    found.sort()
    return found


def subject_choice(batch: Batch) -> Choice:
    """The options of all claims, whose indicators are known."""
    pool = Pool(batch, [mentions_of(passage) for passage in batch.passages])
    candidates = pool.options(batch, _LIMITS)
    standing = Standing(batch, pool, candidates)
    indicator = batch.indicators()
    row = np.full(candidates.item.size, -1)
    row[standing.real] = np.arange(standing.real.size)
    none = np.where(candidates.item < 0, candidates.claim, -1)
    return Choice(
        batch,
        pool,
        candidates,
        {
            "place": (_place_rows(batch, standing, indicator), row),
            "none": (_none_rows(batch), none),
        },
        history_rows(batch, indicator),
    )


def _place_rows(batch: Batch, standing: Standing, indicator: Any) -> Rows:  # noqa: ANN401
    claim, start, end = standing.claim, standing.start, standing.end
    low, high = indicator[claim].T
    inside = (low >= 0) & (low <= start) & (end <= high)
    relation = np.where(inside, 1 + ((low == start) & (high == end)), 0)
    relation += np.where(end == low, 3, 0) + np.where(end == low - 1, 4, 0)
    stretch, count = batch.characters.stretch, batch.start.size
    same_clause = claim[standing.clauses == 2]  # noqa: PLR2004
    alone = np.bincount(same_clause, minlength=count)[claim]
    sentence = np.bincount(claim[standing.same & ~standing.behind], minlength=count)[claim]
    values = {
        **standing.values,
        "relation": relation,
        "tail": stretch(end - 1, end),
        "tail2": stretch(np.maximum(end - 2, start), end),
        "alone": np.minimum(alone, 3),
        "rivals": np.minimum(sentence, 4),
    }
    return Rows(values, _PLACE)


_PLACE = (
    *STANDING,
    "label rank3 same",
    "label",
    "label where opening",
    "label sentences opening head",
    "relation where",
    "relation label",
    "relation kind",
    "tail where",
    "tail2",
    "tail2 after",
    "group where label",
    "alone where opening",
    "rivals where opening",
    "label after where",
    "label before where",
    "unit tail2",
)


def _none_rows(batch: Batch) -> Rows:
    distance = (batch.start - batch.sentence) // 8
    values = {
        "none": np.zeros(batch.start.size),
        "kind": batch.kind,
        "group": batch.group,
        "opening": batch.clause == batch.sentence,
        "distance": np.minimum(distance, 5),
        "unit": batch.unit,
    }
    return Rows(values, tuple(values))


def history_rows(batch: Batch, indicator: Any, *others: Any) -> Rows:  # noqa: ANN401
    """Seven rows a claim, one for each relation to what the claim before chose."""
    count = batch.start.size
    claim = np.repeat(np.arange(count), RELATIONS)
    same = batch.sentences == batch.previous(batch.sentences)
    clauses = batch.clauses - batch.previous(batch.clauses)
    stretch, clause = batch.characters.stretch, batch.clause
    values = {
        "relation": np.tile(np.arange(RELATIONS), count),
        "same": same[claim],
        "part": (batch.parts == batch.previous(batch.parts))[claim],
        "kind": batch.kind[claim],
        "kind-before": batch.previous(batch.kind)[claim],
        "indicator": (indicator == batch.previous(indicator)).all(axis=1)[claim],
        "clauses": np.minimum(np.maximum(clauses, 0), 4)[claim],
        "heading": stretch(clause, np.minimum(clause + 2, batch.start))[claim],
        "mark": stretch(np.maximum(clause - 1, 0), clause)[claim],
        "moved": (clauses > 0)[claim],
    }
    templates = list(_HISTORY)
    for number, other in enumerate(others):
        values[f"other{number}"] = other[claim]
        templates.append(f"relation other{number} same")
    return Rows(values, tuple(templates))


_HISTORY = (
    "relation same part",
    "relation kind same",
    "relation kind kind-before same",
    "relation indicator",
    "relation clauses same",
    "relation heading",
    "relation mark moved",
)
