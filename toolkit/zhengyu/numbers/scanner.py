"""Finds quantities in the folded view: one pass for numerals, one for words that are quantities."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from zhengyu.numbers.grammar import PREFIXES, QUANTITY, SUFFIX, SUFFIXES
from zhengyu.numbers.lexicon import units
from zhengyu.numbers.mention import Mention
from zhengyu.numbers.nonquantities import is_date, is_label
from zhengyu.numbers.numerals import DIGITS, bounds, magnitude
from zhengyu.numbers.special import ranks, ratios, share, specials

_UNITS = units()
_PREFIX_LAST = frozenset(prefix[-1] for prefix in PREFIXES)
_LONGEST_NUMERAL = 24
_RANGE = re.compile(r"[-—–~～]{1,2}|至|到")
#: 上百, 过亿: these approximators stand before a bare magnitude only.
_MAGNITUDE_ONLY = frozenset("上过")
#: 签约, 附近, 超过: a word that ends in an approximator's character.
_WORDS = {
    "约": frozenset("签节预履违合缔解特续邀立集条简"),
    "近": frozenset("附最临邻接将贴逼亲靠"),
    "快": frozenset("加较尽更最"),
    "超": frozenset("反赶商高"),
    "破": frozenset("打突跌冲"),
    "过": frozenset("通经超度走不跨越翻"),
    "上": frozenset("以之"),
}
_Parsed = tuple[Decimal | None, Decimal | None, str | None, str, str, str]


def scan(text: str, raw: str) -> list[Mention]:
    """The quantities of a folded text in order, without overlaps; `raw` gives units as written."""
    fixed = sorted(
        [*specials(text), *ranks(text), *(ratios(text) if ":" in text else ())],
        key=lambda mention: mention.start,
    )
    taken = {i for mention in fixed for i in range(mention.start, mention.end)}
    mentions: list[Mention] = []
    for match in QUANTITY.finditer(text):
        start, end = match.span()
        if taken and (start in taken or end - 1 in taken):
            continue
        previous = mentions[-1] if mentions else None
        if previous is not None and start < previous.end:
            continue
        joins = previous is not None and _joins(text, previous, start)
        mention = _mention(text, raw, match)
        if mention is None:
            if joins and previous is not None and previous.unit is None:
                mentions.pop()
            continue
        if joins and previous is not None and _same_kind(previous, mention):
            _join(text, previous, mention)
        elif previous is not None and previous.end == start and _is_rest(previous, mention):
            _add(previous, mention)
        else:
            mentions.append(mention)
    if fixed:
        mentions = sorted([*mentions, *fixed], key=lambda mention: mention.start)
    return mentions


def _mention(text: str, raw: str, match: re.Match[str]) -> Mention | None:
    arabic, over, infix, marks, unit, chinese, cinfix, cmarks, cunit = match.groups()
    start, end = match.span()
    if arabic is not None:
        if len(arabic) > _LONGEST_NUMERAL or is_label(text, start, end, arabic, unit):
            return None
        if over is not None:
            return _ratio(text, start, end, arabic, over)
        value, high, code, approx, group, name = _parse(arabic, infix, marks, unit)
        form = "arabic"
    else:
        if is_date(text, start, chinese, cunit):
            return None
        value, high, code, approx, group, name = _parse(chinese, cinfix, cmarks, cunit or None)
        form = "chinese"
    mention = Mention(start, end, value, high, code, approx, group, form, start)
    if code is None and name:
        # The unit is given as the text writes it, 個 or 戶.
        mention.unit = _unit_text(raw, end, name)
    _suffix(text, mention)
    if start and form == "arabic":
        if text[start - 1] in "+-":
            _sign(text, mention)
        elif mention.unit in {"CNY", "℃"}:
            _named_before(text, mention)
    _prefix(text, mention)
    return mention


def _sign(text: str, mention: Mention) -> None:
    """A sign belongs to the figure (+7.1%), but not right behind 同比; a rate keeps its size."""
    before = text[mention.start - 2 : mention.start - 1]
    if before.isalnum() and before.isascii():
        return
    if before != "比":
        mention.start -= 1
    if text[mention.number - 1] in "-下" and mention.unit == "℃" and mention.value is not None:
        mention.value = -mention.value


_CURRENCIES = {"港币": "HKD", "美元": "USD", "人民币": "CNY", "欧元": "EUR", "日元": "JPY"}


def _named_before(text: str, mention: Mention) -> None:
    """港币50万元, 零下21℃: a currency or sign in words stands before the number."""
    start = mention.start
    if mention.unit == "℃":
        if text[start - 2 : start] == "零下" and mention.value is not None:
            mention.start, mention.value = start - 2, -mention.value
        return
    for name, code in _CURRENCIES.items():
        if text[start - len(name) : start] == name:
            mention.start, mention.unit = start - len(name), code
            return


@lru_cache(maxsize=65536)
def _parse(numeral: str, infix: str | None, marks: str | None, unit: str | None) -> _Parsed:
    """Value, upper bound, unit code, approximator, unit group and unit name."""
    low, high = bounds(numeral) if numeral != "半" else (Decimal("0.5"), None)
    approx = "exact"
    if infix is not None:
        approx = "about" if infix == "来" else "above"
    elif low is not None and numeral[-1] in "几数":
        approx = "above"
    half = False
    if unit is not None and unit[:2] in {"个多", "个半"}:
        approx, half = ("above", False) if unit[1] == "多" else (approx, True)
        unit = "个" + unit[2:]
    entry = _UNITS.get(unit) if unit else None
    factor = magnitude(marks or "") * (entry.factor if entry else 1)
    values = [None if value is None else _plain(value * factor) for value in (low, high)]
    if half and values[0] is not None:
        values[0] += Decimal("0.5")
    if entry is None:
        return values[0], values[1], None, approx, "time" if unit else "bare", unit or ""
    return values[0], values[1], entry.code, approx, entry.group, entry.name


def _plain(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return Decimal(int(whole)) if value == whole else value.normalize()


def _unit_text(raw: str, end: int, name: str) -> str:
    text = raw[end - len(name) : end]
    if name[0] == "个" and text[0] in "多半":
        return raw[end - len(name) - 1] + text[1:]
    return text


def _ratio(text: str, start: int, end: int, arabic: str, over: str) -> Mention | None:
    value = share(bounds(arabic)[0], bounds(over[1:])[0])
    if value is None or value > 100 or text[end : end + 1] in {"-", "/", ":"}:  # noqa: PLR2004
        return None
    mention = Mention(start, end, value, None, "percent", "exact", "percent", "fraction", start)
    _prefix(text, mention)
    return mention


_HALF = Decimal("0.5")


def _suffix(text: str, mention: Mention) -> None:
    match = SUFFIX.match(text, mention.end)
    if match is None or match.end() == match.start():
        _composite(text, mention)
        return
    tail, half, word = match.groups()
    if word == "内" and not _inside(text, mention, match.end()):
        word = None
        end = match.end() - 1
    else:
        end = match.end()
    if half and (mention.group not in _HALVES or mention.value is None):
        return
    if half and mention.value is not None:
        mention.value = _plain(mention.value + (5 if mention.unit == "percent" else _HALF))
    if tail and mention.group == "bare" and mention.form == "arabic":
        return
    if tail or word:
        mention.approx = SUFFIXES[word] if word else "above"
    mention.end = end


_HALVES = frozenset(["time", "percent", "multiple", "measure"])
_DISTANCES = frozenset(["公里", "米", "里", "千米"])


def _inside(text: str, mention: Mention, end: int) -> bool:
    measured = mention.group == "time" or mention.unit in _DISTANCES
    return measured and text[end : end + 1] not in {"部", "外", "容", "地", "蒙"}


def _composite(text: str, mention: Mention) -> None:
    """四成五 is 45 percent, 三斤六两 3.6 斤, 两块五毛 2.5 yuan."""
    end, value = mention.end, mention.value
    following = text[end : end + 1]
    digit = int(following) if following.isdecimal() else DIGITS.get(following)
    if digit is None or value is None or digit == 0:
        return
    last, after = text[end - 1], text[end + 1 : end + 2]
    if last == "成" and mention.group == "percent" and after not in _UNIT_HEADS:
        mention.value, mention.end = value + digit, end + 1
    elif (last == "斤" and after == "两") or (last in "元块" and after in {"角", "毛"}):
        mention.value, mention.end = value + Decimal(digit) / 10, end + 2
    elif last in "角毛" and after == "分":
        mention.value, mention.end = value + Decimal(digit) / 100, end + 2
    elif last in _TENTHS and not after.isalnum():
        part = 100 if last in "角毛" else 10
        mention.value, mention.end = value + Decimal(digit) / part, end + 1


#: A last digit behind these is a tenth of them: 两块六, 四亩三, 八米四; behind 角 a hundredth.
_TENTHS = frozenset("元块角毛亩米")
_UNIT_HEADS = frozenset(name[0] for name in _UNITS) - {"成"}


def _prefix(text: str, mention: Mention) -> None:
    start = mention.start
    if start == 0 or text[start - 1] not in _PREFIX_LAST:
        return
    for length in (4, 3, 2, 1):
        word = text[max(0, start - length) : start]
        if word not in PREFIXES or len(word) != length:
            continue
        before = text[start - length - 1 : start - length] if start > length else ""
        if before and before in _WORDS.get(word, ()):
            return
        measured = word == "过" and mention.group in {"percent", "money"}
        if word in _MAGNITUDE_ONLY and not (measured or text[start] in "百千万亿"):
            return
        if word == "快" and (mention.group != "time" or before in {"度", "比", "年"}):
            return
        mention.start = start - length
        if mention.approx == "exact" or word not in {"约", "大约"}:
            mention.approx = PREFIXES[word]
        return


def _joins(text: str, previous: Mention, start: int) -> bool:
    match = _RANGE.match(text, previous.end)
    return match is not None and match.end() == start


def _same_kind(previous: Mention, mention: Mention) -> bool:
    """Whether two quantities joined by a stroke, 至 or 到 are one range."""
    if previous.high is not None or previous.value is None or mention.value is None:
        return False
    return previous.unit is None or previous.unit == mention.unit


def _join(text: str, previous: Mention, mention: Mention) -> None:
    """Makes one range of two; in 10~15亿元 the magnitude at the end counts for both."""
    low = previous.value
    own = _MARKS.search(text, previous.number, previous.end)
    shared = _MARKS.search(text, mention.number, mention.end)
    if own is None and shared is not None and low is not None:
        low = _plain(low * magnitude(shared.group()))
    previous.value, previous.high, previous.end = low, mention.value, mention.end
    previous.unit, previous.group = mention.unit, mention.group
    if previous.approx == "exact":
        previous.approx = mention.approx


_MARKS = re.compile(r"(?<=\d)[十百千万亿]+")


#: Seconds in each part of a stated time (1小时5分42秒).
_SECONDS = {"小时": 3600, "时": 3600, "分": 60, "分钟": 60, "秒": 1}


def _is_rest(previous: Mention, mention: Mention) -> bool:
    order = list(_SECONDS)
    if previous.unit not in _SECONDS or mention.unit not in _SECONDS or mention.start == 0:
        return False
    return mention.value is not None and order.index(previous.unit) < order.index(mention.unit)


def _add(previous: Mention, mention: Mention) -> None:
    """Makes one time of its parts, in the unit of the last."""
    first, last = previous.value, mention.value
    if first is not None and last is not None and previous.unit and mention.unit:
        scale = Decimal(_SECONDS[previous.unit]) / _SECONDS[mention.unit]
        previous.value = _plain(first * scale + last)
    previous.unit, previous.group, previous.end = mention.unit, "time", mention.end
