"""Writes documents as a folder of tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from zhengyu.document import ALL_LAYERS, Document
from zhengyu.interchange import holding
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.tables.columns import FLOATS, TABLES, TYPES, table_rows
from zhengyu.writing.files import atomic_folder
from zhengyu.writing.rows import Row
from zhengyu.writing.tables import TableEncoder, csv_lines

Kind = Literal["csv", "parquet"]

_EMPTY = "an empty cell of CSV is no empty text"

#: Fields that may be empty text or nothing, which CSV shows alike.
_OPTIONAL = {
    "terms": ("term_id", "canonical"),
    "entities": ("adcode", "canonical"),
    "numbers": ("unit", "basis", "direction"),
    "tokens": ("pos",),
}

#: Rows of Parquet that are kept until they are written together.
_GROUP = 20_000


def hold(document: Document, loss: Loss, kind: Kind = "csv") -> Document:
    """The document as tables hold it: in CSV no empty text where nothing may be."""
    if kind == "parquet":
        return document
    layers = {}
    for layer, names in _OPTIONAL.items():
        layers[layer] = [_filled(i, layer, names, loss) for i in getattr(document, layer)]
    return document.with_layer(**layers)


def _filled(item: Any, layer: str, names: Sequence[str], loss: Loss) -> Any:  # noqa: ANN401
    empty = [name for name in names if getattr(item, name) == ""]
    for name in empty:
        loss.add(f"{layer}.{name}", _EMPTY)
    nothing = dict.fromkeys(empty)
    if layer == "terms" and "canonical" in nothing:
        nothing["canonical"] = item.text
    return replace(item, **nothing) if empty else item


def write(
    documents: Iterable[Document],
    path: str | Path,
    loss: Loss,
    *,
    kind: Kind = "csv",
    layers: Collection[str] | None = None,
    refuse: holding.Refuse = holding.refuse_none,
) -> int:
    """Writes a new folder of tables, whole or not at all; says how many documents it has.

    Needs ids that differ: rows name their document by it.

    Raises:
        WritingError: when something stands at `path`, or its parent is missing.
    """
    chosen = holding.checked_layers(layers, ALL_LAYERS)
    make = _Csv if kind == "csv" else _Parquet
    count = 0
    with atomic_folder(path) as folder, ExitStack() as stack:
        names = ("documents", *chosen)
        files = {name: stack.enter_context(closing(make(folder, name))) for name in names}
        fitting = partial(_chosen, loss=loss, kind=kind, layers=chosen)
        for document in holding.fit(documents, fitting, refuse, unique=True):
            for name, file in files.items():
                file.add(table_rows(document, name))
            count += 1
    return count


def _chosen(document: Document, loss: Loss, kind: Kind, layers: Collection[str]) -> Document:
    return hold(holding.only(document, layers), loss, kind)


class _Csv:
    """A file of CSV that is open for rows."""

    def __init__(self, folder: Path, name: str) -> None:
        self._columns = TABLES[name]
        self._stream = (folder / f"{name}.csv").open("wb")
        head = csv_lines([{column: column for column in self._columns}], self._columns)
        self._stream.write(TableEncoder.mark + head)

    def add(self, rows: Iterable[Row]) -> None:
        self._stream.write(csv_lines(rows, self._columns))

    def close(self) -> None:
        self._stream.close()


class _Parquet:
    """A file of Parquet that is open for rows, which are written in groups."""

    def __init__(self, folder: Path, name: str) -> None:
        import pyarrow as pa  # noqa: PLC0415 - heavy, and only for this format
        from pyarrow import parquet  # noqa: PLC0415

        types = {"int64": pa.int64, "bool": pa.bool_, "float64": pa.float64}
        types |= {"large_string": pa.large_string, "string": pa.string}
        columns = TABLES[name] + (FLOATS if name == "numbers" else ())
        fields = [(column, types[TYPES.get(column, "string")]()) for column in columns]
        self._schema = pa.schema(fields)
        self._table = pa.Table
        self._writer = parquet.ParquetWriter(folder / f"{name}.parquet", self._schema)
        self._rows: list[Row] = []

    def add(self, rows: Iterable[Row]) -> None:
        self._rows.extend(map(_with_floats, rows))
        if len(self._rows) >= _GROUP:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(self._table.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def close(self) -> None:
        self._flush()
        self._writer.close()


def _with_floats(row: Row) -> Row:
    """A figure's row with its values as floats too, which engines can count with."""
    if "value" not in row:
        return row
    values = {name: row[name] for name in ("value", "value_high")}
    floats = {f"{k}_float": None if v is None else float(v) for k, v in values.items()}
    return {**row, **floats}
