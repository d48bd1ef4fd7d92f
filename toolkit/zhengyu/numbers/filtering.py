"""Which quantities are claims: codebook, section “Not claims” and the settled cases 1, 2 and 5."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhengyu.numbers.lexicon import alternatives, load, unit_pattern
from zhengyu.numbers.mention import Mention
from zhengyu.numbers.numerals import magnitude
from zhengyu.numbers.tables import take_unit
from zhengyu.numbers.words import words

_WORDS = load("nonclaims")
_FIXED = re.compile(alternatives(_WORDS["fixed"].split()))
_FURNITURE = re.compile(rf"(?:{alternatives(_WORDS['furniture'].split())})[ :(（为数次量]{{0,3}}$")
_LINE = re.compile(alternatives(_WORDS["line"].split()))
_CLASS = re.compile(
    rf"(?:的)?(?:[\u4e00-\u9fff]{{0,6}}?)(?:{alternatives(_WORDS['class_heads'].split())})"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》|〔\d{4}〕\s?\d+\s?号|\[\d{4}\]\d+号")
_QUOTED = re.compile(r"[“\"‘']([^“”\"‘’',，。;；!！?？\n]{1,12})[”\"’']")
_PLAN = re.compile(
    r"[一二三四五六七八九十两\d]{1,3}年(?:[\u4e00-\u9fff]{0,6}?)(?:行动|规划|计划|方案|攻坚|会战)"
)

_ONE_COUNTS = re.compile(
    r"(?:[不未]足|不到|不满|近|约|仅|只|就|历时|缩短[至到为]|[压缩减][至到]|用了?|超过?|驻点|满|等了?|才|第一批)$"
)
_RANK_VERB = re.compile(
    rf"(?:{alternatives(load('approximators')['rank_verbs'].split())})[^,。;!?0-9]{{0,14}}$"
)
#: Behind a duration: it names a time (三年来, 两年前), it is no measure.
_TIME_NAME = re.compile(r"(?:[来间前里]|以来|之前|以前|期间|时间里)(?!往|后不)")
_AGO = re.compile(
    r"(?:过去|今后|未来|近|最近|此后|往后|这|下一个|的|(?<!提)前|头|每|首|上|下|后|当|头|又|一晃|去|将来|每隔|比|较)$"
)
_ASSERTED = re.compile(
    r"(?:用了?|仅用?|只用?了?|历时|经过?|需要?|要|等了?|才|满|缩短[至到为了]?|压缩[至到为了]?|延长[至到]?|[减降压缩][至到]|由|从|提前|长达|达|持续|连续|为期"
    r"|已经?|超|近|约|不到|不足|了|守|花了?|快|期限|工期|为|在|周转|平均|最长|最多|至少|整整|就|之内|仅需|只需|耗时|周期|车程|全程|办结|时限|完成)$"
)
_RATE_HEAD = re.compile(
    r"(?:率|比|值|指数|系数|倍数|密度|PUE|得分|评分|均分|总分|成绩|人口|人数|用户|人员|从业者|总数|总量)"
    r"[^,。;0-9]{0,4}?(?:由|从|为|是|达|达到|降[至到]|升[至到]|控制在|突破|超过?|仅|已|有|约|不过|稳定在|保持在|提高[至到]|下降[至到])?$"
)


_LISTS = frozenset(["世界", "中国", "全球", "国内", "民企", "民营", "行业", "财富"])
_ENTERS = re.compile(r"(?:跻身|进入|挺进|入围|入选|位列|迈入|迈进|冲刺|晋级|列)[^,。;]{0,14}$")


class Masks:
    """Ranges in which no number is a claim: titles, codes, short quotations, names and terms."""

    def __init__(self, text: str, ranges: Sequence[tuple[int, int]]) -> None:
        self._open = bytearray(b"\x01") * len(text)
        masked = [*ranges, *_furniture_lines(text)]
        for pattern in (_TITLE, _PLAN):
            masked += [match.span() for match in pattern.finditer(text)]
        masked += [match.span(1) for match in _QUOTED.finditer(text)]
        for start, end in masked:
            self._open[start:end] = bytes(min(end, len(text)) - start)

    def cover(self, start: int, end: int) -> bool:
        """Whether every character of a range is masked."""
        return self._open.find(1, start, end) < 0


def claims_among(text: str, mentions: list[Mention], masks: Masks) -> list[Mention]:
    """The quantities that assert something, in order."""
    kept: list[Mention] = []
    for index, mention in enumerate(mentions):
        following = _following(text, mentions, index)
        if masks.cover(mention.number, mention.end):
            continue
        if _is_claim(text, mention, following):
            kept.append(mention)
    _share_units(text, kept)
    return kept


def _following(text: str, mentions: list[Mention], index: int) -> Mention | None:
    """The next quantity; of a row of bare numbers (9.43、7.68、3.05亿千瓦时) the last."""
    mention = mentions[index]
    for other in mentions[index + 1 :]:
        in_row = mention.group == "bare" and text[mention.end : other.start] in {"、", "和"}
        if not (in_row and other.group == "bare"):
            return other
        mention = other
    return None


def _share_units(text: str, mentions: list[Mention]) -> None:
    """9.43、7.68和3.05亿千瓦时: a bare number in a row takes unit and magnitude of the last."""
    marks = ""
    for mention, following in zip(mentions[-2::-1], mentions[:0:-1], strict=True):
        if following.group != "bare" and mention.group == "bare":
            found = _MARKS.search(text, following.number, following.end)
            marks = found.group() if found and text[mention.end - 1].isdecimal() else ""
        gap = text[mention.end : following.start]
        if mention.group != "bare" or following.unit is None or gap not in {"、", "和", ","}:
            continue
        if gap == "," and mention.approx != "exact":
            continue
        mention.unit, mention.group = following.unit, following.group
        if mention.value is not None:
            mention.value *= magnitude(marks)


_MARKS = re.compile(r"(?<=\d)[十百千万亿]+(?![瓦米克伏])")


def _furniture_lines(text: str) -> list[tuple[int, int]]:
    found = []
    for match in _LINE.finditer(text):
        end = text.find("\n", match.end())
        found.append((match.start(), len(text) if end < 0 else end))
    return found


def _is_claim(  # noqa: PLR0911 - one return for each reason
    text: str, mention: Mention, following: Mention | None
) -> bool:
    if _FURNITURE.search(text, max(0, mention.start - 10), mention.start):
        return False
    if mention.group == "ratio" or mention.form in _CELLS:
        return True
    if mention.group == "rank":
        return _is_rank(text, mention)
    if mention.group == "bare":
        return _is_bare_claim(text, mention, following)
    if mention.form == "chinese" and not _is_chinese_claim(text, mention):
        return False
    if mention.group == "time" and _is_time(text, mention, following):
        return False
    if _is_pronoun(text, mention) or _is_policy(text, mention):
        return False
    return not (_is_size_class(text, mention) or _is_rate_base(text, mention))


#: What a table gives its unit, and quantities that are words.
_CELLS = frozenset(["cell", "rate", "beyond", "zero"])


def _is_rank(text: str, mention: Mention) -> bool:
    if mention.form == "place" and text[mention.end - 1] == "强":
        named = text[max(0, mention.start - 2) : mention.start] in _LISTS
        follower = text[mention.end : mention.end + 1]
        listed = named or ("\u4e00" <= follower <= "\u9fff" and follower not in "的、和")
        return (
            not listed
            or _ENTERS.search(text, max(0, mention.start - 16), mention.start) is not None
        )
    if mention.form in {"place", "first"}:
        return True
    return _ranked(text, mention)


def _ranked(text: str, mention: Mention) -> bool:
    return _RANK_VERB.search(text, max(0, mention.start - 26), mention.start) is not None


def _is_bare_claim(  # noqa: PLR0911 - one return for each reason
    text: str, mention: Mention, following: Mention | None
) -> bool:
    if mention.form == "breakthrough":
        return True
    if mention.form not in {"arabic", "chinese"}:
        return False
    after = text[mention.end : mention.end + 1]
    if following is not None and after and after in "、和":
        return following.group not in {"bare", "rank"}
    if _headed(text, mention):
        return True
    if mention.form == "chinese" and text[mention.end - 1] not in "万亿":
        return _PRICE.search(text, max(0, mention.start - 3), mention.start) is not None
    if mention.approx != "exact" or text[mention.end - 1] in "万亿":
        return not after.isalnum() or after == "的" or _takes_noun(text, mention)
    return _RATE_HEAD.search(text, max(0, mention.start - 14), mention.start) is not None


def _takes_noun(text: str, mention: Mention) -> bool:
    """37万粉丝, 17余工种: without a measure word the noun is the unit (codebook, rule 11)."""
    following = words().forward(text, mention.end, min(len(text), mention.end + 4))[:1]
    if not following or following[0][2] != "n" or following[0][1] - mention.end < 2:  # noqa: PLR2004
        return False
    mention.end = following[0][1]
    mention.unit, mention.group = text[following[0][0] : mention.end], "classifier"
    return True


_PRICE = re.compile(rf"(?:{alternatives(_WORDS['prices'].split())})$")
_HEADED = re.compile(rf"\(([十百千万亿]{{0,2}}?)({unit_pattern()})\)[: |]{{0,4}}$")


def _headed(text: str, mention: Mention) -> bool:
    """发行总额(亿元)10.00: the unit stands in brackets before the number, which takes it."""
    match = _HEADED.search(text, max(0, mention.start - 14), mention.start)
    if match is None:
        return False
    take_unit(mention, match.group(1), match.group(2))
    return True


def _is_chinese_claim(text: str, mention: Mention) -> bool:
    start = mention.number
    numeral = text[start : mention.end]
    for match in _FIXED.finditer(text, max(0, start - 4), mention.end + 3):
        if match.start() <= start < match.end():
            return False
    short = len(numeral) == len("一个")
    if numeral[0] == "一" and (short or mention.value == 1):
        return _is_counted_one(text, mention)
    if numeral[0] == "几":
        return False
    if short and mention.unit in _EDITIONS:
        return numeral[0] in "两三" and text[start - 1] not in "、第" and mention.unit != "期"
    return not (short and mention.unit in _GRADES)


#: Behind one character these number editions (二期, 三届) or grades (四级, 二等) as a rule.
_EDITIONS = frozenset("期次届")
_GRADES = frozenset(["级", "等", "字", "面", "步"])


_LONG = frozenset(["年", "个月", "天", "周", "个星期", "个季度", "星期"])
_NEAR, _FAR = 12, 20
_STOP = re.compile(r"[,。;!?:、\n]")


def _is_time(text: str, mention: Mention, following: Mention | None) -> bool:
    """Whether a duration dates other figures or events instead of being measured (rule 3)."""
    if _TIME_NAME.match(text, mention.end) is not None:
        return True
    head = text[max(0, mention.start - 4) : mention.start]
    if text[mention.end - 1] == "内" and mention.unit in _LONG and following is not None:
        gap = text[mention.end : following.start]
        if len(gap) <= _FAR and _STOP.search(gap) is None:
            return True
    if _AGO.search(head) is not None and mention.approx != "at_most":
        return True
    if mention.unit not in _LONG or _ASSERTED.search(head) is not None:
        return False
    if following is None or following.group == "time":
        return False
    # 两天卖虾186吨, 五年翻番: another figure of the clause is dated by it.
    gap = text[mention.end : following.start]
    return len(gap) <= _NEAR and _STOP.search(gap) is None and gap[:1] != "的"


#: 一度, 一里地, 一米阳光: words more often than measures.
_BODILY = frozenset(["度", "米", "里", "升", "克", "岁", "桶", "瓦"])


def _is_counted_one(text: str, mention: Mention) -> bool:
    if mention.group in {"percent", "multiple"}:
        return True
    if mention.group == "measure" and mention.unit not in _BODILY:
        head = text[mention.number - 1 : mention.number]
        return head.isalnum() and head not in "每单任"
    if mention.group != "time":
        return False
    before = _ONE_COUNTS.search(text, max(0, mention.number - 5), mention.number)
    return mention.approx != "exact" or before is not None


def _is_size_class(text: str, mention: Mention) -> bool:
    if text.startswith("级", mention.end) or mention.unit in _CLASSES:
        return True
    if mention.unit in {"周岁", "岁"} and text[mention.end - 1] in "上下内":
        return "\u4e00" <= text[mention.end : mention.end + 1] <= "\u9fff"
    digitless = mention.form == "chinese" and text[mention.number] in "百千万亿"
    if (
        digitless
        and mention.approx == "exact"
        and not _REACHED.search(text, max(0, mention.start - 4), mention.start)
    ):
        return True
    bounded = mention.approx in {"above", "at_most"} and text[mention.end - 1] in "上下"
    if not (digitless or bounded or text[mention.start] in "超过"):
        return False
    follower = text[mention.end : mention.end + 1]
    if mention.group == "money" and bounded and (follower == "的" or follower.isdecimal()):
        return True
    return mention.group == "money" and _CLASS.match(text, mention.end) is not None


#: 5万吨级泊位, 500千伏线路: these units say what sort of thing it is.
_CLASSES = frozenset(["吨级", "千伏"])
_REACHED = re.compile(
    r"(?:百名|千名|达|到|至|破|超|过|近|逾|实现|达成|跨入|迈上|迈入|约|数|上|几)$"
)
_ARTICLES = re.compile(rf"(?:{alternatives(_WORDS['ordinal_heads'].split())})[“”\"]?$")


def _is_policy(text: str, mention: Mention) -> bool:
    """新政20条: noun and number of articles are the policy's name."""
    before = max(0, mention.start - 4)
    return mention.unit == "条" and _ARTICLES.search(text, before, mention.start) is not None


_TWO = re.compile(r"[两二](?:家|人|校|站|省|市|县|地|方|者|园)$")


def _is_pronoun(text: str, mention: Mention) -> bool:
    """两家均在…, 两校为…: two places or firms taken up again (codebook, rule 16)."""
    if _TWO.fullmatch(text, mention.number, mention.end) is None:
        return False
    follower = text[mention.end : mention.end + 1]
    return follower in "均都也共将在为分、,。)的合联携已" or not follower


def _is_rate_base(text: str, mention: Mention) -> bool:
    """每万人, 每百元: what a rate refers to."""
    return (
        text[mention.number - 1 : mention.number] == "每"
        and mention.group != "time"
        and (text[mention.number] in "百千万亿十")
    )
