"""Periods as dates: 今年1-7月, “十四五”期间, 截至2022年第三季度."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from zhengyu.numbers.numerals import bounds

Dates = tuple[date | None, date | None]

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-—–~～至到]((?:19|20)\d\d))?年?")
_RELATIVE = {
    "今年": 0,
    "本年": 0,
    "年内": 0,
    "去年": -1,
    "上年": -1,
    "前年": -2,
    "明年": 1,
    "次年": 1,
}
#: Plan periods by their number; the tenth was 2001 to 2005, five years each.
_PLAN = re.compile(
    r"([一二三四五六七八九十]{1,2})五(?=[”\"’』」]|规划|时期|期间|末|期末|初|以来|$)"
)
_FIRST_PLAN, _FIVE = 1953, 5
_MONTHS = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月?(?:份)?[-—–~～至到](1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月"
)
_MONTH = re.compile(
    r"(?<!\d)(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?:(\d{1,2})日)?"
)
_FIRST = re.compile(r"前(\d{1,2}|十[一二]?|[一二三四五六七八九两])个?月")
_QUARTERS = re.compile(r"(前|首|第)?([一二三四1-4])?(?:个)?(季度?)")
_OPEN_END = re.compile(r"^(?:到|至)")
_SINCE = re.compile(r"以来|起$|来$")
_AGES = re.compile(
    r"(?:过去|近|最近)?([\d一二两三四五六七八九十]{1,3})年[来间]|(?:过去|近|最近)([\d一二两三四五六七八九十]{1,3})年"
)


def reference_date(meta: Mapping[str, Any]) -> date | None:
    """The document's own date, `meta["date"]` as a date or in ISO 8601, if there is one."""
    given = meta.get("date")
    if isinstance(given, date):
        return date(given.year, given.month, given.day)
    if isinstance(given, str):
        try:
            return date.fromisoformat(given[:10])
        except ValueError:
            return None
    return None


def normalise(text: str, reference: date | None) -> Dates:
    """First and last day of a period, None where the words and the reference do not tell.

    >>> normalise("今年1-7月", date(2022, 9, 1))
    (datetime.date(2022, 1, 1), datetime.date(2022, 7, 31))
    >>> normalise("“十四五”期间", None)
    (datetime.date(2021, 1, 1), datetime.date(2025, 12, 31))
    """
    plan = _PLAN.search(text)
    if plan is not None:
        return _plan(text, plan.group(1))
    ages = _AGES.search(text)
    if ages is not None and not _YEAR.search(text):
        return _ages(ages, reference)
    years = _years(text, reference)
    if years is None:
        return None, None
    first, last = _within(text, *years)
    if _SINCE.search(text):
        return first, reference
    return (None, last) if _OPEN_END.match(text) else (first, last)


def _plan(text: str, number: str) -> Dates:
    value, _ = bounds(number)
    if value is None:
        return None, None
    start = _FIRST_PLAN + (int(value) - 1) * _FIVE
    # The plans of 1953 to 1985 ran on; from the seventh (1986) each has begun with a sixth year.
    start = start if int(value) < 4 else 1971 + (int(value) - 4) * _FIVE  # noqa: PLR2004
    last = date(start + _FIVE - 1, 12, 31)
    if "末" in text or _OPEN_END.match(text):
        return None, last
    return date(start, 1, 1), last


def _ages(match: re.Match[str], reference: date | None) -> Dates:
    count, _ = bounds(match.group(1) or match.group(2))
    if reference is None or count is None or count > reference.year:
        return None, None
    year = reference.year - int(count)
    day = min(reference.day, monthrange(year, reference.month)[1])
    return date(year, reference.month, day), reference


def _years(text: str, reference: date | None) -> tuple[int, int] | None:
    match = _YEAR.search(text)
    if match is not None:
        first = int(match.group(1))
        return first, int(match.group(2) or first)
    if reference is None:
        return None
    for word, offset in _RELATIVE.items():
        if word in text:
            return reference.year + offset, reference.year + offset
    if not re.search(r"月|季|上半年|下半年|全年|年[底末初中]", text):
        return None
    month = _MONTH.search(text)
    later = month is not None and _number(month.group(1)) > reference.month
    year = reference.year - (1 if later and not _OPEN_END.match(text) else 0)
    return year, year


def _number(text: str) -> int:
    value, _ = bounds(text)
    return int(value) if value is not None else 1


def _within(text: str, first: int, last: int) -> Dates:
    """Months, quarters and halves within the years."""
    months = _MONTHS.search(text)
    if months is not None:
        return _span(first, _number(months.group(1)), _number(months.group(2)))
    early = _FIRST.search(text)
    if early is not None:
        return _span(first, 1, _number(early.group(1)))
    if "上半年" in text or "下半年" in text:
        return _span(first, 1, 6) if "上" in text else _span(first, 7, 12)
    quarter = _QUARTERS.search(text)
    if quarter is not None:
        number = _number(quarter.group(2) or "一")
        whole = quarter.group(1) == "前" or text.startswith("截至")
        return _span(first, 1 if whole else 3 * number - 2, 3 * number)
    month = _MONTH.search(text)
    if month is not None:
        return _day(text, first, month)
    return date(first, 1, 1), date(last, 12, 31)


def _day(text: str, year: int, match: re.Match[str]) -> Dates:
    month = _number(match.group(1))
    if match.group(2) is None:
        return _span(year, 1 if text.startswith(("截至", "截止")) else month, month)
    day = min(max(int(match.group(2)), 1), monthrange(year, month)[1])
    exact = date(year, month, day)
    return (date(year, 1, 1), exact) if text.startswith(("截至", "截止")) else (exact, exact)


def _span(year: int, first: int, last: int) -> Dates:
    first, last = max(1, min(first, 12)), max(1, min(last, 12))
    if last < first:
        return None, None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
