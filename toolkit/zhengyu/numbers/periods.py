"""The time that a figure is for: the time expressions of its paragraph."""

from __future__ import annotations

import re

from zhengyu.numbers.draft import Draft
from zhengyu.numbers.lexicon import load
from zhengyu.numbers.linear import Features, LinearModel, Option
from zhengyu.numbers.nearness import nearness
from zhengyu.numbers.passage import Passage

_TIME = re.compile("|".join(f"(?:{pattern})" for pattern in load("time")["patterns"]))
_DIGITS = re.compile(r"\d+|[一二两三四五六七八九十]+(?=[年月天日个季周])")

Timed = tuple[int, int, str]


class PeriodFinder:
    """Chooses the period of each claim from left to right."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    def choose(
        self, passage: Passage, drafts: list[Draft], index: int, pool: list[Timed]
    ) -> Option:
        """The best option for the claim at `index`; earlier claims have theirs."""
        return self._model.best(passage.text, options(passage, drafts, index, pool))


def times_of(passage: Passage) -> list[Timed]:
    """Time expressions of a paragraph with their form (digits as 0), in order."""
    claimed = {i for mention in passage.mentions for i in range(mention.start, mention.end)}
    found = []
    for match in _TIME.finditer(passage.text):
        start, end = match.span()
        if start in claimed or end - 1 in claimed:
            continue
        form = _DIGITS.sub("0", match.group())
        found.append((start, end, form if len(form) <= 8 else form[:2] + "…" + form[-3:]))  # noqa: PLR2004
    return found


def options(passage: Passage, drafts: list[Draft], index: int, pool: list[Timed]) -> list[Option]:
    """Every candidate period of the claim at `index`, none included, with its features."""
    draft = drafts[index]
    start, text = draft.mention.start, passage.text
    previous = drafts[index - 1] if index else None
    gone = "^" if previous is None else "0" if previous.period is None else "1"
    same = previous is not None and previous.mention.start >= passage.sentence_start(start)
    common = [
        "",
        "k=" + draft.kind,
        "u=" + draft.mention.group,
        f"previous={gone} same={same}",
        f"m={draft.modality} previous={gone}",
    ]
    if draft.indicator is not None:
        common.append("i=" + text[draft.indicator[0] : draft.indicator[1]][-3:])
    found: list[Option] = [(None, ["none:" + feature for feature in common])]
    before = [timed for timed in pool if timed[0] < start]
    for rank, (low, high, form) in enumerate(reversed(before[-8:])):
        where = nearness(passage, (low, high), start)
        features = [
            f"form={form}",
            f"end={form[-2:]} {where[0]}",
            f"form={form} {where[0]}",
            f"rank={rank}",
            f"rank={rank} {where[2]}",
            f"k={draft.kind} {where[2]}",
            f"u={draft.mention.group} {where[2]}",
            f"m={draft.modality} form={form}",
            *where,
        ]
        features += [f"{feature} P" for feature in common[5:]]
        _relate(features, passage, (low, high, form), draft, previous)
        found.append(((low, high), features))
    sentence_end = passage.sentence_end(start)
    for rank, (low, high, form) in enumerate([t for t in pool if start <= t[0] < sentence_end][:2]):
        features = [
            f"A form={form}",
            f"A rank={rank}",
            *("A " + f for f in nearness(passage, (low, high), start)[:3]),
        ]
        found.append(((low, high), features))
    return found


def _relate(
    features: Features, passage: Passage, timed: Timed, draft: Draft, previous: Draft | None
) -> None:
    if previous is None:
        return
    place = (timed[0], timed[1])
    same = previous.mention.start >= passage.sentence_start(draft.mention.start)
    if previous.period == place:
        shared = previous.indicator is not None and previous.indicator == draft.indicator
        features += [
            f"kept same={same}",
            f"kept k={draft.kind} same={same}",
            f"kept indicator={shared}",
            f"kept form={timed[2]}",
            f"kept m={previous.modality == draft.modality}",
            f"kept subject={previous.subject == draft.subject} same={same}",
        ]
    elif timed[0] > previous.mention.start:
        features.append(f"newer same={same}")
    elif previous.period is None:
        features.append(f"was passed over same={same}")
    elif timed[0] > previous.period[0]:
        features.append("nearer than kept")
    else:
        features.append("farther than kept")
