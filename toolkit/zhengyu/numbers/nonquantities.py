"""Numerals that are no quantities: dates, times of day, codes, ordinals, names of plans."""

from __future__ import annotations

import re

from zhengyu.numbers.lexicon import units
from zhengyu.numbers.numerals import DIGITS

_WEAK = frozenset(name for name, unit in units().items() if unit.group == "weak")
#: Behind capital letters these make a code (GB2312, Q235P), other units a figure (GDP1134亿元).
_CODE_UNITS = frozenset([None, "年", "P", "度", "级", "号", "次", "线"])
_CLOCK = frozenset("月日号时点")
_JOINERS = frozenset("-/:.×*_@#+")
_FOUR = 4


def is_label(  # noqa: PLR0911 - one return for each reason
    text: str, start: int, end: int, numeral: str, unit: str | None
) -> bool:
    """Whether Arabic digits are a date, a time, a code or an ordinal."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before == "第" or (before in "零〇○Ⅰ" and before):
        return True
    if before.isascii() and before.isalpha() and unit in _CODE_UNITS:
        return True
    if unit is not None:
        return _is_labelled_unit(text, start, end, numeral, unit)
    if after in _CLOCK and after:
        return True
    if (after.isascii() and after.isalpha()) or (before in _OPEN and after in _CLOSE):
        return True
    if _is_time_of_day(text, start, end):
        return True
    if after in _JOINERS and after:
        # 1-7月 and 3-5年 are judged by what follows the stroke.
        return after not in "-.:" or _is_code_tail(text, end)
    return len(numeral) >= 7 and numeral.isdigit()  # noqa: PLR2004 - telephone numbers


def _is_time_of_day(text: str, start: int, end: int) -> bool:
    """Hours or minutes of 8:30, unless the text calls it a ratio."""
    near = text[max(0, start - 3) : end + 3]
    return _TIME_OF_DAY.search(near) is not None and not _ROW.search(text, max(0, end - 18), end)


_OPEN, _CLOSE = frozenset("〔[(（"), frozenset("〕])）")
_TIME_OF_DAY = re.compile(r"(?<!\d)[0-2]?\d:[0-5]\d(?!\d)")
_CODE_TAIL = re.compile(r"[-.:]?(?:\d{1,2}[-.:/]\d|\d{5}|[A-Za-z×X])|-\d{2}\b(?![\d%万亿年元人])")


def _is_code_tail(text: str, end: int) -> bool:
    return _CODE_TAIL.match(text, end) is not None and not _ROW.search(text, max(0, end - 14), end)


_ROW = re.compile(r"比|按|分配|结构")


def _is_labelled_unit(text: str, start: int, end: int, numeral: str, unit: str) -> bool:
    before = text[start - 1 : start] if start else ""
    if unit == "年" and numeral.isdigit():
        century = len(numeral) == _FOUR and numeral[0] in "12"
        if century or numeral[0] == "0":
            return True
    if before in _JOINERS and before and start > 1 and before not in "-/:":
        other = text[start - 2]
        return before != "." and (other.isascii() and other.isalnum())
    if unit == "日" and before in {"月", "-", "至", "、"}:
        return True
    if unit in {"分", "分钟"}:
        return before in {"时", "点"} and text[start - 2].isdecimal()
    if unit == "天" and text[end : end + 1] in _CITIES and _YEAR.fullmatch(numeral):
        return True
    return (unit == "周" and text.startswith("年", end)) or (
        unit in _PERIOD_UNITS and _counts_back(text, start)
    )


#: 2025天津夏季达沃斯: the year of an event in a city whose name begins like a unit.
_CITIES, _YEAR = frozenset("津水府台门"), re.compile(r"(?:19|20)\d\d")
_PERIOD_UNITS = frozenset(["个月", "天", "年", "周", "小时", "个工作日", "个季度"])


def _counts_back(text: str, start: int) -> bool:
    """前10个月, 头两天: a period, unlike 提前两个月 and 以前三天."""
    if text[start - 1 : start] not in {"前", "头"}:
        return False
    return text[max(0, start - 2) : start - 1] not in {"提", "以", "从", "之"}


#: 统一, 唯一, 专一: words that end in 一.
_UNITED = frozenset("统唯专单同划归不非逐万")
#: 十五五: a five-year plan without its quotation marks.
_PLAN = re.compile("十[一二三四五六]五")
_FORMAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")


def is_date(text: str, start: int, numeral: str, unit: str) -> bool:
    """Whether a Chinese numeral is an ordinal, a year or a part of one (上半年)."""
    before = text[start - 1 : start] if start else ""
    if before == "第" or (len(numeral) == 1 and numeral in _FORMAL):
        return True
    if (numeral == "一" and before in _UNITED and before) or _PLAN.fullmatch(numeral):
        return True
    if unit in _WEAK and len(numeral) == 1:
        return True
    if unit == "年" and len(numeral) >= _FOUR - 1 and all(c in DIGITS for c in numeral):
        return True
    if unit in _PERIOD_UNITS and _counts_back(text, start):
        return True
    return numeral == "半" and (before in {"上", "下", "大", "多", "过", "一"})
