"""Other names in the same sentences: places, persons and firms swapped, so that none is learnt.

Works on documents before they are cut. A name is replaced alike wherever it stands in a document,
also within longer names (丽水 in 丽水市科技局), and all offsets move along.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import regex

from zhengyu.tagging.gazetteer import Gazetteer, Hit, read_table

#: Chance that a place, or a person, is replaced. Firms under made-up names were tried: the tagger
#: then took persons for firms.
_PLACE, _PERSON = 0.5, 0.5
_SWAPPED = ("prefecture", "county", "short_prefecture", "short_county", "township")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力永健世广志义兴良海山仁波宁贵福生龙元全胜学祥才"
    "发武新利清飞彬富顺信子昌成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政"
    "谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘惠琴晶妍茜秋珊莎锦黛青"
    "倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琼毓昭枫芸菲寒伊亚宜可姬舒影荔枝梦佳嘉雨雪晓欣雅诗涵"
)
_LEVELS = ("prefecture", "county")
_CHINESE = regex.compile(r"^\p{Han}{2,4}$")
_SUFFIX = regex.compile("(?:街道|镇|乡)$")


class NameSwapper:
    """Makes variants of annotated documents.

    Args:
        gazetteer: finds the places.
        places: names to put in, by the category that they replace.
        surnames: family names, most frequent first.
    """

    def __init__(
        self, gazetteer: Gazetteer, places: dict[str, list[str]], surnames: Sequence[str]
    ) -> None:
        self._gazetteer, self._places, self._surnames = gazetteer, places, list(surnames)
        self._villages = [_SUFFIX.sub("", name) for name in places["township"]]

    @classmethod
    def load(cls, gazetteer: Gazetteer) -> NameSwapper:
        """One that puts in the divisions and townships of `corpora/places`."""
        divisions = [row for row in read_table("places", "divisions.csv") if not row["to"]]
        places = {level: [r["name"] for r in divisions if r["level"] == level] for level in _LEVELS}
        places |= {
            f"short_{level}": [r["short"] for r in divisions if r["level"] == level]
            for level in _LEVELS
        }
        places["township"] = [row["name"] for row in read_table("places", "townships.csv")]
        surnames = [row["surname"] for row in read_table("names", "surnames.csv")]
        return cls(gazetteer, places, surnames)

    def __call__(self, record: dict[str, Any], random: Random) -> dict[str, Any]:
        """A variant of the record (folded `text`, `entities`, `terms`)."""
        chosen = self._choices(record, random)
        if not chosen:
            return record
        pattern = regex.compile("|".join(sorted(map(regex.escape, chosen), key=len, reverse=True)))
        spans = [(m.start(), m.end()) for m in pattern.finditer(record["text"])]
        bounds = {b for layer in ("entities", "terms") for x in record[layer] for b in _edges(x)}
        spans = [(s, e) for s, e in spans if not any(b in bounds for b in range(s + 1, e))]
        return _rewritten(record, spans, chosen)

    def _choices(self, record: dict[str, Any], random: Random) -> dict[str, str]:
        names = {"GPE", "ZONE", "GOV", "INSTITUTE", "FACILITY", "EVENT", "PROJECT", "COMPANY"}
        chosen: dict[str, str] = {}
        for entity in record["entities"]:
            mention = record["text"][entity["start"] : entity["end"]]
            if entity["label"] == "PERSON" and _CHINESE.match(mention):
                if random.random() < _PERSON:
                    chosen.setdefault(mention, self._person(len(mention), random))
            elif entity["label"] in names:
                hits = self._gazetteer.find(mention)
                for hit in hits:
                    kind = _kind(hit)
                    if kind and random.random() < _PLACE:
                        chosen.setdefault(hit.name, random.choice(self._places[kind]))
                if not hits and entity["label"] == "GPE" and _CHINESE.match(mention):
                    self._swap_village(mention, chosen, random)
        return chosen

    def _swap_village(self, mention: str, chosen: dict[str, str], random: Random) -> None:
        """For a village or town that no list has under its bare name, another bare name."""
        new = random.choice(self._villages)
        if len(new) > 1 and random.random() < _PLACE:
            chosen.setdefault(mention, new)

    def _person(self, length: int, random: Random) -> str:
        rank = min(int(random.expovariate(1 / 60)), len(self._surnames) - 1)
        surname = self._surnames[rank]
        given = max(1, min(2, length - len(surname)))
        return surname + "".join(random.choices(_GIVEN, k=given))


def _kind(hit: Hit) -> str | None:
    return next((c for c in _SWAPPED if c in hit.categories and len(hit.name) > 1), None)


def _edges(span: dict[str, Any]) -> tuple[int, int]:
    return span["start"], span["end"]


def _rewritten(
    record: dict[str, Any], spans: list[tuple[int, int]], chosen: dict[str, str]
) -> dict[str, Any]:
    text, pieces, shifts, last, shift = record["text"], [], [], 0, 0
    for start, end in spans:
        new = chosen[text[start:end]]
        pieces += [text[last:start], new]
        shift += len(new) - (end - start)
        shifts.append((end, shift))
        last = end
    pieces.append(text[last:])

    def moved(offset: int) -> int:
        return offset + next((s for e, s in reversed(shifts) if e <= offset), 0)

    result = {**record, "text": "".join(pieces)}
    for layer in ("entities", "terms"):
        result[layer] = [
            {**x, "start": moved(x["start"]), "end": moved(x["end"])} for x in record[layer]
        ]
    return result
