"""Reads a folder of brat: corrected .ann files and the texts that they stand beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from zhengyu.document import Document
from zhengyu.errors import DocumentError, ReadingError
from zhengyu.interchange.brat.lines import ATTRIBUTES, BREAK, FLAGS, REFERENCES
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark, assemble
from zhengyu.interchange.reading import Mapped, attempt_document
from zhengyu.interchange.tags import PARTS
from zhengyu.reading.rejection import Reject

_FIELD_OF_BASE = {base: name for name, base in REFERENCES.items()}
_UNKNOWN = {
    "E": "events of brat have no place in a record",
    "M": "modifications of brat have no place in a record",
    "*": "equivalences of brat have no place in a record",
}


@dataclass
class _Found:
    """What the lines of a file say of one text-bound mark."""

    tag: str
    start: int
    end: int
    fields: dict[str, Any] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)


def read(path: str | Path, loss: Loss, reject: Reject, tags: Mapped) -> Iterator[Document]:
    """The documents of a folder, in the order of their names.

    Args:
        path: folder with .txt and .ann files; a text without .ann has no marks.
        loss: counts what a record cannot hold: events, discontinuous spans, relations that are
            none of a figure.
        reject: is given documents that cannot be read.
        tags: what the labels stand for.
    """
    folder = Path(path)
    if not folder.is_dir():
        reject(
            ReadingError(
                f"{path} is no folder; give the one with the .txt and .ann files", source=str(path)
            )
        )
        return
    files = sorted(folder.glob("*.txt"))
    if not files:
        reject(
            ReadingError(
                f"{path} holds no .txt file; give the folder with the .txt and .ann files",
                source=str(path),
            )
        )
    for file in files:
        document = attempt_document(reject, str(file), _document, file, loss, tags)
        if document is not None:
            yield document


def _document(file: Path, loss: Loss, tags: Mapped) -> Document:
    text = file.read_bytes().decode()
    identity = unquote(file.stem)
    lines = file.with_suffix(".ann")
    marks = _marks(lines, identity, text, loss, tags) if lines.exists() else []
    return assemble(text, marks, loss, id=identity)


def _marks(file: Path, identity: str, text: str, loss: Loss, tags: Mapped) -> list[Mark]:
    found: dict[str, _Found] = {}
    later: list[tuple[str, str, str, str]] = []
    for number, line in enumerate(file.read_bytes().decode().split("\n"), 1):
        if not line.strip():
            continue
        place = f"document {identity!r}, {file.name}:{number}"
        name, _, content = line.rstrip("\r").partition("\t")
        if name[:1] == "T":
            found[name] = _text_bound(content, text, loss, place)
        else:
            later.append((name, *_split(content), place))
    for name, head, tail, place in later:
        _apply(name, head, tail, found, loss, place)
    marks = []
    for name, one in found.items():
        label = tags(one.tag, f"document {identity!r}, {file.name} {name}", loss)
        if label is not None:
            layer, key = label
            owners = tuple(one.owners)
            marks.append(Mark(name, layer, key, one.start, one.end, one.fields, owners))
    return marks


def _split(content: str) -> tuple[str, str]:
    head, _, tail = content.partition("\t")
    return head, tail


def _text_bound(content: str, text: str, loss: Loss, place: str) -> _Found:
    head, given = _split(content)
    tag, _, ranges = head.partition(" ")
    try:
        pieces = [tuple(map(int, piece.split())) for piece in ranges.split(";")]
        pieces = [(start, end) for start, end in pieces]
    except ValueError:
        raise DocumentError(
            f"{place}: {head!r} is no label with its range; write 'LABEL 3 5'"
        ) from None
    start, end = pieces[0][0], pieces[-1][1]
    if not all(0 <= a < b <= len(text) for a, b in pieces) or start >= end:
        raise DocumentError(
            f"{place}: range {ranges} does not lie within the text of {len(text)} code points; "
            "offsets count code points of the .txt file as it is, line ends included"
        )
    stands = " ".join(text[a:b] for a, b in pieces)
    if given.rstrip() not in ("", stands.rstrip()):
        raise DocumentError(
            f"{place}: the text at {ranges} is {stands!r}, not {given!r}; the .txt file was "
            "changed since, or its line ends: restore it"
        )
    gaps = "".join(text[a:b] for (_, a), (b, _) in pairwise(pieces))
    if BREAK.sub("", gaps):
        loss.add("discontinuous span", "taken as one from its first to its last character")
    return _Found(tag, start, end)


def _apply(
    name: str, head: str, tail: str, found: Mapping[str, _Found], loss: Loss, place: str
) -> None:
    words = head.split()
    sort = name[:1]
    if sort == "R" and len(words) == 3:  # noqa: PLR2004 - type and two arguments
        _relate(words, found, loss, place)
        return
    target = found.get(words[1]) if len(words) > 1 else None
    if target is None:
        loss.add("annotation", _UNKNOWN.get(sort, "it belongs to no span"))
    elif sort in {"A", "M"} and words[0].lower() in (*ATTRIBUTES, *FLAGS):
        target.fields[words[0].lower()] = words[2] if len(words) > 2 else True  # noqa: PLR2004
    elif sort == "N" and len(words) > 2:  # noqa: PLR2004 - type, target, reference
        base, _, key = words[2].partition(":")
        target.fields[_FIELD_OF_BASE.get(base, base)] = key
    elif sort == "#":
        _note(words[0], tail, target, loss)
    else:
        loss.add("annotation", _UNKNOWN.get(sort, "an attribute that no record has"))


def _relate(words: list[str], found: Mapping[str, _Found], loss: Loss, place: str) -> None:
    one, other = (word.partition(":")[2] for word in words[1:])
    if one not in found or other not in found:
        raise DocumentError(f"{place}: {' '.join(words)} points to no span; correct it in brat")
    if words[0] in PARTS and found[other].tag == words[0]:
        found[other].owners.append(one)
    else:
        loss.add("relation", "only indicator, period and subject of a figure are held")


def _note(sort: str, tail: str, target: _Found, loss: Loss) -> None:
    try:
        fields = msgspec.json.decode(tail)
    except msgspec.DecodeError:
        fields = None
    if sort == "AnnotatorNotes" and isinstance(fields, dict):
        target.fields.update(fields)
    else:
        loss.add("note", "a note for people, which no record has")
