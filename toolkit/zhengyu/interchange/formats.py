"""Formats by name, and the two calls that every one of them answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from zhengyu.document import Document
from zhengyu.errors import ConfigurationError
from zhengyu.interchange import brat, conll, doccano, jsonl, label_studio, spacy, tables, webanno
from zhengyu.interchange.holding import Refuse, refuse_none
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.reading import Mapped
from zhengyu.reading.rejection import Reject, raise_error


@dataclass(frozen=True, slots=True)
class Report:
    """What an export wrote.

    Attributes:
        documents: how many.
        loss: what the format could not hold of them.
    """

    documents: int
    loss: Loss = field(default_factory=Loss)


#: How each format is written: documents, path, loss, and its own options.
_WRITERS: Mapping[str, Callable[..., int]] = {
    "jsonl": jsonl.write,
    "csv": partial(tables.write, kind="csv"),
    "parquet": partial(tables.write, kind="parquet"),
    "brat": brat.write,
    "conll": conll.write,
    "label-studio": label_studio.write,
    "doccano": doccano.write,
    "spacy": spacy.write,
    "webanno": webanno.write,
}

#: How each is read: path, loss, reject, tags, and its own options.
_READERS: Mapping[str, Callable[..., Iterator[Document]]] = {
    "jsonl": jsonl.read,
    "csv": tables.read,
    "parquet": tables.read,
    "brat": brat.read,
    "conll": conll.read,
    "label-studio": label_studio.read,
    "doccano": doccano.read,
    "spacy": spacy.read,
    "webanno": webanno.read,
}

FORMATS = tuple(_WRITERS)


def export_documents(
    documents: Iterable[Document],
    path: str | Path,
    format: str,  # noqa: A002 - the word that users know
    *,
    refuse: Refuse = refuse_none,
    **options: Any,  # noqa: ANN401 - each format has its own
) -> Report:
    """Writes documents in a format of annotation tools.

    Args:
        documents: may be lazy.
        path: a file, or for brat, Label Studio and tables a new folder; there whole or not at all.
        format: one of `FORMATS`.
        refuse: is given id and error of each document that cannot be written: a label outside its
            set, for some formats an id that is missing or taken. Without it the first is raised.
        options: those of the format's `write`, such as `layers`.

    Returns:
        How many were written, and what the format could not hold of them.

    Raises:
        ConfigurationError: for an unknown format, layer or option, or a library that is missing.
        DocumentError: for a document that cannot be written, without `refuse`.
        WritingError: when the output cannot be written.
    """
    loss = Loss()
    writer = _chosen(_WRITERS, format)
    return Report(writer(documents, path, loss, refuse=refuse, **options), loss)


def import_documents(
    path: str | Path,
    format: str,  # noqa: A002
    *,
    loss: Loss | None = None,
    on_error: Reject | None = None,
    labels: Mapping[str, str] | None = None,
    **options: Any,  # noqa: ANN401 - each format has its own
) -> Iterator[Document]:
    """The documents of a file or folder that an annotation tool wrote, lazily.

    Args:
        path: as the tool exports it.
        format: one of `FORMATS`.
        loss: counts what a record cannot hold; complete when the documents are through.
        on_error: is given the error of each document that cannot be read; the others are read.
            Without it the first is raised.
        labels: what labels of another name stand for, as `{"人物": "PERSON"}`; an empty name leaves
            their spans out.
        options: those of the format's `read`, such as `annotator`.

    Raises:
        ConfigurationError: for an unknown format, or a library that is missing.
        ReadingError: for a document that cannot be read, without `on_error`.
    """
    reader = _chosen(_READERS, format)
    found = Loss() if loss is None else loss
    tags = Mapped(labels)
    documents: Iterator[Document] = reader(path, found, on_error or raise_error, tags, **options)
    return documents


def _chosen(table: Mapping[str, Callable[..., Any]], name: str) -> Callable[..., Any]:
    if name not in table:
        raise ConfigurationError(f"unknown format {name!r}; the formats are: {', '.join(table)}")
    return table[name]
