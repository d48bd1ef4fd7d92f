"""The layer as users get it, with the model that is shipped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengyu.document import Document, Range
from zhengyu.entities.component import EntityFinder
from zhengyu.tagging.tagger import Tagger

FIND = EntityFinder()

PLAIN = [
    ("丽水市委书记胡海峰来到莲都区调研", {("丽水市委", "GOV"), ("莲都区", "GPE")}),
    ("国家发展改革委、财政部联合印发《关于促进消费的若干措施》", {("财政部", "GOV")}),
    ("浙江大学与杭州高新区共建实验室。", {("浙江大学", "INSTITUTE"), ("杭州高新区", "ZONE")}),
    ("来自长三角的客商参观了宁德时代", {("长三角", "LOC"), ("宁德时代", "COMPANY")}),
    ("产品远销美国、哈萨克斯坦等地", {("美国", "GPE"), ("哈萨克斯坦", "GPE")}),
    ("《浙江省促进民营经济发展条例》施行", {("《浙江省促进民营经济发展条例》", "DOCUMENT")}),
]


@pytest.mark.parametrize(("text", "wanted"), PLAIN)
def test_finds_plain_names(text: str, wanted: set[tuple[str, str]]) -> None:
    assert wanted <= {(e.text, e.label) for e in FIND(Document(text)).entities}


def test_places_carry_codes_and_canonical_names() -> None:
    entities = FIND(Document("浙江省丽水市莲都区举行活动。")).entities
    assert [(e.text, e.adcode, e.canonical) for e in entities] == [
        ("浙江省", "330000", "浙江省"),
        ("丽水市", "331100", "丽水市"),
        ("莲都区", "331102", "莲都区"),
    ]


def test_traditional_script_keeps_its_own_text_and_offsets() -> None:
    text = "😀廣東省發展和改革委員會在廣州召開會議"
    entities = FIND(Document(text)).entities
    assert "廣東省發展和改革委員會" in [e.text for e in entities]
    assert all(text[e.start : e.end] == e.text for e in entities)


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_any_text_gives_flat_mentions_at_their_place(text: str) -> None:
    entities = FIND(Document(text)).entities
    reached = 0
    for entity in entities:
        assert entity.start >= reached
        assert text[entity.start : entity.end] == entity.text
        reached = entity.end


@pytest.mark.parametrize(
    "text",
    ["丽水" * 50_000, "\ue000\uf8ff" * 200, "😀" * 500, "", "\n\n", "Lishui 丽水 リスイ 리수이"],
)
def test_strange_texts_are_taken(text: str) -> None:
    assert all(text[e.start : e.end] == e.text for e in FIND(Document(text)).entities)


def test_documents_together_are_as_documents_alone() -> None:
    documents = [Document(text) for text, _ in PLAIN]
    together = FIND.batch(documents)
    spans = [[(e.start, e.end, e.label) for e in d.entities] for d in together]
    alone = [[(e.start, e.end, e.label) for e in FIND(d).entities] for d in documents]
    assert spans == alone


def test_explains_with_source_and_score() -> None:
    document = FIND(Document("国务院印发《关于促进消费的若干措施》"))
    [reason] = FIND.explain(document, Range(6, 7))
    assert "DOCUMENT" in reason
    assert "《》" in reason or "tagger" in reason


def test_a_window_is_tagged_alike_whatever_stands_beside_it() -> None:
    tagger = Tagger.load()
    texts = [
        "丽水市委书记",
        "丽水经开区",
        "应邀到浙江大学光电科学与工程学院和中国科学院半导体研究所",
        "青田县",
    ]
    alone = [next(tagger([text], "entities")) for text in texts]
    assert list(tagger(texts, "entities")) == alone
