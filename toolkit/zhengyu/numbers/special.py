"""Quantities that are words (翻番, 过半, 三分之一), places in an order (第21位), ratios."""

from __future__ import annotations

import re
from decimal import Decimal

from zhengyu.numbers.grammar import ANCHOR, PREFIXES, RANK, REACH, SPECIAL, SUFFIXES
from zhengyu.numbers.mention import Mention
from zhengyu.numbers.numerals import bounds, magnitude

_TAILS = {**SUFFIXES, "强": "above", "弱": "below", "还多": "above", "多": "above"}
_DIGITS_OF = {"两": (10, 99), "双": (10, 99), "三": (100, 999), "四": (1000, 9999)}


def specials(text: str) -> list[Mention]:
    """The quantities that are words, in order and without overlaps."""
    found: list[Mention] = []
    for anchor in ANCHOR.finditer(text):
        floor = found[-1].end if found else 0
        begin = max(floor, anchor.start() - REACH)
        for match in SPECIAL.finditer(text, begin, min(len(text), anchor.end() + REACH)):
            if match.end() > anchor.start() and match.start() < anchor.end():
                if match.lastgroup == "parts":
                    found += _parts(match)
                    break
                mention = _READERS[match.lastgroup or ""](match)
                if mention is not None and mention.start >= floor:
                    found.append(mention)
                break
    return found


def _make(
    match: re.Match[str],
    value: Decimal | None,
    unit: str | None,
    group: str,
    approx: str = "exact",
    high: Decimal | None = None,
) -> Mention:
    form = match.lastgroup or ""
    return Mention(
        match.start(), match.end(), value, high, unit, approx, group, form, match.start()
    )


def _fold(match: re.Match[str]) -> Mention:
    """翻番 doubles, 翻两番 doubles twice."""
    folds, _ = bounds(match["folds"] or "一")
    approx = PREFIXES.get(match["fold_approx"] or "", "exact")
    if match["fold_tail"]:
        approx = "above"
    value = None if folds is None else Decimal(2 ** int(folds))
    if value is not None and match["fold_half"]:
        value += Decimal("0.5")
    return _make(match, value, "times", "multiple", approx)


def _beyond(match: re.Match[str]) -> Mention:
    """产值过千亿: a magnitude alone is the number."""
    value = magnitude(match["beyond_marks"])
    return _make(match, Decimal(int(value)), None, "bare", "above")


def _half(match: re.Match[str]) -> Mention:
    form = match.lastgroup
    if form == "half":
        tail = match["half_tail"]
        approx = _TAILS[tail] if tail else PREFIXES.get(match["half_near"] or "", "exact")
    else:
        approx = "above"
    return _make(match, Decimal(50), "percent", "percent", approx)


