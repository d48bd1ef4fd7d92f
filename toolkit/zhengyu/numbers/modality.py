"""Whether a figure is a fact, an expectation or a target."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from zhengyu.numbers.batch import Batch
from zhengyu.numbers.characters import hashes, word_hash
from zhengyu.numbers.lexicon import alternatives, load
from zhengyu.numbers.weights import Link, Options, Rows, Tables

LABELS = ("actual", "expected", "target")
#: Roles of each table.
ROLES = {"claim": 3, "history": 3}
_WORDS = load("modality")
_CUE = re.compile(alternatives(_WORDS["cues"].split()))
_AHEAD = re.compile("|".join(_WORDS["ahead"]))
#: In the clause of the figure these make a target whatever else stands there.
_AIM = re.compile(alternatives(_WORDS["aims"].split()))
_PLAN = re.compile(alternatives(_WORDS["plans"].split()))
#: Cues farther back than this say nothing of a figure.
_WINDOW, _INSIDE, _EARLIER, _OPENING, _BEHIND = 160, 40, 60, 16, 12
_STATES = len(LABELS) + 1
_COMPLETION = np.uint32(word_hash("completion"))
#: In 完成年度目标任务的117% these name the whole, they do not say that it is wanted.
_WHOLES = hashes(_WORDS["wholes"].split())


class ModalityChoice:
    """The three options of every claim of a batch."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        cues, aims = _Cues(batch.text, _CUE), _Cues(batch.text, _AIM)
        clause = np.maximum(batch.clause, batch.start - _WINDOW)
        self.aims: list[bool] = (aims.count(clause, batch.start, 1) > 0).tolist()
        count = batch.start.size
        claim = np.repeat(np.arange(count), len(LABELS))
        nowhere = np.full(claim.size, -1)
        self.history = _history_rows(batch, cues)
        label = np.tile(np.arange(len(LABELS)), count)
        links = [
            Link("claim", role, np.where(label == role, claim, -1)) for role in range(len(LABELS))
        ]
        rows = {"claim": _claim_rows(batch, cues, aims)}
        self.options = Options(claim, nowhere, nowhere, label, rows, links)

    def add_history(self, before: Any) -> None:  # noqa: ANN401
        """Links each option with the label of the claim before: 0 none, else its number plus 1."""
        options = self.options
        options.rows["history"] = self.history
        at = options.claim * _STATES + before[options.claim]
        for role in range(len(LABELS)):
            options.links.append(Link("history", role, np.where(options.source == role, at, -1)))

    def choose(self, tables: Tables) -> list[int]:
        """The number of the label of each claim."""
        scores = self.options.score(tables).reshape(-1, len(LABELS)).tolist()
        bonuses = self.history.weigh(tables["history"])[:-1]
        bonuses = bonuses.reshape(-1, _STATES, len(LABELS)).tolist()
        chosen: list[int] = []
        first = self.batch.first.tolist()
        for claim, score in enumerate(scores):
            if self.aims[claim]:
                chosen.append(LABELS.index("target"))
                continue
            bonus = bonuses[claim][0 if first[claim] else chosen[-1] + 1]
            totals = [one + other for one, other in zip(score, bonus, strict=True)]
            chosen.append(totals.index(max(totals)))
        return chosen


class _Cues:
    """Matches of a pattern in a batch, to take the nearest ones of many claims at once."""

    def __init__(self, text: str, pattern: re.Pattern[str], longest: int = 8) -> None:
        found = [(match.start(), match.group()[:longest]) for match in pattern.finditer(text)]
        self.place = np.array([place for place, _ in found], dtype=np.int64)
        self.hash = np.append(hashes(name for _, name in found), np.uint32(0))

    def backward(self, before: Any, lowest: Any, most: int) -> list[Any]:  # noqa: ANN401
        """The last matches in front of `before` that begin at `lowest` or later; 0 for none."""
        index = np.searchsorted(self.place, before)
        floor = np.searchsorted(self.place, lowest)
        return [self.hash[np.where(index - n > floor, index - n - 1, -1)] for n in range(most)]

    def forward(self, start: Any, end: Any, most: int) -> list[Any]:  # noqa: ANN401
        """The first matches that begin between `start` and `end`."""
        index = np.searchsorted(self.place, start)
        ceiling = np.searchsorted(self.place, np.maximum(start, end))
        return [self.hash[np.where(index + n < ceiling, index + n, -1)] for n in range(most)]

    def count(self, start: Any, end: Any, most: int) -> Any:  # noqa: ANN401
        """How many begin between `start` and `end`."""
        found = np.searchsorted(self.place, end) - np.searchsorted(self.place, start)
        return np.clip(found, 0, most)


