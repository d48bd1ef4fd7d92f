"""Claims: golden lines of kinds and of distribution by 分别, and invariants over any text."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.document import Document, Entity, NumericClaim, Paragraph, Range, Term
from zhengyu.numbers.component import ClaimFinder

HERE = Path(__file__).parent


def lines(name: str) -> list[list[str]]:
    read = HERE.joinpath(name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in read if not line.startswith("#")]


@cache
def finder() -> ClaimFinder:
    return ClaimFinder()


def claims(text: str) -> tuple[NumericClaim, ...]:
    return finder()(Document(text)).numbers


KINDS = lines("claims.tsv")
ROWS = lines("distribution.tsv")


@pytest.mark.parametrize(("label", "text", "expected"), KINDS, ids=[c[1] for c in KINDS])
def test_kind_basis_direction_modality(label: str, text: str, expected: str) -> None:
    found = [f"{c.text} {c.kind} {c.basis} {c.direction} {c.modality}" for c in claims(text)]
    assert found == (expected.split(" | ") if expected else []), label


@pytest.mark.parametrize(("label", "text", "expected"), ROWS, ids=[c[1] for c in ROWS])
def test_distribution(label: str, text: str, expected: str) -> None:
    found = [f"{c.text}@{c.indicator.text if c.indicator else None}" for c in claims(text)]
    assert found == expected.split(" | "), label


def test_names_and_terms_hold_no_claims() -> None:
    text = "年产24万片器件项目和三大攻坚战，投资5亿元"
    document = Document(
        text,
        entities=(Entity(0, 10, text[:10], "PROJECT"),),
        terms=(Term(11, 16, text[11:16], "programme", text[11:16]),),
    )
    assert [claim.text for claim in finder()(document).numbers] == ["5亿元"]


def test_boilerplate_holds_no_claims() -> None:
    text = "签约项目16个\n投资20亿元"
    paragraphs = (Paragraph(0, 7, boilerplate=True), Paragraph(8, 14))
    found = finder()(Document(text, paragraphs=paragraphs)).numbers
    assert [claim.text for claim in found] == ["20亿元"]


def test_subject_and_period_stand_in_the_text() -> None:
    text = "2021年，丽水经开区完成固定资产投资32亿元，增长24%。"
    document = Document(text, entities=(Entity(6, 11, text[6:11], "ZONE"),))
    for claim in finder()(document).numbers:
        assert claim.subject is not None
        assert claim.subject.text == "丽水经开区"
        assert claim.period is not None
        assert claim.period.text == "2021年"
        assert str(claim.period.from_date) == "2021-01-01"
        assert claim.evidence == Range(0, len(text))


def test_relative_period_uses_the_date_of_the_document() -> None:
    document = Document("今年1-7月，全市进出口总额31.7亿元。", meta={"date": "2022-08-20"})
    (claim,) = finder()(document).numbers
    assert claim.period is not None
    assert str(claim.period.to_date) == "2022-07-31"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("发行总额（亿元）10.00", 1_000_000_000, "CNY"),
        ("参保率（%）：96.2", Decimal("96.2"), "percent"),
        ("受理案件（件）4 216", 4216, "件"),
    ],
)
def test_unit_in_brackets_before_the_number(text: str, value: Decimal, unit: str) -> None:
    (claim,) = claims(text)
    assert (claim.value, claim.unit) == (value, unit)


def test_noun_is_the_unit_without_a_measure_word() -> None:
    (claim,) = claims("网店有37万粉丝。")
    assert (claim.text, claim.value, claim.unit) == ("37万粉丝", Decimal(370_000), "粉丝")


TABLE = (
    "指标（单位：亿元）\n指标名称 | 本月止累计 | 同比±%\n"
    "进出口总额 | 77.04 | -13.2\n参保人数（万人）　6.28　16.9"
)


def test_cells_of_a_table_take_the_unit_of_their_column() -> None:
    found = [(c.text, c.value, c.unit, c.kind, c.direction) for c in claims(TABLE)]
    assert found == [
        ("77.04", 7_704_000_000, "CNY", "level", None),
        ("-13.2", Decimal("13.2"), "percent", "growth", "down"),
        ("6.28", 62_800, "人", "level", None),
        ("16.9", Decimal("16.9"), "percent", "growth", "up"),
    ]


def test_explain_names_the_claim_and_its_rules() -> None:
    document = finder()(Document("全市出口同比增长9.3%。"))
    (reason,) = finder().explain(document, document.numbers[0])
    assert reason.startswith("numbers: 9.3% (growth): ")
    assert "basis: 同比" in reason
    assert "indicator: " in reason


PIECES = st.lists(
    st.one_of(
        st.sampled_from(["12", "3.5", "亿元", "万", "%", "三", "个", "项目", "同比增长", "分别"]),
        st.sampled_from(
            ["，", "。", "；", "、", "“", "”", "（", "\n", " ", "达到", "2021年", "全市"]
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=40,
).map("".join)


@given(PIECES)
def test_any_text_keeps_the_contract_of_the_record(text: str) -> None:
    document = finder()(Document(text))
    assert document == Document.from_dict(document.to_dict())
    for claim in document.numbers:
        assert text[claim.start : claim.end] == claim.text


@given(PIECES, PIECES)
def test_paragraphs_do_not_touch_one_another(one: str, other: str) -> None:
    one, other = one.replace("\n", ""), other.replace("\n", "")
    alone = [claim.text for claim in claims(other)]
    both = [claim.text for claim in claims(f"{one}\n{other}") if claim.start > len(one)]
    assert both == alone


def test_many_documents_at_once_are_read_as_one_by_one() -> None:
    gold = Path(__file__).parents[2] / "corpora" / "gold" / "local.jsonl"
    lines = gold.read_text(encoding="utf-8").splitlines()[:60]
    documents = [Document(json.loads(line)["text"]) for line in lines]
    assert finder().batch(documents) == [finder()(document) for document in documents]
