"""The time that a figure is for: the time expressions of its paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left

from zhengyu.numbers.choice import Chooser
from zhengyu.numbers.draft import Draft
from zhengyu.numbers.lexicon import load
from zhengyu.numbers.linear import Features, LinearModel, Option
from zhengyu.numbers.nearness import gap
from zhengyu.numbers.passage import Passage

_TIME = re.compile(rf"(?=[{load('time')['first']}])(?:{'|'.join(load('time')['patterns'])})")
_DIGITS = re.compile(r"\d+|[一二两三四五六七八九十]+(?=[年月天日个季周])")
#: 3月26日开诊以来: since an event, from the head of its clause.
_SINCE = re.compile(r"以来|期间")
_MARKS = frozenset(",。;:、!? \n()")
_LONGEST = 16
#: Farther times are never chosen in the development set.
_MOST = 8

Timed = tuple[int, int, str]


class PeriodFinder(Chooser):
    """Chooses the period of each claim of a passage from left to right."""

    def __init__(self, model: LinearModel, passage: Passage) -> None:
        super().__init__(model, passage)
        self._pool = times_of(passage)

    def options(self, drafts: list[Draft], index: int) -> list[Option]:
        """Every candidate period of the claim at `index`, none included, with its features."""
        passage = self._passage
        draft = drafts[index]
        start = draft.mention.start
        previous = drafts[index - 1] if index else None
        common = _common(passage, draft, previous, start)
        found = [Option(None, ["none:" + feature for feature in common])]
        split = bisect_left(self._pool, (start,))
        measured = [feature + " P" for feature in common[5:]]
        clause = passage.clause_start(start)
        for rank in range(min(split, _MOST)):
            low, high, form = self._pool[split - 1 - rank]
            where = self._near((low, high), start)
            features = [
                f"end={form[-2:]} {where[0]}",
                f"form={form} {where[0]}",
                f"rank={rank} {where[2]}",
                f"k={draft.kind} {where[2]}",
                f"u={draft.mention.group} {where[2]}",
                f"m={draft.modality} form={form}",
                gap((low, high), start, 0 if low >= clause else 1),
                *measured,
            ]
            _relate(features, passage, (low, high, form), draft, previous)
            found.append(Option((low, high), features, (where,)))
        sentence_end = passage.sentence_end(start)
        for rank, (low, high, form) in enumerate(self._pool[split : split + 2]):
            if low < sentence_end:
                near = self._near((low, high), start)[:3]
                features = [f"A form={form}", f"A rank={rank}", *("A " + f for f in near)]
                found.append(Option((low, high), features))
        return found


def _common(passage: Passage, draft: Draft, previous: Draft | None, start: int) -> Features:
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
        common.append("i=" + passage.text[draft.indicator[0] : draft.indicator[1]][-3:])
    return common


def times_of(passage: Passage) -> list[Timed]:
    """Time expressions of a paragraph with their form (digits as 0), in order."""
    text = passage.text
    claimed = {i for mention in passage.mentions for i in range(mention.start, mention.end)}
    spans = [(_since(text, match.start()), match.end()) for match in _SINCE.finditer(text)]
    covered = {i for start, end in spans for i in range(start, end)}
    spans += [
        match.span()
        for match in _TIME.finditer(text)
        if match.start() not in covered and match.end() - 1 not in covered
    ]
    spans.sort()
    found = []
    for start, end in spans:
        if start in claimed or end - 1 in claimed or start == end:
            continue
        form = _DIGITS.sub("0", text[start:end])
        found.append((start, end, form if len(form) <= 8 else form[:2] + "…" + form[-3:]))  # noqa: PLR2004
    return found


def _since(text: str, end: int) -> int:
    """Where the expression begins whose last word begins at `end`."""
    start = end
    while start > 0 and end - start < _LONGEST and text[start - 1] not in _MARKS:
        start -= 1
    return start


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