def _claim_rows(batch: Batch, cues: _Cues, aims: _Cues) -> Rows:
    at, end = batch.start, batch.end
    ahead = _Cues(batch.text, _AHEAD, longest=3)
    lowest = at - _WINDOW
    clause, part = np.maximum(batch.clause, lowest), np.maximum(batch.part, lowest)
    sentence = np.maximum(batch.sentence, lowest)
    stop = np.minimum(batch.end_of("clauses", end), end + _BEHIND)
    plan, section = _surroundings(batch)
    inside = cues.backward(at, np.maximum(clause, at - _INSIDE), 4)
    done = batch.kind == _COMPLETION
    bags = {
        "in": [np.where(done & np.isin(cue, _WHOLES), 0, cue) for cue in inside],
        "earlier": cues.backward(clause, np.maximum(part, clause - _EARLIER), 4),
        "opening": cues.forward(sentence, np.minimum(sentence + _OPENING, at), 3),
        "behind": cues.forward(end, stop, 3),
        "ahead": ahead.backward(at, clause, 2),
        "part": ahead.backward(clause, part, 2),
        "far": ahead.backward(part, sentence, 2),
        "section": section,
    }
    bagged = {f"{name}#{n}": one for name, found in bags.items() for n, one in enumerate(found)}
    stretch = batch.characters.stretch
    low, high = batch.indicators().T
    values = {
        **bagged,
        "none": np.zeros(at.size),
        "kind": batch.kind,
        "approx": hashes(draft.mention.approx for draft in batch.drafts),
        "group": batch.group,
        "before": stretch(np.maximum(clause, at - 2), at),
        "measure": np.where(low < 0, 1, stretch(np.maximum(low, high - 2), high)),
        "plan": plan,
        "paragraph": aims.count(batch.offset_of, at, 3),
    }
    return Rows(values, (*bagged, *_CLAIM))


_CLAIM = (
    "none",
    "kind",
    "approx",
    "group",
    "in#0 kind",
    "in#0 in#1",
    "in#0 plan",
    "earlier#0 in#0",
    "before",
    "measure",
    "measure in#0",
    "plan",
    "plan kind paragraph",
    "plan section#0",
    "paragraph",
    "approx kind plan",
    "ahead#0 in#0",
)


def _surroundings(batch: Batch) -> tuple[Any, list[Any]]:
    """What kind of document it is, and cues in the heading above, for each claim."""
    plans, headings = [], []
    for passage in batch.passages:
        match = _PLAN.search(passage.title)
        plans.append(match.group() if match else "-")
        found = _CUE.findall(passage.heading)[-2:]
        headings.append([*found, "-", "-"][:2])
    plan = hashes(plans)[batch.passage_of]
    return plan, [hashes(h[n] for h in headings)[batch.passage_of] for n in range(2)]


def _history_rows(batch: Batch, cues: _Cues) -> Rows:
    """Four rows a claim, one for each label of the claim before and one for none."""
    at = batch.start
    claim = np.repeat(np.arange(at.size), _STATES)
    part = ~batch.first & (batch.parts == batch.previous(batch.parts))
    sentence = ~batch.first & (batch.sentences == batch.previous(batch.sentences))
    clauses = batch.clauses - batch.previous(batch.clauses)
    near = np.minimum(np.where(part, clauses, 4 + sentence), 5)
    cue = cues.backward(at, np.maximum(batch.clause, at - _INSIDE), 1)[0]
    values = {
        "state": np.tile(np.arange(_STATES), at.size),
        "near": near[claim],
        "kind": batch.kind[claim],
        "part": part[claim],
        "cue": cue[claim],
        "cued": cue[claim] > 0,
    }
    return Rows(values, ("state near", "state kind part", "state cue part", "state cued near"))
