from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from zhengyu import schema
from zhengyu.document import (
    ALL_LAYERS,
    LAYERS,
    Document,
    Entity,
    NumericClaim,
    Paragraph,
    Period,
    Range,
    Span,
    Term,
    Token,
    Topic,
    exact_number,
)
from zhengyu.errors import DocumentError, ZhengyuError

TEXT = "2021年😀,丽水经开区招引项目220个"
ZONE = (7, 12, "丽水经开区")
COUNT = (16, 20, "220个")


def claim(**changes: Any) -> NumericClaim:
    whole: dict[str, Any] = {"kind": "level", "value": Decimal(220), "unit": "个", **changes}
    return NumericClaim(*COUNT, **whole)


class TestOffsets:
    def test_count_code_points(self) -> None:
        entity = Entity(*ZONE, "ZONE")
        document = Document(TEXT, entities=(entity,))
        assert document.text[entity.start : entity.end] == "丽水经开区"
        assert document.span(5, 6).text == "😀"

    @pytest.mark.parametrize(
        ("start", "end"),
        [(-1, 3), (0, 0), (5, 4), (0, len(TEXT) + 1)],
        ids=["negative", "empty", "reversed", "beyond the end"],
    )
    def test_outside_the_text_are_refused(self, start: int, end: int) -> None:
        with pytest.raises(DocumentError, match=r"paragraphs\[0\].*give 0 <= start < end"):
            Document(TEXT, id="a", paragraphs=(Paragraph(start, end),))

    def test_of_bytes_or_utf16_are_refused(self) -> None:
        start = len(TEXT[: ZONE[0]].encode("utf-16-le")) // 2
        with pytest.raises(DocumentError, match="'a', entities.*offsets count code points"):
            Document(TEXT, id="a", entities=(Entity(start, start + 5, ZONE[2], "ZONE"),))

    @pytest.mark.parametrize(
        "part",
        [
            {"indicator": Span(0, 2, "项目")},
            {"subject": Span(0, 2, "项目")},
            {"period": Period(0, 5, "2020年")},
            {"evidence": Range(0, 99)},
        ],
        ids=lambda part: next(iter(part)),
    )
    def test_of_the_parts_of_a_figure_are_checked(self, part: dict[str, Any]) -> None:
        with pytest.raises(DocumentError, match=rf"numbers\[0\]\.{next(iter(part))}"):
            Document(TEXT, numbers=(claim(**part),))

    @given(strategies.documents())
    def test_hold_for_every_mention(self, document: Document) -> None:
        for layer in ("terms", "entities", "numbers"):
            for mention in getattr(document, layer):
                assert document.text[mention.start : mention.end] == mention.text


class TestDocument:
    def test_refuses_half_a_surrogate_pair(self) -> None:
        with pytest.raises(DocumentError, match=r"'a'.*surrogate pair at 2"):
            Document("丽水\ud83d", id="a")

    @pytest.mark.parametrize("value", [220.5, "220", Decimal("NaN"), Decimal("Infinity")])
    def test_takes_values_as_finite_decimal_only(self, value: Any) -> None:
        with pytest.raises(DocumentError, match="finite Decimal"):
            Document(TEXT, numbers=(claim(value=value),))
        with pytest.raises(DocumentError, match="finite Decimal"):
            Document(TEXT, numbers=(claim(value_high=value),))

    def test_a_layer_comes_without_changing_the_others(self) -> None:
        first = Document(TEXT, id="a", entities=(Entity(*ZONE, "ZONE"),))
        second = first.with_layer(topics=[Topic("industry")])
        assert (second.entities, second.text) == (first.entities, first.text)
        assert first.topics == ()
        assert second.topics == (Topic("industry"),)

    def test_a_layer_is_checked_like_a_new_document(self) -> None:
        document = Document(TEXT, id="a")
        with pytest.raises(DocumentError, match=r"'a', entities\[0\]"):
            document.with_layer(entities=[Entity(0, 2, "丽水", "GPE")])
        with pytest.raises(DocumentError, match=r"numbers\[0\].subject"):
            document.with_layer(numbers=[claim(subject=Span(0, 2, "丽水"))])
        with pytest.raises(DocumentError, match="finite Decimal"):
            document.with_layer(numbers=[claim(value=Decimal("NaN"))])

    @pytest.mark.parametrize("name", ["text", "names", "meta", "produced_by"])
    def test_what_is_no_layer_is_not_taken_for_one(self, name: str) -> None:
        with pytest.raises(DocumentError, match="with_layer takes paragraphs, terms"):
            Document(TEXT).with_layer(**{name: ()})

    @given(strategies.documents())
    def test_a_copy_is_the_document_itself_but_for_the_change(self, document: Document) -> None:
        layers = {layer: getattr(document, layer) for layer in LAYERS}
        empty = Document(document.text, document.id, document.meta)
        assert empty.with_layer(**layers) == document
        assert document.signed({"by": "x"}) == replace(document, produced_by={"by": "x"})

    def test_errors_are_caught_as_the_toolkits_or_as_value_errors(self) -> None:
        for kind in (ZhengyuError, ValueError):
            with pytest.raises(kind):
                Document("", paragraphs=(Paragraph(0, 1),))


