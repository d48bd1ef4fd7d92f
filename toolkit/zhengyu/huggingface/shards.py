"""Rows to Parquet files of a stated size, with memory that does not grow with the corpus."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
from datasets import Features

from zhengyu.errors import ConfigurationError

Row = Mapping[str, Any]

#: Below this the footer of a file, which names all columns, would outweigh its rows.
SMALLEST = 100_000

_SIZE = re.compile(r"(\d+) ?(K|M|G)B", re.IGNORECASE)
_UNITS = {"K": 10**3, "M": 10**6, "G": 10**9}

_encode = msgspec.json.Encoder(order="deterministic").encode


def parse_size(given: str) -> int:
    """Bytes in a size such as `500MB`.

    Raises:
        ConfigurationError: when it is none, or below `SMALLEST`.

    >>> parse_size("500MB")
    500000000
    """
    match = _SIZE.fullmatch(given.strip())
    size = int(match[1]) * _UNITS[match[2].upper()] if match else 0
    if size < SMALLEST:
        raise ConfigurationError(
            f"{given!r} is no size of a file; give one such as 500MB, from {SMALLEST // 1000}KB up"
        )
    return size


class Digest:
    """Number and checksum of rows, in order; alike for rows that are equal."""

    def __init__(self) -> None:
        self.rows = 0
        self._hash = hashlib.sha256()

    def add(self, row: Row) -> int:
        """Takes a row into account; returns its size as JSON in bytes."""
        data = _encode(row)
        self._hash.update(data)
        self.rows += 1
        return len(data)

    @property
    def value(self) -> str:
        """The checksum as hexadecimal digits."""
        return self._hash.hexdigest()


class ShardWriter:
    """The files of one configuration's split, called `SPLIT-00000-of-00002.parquet` at the end.

    `digest` and `bytes` (of the rows in memory) say what was written, `waiting` (as JSON) what is
    not yet.

    Args:
        folder: where to write them.
        split: what they are called.
        features: columns of the rows.
        largest: size in bytes that no file exceeds, unless a single group of rows does.
    """

    def __init__(self, folder: Path, split: str, features: Features, largest: int) -> None:
        self.digest = Digest()
        self.waiting = 0
        self.bytes = 0
        self._folder, self._split, self._largest = folder, split, largest
        self._schema = features.arrow_schema
        self._rows: list[Row] = []
        self._parts: list[Path] = []
        self._stream: BinaryIO | None = None
        self._writer: pq.ParquetWriter | None = None

    def add(self, row: Row) -> int:
        """Takes a row, which waits for `flush`; returns its size as JSON in bytes."""
        size = self.digest.add(row)
        self._rows.append(row)
        self.waiting += size
        return size

    def flush(self) -> None:
        """Writes the rows that wait, as one group of rows."""
        if not self._rows:
            return
        # JSON is larger than compressed Parquet, so that the sum is a safe bound.
        if self._stream is not None and self._stream.tell() + self.waiting > self._largest:
            self._close()
        if self._writer is None:
            part = self._folder / f"{self._split}-{len(self._parts):05d}.part"
            self._parts.append(part)
            self._stream = part.open("xb")
            self._writer = pq.ParquetWriter(self._stream, self._schema, compression="zstd")
        table = pa.Table.from_pylist(self._rows, schema=self._schema)
        self.bytes += table.nbytes
        self._writer.write_table(table)
        self._rows, self.waiting = [], 0

    def finish(self) -> list[Path]:
        """Writes what waits and gives the files their names; returns them in order."""
        self.flush()
        self._close()
        files = []
        for number, part in enumerate(self._parts):
            name = f"{self._split}-{number:05d}-of-{len(self._parts):05d}.parquet"
            files.append(part.rename(self._folder / name))
        return files

    def _close(self) -> None:
        """Ends the file that is open; also after a failure, when it will be thrown away."""
        if self._writer is not None:
            self._writer.close()
        if self._stream is not None:
            self._stream.close()
        self._writer = self._stream = None

    def abandon(self) -> None:
        """Closes what is open after a failure."""
        self._rows = []
        self._close()
