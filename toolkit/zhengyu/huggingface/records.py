"""Rows back to documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from zhengyu.document import Document
from zhengyu.errors import DocumentError
from zhengyu.huggingface.features import FEATURES
from zhengyu.labels import keys, label_sets

Names = Mapping[str, Sequence[str]]


def from_dataset(dataset: Iterable[Mapping[str, Any]]) -> Iterator[Document]:
    """The documents of a dataset with the columns of `FEATURES`, lazily.

    It may be a `Dataset`, an `IterableDataset` that streams, or the rows themselves; labels may be
    numbers of their class or names. Other columns are left alone.

    Raises:
        DocumentError: when a row is no record; it names document, place and remedy.
    """
    names = _names(getattr(dataset, "features", None) or FEATURES)
    for row in dataset:
        yield Document.from_dict(_record(row, names))


def _names(features: Mapping[str, Any]) -> Names:
    """The names of each closed set as this dataset declares them: its classes may be older."""
    found = {}
    for field in label_sets():
        layer, name = field.split(".")
        column = features.get(layer)
        fields = column[0] if isinstance(column, list) else getattr(column, "feature", None)
        feature = fields.get(name) if isinstance(fields, Mapping) else None
        found[field] = getattr(feature, "names", None) or keys(field)
    return found


def _record(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    record = {name: row[name] for name in FEATURES if name in row}
    if not record.get("tokens"):  # a record has no such layer where nobody asked for one
        record.pop("tokens", None)
    identity = record.get("id")
    for name in ("meta", "produced_by"):
        record[name] = _json(record.get(name), f"document {identity!r}, {name}")
    for field in label_sets():
        layer, name = field.split(".")
        place = f"document {identity!r}, {layer}"
        items = record.get(layer) or ()
        record[layer] = [_named(item, name, names[field], place) for item in items]
    place = f"document {identity!r}, paragraphs.topics"
    record["paragraphs"] = [
        {
            **paragraph,
            "topics": [
                _named(topic, "label", names["topics.label"], place)
                for topic in paragraph.get("topics") or ()
            ],
        }
        for paragraph in record.get("paragraphs") or ()
    ]
    record["numbers"] = [_claim(claim) for claim in record["numbers"]]
    return record


def _json(value: str | None, place: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return msgspec.json.decode(value or "{}")
    except msgspec.DecodeError as error:
        raise DocumentError(f"{place}: {value!r} is no JSON ({error}); give an object") from error


def _named(item: Mapping[str, Any], name: str, names: Sequence[str], place: str) -> dict[str, Any]:
    """The item with its label by name."""
    label = item.get(name)
    if isinstance(label, int):
        if not 0 <= label < len(names):
            raise DocumentError(
                f"{place}.{name}: {label} is no class; the classes are 0 to {len(names) - 1}, "
                f"{', '.join(names)}"
            )
        label = names[label]
    return {**item, name: label}


def _claim(row: Mapping[str, Any]) -> dict[str, Any]:
    claim = dict(row)
    for name in ("value", "value_high"):
        claim[name] = claim.pop(f"{name}_exact", claim.get(name))
    period = claim.get("period")
    if period is not None:
        claim["period"] = {**period, **{key: _iso(period.get(key)) for key in ("from", "to")}}
    return claim


def _iso(day: date | str | None) -> str | None:
    return day.isoformat() if isinstance(day, date) else day
