"""Documents to rows of the declared columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from zhengyu.document import Document, NumericClaim
from zhengyu.errors import WritingError
from zhengyu.huggingface.features import TABLES
from zhengyu.labels import check_labels, keys, label_sets
from zhengyu.writing.rows import rows as flat_rows

Row = dict[str, Any]


def document_row(document: Document) -> Row:
    """The document as a row of `FEATURES`; labels are numbers of their class.

    Raises:
        DocumentError: for a label outside its set.
        WritingError: when the metadata holds what JSON cannot.
    """
    check_labels(document)
    row = {"tokens": [], **document.to_dict()}
    for name in ("meta", "produced_by"):
        row[name] = _json(document, row[name])
    for field in label_sets():
        layer, name = field.split(".")
        _number(row[layer], field, name)
    for paragraph in row["paragraphs"]:
        _number(paragraph["topics"], "topics.label", "label")
    pairs = zip(document.numbers, row["numbers"], strict=True)
    row["numbers"] = [_claim(claim, record) for claim, record in pairs]
    return row


def table_rows(document: Document, layer: str) -> Iterator[Row]:
    """The rows of one layer's tidy table, in the order of the text.

    Args:
        document: whose labels are all within their sets (`check_labels`).
        layer: `terms`, `entities`, `numbers` or `topics`.
    """
    if layer == "numbers":
        yield from (_claim_row(document, claim) for claim in document.numbers)
        return
    codes = {
        name: {label: number for number, label in enumerate(feature.names)}
        for name, feature in TABLES[layer].items()
        if hasattr(feature, "names")
    }
    for cells in flat_rows(document, layer):
        yield {**cells, **{name: code[str(cells[name])] for name, code in codes.items()}}


def _number(items: Iterable[Row], field: str, name: str) -> None:
    """Puts the number of its class in place of each item's label."""
    codes = _codes(field)
    for item in items:
        item[name] = None if item[name] is None else codes[item[name]]


@lru_cache(maxsize=32)
def _codes(field: str) -> Mapping[str, int]:
    return {key: number for number, key in enumerate(keys(field))}


def _claim(claim: NumericClaim, record: Row) -> Row:
    row = {**record, **_value(claim)}
    if claim.period is not None:
        row["period"] = {
            **row["period"],
            "from": claim.period.from_date,
            "to": claim.period.to_date,
        }
    return row


def _claim_row(document: Document, claim: NumericClaim) -> Row:
    """A figure as one flat row; `evidence` is the sentence that it was read from."""
    period, evidence = claim.period, claim.evidence
    labels = {name: getattr(claim, name) for name in _CLAIM_LABELS}
    codes = {name: _codes(f"numbers.{name}") for name in _CLAIM_LABELS}
    return {
        "document": document.id,
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        **_value(claim),
        "unit": claim.unit,
        **{name: None if key is None else codes[name][key] for name, key in labels.items()},
        "indicator": claim.indicator.text if claim.indicator else None,
        "period": period.text if period else None,
        "period_from": period.from_date if period else None,
        "period_to": period.to_date if period else None,
        "subject": claim.subject.text if claim.subject else None,
        "evidence": document.text[evidence.start : evidence.end] if evidence else None,
    }


_CLAIM_LABELS = ("kind", "approx", "basis", "direction", "modality")


def _value(claim: NumericClaim) -> Row:
    """Each value as a float, beside its exact digits."""
    return {
        "value": _float(claim.value),
        "value_exact": _exact(claim.value),
        "value_high": _float(claim.value_high),
        "value_high_exact": _exact(claim.value_high),
    }


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _exact(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _json(document: Document, value: Mapping[str, Any]) -> str:
    try:
        return msgspec.json.encode(value).decode()
    except (TypeError, UnicodeEncodeError) as error:
        raise WritingError(
            f"document {document.id!r} cannot be a row: {error}; keep to text, numbers, lists and "
            "mappings in meta and produced_by"
        ) from error
