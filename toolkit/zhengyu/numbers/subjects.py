"""Whom or what a figure is about: the names and general subjects of its paragraph."""

from __future__ import annotations

import re
from bisect import bisect_left

from zhengyu.numbers.choice import Chooser
from zhengyu.numbers.draft import Draft, Place
from zhengyu.numbers.linear import Features, LinearModel, Option
from zhengyu.numbers.nearness import gap
from zhengyu.numbers.passage import Passage

#: General subjects (codebook, rule 14): 全市, 园区, 该公司 and what stands for a named one.
GENERIC = re.compile(
    r"全[市县区省州旗村镇乡国盟师校院港场岛团疆]|全自治[区州县旗]|全系统|全行业|全地区|[我本][市县区省州旗国校院盟乡镇村团师]"
    r"|该(?:市|县|区|省|州|旗|村|镇|乡|校|院|港|局|行|所|站|公司|企业|项目|园区|园|中心|基地|集团|工程|平台|线路|口岸|店|院校|厂|社)"
    r"|[县市区镇村乡州旗省园局校院厂盟](?:里|上|域)(?![的面])|(?:高新|经开|开发|综保|自贸|合作|示范|保税|新|园|景|库|灌|城|社|街|片|矿|林)区"
    r"|本届[\u4e00-\u9fff]{2,3}?(?:会|节|赛)|大赛|博览会|当地|村集体|师市|合作社|公司|企业|集团|医院|学校|中心|基地|项目|景区|一期|二期|两地|三地|两市|三市|机场|口岸|港口|铁路|高速|水库|电站|工厂|商会|银行|法院|检察院|海关|专列|班列|平台|热线|大赛|农户|商户|客商|旅客|村民|居民|工坊|车间|市区|城区|县城"
)
_SKIPPED = frozenset(["PERSON", "TITLE"])
#: Farther names are never chosen in the development set.
_MOST = 12

Named = tuple[int, int, str]


class SubjectFinder(Chooser):
    """Chooses the subject of each claim of a passage from left to right."""

    def __init__(self, model: LinearModel, passage: Passage) -> None:
        super().__init__(model, passage)
        self._pool = mentions_of(passage)
        self._labels = {label: [f"label={label}"] for _, _, label in self._pool}

    def options(self, drafts: list[Draft], index: int) -> list[Option]:
        """Every candidate subject of the claim at `index`, none included, with its features."""
        passage = self._passage
        draft = drafts[index]
        start = draft.mention.start
        previous = drafts[index - 1] if index else None
        found = [Option(None, _none(passage, draft, previous, start))]
        split = bisect_left(self._pool, (start,))
        found += self._before(draft, previous, split)
        found += self._behind(draft, previous, split)
        return found

    def _before(self, draft: Draft, previous: Draft | None, split: int) -> list[Option]:
        passage, text, start = self._passage, self._passage.text, draft.mention.start
        sentence = passage.sentence_start(start)
        clause = passage.clause_start(start)
        seen: set[str] = set()
        nearest_head = True
        found = []
        for rank in range(min(split, _MOST)):
            low, high, label = self._pool[split - 1 - rank]
            name = text[low:high]
            features = [
                f"label={label} rank={min(rank, 3)}",
                f"rank={min(rank, 6)}",
                f"repeated={name in seen}",
                gap((low, high), start, 0 if low >= clause else 1),
            ]
            if low - passage.clause_start(low) < 3:  # noqa: PLR2004
                features.append(f"first head={nearest_head} same={low >= sentence}")
                nearest_head = False
            _relate(features, text, (low, high), draft, previous)
            seen.add(name)
            shared = (self._near((low, high), start), self._labels[label])
            found.append(Option((low, high), features, shared))
        return found

    def _behind(self, draft: Draft, previous: Draft | None, split: int) -> list[Option]:
        passage, text, start = self._passage, self._passage.text, draft.mention.start
        sentence_end = passage.sentence_end(start)
        found = []
        for rank, (low, high, label) in enumerate(self._pool[split : split + 3]):
            if low >= sentence_end:
                break
            features = [
                f"A label={label}",
                f"A rank={rank}",
                f"A after={text[high : high + 1]}",
                f"A adjacent={low - draft.mention.end < 3}",  # noqa: PLR2004
                f"A before={text[low - 1 : low]}",
                *("A " + feature for feature in self._near((low, high), start)[:4]),
            ]
            _relate(features, text, (low, high), draft, previous)
            found.append(Option((low, high), features))
        return found


def mentions_of(passage: Passage) -> list[Named]:
    """Names, general subjects and quotations of a paragraph with their label, in order."""
    found: list[Named] = [
        (name.start, name.end, name.label) for name in passage.names if name.label not in _SKIPPED
    ]
    covered = {i for start, end, _ in found for i in range(start, end)}
    for match in GENERIC.finditer(passage.text):
        start, end = match.span()
        if start not in covered and end - 1 not in covered:
            found.append((start, end, match.group()))
    for start, end, label in passage.quoted():
        if start not in covered and end - 1 not in covered:
            found.append((start, end, label))
    found.sort()
    return found


def _none(passage: Passage, draft: Draft, previous: Draft | None, start: int) -> Features:
    gone = "^" if previous is None else "0" if previous.subject is None else "1"
    same = previous is not None and previous.mention.start >= passage.sentence_start(start)
    return [
        "none:",
        "none:k=" + draft.kind,
        f"none:previous={gone} same={same}",
        f"none:u={draft.mention.group}",
        f"none:first={passage.clause_start(start) == passage.sentence_start(start)}",
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
