from __future__ import annotations

from typing import Any

import pytest

from zhengyu.entities.candidate import Candidate
from zhengyu.entities.codes import CodeResolver
from zhengyu.entities.places import Places, short_forms

PLACES = Places.load()
RESOLVE = CodeResolver(PLACES)


def codes(text: str, names: list[str], meta: dict[str, Any] | None = None) -> list[str | None]:
    """Codes of the names, found in the text one after another."""
    entities, reached = [], 0
    for name in names:
        start = text.index(name, reached)
        reached = start + len(name)
        entities.append(Candidate(start, reached, "GPE", 1.0, "test"))
    found = RESOLVE(text, entities, meta or {})
    return [found.get(i) for i in range(len(entities))]


@pytest.mark.parametrize(
    ("text", "names", "wanted"),
    [
        ("浙江丽水莲都区", ["浙江", "丽水", "莲都区"], ["330000", "331100", "331102"]),
        ("江苏南京鼓楼区", ["江苏", "南京", "鼓楼区"], ["320000", "320100", "320106"]),
        ("福建福州鼓楼区", ["福建", "福州", "鼓楼区"], ["350000", "350100", "350102"]),
        ("天津市西青区", ["天津市", "西青区"], ["120000", "120111"]),
        ("处州青瓷", ["处州"], ["331100"]),
        ("延边州敦化市", ["延边州", "敦化市"], ["222400", "222403"]),
        ("美国代表团", ["美国"], [None]),
        ("缙云县壶镇镇", ["缙云县", "壶镇镇"], ["331122", "331122"]),
        ("缙云县岩下村", ["缙云县", "岩下村"], ["331122", "331122"]),
        ("绍兴来丽水考察,丽企赴绍", ["绍兴", "丽水", "丽", "绍"], ["330600", "331100"] * 2),
    ],
)
def test_codes_in_context(text: str, names: list[str], wanted: list[str | None]) -> None:
    got = codes(text, names)
    if names[-1] == "绍":
        wanted = ["330600", "331100", "331100", "330600"]
    assert got == wanted


def test_the_documents_date_decides_between_old_and_new() -> None:
    text, names = "上饶县召开会议", ["上饶县"]
    assert codes(text, names, {"date": "2010-05-01"}) == ["361121"]
    text, names = "巢湖市召开会议", ["巢湖市"]
    assert codes(text, names, {"date": "2005-05-01"}) == ["341400"]
    assert codes(text, names, {"date": "2022-05-01"}) == ["340181"]


def test_an_abolished_place_carries_todays_code_where_no_date_is_known() -> None:
    assert codes("上饶县召开会议", ["上饶县"]) == ["361104"]


def test_the_documents_province_decides_between_namesakes() -> None:
    text, names = "朝阳区举行推介会", ["朝阳区"]
    assert codes(text, names, {"province": "吉林"}) == ["220104"]
    assert codes(text, names, {"province": "北京"}) == ["110105"]


def test_what_is_no_place_has_no_code() -> None:
    assert RESOLVE("丽水经开区", [Candidate(0, 5, "ZONE", 1.0, "test")], {}) == {}


def test_places_know_their_names_and_years() -> None:
    assert PLACES.name_of("331102") == "莲都区"
    assert PLACES.name_of("999999") is None
    [old] = [p for p in PLACES.named("襄樊市") if p.level == 1]
    assert (old.valid(2005), old.valid(2015), old.valid(None)) == (True, False, False)


def test_forms_of_autonomous_divisions() -> None:
    assert short_forms("三江侗族自治县", "三江") == ["三江", "三江县", "三江自治县"]
    assert short_forms("沁县", "沁县") == []
