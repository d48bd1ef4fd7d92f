"""What kind of claim a quantity is, with basis and direction."""

from __future__ import annotations

import re

from zhengyu.numbers.draft import Draft
from zhengyu.numbers.lexicon import alternatives, load
from zhengyu.numbers.passage import Passage

_WORDS = load("context")
_UP = alternatives(_WORDS["up"].split())
_DOWN = alternatives(_WORDS["down"].split())
#: What may stand between the verb of change and its figure.
_BETWEEN = rf"{alternatives(_WORDS['between'].split())}*"
#: 增加值, 全长, 高达, 每升, 最快, 短短 and 经济损失 hold a word of change and tell of none.
_CHANGE = re.compile(
    rf"(?:(?!增加值|高[达速]|(?<=每)升|(?<![增延变拉加])长)(?<!最)(?P<up>{_UP})"
    rf"|(?<![全各我该本外邻跨最短])(?!短短|(?<=经济)损失|(?<=直接)损失)(?P<down>{_DOWN})){_BETWEEN}$"
)
#: A move to an end point: 提高到, 由第30位升至第, 压缩为现在的.
_MOVE = re.compile(
    rf"(?:(?P<up>{alternatives(_WORDS['move_up'].split())})"
    rf"|(?P<down>{alternatives(_WORDS['move_down'].split())}))"
    r"(?:到了?|至|成|为|去|破|落)"
    r"(?:(?:现在|目前|今年|去年|如今|20\d\d年)?的|不足|不到|近|约|超过?|仅|只有|第|全国|全省|全市|全区)*$"
)
_GROWTH_NOUN = re.compile(
    r"(?:增速|增幅|涨幅|降幅|增长率|增长幅度|减幅|跌幅|增减|变动|增长|下降|上浮)[^,。;0-9]{0,6}$"
)
_SHARE = re.compile(
    r"(?:占|占比|比重|比例|份额|率|含量|浓度|强度|其中|其余|自给|首付)[^,。;!?]{0,24}$"
)
_COMPLETION = re.compile(
    r"(?!占[^,。;0-9]{0,14}(?:总量|总投资|投资额)[^,。;0-9]{0,8}$)"
    r"(?:(?:完成|超额完成|达到|达|实现|占|为|是|达成|仅完成|兑现|完成了)[^,。;0-9]{0,14}(?:目标|计划|任务|预算|概算|指标|工程量|总量|进度|总工程|总投资|投资额|定额|预期|批复投资)[^,。;0-9]{0,8}"
    r"|(?:已|均|全部|土建|施工|安装|主体|工程|总体|整体|形象|铺轨|浇筑|改扩建|设备|建设|搬出)[^,。;0-9]{0,8}(?:完成|进度)[^,。;0-9]{0,3}|进度[^,。;0-9]{0,6}|完成)$"
)
_COMPLETED_AFTER = re.compile(r"(?:已)?(?:按期|如期|全部)?完成|(?:以上)?的?(?:年度)?(?:任务|目标)")
_YOY = re.compile(
    r"同比|(?:比|较|与)(?:上|去)(?:一)?年(?:同期|同月|同季|全年|末|底)?|去年同期|上年同期|同期(?:的|相?比)|(?:比|较)(?:上|去)?年?同期|比前一年|较往年同期|上年的|比上年|去年(?:全年)?的"
)
_MOM = re.compile(r"环比|(?:比|较)上(?:个)?(?:月|季|季度|周|期)")
_AVERAGE = re.compile(r"年均|年平均|平均每年|每年平均|年复合|每年(?:递)?增|每年以")
_VERSUS = re.compile(
    r"(?:(?<!可)比|较|高于|低于|高出|优于|快于|慢于|相比|相对|恢复[至到]|多于|少于|超出|相当于|不及|离)"
)
#: 是传统大棚的2.8倍
_TIMES_OF = re.compile(r"是[^,。;]{1,16}的$")
_RANK_SHIFT = re.compile(
    r"(?:前进|前移|提升|跃升|上升|进|晋升|上移|攀升|升|下降|后退|下滑|退|跃|滑落)了?$"
)
_PLACE_UNITS = frozenset(["位", "名", "个", "个位次", "位次"])
_ROW_OF_RATES = frozenset(["percent", "permille"])


_JOINED = frozenset(["、", "和", "与", "及", "以及"])


def classify_all(passage: Passage, drafts: list[Draft]) -> None:
    """Classifies the claims of a passage; a figure joined to another of its unit is like it."""
    for index, draft in enumerate(drafts):
        classify(passage, draft)
        if not index:
            continue
        before = drafts[index - 1]
        gap = passage.text[before.mention.end : draft.mention.start]
        if gap in _JOINED and before.mention.unit == draft.mention.unit:
            draft.kind, draft.basis, draft.direction = before.kind, before.basis, before.direction
            draft.rules["kind"] = "as the figure before"


