"""Numerals: from the characters of a number to its exact value.

Arabic digits with thousands marks, Chinese numerals (formal ones too), mixtures of both
(3.5万, 1万3千, 1.2万亿), vague ones (十几, 数百) and pairs of neighbours (两三百, 三五).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = {
    **dict.fromkeys("零〇○", 0),
    **dict.fromkeys("一壹弌", 1),
    **dict.fromkeys("二两兩贰貳", 2),
    **dict.fromkeys("三叁參", 3),
    **dict.fromkeys("四肆", 4),
    **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆陸", 6),
    **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}
POWERS = {
    "十": 1,
    "拾": 1,
    "百": 2,
    "佰": 2,
    "千": 3,
    "仟": 3,
    "万": 4,
    "萬": 4,
    "亿": 8,
    "億": 8,
}
VAGUE = frozenset("几幾数數")

_PAIR = re.compile(r"(\d[\d,]*(?:\.\d+)?)([十百千万亿]*)")
_NEIGHBOURS = re.compile(
    r"(?<![零〇一二两三四五六七八九])([一二两三四五六七八九])([一二三四五六七八九])(?=[十百千万亿]|$)"
)

Bounds = tuple[Decimal | None, Decimal | None]


@lru_cache(maxsize=65536)
def bounds(numeral: str) -> Bounds:
    """Lower bound, and upper bound where the numeral itself names two neighbours.

    A vague numeral without a floor (数百, 几十) has no value.

    >>> bounds("1.2万亿"), bounds("两三百"), bounds("数百")
    ((Decimal('1200000000000'), None), (Decimal('200'), Decimal('300')), (None, None))
    """
    if numeral and (numeral[0].isdigit() or numeral[0] == "-"):
        return _arabic(numeral), None
    if numeral[:1] in VAGUE:
        return None, None
    pair = _NEIGHBOURS.search(numeral)
    if pair is not None:
        low, high = (numeral[: pair.start()] + one + numeral[pair.end() :] for one in pair.groups())
        return chinese(low), chinese(high)
    return chinese(numeral), None


def magnitude(marks: str) -> Decimal:
    """The product of magnitude characters: 千万 is ten million.

    >>> magnitude("千万")
    Decimal('1E+7')
    """
    return Decimal(1).scaleb(sum(POWERS.get(mark, 0) for mark in marks))


def _arabic(numeral: str) -> Decimal | None:
    """Digits with magnitudes in descending order: 5亿3千万, 1万3 (13 000), 1,100.9亿."""
    total, last = Decimal(0), None
    for digits, marks in _PAIR.findall(numeral):
        if len(digits) > _MAX_DIGITS:
            return None
        scale = magnitude(marks)
        if not marks and last is not None and len(digits) == 1:
            scale = last / 10
        total += Decimal(digits.replace(",", "")) * scale
        last = scale
    return _plain(total) if last is not None else None


#: Longer runs of digits are identifiers, never quantities; also keeps parsing linear.
_MAX_DIGITS = 24


def chinese(numeral: str) -> Decimal | None:
    """The value of a Chinese numeral, or None where it is no well-formed one.

    >>> [str(chinese(numeral)) for numeral in ("三万五千", "一百零三", "两百五", "三点二")]
    ['35000', '103', '250', '3.2']
    """
    if not numeral or len(numeral) > _MAX_DIGITS:
        return None
    whole, point, rest = numeral.partition("点")
    if point:
        fraction = "".join(str(DIGITS[c]) for c in rest if c in DIGITS)
        marks = rest.lstrip("零〇○一二两三四五六七八九")
        base = chinese(whole)
        if base is None or not fraction or any(c not in POWERS for c in marks):
            return None
        return _plain((base + Decimal(f"0.{fraction}")) * magnitude(marks))
    if all(c in DIGITS for c in numeral):
        return Decimal("".join(str(DIGITS[c]) for c in numeral))
    return _positional(numeral)


def _positional(numeral: str) -> Decimal | None:
    """Reads 亿 and 万 as section marks and 千, 百, 十 within a section."""
    total = section = last = closed = 0
    digit: int | None = None
    after_zero = False
    for character in numeral:
        if character in DIGITS:
            digit = DIGITS[character]
            after_zero = digit == 0 or after_zero
            continue
        last = POWERS.get(character, -1)
        if last < 0:
            return None
        if last < _SECTION:
            section += (1 if digit is None else digit) * 10**last
        else:
            whole = section + (digit or 0)
            if last > closed:
                total = (total + whole or 1) * 10**last
            else:
                total += whole * 10**last
            section, closed = 0, last
        digit, after_zero = None, False
    if digit is not None:
        # 两百五 is 250: a last digit without mark counts the next lower power.
        section += digit if after_zero or last <= 1 else digit * 10 ** (last - 1)
    return Decimal(total + section)


#: 万 (10**4) and above close a section.
_SECTION = 4


def _plain(value: Decimal) -> Decimal:
    """The same number without exponent or trailing zeros: two spellings compare and print alike."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()