def _percent(match: re.Match[str]) -> Mention | None:
    value, _ = bounds(match["percent_value"])
    approx = PREFIXES.get(match["percent_approx"] or "", "exact")
    if value is None:
        return None
    base = match["base"]
    if base == "千":
        return _make(match, value, "permille", "percent", approx)
    return _make(match, value if base == "百" else value / 100, "percent", "percent", approx)


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A fraction in percent, to two decimals as news prints it (三分之一: 33.33)."""
    if not part or not whole:
        return None
    percent = (part * 100 / whole).quantize(Decimal("0.01"))
    return percent.to_integral_value() if percent == percent.to_integral_value() else percent


def _fraction(match: re.Match[str]) -> Mention | None:
    value = share(bounds(match["part"])[0], bounds(match["whole"])[0])
    tail = match["fraction_tail"]
    approx = _TAILS[tail] if tail else PREFIXES.get(match["fraction_approx"] or "", "exact")
    return None if value is None else _make(match, value, "percent", "percent", approx)


def _digits(match: re.Match[str]) -> Mention:
    low, high = _DIGITS_OF[match["digits"][0]]
    return _make(match, Decimal(low), "percent", "percent", "exact", Decimal(high))


def _of(match: re.Match[str]) -> Mention | None:
    """十间有九间, 每三只中就有一只."""
    name = "every" if match.lastgroup == "every" else "of"
    whole, part = (bounds(match[f"{name}_{side}"])[0] for side in ("whole", "part"))
    value = share(part, whole)
    if value is None or value > 100:  # noqa: PLR2004 - percent
        return None
    return _make(match, value, "percent", "percent")


def _at(match: re.Match[str], name: str) -> Mention:
    start, end = match.span(name)
    return Mention(start, end, Decimal(0), None, "percent", "exact", "percent", name, start)


def _parts(match: re.Match[str]) -> list[Mention]:
    """四六分账, 九比一: each member a share (codebook, rule 16)."""
    places = (match.start(), match.end() - 1)
    return [
        Mention(
            place,
            place + 1,
            bounds(match.string[place])[0],
            None,
            None,
            "exact",
            "ratio",
            "member",
            place,
        )
        for place in places
    ]


_READERS = {
    "fold": _fold,
    "double": lambda match: _make(match, Decimal(2), "times", "multiple"),
    "breakthrough": lambda match: _make(match, None, None, "bare"),
    "zero": lambda match: _make(match, Decimal(0), None, "bare"),
    "beyond": _beyond,
    "standstill": lambda match: _make(match, Decimal(0), "percent", "percent"),
    "half_more": _half,
    "over_half": _half,
    "half": _half,
    "percent": _percent,
    "fraction": _fraction,
    "flat": lambda match: _at(match, "flat"),
    "digits": _digits,
    "first": lambda match: _make(match, Decimal(1), "rank", "rank"),
    "every": _of,
    "of": _of,
}

_ENDS_RANK = frozenset(",。.;、!)] \n:”\"'(跃升前上提下的滑降退进追把冲移")


def ranks(text: str) -> list[Mention]:
    """Places in an order; `form` is `place` with 位, 名 or 强, else `ordinal` or `top`."""
    found: list[Mention] = []
    for match in RANK.finditer(text):
        head, numeral, large, word, strong, _ = match.groups()
        start, end = match.span()
        follower = text[end : end + 1]
        if (
            head is not None
            and word is None
            and not large
            and follower not in _ENDS_RANK
            and follower
        ):
            continue
        if word in {"名", "位"} and head == "第" and follower not in _ENDS_RANK and follower:
            continue
        if strong is not None and text[start - 1 : start] in {"+", "-"}:
            continue
        value, _high = bounds(numeral or strong)
        if head == "后" and word not in {"名", "位"}:
            continue
        at_most = head in {"前", "后"} or word == "强" or strong is not None
        form = "place" if word or strong or large else "top" if at_most else "ordinal"
        approx = "at_most" if at_most else "exact"
        found.append(Mention(start, end, value, None, "rank", approx, "rank", form, start))
    return found


_RATIO = re.compile(r"(?<![\d:.])(\d{1,3}(?:\.\d+)?)((?::\d{1,3}(?:\.\d+)?)+)(?![\d:.])")
_RATIO_NAME = re.compile(r"(?:比|比例|结构|构成|比为|比由|按|配比|之比|比是|占比)[^,。;]{0,14}$")
_WHOLES = (10, 100)


def ratios(text: str) -> list[Mention]:
    """Members of a ratio (codebook, rule 16): 4:52:44 is three shares, 3.3:1 one quotient."""
    found: list[Mention] = []
    for match in _RATIO.finditer(text):
        before = text[max(0, match.start() - 18) : match.start()]
        if _RATIO_NAME.search(before) is None and "调整" not in before[-4:]:
            continue
        members = [Decimal(member) for member in match.group().split(":")]
        start = match.start()
        if len(members) == 2 and members[1] == 1:  # noqa: PLR2004 - N to one
            found.append(
                Mention(
                    start, match.end(), members[0], None, None, "exact", "ratio", "quotient", start
                )
            )
            continue
        found += _members(match.group(), start, members)
    return found


def _members(row: str, start: int, members: list[Decimal]) -> list[Mention]:
    whole = sum(members, Decimal(0))
    scale = next((100 // w for w in _WHOLES if abs(whole - w) <= Decimal("0.15")), 0)
    found = []
    for text, member in zip(row.split(":"), members, strict=True):
        value = member * scale if scale else member
        unit = "percent" if scale else None
        end = start + len(text)
        found.append(Mention(start, end, value, None, unit, "exact", "ratio", "member", start))
        start = end + 1
    return found
