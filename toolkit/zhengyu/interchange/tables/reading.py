"""Reads a folder of tables, in whatever order their rows are."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from zhengyu.document import ALL_LAYERS, Document
from zhengyu.errors import DocumentError, ReadingError
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import defaults_of
from zhengyu.interchange.reading import Mapped, attempt_document
from zhengyu.interchange.tables.columns import POINTED, TABLES, TYPES
from zhengyu.interchange.tags import LABEL_FIELD, tag_of
from zhengyu.labels import check_labels
from zhengyu.reading.rejection import Reject

#: A row as a table gives it: text from CSV, typed from Parquet, None for an empty cell.
Cells = dict[str, Any]

_TRUTH = {"true": True, "false": False, "1": True, "0": False}
_SPANS = ("indicator", "period", "subject")


def read(path: str | Path, loss: Loss, reject: Reject, tags: Mapped) -> Iterator[Document]:
    """The documents of a folder with `documents.csv` (or `.parquet`) and a table for each layer.

    The rows of a layer are kept in memory. Columns that a table does not have are empty; `text`
    and others that follow from the ranges are not read.

    Args:
        path: the folder.
        loss: counts rows whose labels the mapping leaves out.
        reject: is given documents that cannot be read, and rows of documents that are not there.
        tags: what the labels stand for.
    """
    folder = Path(path)
    kind = next((k for k in ("csv", "parquet") if (folder / f"documents.{k}").exists()), None)
    if kind is None:
        reject(
            ReadingError(
                f"{path} holds neither documents.csv nor documents.parquet; give the folder that "
                "'zhengyu export tables' made, with the table of the documents",
                source=str(path),
            )
        )
        return
    try:
        layers = {layer: _grouped(folder, layer, kind) for layer in ALL_LAYERS}
        for row in _rows(folder / f"documents.{kind}", "documents"):
            items = {layer: rows.pop(row["document"], []) for layer, rows in layers.items()}
            document = attempt_document(reject, str(folder), _document, row, items, loss, tags)
            if document is not None:
                yield document
    except (DocumentError, UnicodeDecodeError, csv.Error) as error:
        reject(ReadingError(f"{folder}: {error}", source=str(folder)))
        return
    for layer, rows in layers.items():
        for identity in rows:
            place = f"{folder / layer}.{kind}"
            message = f"{place} has rows of {identity!r}, which is no document of documents.{kind}"
            reject(ReadingError(f"{message}; add it there, or drop the rows", source=place))


def _grouped(folder: Path, layer: str, kind: str) -> dict[str | None, list[Cells]]:
    groups: dict[str | None, list[Cells]] = defaultdict(list)
    path = folder / f"{layer}.{kind}"
    for row in _rows(path, layer) if path.exists() else ():
        groups[row["document"]].append(row)
    return groups


def _rows(path: Path, table: str) -> Iterator[Cells]:
    rows = _csv_rows(path) if path.suffix == ".csv" else _parquet_rows(path)
    for number, row in enumerate(rows, 2):
        if row.get("document") is None:
            raise DocumentError(f"{path.name}, row {number} names no document; fill that column")
        yield {name: row.get(name) for name in TABLES[table]} | {
            "row": f"{path.name}, row {number}"
        }


def _csv_rows(path: Path) -> Iterator[Cells]:
    # The standard limit of 128 KiB a cell is shorter than a long text.
    csv.field_size_limit(max(csv.field_size_limit(), 2**31 - 1))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {name: cell or None for name, cell in row.items()}


def _parquet_rows(path: Path) -> Iterator[Cells]:
    from pyarrow import parquet  # noqa: PLC0415 - heavy, and only for this format

    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches():
            yield from batch.to_pylist()


def _document(row: Cells, items: Mapping[str, list[Cells]], loss: Loss, tags: Mapped) -> Document:
    identity, text = row["document"], row["text"] or ""
    record: dict[str, Any] = {"id": identity, "text": text}
    for name in ("meta", "produced_by"):
        record[name] = _json(row[name], identity, name)
    record["paragraphs"] = [_paragraph(_typed(cells, identity)) for cells in items["paragraphs"]]
    for layer in ("terms", "entities", "numbers"):
        found = (_item(_typed(cells, identity), layer, text, loss, tags) for cells in items[layer])
        record[layer] = [item for item in found if item is not None]
    record["tokens"] = [_token(_typed(cells, identity), text) for cells in items["tokens"]]
    record["topics"] = []
    for cells in items["topics"]:
        _topic(_typed(cells, identity), record, identity)
    document = Document.from_dict(record)
    check_labels(document)
    return document


def _json(cell: str | None, identity: str, name: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return msgspec.json.decode(cell or "{}")
    except msgspec.DecodeError as error:
        raise DocumentError(
            f"document {identity!r}, {name}: {cell!r} is no JSON ({error}); leave it as exported"
        ) from error


def _typed(cells: Cells, identity: str) -> Cells:
    """The cells of a row as the types of their columns."""
    typed = {}
    for name, cell in cells.items():
        convert = _CONVERT.get(TYPES.get(name, ""))
        try:
            typed[name] = convert(cell) if convert and isinstance(cell, str) else cell
        except (ValueError, KeyError):
            raise DocumentError(
                f"document {identity!r}, {cells['row']}: {name} is {cell!r}; give "
                f"{'true or false' if name in ('quoted', 'boilerplate') else 'a number'}"
            ) from None
    return typed


_CONVERT: Mapping[str, Callable[[str], Any]] = {
    "int64": int,
    "float64": float,
    "bool": lambda cell: _TRUTH[cell.lower()],
}


def _paragraph(row: Cells) -> Cells:
    return {name: row[name] for name in ("start", "end", "boilerplate")} | {"topics": []}


def _token(row: Cells, text: str) -> Cells:
    mention = _slice(text, row["start"], row["end"])
    return {**{name: row[name] for name in ("start", "end", "unit", "pos")}, "text": mention}


def _item(row: Cells, layer: str, text: str, loss: Loss, tags: Mapped) -> Cells | None:
    field = LABEL_FIELD[layer]
    meant = tags(tag_of(layer, row[field] or ""), row["row"], loss)
    if meant is None:
        return None
    ranges = {f"{name}_{bound}" for name in POINTED for bound in ("start", "end")}
    derived = {"document", "row", "period_from", "period_to", *POINTED, *ranges}
    item = {name: value for name, value in row.items() if name not in derived}
    mention = _slice(text, row["start"], row["end"])
    item = {name: value for name, value in item.items() if value is not None}
    item = {**defaults_of(layer, item, mention), **item, "text": mention, field: meant[1]}
    if layer == "numbers":
        item |= {name: _pointed(row, name, text) for name in POINTED}
    return item


def _slice(text: str, start: int | None, end: int | None) -> str:
    return text[max(start or 0, 0) : end]


def _pointed(row: Cells, name: str, text: str) -> Cells | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    if start is None or end is None:
        return None
    span: Cells = {"start": start, "end": end}
    if name in _SPANS:
        span["text"] = _slice(text, start, end)
    if name == "period":
        span |= {"from": row["period_from"], "to": row["period_to"]}
    return span


def _topic(row: Cells, record: dict[str, Any], identity: str) -> None:
    topic = {name: row[name] for name in ("label", "score") if row[name] is not None}
    number = row["paragraph"]
    if number is None:
        record["topics"].append(topic)
    elif 0 <= number < len(record["paragraphs"]):
        record["paragraphs"][number]["topics"].append(topic)
    else:
        raise DocumentError(
            f"document {identity!r}, {row['row']}: there is no paragraph {number}; they count "
            f"from 0 in the order of the table of paragraphs, which has {len(record['paragraphs'])}"
        )
