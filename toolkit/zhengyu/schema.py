"""The wire record as types: what `Document.from_dict` accepts and the JSON Schema publishes.

The dataclasses of `zhengyu.document` are what people work with; these describe the same record
as JSON. Both are spelt out, and tests hold them together.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct, field

from zhengyu.errors import DocumentError

SCHEMA_ID = "urn:zhengyu:document:1"

Offset = Annotated[int, Meta(ge=0, description="code points from the start of `text`")]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]
Number = Annotated[
    int | float | str | None,
    Meta(description="in base units; a string where no float is exact; null where it has no value"),
]


class RangeRecord(Struct, forbid_unknown_fields=True):
    """A half-open range of code points."""

    start: Offset
    end: Offset


class SpanRecord(RangeRecord):
    """A range and the text that stands there."""

    text: str


class TopicRecord(Struct, forbid_unknown_fields=True):
    """A label of the topic taxonomy with its probability."""

    label: str
    score: Probability = 1.0


class ParagraphRecord(RangeRecord):
    """A run of text between line breaks."""

    boilerplate: bool = False
    topics: list[TopicRecord] = field(default_factory=list)


class TermRecord(SpanRecord):
    """A slogan or policy term."""

    kind: str
    canonical: str
    term_id: str | None = None
    source: str = "bank"
    quoted: bool = False
    score: Probability = 1.0


class EntityRecord(SpanRecord):
    """A name or post; `adcode` is a GB/T 2260 code."""

    label: str
    adcode: str | None = None
    canonical: str | None = None
    score: Probability = 1.0


class PeriodRecord(SpanRecord):
    """The time that a figure is for; the days are inclusive."""

    from_date: date | None = field(default=None, name="from")
    to_date: date | None = field(default=None, name="to")


class ClaimRecord(SpanRecord):
    """One quantity that the text asserts of something."""

    kind: str
    value: Number
    unit: str | None
    value_high: Number = None
    approx: str = "exact"
    indicator: SpanRecord | None = None
    basis: str | None = None
    direction: str | None = None
    modality: str = "actual"
    period: PeriodRecord | None = None
    subject: SpanRecord | None = None
    evidence: RangeRecord | None = None


class TokenRecord(SpanRecord):
    """A word, or a term or name kept whole; `pos` is jieba's part of speech."""

    unit: str = "word"
    pos: str | None = None


class DocumentRecord(Struct, forbid_unknown_fields=True):
    """One document: the text as given, and the layers of spans that stand in it."""

    text: str
    schema: Literal[1] = 1
    id: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    paragraphs: list[ParagraphRecord] = field(default_factory=list)
    terms: list[TermRecord] = field(default_factory=list)
    entities: list[EntityRecord] = field(default_factory=list)
    numbers: list[ClaimRecord] = field(default_factory=list)
    topics: list[TopicRecord] = field(default_factory=list)
    tokens: list[TokenRecord] = field(default_factory=list)
    produced_by: dict[str, Any] = field(default_factory=dict)


def check(record: dict[str, Any]) -> None:
    """Holds a record against the schema: fields, types and ranges, not yet the spans.

    Raises:
        DocumentError: naming the document and the place in it, as in `$.terms[0].start`.
    """
    try:
        msgspec.convert(record, DocumentRecord)
    except msgspec.ValidationError as error:
        raise DocumentError(
            f"document {record.get('id')!r} does not follow schema 1: {error}; see "
            "docs/schema/document.schema.json"
        ) from error


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one record, that is of one line of a JSONL file."""
    schema = msgspec.json.schema(DocumentRecord)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "zhengyu document",
        **schema,
    }
