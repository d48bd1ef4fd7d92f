"""JSONL: one object a line, either `id`, `text` and `meta`, or a whole record."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import msgspec

from zhengyu.document import ALL_LAYERS, Document
from zhengyu.errors import DocumentError, ReadingError
from zhengyu.reading.encoding import decode
from zhengyu.reading.rejection import Reject, attempt
from zhengyu.reading.text import identity

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_jsonl(name: str, lines: Iterable[bytes], reject: Reject) -> Iterator[Document]:
    """The documents of a JSONL file, lazily; blank lines are skipped.

    A line with `schema` is a whole record (see docs/schema) and keeps its layers. Any other line
    gives `text`, and if it likes `id` (text or integer; else the file's name and the number of the
    line) and `meta`; its further fields go into `meta`, but for those named like a layer, which
    are not read. Lines are UTF-8, as JSON must be; one that is not is decoded like a text file and
    says so in `meta["encoding"]`.

    Args:
        name: path of the file.
        lines: its lines.
        reject: is given the error of a line that cannot be read; the lines after it are still read.
    """
    empty = True
    for number, line in enumerate(lines, 1):
        if number == 1 and line.startswith(_UTF16):
            reject(_error(name, "is JSONL in UTF-16; save it as UTF-8"))
            return
        if number == 1 and line.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
            reject(_error(name, "is a JSON array; write one object a line (jq -c '.[]')"))
            return
        data = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if data.strip():
            empty = False
            place, fallback = f"{name}:{number}", f"{identity(name)}:{number}"
            document = attempt(reject, read_line, data, place, fallback)
            if document is not None:
                yield document
    if empty:
        reject(_error(name, "is empty: it holds no record; leave it out, or fill it"))


def read_line(line: bytes, place: str, identity: str) -> Document:
    """The document of one line.

    Args:
        line: the bytes of the line.
        place: `file:line`, for errors.
        identity: the document's id where the line gives none.

    Raises:
        ReadingError: when the line is no record; it names the line and says why.
    """
    encoding = None
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text, encoding = decode(line, place)
    try:
        record = msgspec.json.decode(text)
        document = _document(record, place, identity)
    except (msgspec.DecodeError, DocumentError, RecursionError) as error:
        raise _error(place, f"is no record: {error}") from error
    if encoding is None:
        return document
    return replace(document, meta={**document.meta, "encoding": encoding})


def _document(record: Any, place: str, identity: str) -> Document:  # noqa: ANN401 - any JSON
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise _error(place, 'is no record: give an object such as {"id": "…", "text": "…"}')
    if "schema" in record:
        return Document.from_dict(record)
    name, meta = record.get("id"), record.get("meta")
    if name is not None and (not isinstance(name, str | int) or isinstance(name, bool)):
        raise _error(place, f"has the id {name!r}; give a string or an integer")
    if meta is not None and not isinstance(meta, dict):
        raise _error(place, f"has a meta that is no object but {type(meta).__name__}; give one")
    known = {"id", "text", "meta", "produced_by", *ALL_LAYERS}
    others = {key: value for key, value in record.items() if key not in known}
    identity = identity if name is None else str(name)
    return Document(record["text"], id=identity, meta={**others, **(meta or {})})


def _error(place: str, message: str) -> ReadingError:
    return ReadingError(f"{place} {message}", source=place)
