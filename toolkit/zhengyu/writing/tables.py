"""CSV: tidy tables for spreadsheets and statistics, one row a mention."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal

from zhengyu.document import Document
from zhengyu.writing.rows import COLUMNS, SHARED, Cell, Row, rows, shared_rows


class TableEncoder:
    """Encodes documents as rows of CSV in UTF-8 with line feeds.

    One layer has all its columns (`rows.COLUMNS`); several share one table whose column `layer`
    tells them apart and whose other columns are those that all have (`rows.SHARED`). An empty cell
    is a value that is not there; true and false are written so; a value is exact.

    Args:
        layers: the layers to put into the table, in that order within each document.
    """

    #: Spreadsheets take a file without it for the system's own encoding and garble Chinese.
    mark = codecs.BOM_UTF8

    def __init__(self, layers: Sequence[str]) -> None:
        self._layers = tuple(layers)
        self._shared = len(self._layers) != 1
        self._columns = SHARED if self._shared else COLUMNS[self._layers[0]]

    @property
    def header(self) -> bytes:
        """The line of column names."""
        return csv_lines([{name: name for name in self._columns}], self._columns)

    def __call__(self, document: Document) -> bytes:
        """The rows of one document; nothing when it has no mention."""
        make = shared_rows if self._shared else rows
        found = (row for layer in self._layers for row in make(document, layer))
        return csv_lines(found, self._columns)


def csv_lines(rows: Iterable[Row], columns: Sequence[str]) -> bytes:
    """Rows as lines of CSV with these columns, each ended by a line feed."""
    # With this terminator a bare carriage return in a cell is quoted too; rows end in "\n".
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    lines = (writer.writerow([_cell(row.get(name)) for name in columns]) for row in rows)
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines).encode()


class _Echo:
    """Hands each line back to the caller of `writerow`."""

    def write(self, line: str) -> str:
        return line


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else str(value)
