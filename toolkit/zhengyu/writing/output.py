"""Documents out: which format, into which file, and never half of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Protocol

from zhengyu.document import ALL_LAYERS, LAYERS, Document
from zhengyu.errors import ConfigurationError
from zhengyu.writing.brief import BriefEncoder
from zhengyu.writing.files import atomic
from zhengyu.writing.jsonl import JsonlEncoder
from zhengyu.writing.tables import TableEncoder

#: Layers of a table when none are named: the paragraphs would repeat the whole text.
MENTIONS = tuple(layer for layer in LAYERS if layer != "paragraphs")


class Encoder(Protocol):
    """Turns documents into bytes, one after the other."""

    mark: bytes  # begins a file, never a stream

    @property
    def header(self) -> bytes:
        """What stands before the first document."""

    def __call__(self, document: Document, /) -> bytes:
        """What one document adds."""


FORMATS: Mapping[str, Callable[[Sequence[str] | None], Encoder]] = {
    "jsonl": lambda _: JsonlEncoder(),
    "csv": lambda layers: TableEncoder(layers or MENTIONS),
    "brief": lambda layers: BriefEncoder(layers or LAYERS),
}


def write(
    documents: Iterable[Document],
    path: str | Path,
    format: str | None = None,  # noqa: A002 - the word that users know
    *,
    layers: Sequence[str] | None = None,
) -> int:
    """Writes documents to a file, and says how many there were.

    Formats: `jsonl`, one whole record a line; `csv`, a tidy table, of one layer with all its
    columns, of several with a column `layer` and the columns that they share; `brief`, a summary
    for people. With `format="csv"` a folder (one that exists, or a path that ends in `/`) gets one
    file a layer, each with all its columns. CSV files begin with a byte order mark, for
    spreadsheets. A file is there whole or not at all: it takes its name when the last document is
    written.

    Args:
        documents: may be lazy; they are written as they come.
        path: the file, replaced if it exists.
        format: without it `csv` for a name in `.csv`, `jsonl` for any other.
        layers: the layers to write; without it all, and for `csv` all but the paragraphs.

    Raises:
        ConfigurationError: for an unknown format or layer, naming those that exist.
        WritingError: when a folder is given with another format than `csv`, the file cannot be
            written, or metadata cannot be JSON.
    """
    chosen = format or ("csv" if str(path).lower().endswith(".csv") else "jsonl")
    if chosen == "csv" and (Path(path).is_dir() or str(path).endswith(("/", os.sep))):
        tables = {layer: encoder("csv", [layer]) for layer in layers or MENTIONS}
        Path(path).mkdir(parents=True, exist_ok=True)
        files = {Path(path) / f"{layer}.csv": table for layer, table in tables.items()}
    else:
        files = {Path(path): encoder(chosen, layers)}
    with ExitStack() as stack:
        streams = [(stack.enter_context(atomic(file)), make) for file, make in files.items()]
        for stream, make in streams:
            stream.write(make.mark + make.header)
        return _write(documents, streams, layers)


def write_to(
    stream: BinaryIO,
    documents: Iterable[Document],
    format: str = "jsonl",  # noqa: A002
    *,
    layers: Sequence[str] | None = None,
) -> int:
    """Writes documents to an open binary stream, and says how many there were.

    Raises:
        ConfigurationError: for an unknown format or layer.
    """
    make = encoder(format, layers)
    stream.write(make.header)
    return _write(documents, [(stream, make)], layers)


def encoder(format: str, layers: Sequence[str] | None = None) -> Encoder:  # noqa: A002
    """The encoder of a format.

    Raises:
        ConfigurationError: for an unknown format or layer.
    """
    if format not in FORMATS:
        raise ConfigurationError(
            f"unknown format {format!r}; the formats are: {', '.join(FORMATS)}"
        )
    unknown = [layer for layer in layers or () if layer not in ALL_LAYERS]
    if unknown:
        raise ConfigurationError(
            f"unknown layer {unknown[0]!r}; the layers are: {', '.join(ALL_LAYERS)}"
        )
    return FORMATS[format](layers)


def _write(
    documents: Iterable[Document],
    streams: Sequence[tuple[BinaryIO, Encoder]],
    layers: Sequence[str] | None,
) -> int:
    count = 0
    for document in documents:
        chosen = document if layers is None else _only(document, layers)
        for stream, make in streams:
            stream.write(make(chosen))
        count += 1
    return count


def _only(document: Document, layers: Sequence[str]) -> Document:
    """The document without the other layers; the topics of paragraphs stand on the paragraphs."""
    kept = {*layers, "paragraphs"} if "topics" in layers else set(layers)
    return document.with_layer(**{layer: () for layer in ALL_LAYERS if layer not in kept})
