"""Columns of the tables, and the rows of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, repeat

import msgspec

from zhengyu.document import ALL_LAYERS, Document, NumericClaim, Range
from zhengyu.writing.rows import COLUMNS, Cell, Row, rows

#: Figures point to these; a table needs their ranges beside the text that stands there.
POINTED = ("indicator", "period", "subject", "evidence")

_OWN: Mapping[str, tuple[str, ...]] = {
    "documents": ("document", "text", "meta", "produced_by"),
    "numbers": tuple(f"{name}_{bound}" for name in POINTED for bound in ("start", "end")),
    "topics": ("paragraph",),
}

#: Tables in order, with the columns of each.
TABLES: Mapping[str, tuple[str, ...]] = {
    name: COLUMNS.get(name, ()) + _OWN.get(name, ()) for name in ("documents", *ALL_LAYERS)
}

#: Further columns of figures in Parquet: the exact values are text.
FLOATS = ("value_float", "value_high_float")

#: Columns that are no text, by their type in Parquet.
TYPES: Mapping[str, str] = {
    **dict.fromkeys(("start", "end", "paragraph", *_OWN["numbers"]), "int64"),
    **dict.fromkeys(("boilerplate", "quoted"), "bool"),
    **dict.fromkeys(("score", *FLOATS), "float64"),
    "text": "large_string",
}


def table_rows(document: Document, table: str) -> Iterator[Row]:
    """The rows of a document in a table, with the columns of `TABLES`."""
    if table == "documents":
        yield _document(document)
    elif table == "numbers":
        for row, claim in zip(rows(document, table), document.numbers, strict=True):
            yield {**row, "start": claim.start, "end": claim.end, **_ranges(claim)}
    elif table == "topics":
        for row, number in zip(rows(document, table), _paragraphs(document), strict=True):
            yield {**row, "paragraph": number}
    else:
        yield from rows(document, table)


def _document(document: Document) -> Row:
    record = document.to_dict()
    packed = {name: msgspec.json.encode(record[name]).decode() for name in ("meta", "produced_by")}
    return {"document": document.id, "text": document.text, **packed}


def _ranges(claim: NumericClaim) -> dict[str, Cell]:
    ranges: dict[str, Cell] = {}
    for name in POINTED:
        part: Range | None = getattr(claim, name)
        ranges[f"{name}_start"] = part.start if part else None
        ranges[f"{name}_end"] = part.end if part else None
    return ranges


def _paragraphs(document: Document) -> Iterator[int | None]:
    """The number of the paragraph of each row of topics; None for those of the document."""
    of_paragraphs = (repeat(n, len(p.topics)) for n, p in enumerate(document.paragraphs))
    return chain(repeat(None, len(document.topics)), chain.from_iterable(of_paragraphs))
