"""Rows of the tidy tables: one a mention, the same columns whatever the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from zhengyu.document import Document, Entity, NumericClaim, Paragraph, Term, Token, Topic
from zhengyu.numbers.frame import COLUMNS as CLAIM_COLUMNS
from zhengyu.numbers.frame import claim_rows

Cell = str | int | float | bool | Decimal | None
Row = Mapping[str, Cell]

#: Columns of each layer's own table, in order.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "paragraphs": ("document", "start", "end", "text", "boilerplate", "topics"),
    "terms": (
        *("document", "start", "end", "text", "kind", "canonical"),
        *("term_id", "source", "quoted", "score"),
    ),
    "entities": ("document", "start", "end", "text", "label", "adcode", "canonical", "score"),
    "numbers": CLAIM_COLUMNS,
    "topics": ("document", "level", "start", "end", "label", "score"),
    "tokens": ("document", "start", "end", "text", "unit", "pos"),
}

#: Columns of the table of several layers: what all have, and the value of a figure.
SHARED = (
    *("document", "layer", "start", "end", "text", "label", "canonical", "code"),
    *("value", "value_high", "unit", "score"),
)


def rows(document: Document, layer: str) -> Iterator[Row]:
    """The rows of one layer, with the columns `COLUMNS[layer]`."""
    return _ROWS[layer](document)


def shared_rows(document: Document, layer: str) -> Iterator[Row]:
    """The rows of one layer with the columns `SHARED`; those it has no value for are absent.

    `label` is the kind of a term or figure and the label of a name or topic; `code` the id of a
    term in the bank or the GB/T 2260 code of a place.
    """
    place = {"document": document.id, "layer": layer}
    if layer == "topics":
        for row in _topics(document):
            yield {**place, **row}
        return
    for item in getattr(document, layer):
        text = document.text[item.start : item.end]
        yield {**place, "start": item.start, "end": item.end, "text": text, **_shared(item)}


def _shared(item: Term | Entity | NumericClaim | Paragraph | Token) -> Row:
    match item:
        case Term():
            known = {"canonical": item.canonical, "code": item.term_id, "score": item.score}
            return {"label": item.kind, **known}
        case Entity():
            known = {"canonical": item.canonical, "code": item.adcode, "score": item.score}
            return {"label": item.label, **known}
        case NumericClaim():
            value = {"value": item.value, "value_high": item.value_high, "unit": item.unit}
            return {"label": item.kind, **value}
        case Token():
            return {"label": item.pos or item.unit}
        case Paragraph():
            return {"label": "boilerplate" if item.boilerplate else "text"}


def _paragraphs(document: Document) -> Iterator[Row]:
    for paragraph in document.paragraphs:
        yield {
            "document": document.id,
            "start": paragraph.start,
            "end": paragraph.end,
            "text": document.text[paragraph.start : paragraph.end],
            "boilerplate": paragraph.boilerplate,
            "topics": ";".join(topic.label for topic in paragraph.topics),
        }


def _flat(layer: str) -> Callable[[Document], Iterator[Row]]:
    """Rows of a layer whose columns are the fields of its items."""

    def rows(document: Document) -> Iterator[Row]:
        for item in getattr(document, layer):
            fields = {name: getattr(item, name) for name in COLUMNS[layer][1:]}
            yield {"document": document.id, **fields}

    return rows


def _topics(document: Document) -> Iterator[Row]:
    for topic in document.topics:
        yield _topic(document, "document", 0, len(document.text), topic)
    for paragraph in document.paragraphs:
        for topic in paragraph.topics:
            yield _topic(document, "paragraph", paragraph.start, paragraph.end, topic)


def _topic(document: Document, level: str, start: int, end: int, topic: Topic) -> Row:
    place = {"document": document.id, "level": level, "start": start, "end": end}
    return {**place, "label": topic.label, "score": topic.score}


def _numbers(document: Document) -> Iterator[Row]:
    yield from claim_rows(document)


_ROWS: Mapping[str, Callable[[Document], Iterator[Row]]] = {
    "paragraphs": _paragraphs,
    "terms": _flat("terms"),
    "entities": _flat("entities"),
    "numbers": _numbers,
    "topics": _topics,
    "tokens": _flat("tokens"),
}
