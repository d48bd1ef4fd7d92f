"""分别: which of several indicators, years or subjects belongs to which of several figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zhengyu.numbers.draft import Draft, Place
from zhengyu.numbers.passage import Passage

_RESPECTIVELY = re.compile(r"分别|依次|各自")
#: Between figures of one row: a separator, then at most a verb of change with its basis.
_ROW = re.compile(
    r"(?:[、,和与及;]|以及)?(?:同比|环比|下降|增长|上升|提高|减少|增加|增|降|达到?|为|约|占)*$"
)
#: A list before 分别 is no longer than this; also keeps long clauses linear.
_REACH = 80
_SEPARATOR = re.compile(r"以及|[、和与及]")
#: What ends the list of items before 分别: the verb phrase of the row.
_PREDICATE = re.compile(
    r"(?:[,]|年均|同比|环比|按可比价|比上年|较上年|比去年|较去年|增速|增幅|数量|数|占比?|达到?|完成|实现|为|同期|较|比|由|从|预计|平均|项目数|达|均|将|则)+$"
)
_OPENING = re.compile(
    r"^(?:其中|全市|全县|全区|全省|全年|预计|实现|完成|使|带动|推动|确保|力争|主要是|以及|推动实现)+"
)


@dataclass(frozen=True, slots=True)
class Share:
    """What one figure of a row gets: an item of the list before it, or an earlier claim's."""

    item: Place | None
    claim: int | None


def distribute(passage: Passage, drafts: list[Draft]) -> Mapping[int, Share]:
    """Aligns the figures of each row behind 分别, by position, where the counts agree."""
    found: dict[int, Share] = {}
    for match in _RESPECTIVELY.finditer(passage.text):
        row = _row(passage, drafts, match.end())
        if len(row) < 2:  # noqa: PLR2004 - a row has two figures or more
            continue
        items = _items(passage, drafts, match.start(), len(row))
        if items:
            for index, item in zip(row, items, strict=True):
                found[index] = Share(item, None)
            continue
        first = row[0]
        if first >= len(row):
            for offset, index in enumerate(row):
                found[index] = Share(None, first - len(row) + offset)
    return found


def _row(passage: Passage, drafts: list[Draft], position: int) -> list[int]:
    """Indices of the figures that follow `position` in one coordinated row."""
    text = passage.text
    index = passage.previous(position) + 1
    row: list[int] = []
    edge = position
    while index < len(drafts):
        mention = drafts[index].mention
        gap = text[edge : mention.start]
        if not row:
            if len(gap) > 12 or any(mark in gap for mark in ",。;"):  # noqa: PLR2004
                break
        elif _ROW.fullmatch(gap) is None or ("," in gap and len(gap) == 1 and len(row) > 4):  # noqa: PLR2004
            break
        row.append(index)
        edge = mention.end
        index += 1
    return row


def _items(passage: Passage, drafts: list[Draft], position: int, count: int) -> list[Place]:
    """The last `count` items listed in the clause before `position`, or none."""
    text = passage.text
    start = max(passage.clause_start(position), position - _REACH)
    end = position
    trimmed = _PREDICATE.search(text, start, end)
    if trimmed is not None:
        end = trimmed.start()
    if end <= start:
        return []
    before = passage.previous(position)
    if before >= 0 and drafts[before].mention.end > start:
        return []
    opening = _OPENING.match(text[start:end])
    if opening is not None:
        start += opening.end()
    places, edge = [], start
    for match in _SEPARATOR.finditer(text, start, end):
        if match.start() > edge:
            places.append((edge, match.start()))
        edge = match.end()
    if edge < end:
        places.append((edge, end))
    if len(places) == count:
        return places
    return places[-count:] if len(places) > count else []
