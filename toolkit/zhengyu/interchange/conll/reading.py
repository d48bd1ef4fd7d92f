"""Reads CoNLL: our own files with comments, and those of others by their rows alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from zhengyu.document import Document
from zhengyu.errors import ConfigurationError, DocumentError
from zhengyu.interchange.conll.columns import COMMENT, LAYERS, START, spans_of
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark, assemble
from zhengyu.interchange.reading import Mapped, attempt_document, lines_of_file
from zhengyu.interchange.tags import tag_of
from zhengyu.reading.rejection import Reject

#: A line of a file with its number.
Line = tuple[int, str]


def read(
    path: str | Path,
    loss: Loss,
    reject: Reject,
    tags: Mapped,
    *,
    layers: Sequence[str] | None = None,
) -> Iterator[Document]:
    """The documents of a file.

    Without our comments documents begin at `-DOCSTART-` (else the file is one, by the name of the
    file), the text is the tokens one after the other, and a blank line is a line break.

    Args:
        path: file of columns separated by tabs or spaces, in UTF-8.
        loss: counts columns that belong to no layer.
        reject: is given documents that cannot be read.
        tags: what the labels stand for.
        layers: what the columns behind the token are, where no comment says so: of `terms`,
            `numbers`, `entities`, `-` for one to pass over. Without it the last one is entities.

    Raises:
        ConfigurationError: for another layer.
    """
    for layer in layers or ():
        if layer not in (*LAYERS, "-"):
            raise ConfigurationError(f"{layer!r} is no column; give {', '.join(LAYERS)} or -")
    for number, chunk in enumerate(_chunks(lines_of_file(path, reject))):
        source = f"{path}:{chunk[0][0]}"
        name = Path(path).stem if number == 0 else f"{Path(path).stem}-{number + 1}"
        document = attempt_document(reject, source, _document, chunk, name, layers, loss, tags)
        if document is not None:
            yield document


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """The lines of each document."""
    chunk: list[Line] = []
    for number, line in lines:
        if line.startswith((COMMENT, START)) and any(text.strip() for _, text in chunk):
            yield chunk
            chunk = []
        chunk.append((number, line))
    if any(text.strip() for _, text in chunk):
        yield chunk


def _document(
    chunk: Sequence[Line], name: str, layers: Sequence[str] | None, loss: Loss, tags: Mapped
) -> Document:
    head: dict[str, Any] = {}
    rows: list[Line] = []
    for number, line in chunk:
        if line.startswith(COMMENT):
            head = _head(line, number)
        elif not line.startswith((START, "# ")):
            rows.append((number, line))
    identity = head.get("id", name)
    tokens, places = _tokens(rows)
    text = head["text"] if head else "".join(tokens).strip("\n")
    offsets = _offsets(tokens, text, places, identity)
    cells = [line.split("\t" if "\t" in line else None) for _, line in rows]
    columns = head.get("columns") or _columns(layers, max(map(len, cells), default=1) - 1)
    marks: list[Mark] = []
    for position, column in enumerate(columns, 1):
        layer = column.partition(".")[0]
        if layer in LAYERS:
            found = [row[position] if len(row) > position else "O" for row in cells]
            marks.extend(_marks(found, layer, offsets, f"document {identity!r}", loss, tags))
        else:
            loss.add("column", "it belongs to no layer")
    marks.sort(key=lambda mark: (mark.layer, mark.start, mark.end, mark.label))
    return assemble(text, marks, loss, id=identity)


def _head(line: str, number: int) -> dict[str, Any]:
    try:
        head = msgspec.json.decode(line.removeprefix(COMMENT))
    except msgspec.DecodeError as error:
        raise DocumentError(f"line {number} begins a document, but is no JSON ({error})") from error
    if not isinstance(head, dict) or not isinstance(head.get("text"), str):
        raise DocumentError(f"line {number} begins a document without a text; restore the line")
    return head


def _columns(layers: Sequence[str] | None, number: int) -> Sequence[str]:
    if layers is not None:
        return layers
    return ("-",) * (number - 1) + ("entities",) if number > 0 else ()


def _tokens(rows: Sequence[Line]) -> tuple[list[str], list[int]]:
    """The token of each row, a line feed for each blank one, and the numbers of their lines."""
    tokens = [
        line.split("\t" if "\t" in line else None)[0] if line.strip() else "\n" for _, line in rows
    ]
    return tokens, [number for number, _ in rows]


def _offsets(
    tokens: Sequence[str], text: str, places: Sequence[int], identity: str
) -> list[tuple[int, int]]:
    """The range of each token; blank rows get one that is empty."""
    offsets, at = [], 0
    for token, place in zip(tokens, places, strict=True):
        while at < len(text) and text[at].isspace():
            at += 1
        length = len(token.strip())
        if text[at : at + length] != token[:length]:
            raise DocumentError(
                f"document {identity!r}, line {place}: the token {token!r} does not go on the text "
                f"at {at}, where {text[at : at + 10]!r} stands; restore the document's rows"
            )
        offsets.append((at, at + length))
        at += length
    return offsets


def _marks(
    found: Sequence[str],
    layer: str,
    offsets: Sequence[tuple[int, int]],
    place: str,
    loss: Loss,
    tags: Mapped,
) -> Iterator[Mark]:
    for first, last, label in spans_of(found):
        start, end = offsets[first][0], offsets[last - 1][1]
        meant = tags(tag_of(layer, label), f"{place} at {start}", loss)
        if meant is not None:
            yield Mark(f"{layer}-{start}-{end}", *meant, start, end)
