"""The time that a figure is for: the time expressions of its paragraph."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from zhengyu.numbers.batch import Batch
from zhengyu.numbers.characters import hashes
from zhengyu.numbers.lexicon import load
from zhengyu.numbers.passage import Passage
from zhengyu.numbers.pools import STANDING, Choice, Limits, Pool, Standing
from zhengyu.numbers.subjects import history_rows
from zhengyu.numbers.weights import Rows

#: Roles of each table.
ROLES = {"place": 1, "none": 1, "history": 1}
_TIME = re.compile(rf"(?=[{load('time')['first']}])(?:{'|'.join(load('time')['patterns'])})")
_DIGITS = re.compile(r"\d+|[一二两三四五六七八九十]+(?=[年月天日个季周])")
#: 3月26日开诊以来: since an event, from the head of its clause.
_SINCE = re.compile(r"以来|期间")
_MARKS = frozenset(",。;:、!? \n()")
_LONGEST = 16
_LIMITS = Limits(before=8, behind=2)

Timed = tuple[int, int, str]


def period_choice(batch: Batch) -> Choice:
    """The options of all claims, whose indicators, modalities and subjects are known."""
    pool = Pool(batch, [times_of(passage) for passage in batch.passages])
    candidates = pool.options(batch, _LIMITS)
    standing = Standing(batch, pool, candidates)
    row = np.full(candidates.item.size, -1)
    row[standing.real] = np.arange(standing.real.size)
    none = np.where(candidates.item < 0, candidates.claim, -1)
    modality = hashes(draft.modality for draft in batch.drafts)
    indicator = batch.indicators()
    subject = [draft.subject for draft in batch.drafts]
    shared = np.array([a == b for a, b in zip(subject, [None, *subject], strict=False)])
    history = history_rows(batch, indicator, shared, modality == batch.previous(modality))
    return Choice(
        batch,
        pool,
        candidates,
        {
            "place": (_place_rows(batch, standing, modality, indicator), row),
            "none": (_none_rows(batch, modality, indicator), none),
        },
        history,
    )


def _place_rows(
    batch: Batch,
    standing: Standing,
    modality: Any,  # noqa: ANN401
    indicator: Any,  # noqa: ANN401
) -> Rows:
    claim, start, end = standing.claim, standing.start, standing.end
    low = indicator[claim, 0]
    values = {
        **standing.values,
        "ending": batch.characters.stretch(np.maximum(end - 2, start), end),
        "modality": modality[claim],
        "measure": _measure(batch, indicator)[claim],
        "within": (low >= 0) & (low <= start) & (start < batch.start[claim]),
        "last": standing.values["rank"] == 0,
    }
    return Rows(values, _PLACE)


_PLACE = (
    *STANDING,
    "ending where",
    "label where",
    "label opening same",
    "group where",
    "modality label",
    "modality where",
    "ending opening clauses",
    "measure",
    "measure where",
    "measure ending",
    "within where gap",
    "ending after2",
    "ending sentences last",
    "unit where",
)


def _measure(batch: Batch, indicator: Any) -> Any:  # noqa: ANN401
    """The last characters of each indicator."""
    low, high = indicator.T
    return np.where(low < 0, 1, batch.characters.stretch(np.maximum(low, high - 3), high))


def _none_rows(batch: Batch, modality: Any, indicator: Any) -> Rows:  # noqa: ANN401
    values = {
        "none": np.zeros(batch.start.size),
        "kind": batch.kind,
        "group": batch.group,
        "modality": modality,
        "measure": _measure(batch, indicator),
        "unit": batch.unit,
    }
    return Rows(values, tuple(values))


def times_of(passage: Passage) -> list[Timed]:
    """Time expressions of a paragraph with their form (digits as 0), in order."""
    text = passage.text
    taken = bytearray(len(text) + 1)
    for mention in passage.mentions:
        taken[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    spans = [(_since(text, match.start()), match.end()) for match in _SINCE.finditer(text)]
    covered = bytearray(len(text) + 1)
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    spans += [
        match.span()
        for match in _TIME.finditer(text)
        if not (covered[match.start()] or covered[match.end() - 1])
    ]
    spans.sort()
    found = []
    for start, end in spans:
        if start == end or taken[start] or taken[end - 1]:
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
