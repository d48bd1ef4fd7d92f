"""Lines of brat's .ann files: text-bound marks, relations, attributes, references, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from zhengyu.document import Document
from zhengyu.interchange.marks import Mark, marks_of

#: All at which a reader of lines may break one; brat's own does.
BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")

#: Fields of closed sets become attributes, which brat shows and lets people choose.
ATTRIBUTES = ("approx", "basis", "direction", "modality", "source")
FLAGS = ("quoted",)

#: Fields that name an entry elsewhere become references.
REFERENCES: Mapping[str, str] = {"adcode": "GBT2260", "term_id": "zhengyu"}

_REFERENCE = re.compile(r"[^\s\x1c-\x1f\x85]+")


def lines_of(document: Document) -> str:
    """The .ann file of a document that brat can hold."""
    marks = marks_of(document)
    names = {mark.id: f"T{number}" for number, mark in enumerate(marks, 1)}
    lines = [_text_bound(names[mark.id], mark, document.text) for mark in marks]
    relations = ((mark, owner) for mark in marks for owner in mark.owners)
    for number, (mark, owner) in enumerate(relations, 1):
        lines.append(f"R{number}\t{mark.label} Arg1:{names[owner]} Arg2:{names[mark.id]}\t")
    counts = {"A": 0, "N": 0, "#": 0}
    for mark in marks:
        for sort, content in _details(mark, names[mark.id], document.text):
            counts[sort] += 1
            lines.append(f"{sort}{counts[sort]}\t{content}")
    return "".join(f"{line}\n" for line in lines)


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    r"""The pieces of a range between its line breaks.

    >>> fragments("乡村\n振兴", 0, 5)
    [(0, 2), (3, 5)]
    """
    pieces, at = [], start
    for broken in BREAK.finditer(text, start, end):
        pieces.append((at, broken.start()))
        at = broken.end()
    return [*pieces, (at, end)]


def _text_bound(name: str, mark: Mark, text: str) -> str:
    pieces = fragments(text, mark.start, mark.end)
    place = ";".join(f"{start} {end}" for start, end in pieces)
    mention = " ".join(text[start:end] for start, end in pieces)
    return f"{name}\t{mark.tag} {place}\t{mention}"


def _details(mark: Mark, name: str, text: str) -> Iterator[tuple[str, str]]:
    """Attributes, references and a note with the fields that have no other place."""
    note: dict[str, Any] = {}
    for field, value in mark.fields.items():
        if field in ATTRIBUTES and value is not None:
            yield "A", f"{field.capitalize()} {name} {value}"
        elif field in FLAGS and value is True:
            yield "A", f"{field.capitalize()} {name}"
        elif field in REFERENCES and value and _REFERENCE.fullmatch(value):
            shown = BREAK.sub(" ", text[mark.start : mark.end])
            yield "N", f"Reference {name} {REFERENCES[field]}:{value}\t{shown}"
        else:
            note[field] = value
    if note:
        yield "#", f"AnnotatorNotes {name}\t{one_line(note)}"


def one_line(value: Any) -> str:  # noqa: ANN401 - any JSON
    """JSON on one line, whatever takes as the end of a line."""
    return BREAK.sub(_escaped, msgspec.json.encode(value).decode())


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in match.group())
