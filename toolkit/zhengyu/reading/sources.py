"""Paths, patterns and standard input to documents."""

from __future__ import annotations

import codecs
import glob
import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import msgspec

from zhengyu.document import Document
from zhengyu.errors import ReadingError
from zhengyu.reading.jsonl import read_jsonl
from zhengyu.reading.rejection import Reject, attempt, raise_error
from zhengyu.reading.text import read_text

STDIN = "-"
_JSONL = (".jsonl", ".ndjson")
_NOT_READ = {
    ".html": "HTML, whose text this version does not extract; extract it first (trafilatura does)",
    ".htm": "HTML, whose text this version does not extract; extract it first (trafilatura does)",
    ".json": "one JSON value; write one object a line and name the file .jsonl",
}


def read(*sources: str | Path, on_error: Reject | None = None) -> Iterator[Document]:
    r"""The documents of files, patterns (`news/**/*.txt`) or standard input (`-`), lazily.

    Files that end in `.jsonl` or `.ndjson` hold one record a line, all others are one text each;
    standard input is JSONL when its first line is a JSON object, else one text with the id
    `stdin`. A text's `id` is the file's name without its ending and `meta["encoding"]` its
    encoding. Newline characters are never changed and a byte order mark is removed: offsets are
    true to `Document.text` as it is delivered. The files of a pattern come in order of name.

    Args:
        sources: paths, patterns, or `-`.
        on_error: called with the error of each source, or line of a JSONL file, that cannot be
            read; the others are read. Without it the first such error is raised.

    Raises:
        ReadingError: for a missing or empty file, a folder, bytes that are no text, a line that is
            no record; it names the source.
    """
    reject = on_error or raise_error
    for source in map(str, sources):
        for path in attempt(reject, _expand, source) or ():
            yield from _documents(path, reject)


def _expand(source: str) -> list[str]:
    if source == STDIN or os.path.lexists(source) or not glob.has_magic(source):
        return [source]
    # pathlib's own glob changes the paths ("./x" to "x") that errors are to name as given.
    found = sorted(glob.glob(source, recursive=True))  # noqa: PTH207
    files = [path for path in found if not Path(path).is_dir()]
    if not files:
        raise ReadingError(
            f"no file matches {source}; check the folder and the pattern", source=source
        )
    return files


def _documents(path: str, reject: Reject) -> Iterator[Document]:
    if path == STDIN:
        yield from _standard_input(sys.stdin.buffer, reject)
        return
    stream = attempt(reject, _open, path)
    if stream is None:
        return
    with stream:
        if path.lower().endswith(_JSONL):
            yield from read_jsonl(path, stream, reject)
        else:
            yield from _text(path, stream.read(), reject)


def _open(path: str) -> BinaryIO:
    file = Path(path)
    if file.is_dir():
        reason = f"is a folder; give the files in it: {file / '*.txt'}"
    elif file.suffix.lower() in _NOT_READ:
        reason = f"is {_NOT_READ[file.suffix.lower()]}"
    else:
        try:
            return file.open("rb")
        except FileNotFoundError:
            reason = "does not exist; check the path"
        except OSError as error:
            reason = f"cannot be opened ({error.strerror}); check its permissions"
    raise ReadingError(f"{path} {reason}", source=path)


def _standard_input(stream: BinaryIO, reject: Reject) -> Iterator[Document]:
    first = stream.readline()
    if _is_object(first):
        yield from read_jsonl("stdin", chain([first], stream), reject)
    else:
        yield from _text("stdin", first + stream.read(), reject)


def _text(name: str, data: bytes, reject: Reject) -> Iterator[Document]:
    document = attempt(reject, read_text, name, data)
    if document is not None:
        yield document


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(msgspec.json.decode(line.removeprefix(codecs.BOM_UTF8)), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