def classify(passage: Passage, draft: Draft) -> None:
    """Sets kind, direction and basis of a claim from the words around it."""
    mention = draft.mention
    clause = passage.clause_start(mention.start)
    left = passage.text[max(clause, mention.start - 40) : mention.start]
    right = passage.text[mention.end : mention.end + 8]
    _kind(draft, left, right)
    if passage.text[mention.start] in "+-" and mention.unit in _ROW_OF_RATES:
        draft.kind, draft.rules["kind"] = "growth", "sign"
        draft.direction = "down" if passage.text[mention.start] == "-" else "up"
    if draft.kind in {"growth", "change", "multiple"}:
        draft.basis = _basis(draft, left)


def _kind(draft: Draft, left: str, right: str) -> None:
    mention = draft.mention
    move = _MOVE.search(left)
    if mention.group == "rank":
        draft.kind = "rank"
    elif mention.form == "breakthrough":
        draft.kind = "change"
        draft.direction = "up"
    elif mention.group == "ratio":
        draft.kind = "share" if mention.form == "member" else "level"
    elif mention.form == "flat":
        draft.kind, draft.direction = "growth", "flat"
    elif mention.unit == "times":
        draft.kind = "multiple"
        draft.direction = "up"
        draft.rules["kind"] = "unit 倍 or 番"
    elif mention.unit == "percentage_point":
        draft.kind = "change"
        _set_direction(draft, left, "up")
    elif mention.unit in _ROW_OF_RATES:
        _rate(draft, left, right, move)
    elif mention.unit in _PLACE_UNITS and _RANK_SHIFT.search(left):
        draft.kind = "change"
        mention.unit = "rank" if mention.unit != "个" else mention.unit
        _set_direction(draft, left, "up")
    else:
        _amount(draft, left, move)
    if draft.kind in {"level", "share", "rank"} and move is not None:
        draft.direction = "up" if move["up"] else "down"
        draft.rules["direction"] = move.group()


def _rate(draft: Draft, left: str, right: str, move: re.Match[str] | None) -> None:
    mention = draft.mention
    change = _CHANGE.search(left)
    if mention.form == "standstill":
        draft.kind, draft.direction = "growth", "flat"
    elif mention.form in {"rate", "digits"}:
        draft.kind, draft.direction = "growth", "up"
    elif _COMPLETION.search(left) or _COMPLETED_AFTER.match(right):
        draft.kind = "completion"
    elif move is not None and change is None:
        draft.kind = "share"
    elif change is not None and not left.endswith(("占", "比重", "占比")):
        draft.kind = "growth"
        _set_direction(draft, left, "up")
    elif _GROWTH_NOUN.search(left) and not _SHARE.search(left):
        draft.kind = "growth"
        draft.direction = "down" if re.search(r"降幅|减幅|跌幅|下降", left) else "up"
    elif left.endswith(("同比", "环比", "同比+", "环比+")) or right.startswith(
        ("增长", "的增速", "的增长")
    ):
        draft.kind, draft.direction = "growth", "up"
    else:
        draft.kind = "level" if _LENDING.search(left) else "share"
    kept = draft.kind == "share" and _STEADY.search(left) is not None
    if kept or (draft.kind == "growth" and mention.value == 0):
        draft.direction = "flat"


#: Rates of interest and tax are levels (codebook, settled doubts); a rate that is kept is flat.
_LENDING = re.compile(r"(?:利率|税率|所得税)[^,。;0-9]{0,6}$")
_STEADY = re.compile(r"(?:保持|维持|稳定)在?$")


def _amount(draft: Draft, left: str, move: re.Match[str] | None) -> None:
    change = _CHANGE.search(left) if move is None else None
    saved = _SAVED.search(left)
    if saved is not None:
        draft.kind, draft.direction = "change", "down"
        draft.rules["kind"] = saved.group()
    elif change is not None and not _NEW.search(left):
        draft.kind = "change"
        draft.direction = "up" if change["up"] else "down"
        draft.rules["kind"] = change.group()


#: What is saved may stand between the verb and its amount: 节约财务费用6.2亿元.
_SAVED = re.compile(r"(?:节约|节省|节支|省下|节本)了?[^,。;0-9]{0,6}$")
_NEW = re.compile(
    r"(?<![比较]上年)(?<!去年)(?:新增|提供|增设|增资|增派|增开|增补|增发|加快|加收|(?<![提抬拔加])高|扩大|提升|翻|增值|领先)(?:了|就业|约|超过?|近|将)*$"
)


def _set_direction(draft: Draft, left: str, default: str) -> None:
    change = _CHANGE.search(left)
    if change is not None:
        draft.direction = "up" if change["up"] else "down"
        draft.rules["direction"] = change.group()
    else:
        draft.direction = default


def _basis(draft: Draft, left: str) -> str:
    for name, pattern in (
        ("yoy", _YOY),
        ("mom", _MOM),
        ("annual_average", _AVERAGE),
        ("versus", _VERSUS),
    ):
        match = pattern.search(left)
        if match is not None:
            draft.rules["basis"] = match.group()
            return name
    if draft.kind == "multiple" and _TIMES_OF.search(left):
        return "versus"
    return "unstated"
