"""Whom or what a figure is about: the names and general subjects of its paragraph."""

from __future__ import annotations

import re

from zhengyu.numbers.draft import Draft, Place
from zhengyu.numbers.linear import Features, LinearModel, Option
from zhengyu.numbers.nearness import nearness
from zhengyu.numbers.passage import Passage

#: General subjects (codebook, rule 14): 全市, 园区, 该公司 and what stands for a named one.
GENERIC = re.compile(
    r"全[市县区省州旗村镇乡国盟师校院港场岛团疆]|全自治[区州县旗]|全系统|全行业|全地区|[我本][市县区省州旗国校院盟乡镇村团师]"
    r"|该(?:市|县|区|省|州|旗|村|镇|乡|校|院|港|局|行|所|站|公司|企业|项目|园区|园|中心|基地|集团|工程|平台|线路|口岸|店|院校|厂|社)"
    r"|[县市区镇村乡州旗省园局校院厂盟](?:里|上|域)(?![的面])|(?:高新|经开|开发|综保|自贸|合作|示范|保税|新|园|景|库|灌|城|社|街|片|矿|林)区"
    r"|本届[\u4e00-\u9fff]{2,3}?(?:会|节|赛)|大赛|博览会|当地|村集体|师市|合作社|公司|企业|集团|医院|学校|中心|基地|项目|景区|一期|二期|两地|三地|两市|三市|机场|口岸|港口|铁路|高速|水库|电站|工厂|商会|银行|法院|检察院|海关|专列|班列|平台|热线|大赛|农户|商户|客商|旅客|村民|居民|工坊|车间|市区|城区|县城"
)
_SKIPPED = frozenset(["PERSON", "TITLE"])


class SubjectFinder:
    """Chooses the subject of each claim from left to right."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    def choose(
        self, passage: Passage, drafts: list[Draft], index: int, pool: list[Named]
    ) -> Option:
        """The best option for the claim at `index`; earlier claims have theirs."""
        return self._model.best(passage.text, options(passage, drafts, index, pool))


Named = tuple[int, int, str]


def mentions_of(passage: Passage) -> list[Named]:
    """Names and general subjects of a paragraph with their label, in order."""
    found = [tuple(name) for name in passage.names if name.label not in _SKIPPED]
    covered = [(start, end) for start, end, _ in found]
    for match in GENERIC.finditer(passage.text):
        start, end = match.span()
        if not any(low < end and start < high for low, high in covered):
            found.append((start, end, match.group()))
    found += [
        (start, end, label)
        for start, end, label in passage.quoted()
        if not any(low < end and start < high for low, high in covered)
    ]
    # found += _openings(passage, found)
    found.sort()
    return found


_OPENING = re.compile(
    r"(?:^|[,。;:!?、])(?:目前|去年|今年|现有|其中|这|该)?([\u4e00-\u9fff]{2,7}?)(?=已|将|累计|共|有望|实现|完成|的|由|从|达|超|突破|占|为|总|平均|年均|日均|年产|新增|全|一季度|今年|去年|前|上半年|首|每|户均|人均|拿出|拥有|投入|带动|吸引|发放)"
)


def _openings(passage: Passage, found: list[Named]) -> list[Named]:
    """Nouns at the head of a clause that no other layer knows (机房, 外资企业)."""
    taken = {i for start, end, _ in found for i in range(start, end)}
    return [
        (*match.span(1), "opening")
        for match in _OPENING.finditer(passage.text)
        if not taken.intersection(range(*match.span(1)))
    ]


def options(passage: Passage, drafts: list[Draft], index: int, pool: list[Named]) -> list[Option]:
    """Every candidate subject of the claim at `index`, none included, with its features."""
    draft = drafts[index]
    start = draft.mention.start
    text = passage.text
    previous = drafts[index - 1] if index else None
    common = _common(passage, draft, previous, start)
    found: list[Option] = [(None, ["none:" + feature for feature in common])]
    sentence_end = passage.sentence_end(start)
    before = [named for named in pool if named[0] < start]
    after = [named for named in pool if start <= named[0] < sentence_end]
    nearest_head = True
    seen: set[str] = set()
    for rank, (low, high, label) in enumerate(reversed(before)):
        if rank > 14:  # noqa: PLR2004 - farther names are never chosen in the development set
            break
        head = low - passage.clause_start(low) < 3  # noqa: PLR2004
        name = text[low:high]
        features = [
            f"label={label}",
            f"rank={min(rank, 6)}",
            f"label={label} rank={min(rank, 3)}",
            f"repeated={name in seen}",
            *nearness(passage, (low, high), start),
        ]
        if head:
            features.append(
                f"first head={nearest_head} same={low >= passage.sentence_start(start)}"
            )
            nearest_head = False
        _relate(features, text, (low, high), draft, previous)
        seen.add(name)
        found.append(((low, high), features))
    for rank, (low, high, label) in enumerate(after[:3]):
        features = [
            f"A label={label}",
            f"A rank={rank}",
            *("A " + feature for feature in nearness(passage, (low, high), start)[:4]),
            f"A after={text[high : high + 1]}",
            f"A adjacent={low - draft.mention.end < 3}",  # noqa: PLR2004
            f"A before={text[low - 1 : low]}",
        ]
        _relate(features, text, (low, high), draft, previous)
        found.append(((low, high), features))
    return found


def _common(passage: Passage, draft: Draft, previous: Draft | None, start: int) -> Features:
    gone = "^" if previous is None else "0" if previous.subject is None else "1"
    same = previous is not None and previous.mention.start >= passage.sentence_start(start)
    return [
        "",
        "k=" + draft.kind,
        f"previous={gone} same={same}",
        f"u={draft.mention.group}",
        f"first={passage.clause_start(start) == passage.sentence_start(start)}",
    ]


def _relate(
    features: Features, text: str, place: Place, draft: Draft, previous: Draft | None
) -> None:
    """How the candidate stands to the indicator and to the subject of the claim before."""
    if draft.indicator is not None:
        low, high = draft.indicator
        if low <= place[0] and place[1] <= high:
            features.append("in indicator" if (low, high) != place else "is indicator")
        elif place[1] == low:
            features.append("before indicator")
        elif place[1] == low - 1 and text[low - 1] == "的":
            features.append("的 indicator")
    if previous is not None and previous.subject is not None:
        if previous.subject == place:
            features += ["kept", f"kept k={draft.kind}"]
            shared = previous.indicator is not None and previous.indicator == draft.indicator
            features.append(f"kept indicator={shared}")
        elif place[0] > previous.mention.start:
            features.append("newer than kept")
        elif place[0] > previous.subject[0]:
            features.append("nearer than kept")
        else:
            features.append("farther than kept")
