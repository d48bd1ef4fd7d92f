"""Gives places their codes in context: the chain they stand in, the document's region and date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import regex

from zhengyu.entities.candidate import Candidate
from zhengyu.entities.places import Place, Places

_YEAR = regex.compile(r"(?<!\d)(19[5-9]\d|20[0-4]\d)(?!\d)")
_PAST = regex.compile(r"(?<![到至\d–-])(19[5-9]\d|20[0-4]\d)(?=年|[-/.]\d)")
_VILLAGE = regex.compile(r"[村镇乡寨屯庄坊湾里]$|社区$|街道$|苏木$|嘎查$|[农林牧]场$")

#: Digits of a code that name the province.
_PROVINCE_DIGITS = 2

#: Level of counties in `Place.level`.
_COUNTY = 2

#: Labels of names in which no place stands (万宁 may be a person).
_PLACELESS = {"PERSON", "TITLE"}

#: Names whose places are kept at hand: those of a region's news come again and again.
_REMEMBERED = 16_384

#: Weights of the evidence; their order matters, not their size: chain, document, time, level.
_CHAIN, _PREFECTURE, _PROVINCE, _VALID, _FULL = 16.0, 6.0, 5.0, 7.0, 1.0


class CodeResolver:
    """Chooses among the places that share a name.

    Args:
        places: where names are looked up.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._spoken_of = lru_cache(maxsize=_REMEMBERED)(self._stems)

    def __call__(
        self, text: str, entities: Sequence[Candidate], meta: Mapping[str, Any]
    ) -> dict[int, str]:
        """Codes by position in `entities`, for those that are places with a code.

        Args:
            text: the folded text.
            entities: of any label, in order; each name in it speaks for its province.
            meta: `date` or `year` and `province` or `region`, where known, are used.
        """
        year = _year(text, meta)
        names = [text[e.start : e.end].replace(" ", "") for e in entities]
        speaking = [n for n, e in zip(names, entities, strict=True) if e.label not in _PLACELESS]
        region = self._region(speaking, meta)
        codes: dict[int, str] = {}
        chosen: dict[str, str] = {}
        for i, entity in enumerate(entities):
            if entity.label != "GPE":
                continue
            before = codes.get(i - 1) if i and entities[i - 1].end == entity.start else None
            if before is None and names[i] in chosen:
                codes[i] = chosen[names[i]]
                continue
            candidates = self._candidates(names[i], names)
            if candidates:
                best = max(
                    candidates, key=lambda p: (_score(p, before, region, year), -int(p.code))
                )
                codes[i] = self._places.today(best) if year is None else best.code
                chosen[names[i]] = codes[i]
        self._villages(entities, names, codes)
        return codes

    def _candidates(self, name: str, names: Sequence[str]) -> Sequence[Place]:
        """Places of that name; a letter is first that of a place which the document names."""
        if len(name) == 1:
            spoken = [p for n in names if len(n) > 1 and name in n for p in self._places.named(n)]
            first = [p for p in spoken if p.name.startswith(name)]
            return first or self._places.named(name) or spoken
        found = self._places.named(name)
        return found or [
            p for kind in ("镇", "街道", "乡") for p in self._places.named(name + kind)
        ]

    def _villages(
        self, entities: Sequence[Candidate], names: Sequence[str], codes: dict[int, str]
    ) -> None:
        """A village, or a town that is in no list, carries the code of the county spoken of."""
        counties = [(i, code) for i, code in sorted(codes.items()) if not code.endswith("00")]
        if not counties:
            return
        for i, entity in enumerate(entities):
            if entity.label == "GPE" and i not in codes and _VILLAGE.search(names[i]):
                before = [code for j, code in counties if j < i]
                codes[i] = before[-1] if before else counties[0][1]

    def _region(self, names: Sequence[str], meta: Mapping[str, Any]) -> dict[str, float]:
        """Share in the speaking of provinces of each province, and of each prefecture."""
        region = Counter[str]()
        given = str(meta.get("province") or meta.get("region") or "")
        if given in self._places.province_names:
            region[self._places.province_names[given][:2]] += 5
        for name in names:
            for stem in self._spoken_of(name):
                region[stem] += 1
        total = sum(n for stem, n in region.items() if len(stem) == _PROVINCE_DIGITS) or 1
        return {stem: n / total for stem, n in region.items()}

    def _stems(self, name: str) -> Sequence[str]:
        """The province and the prefecture of which a name speaks, each where it is but one.

        Those of the places at the head of the name, or of those that it is short for.
        """
        stems = {_stem(p) for n in _prefixes(name) for p in self._places.named(n) if p.full}
        stems = stems or {_stem(p) for p in self._places.named(name) if p.level < _COUNTY}
        provinces = {stem[:_PROVINCE_DIGITS] for stem in stems}
        only = [*provinces, *(stems - provinces)]
        return only if len(stems) == 1 else only[:1] if len(provinces) == 1 else []


def _prefixes(name: str) -> list[str]:
    """The name and its beginnings: places stand at the head of longer names."""
    return [name[:n] for n in range(min(len(name), 12), 1, -1)]


def _stem(place: Place) -> str:
    return place.code[:2] if place.level == 0 else place.code[:4]


def _score(place: Place, before: str | None, region: dict[str, float], year: int | None) -> float:
    score = _VALID * place.valid(year) + _FULL * place.full - place.level
    if before is not None:
        score += _CHAIN * (place.within(before) and place.code != before)
    score += _PROVINCE * region.get(place.code[:_PROVINCE_DIGITS], 0)
    score += _PREFECTURE * region.get(place.code[:4], 0)
    return score


def _year(text: str, meta: Mapping[str, Any]) -> int | None:
    """The document's year: from its metadata, else the latest year that it speaks of as past."""
    for key in ("date", "year"):
        match = _YEAR.search(str(meta.get(key) or ""))
        if match:
            return int(match[0])
    spoken = [int(year) for year in _PAST.findall(text)]
    return max(spoken, default=None)