class TestRecord:
    def test_is_as_the_design_spells_it(self) -> None:
        period = Period(0, 5, "2021年", None, None)
        document = Document(
            TEXT,
            id="a",
            meta={"title": "t"},
            paragraphs=(Paragraph(0, 20, False, (Topic("industry", 0.5),)),),
            numbers=(claim(period=period, subject=Span(*ZONE), evidence=Range(0, 20)),),
        )
        record = document.to_dict()
        assert list(record) == [
            *("schema", "id", "text", "meta", "paragraphs", "terms", "entities"),
            *("numbers", "topics", "produced_by"),
        ]
        assert record["paragraphs"][0]["topics"] == [{"label": "industry", "score": 0.5}]
        assert record["numbers"][0]["value"] == 220
        assert record["numbers"][0]["subject"] == {"start": 7, "end": 12, "text": "丽水经开区"}
        assert record["numbers"][0]["evidence"] == {"start": 0, "end": 20}
        assert list(record["numbers"][0]["period"]) == ["start", "end", "text", "from", "to"]

    @given(strategies.documents())
    def test_round_trips_through_json(self, document: Document) -> None:
        line = json.dumps(document.to_dict(), ensure_ascii=False)
        assert Document.from_dict(json.loads(line)) == document
        assert Document.from_dict(msgspec.json.decode(line)) == document

    @given(strategies.documents())
    def test_follows_the_schema(self, document: Document) -> None:
        schema.check(document.to_dict())

    def test_needs_no_more_than_a_text(self) -> None:
        assert Document.from_dict({"text": "丽水"}) == Document("丽水")

    @pytest.mark.parametrize(
        ("record", "message"),
        [
            ({"text": "a", "schema": 2}, "schema 2 is unknown.*reads schema 1"),
            ({"text": 1}, r"Expected `str`, got `int` - at `\$.text`"),
            ({}, "missing required field `text`"),
            ({"text": "a", "labels": []}, "unknown field `labels`"),
            ({"text": "a", "topics": [{"label": "x", "size": 1}]}, "unknown field `size`"),
            ({"text": "a", "topics": [{"label": "x", "score": 2.0}]}, r"at `\$.topics\[0\].score`"),
            ({"text": "a", "paragraphs": [{"start": 0.0, "end": 1}]}, "Expected `int`"),
            ({"text": "a", "paragraphs": [{"start": 0, "end": 2}]}, "does not lie"),
            ({"text": "a", "meta": []}, "Expected `object`"),
        ],
        ids=lambda given: given if isinstance(given, str) else None,
    )
    def test_with_a_fault_is_refused_by_name(self, record: dict[str, Any], message: str) -> None:
        with pytest.raises(DocumentError, match=message) as caught:
            Document.from_dict({"id": "news-7", **record})
        assert "news-7" in str(caught.value)

    @pytest.mark.parametrize("field", ["value", "value_high"])
    @pytest.mark.parametrize("value", ["many", "NaN", True])
    def test_refuses_a_value_that_is_no_number(self, field: str, value: Any) -> None:
        record = Document(TEXT, id="a", numbers=(claim(),)).to_dict()
        record["numbers"][0][field] = value
        with pytest.raises(DocumentError, match="'a'"):
            Document.from_dict(record)

    def test_refuses_a_date_that_is_none(self) -> None:
        period = Period(0, 5, "2021年")
        record = Document(TEXT, id="a", numbers=(claim(period=period),)).to_dict()
        record["numbers"][0]["period"]["from"] = "2021-13-01"
        with pytest.raises(DocumentError, match=r"\$.numbers\[0\].period.from"):
            Document.from_dict(record)


class TestExactNumber:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("38560000000.0", 38560000000),
            ("26.4", 26.4),
            ("-3.20", -3.2),
            ("1E+3", 1000),
            ("0.1234567890123456789", "0.1234567890123456789"),
            ("123456789012345678901", 123456789012345678901),
            ("1E+6000", "1E+6000"),
        ],
    )
    def test_is_the_shortest_form(self, given: str, expected: object) -> None:
        found = exact_number(Decimal(given))
        assert found == expected
        assert type(found) is type(expected)

    @given(st.decimals(allow_nan=False, allow_infinity=False))
    def test_loses_nothing(self, value: Decimal) -> None:
        assert Decimal(str(exact_number(value))) == value


class TestPublishedSchema:
    PATH = Path(__file__).parent.parent / "docs" / "schema" / "document.schema.json"

    def test_is_the_one_in_use(self) -> None:
        published = json.loads(self.PATH.read_text(encoding="utf-8"))
        assert published == json.loads(json.dumps(schema.json_schema())), "run: make schema"

    @pytest.mark.parametrize(
        ("kind", "make", "extra"),
        [
            ("DocumentRecord", Document, {"schema"}),
            ("ParagraphRecord", Paragraph, set()),
            ("TermRecord", Term, set()),
            ("EntityRecord", Entity, set()),
            ("ClaimRecord", NumericClaim, set()),
            ("TopicRecord", Topic, set()),
            ("TokenRecord", Token, set()),
            ("SpanRecord", Span, set()),
            ("RangeRecord", Range, set()),
        ],
    )
    def test_names_the_fields_of_the_library(
        self, kind: str, make: Callable[..., Any], extra: set[str]
    ) -> None:
        properties = set(schema.json_schema()["$defs"][kind]["properties"])
        assert properties == {field.name for field in fields(make)} | extra  # type: ignore[arg-type]

    def test_has_every_layer(self) -> None:
        assert set(ALL_LAYERS) <= set(schema.json_schema()["$defs"]["DocumentRecord"]["properties"])


def test_documents_are_immutable() -> None:
    document = Document(TEXT)
    with pytest.raises(AttributeError):
        document.text = "other"  # type: ignore[misc]
    assert replace(document, id="b").id == "b"
