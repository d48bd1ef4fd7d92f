"""doccano: JSON lines for a sequence labelling project, with relations if the project has them.

    {"text": "…", "entities": [{"id": 0, "label": "GPE", "start_offset": 0, "end_offset": 2}, …],
     "relations": [{"id": 0, "from_id": 3, "to_id": 4, "type": "indicator"}, …], "zhengyu": {…}}

A project without relations takes `"label": [[0, 2, "GPE"], …]` instead. Further columns become
doccano's metadata, which it exports again: `zhengyu` carries what spans cannot hold, and comes back
to the spans that still stand where they stood. Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from zhengyu.document import Document
from zhengyu.errors import DocumentError
from zhengyu.interchange import holding
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark, assemble, beside, marks_of, reattach, rest_of
from zhengyu.interchange.reading import Mapped, attempt_document, lines_of_file
from zhengyu.interchange.tags import PARTS, SPAN_LAYERS
from zhengyu.reading.rejection import Reject
from zhengyu.writing.files import atomic

#: Without being asked paragraphs are no spans: they would cover the whole text.
USUAL = ("terms", "entities", "numbers")

#: The column of what spans cannot hold.
CARRIED = "zhengyu"


def hold(document: Document) -> Document:
    """The document as doccano holds it: all of it."""
    return document


def write(
    documents: Iterable[Document],
    path: str | Path,
    loss: Loss,  # noqa: ARG001 - nothing is lost
    *,
    layers: Collection[str] | None = None,
    relations: bool = True,
    refuse: holding.Refuse = holding.refuse_none,
) -> int:
    """Writes a file of JSON lines, whole or not at all; says how many documents it has.

    Args:
        documents: may be lazy.
        path: the file.
        loss: stays empty.
        layers: those whose items become spans; the others travel in the metadata.
        relations: whether what figures point to becomes spans with relations, for a project that
            has `use relation`; else it travels in the metadata.
        refuse: is given documents that cannot be written.

    Raises:
        WritingError: when the file cannot be written.
    """
    shown = USUAL if layers is None else holding.checked_layers(layers, SPAN_LAYERS)
    count = 0
    with atomic(path) as stream:
        for document in holding.fit(documents, hold, refuse):
            row = row_of(document, shown, relations=relations)
            stream.write(msgspec.json.encode(row) + b"\n")
            count += 1
    return count


def row_of(
    document: Document, layers: Collection[str] = USUAL, *, relations: bool = True
) -> dict[str, Any]:
    """The line of one document."""
    marks = marks_of(document, layers, linked=relations)
    row: dict[str, Any] = {"text": document.text}
    if relations:
        row["entities"] = [
            {"id": number, "label": m.tag, "start_offset": m.start, "end_offset": m.end}
            for number, m in enumerate(marks)
        ]
        row["relations"] = _relations(marks)
    else:
        row["label"] = [[mark.start, mark.end, mark.tag] for mark in marks]
    return {**row, CARRIED: beside(document, marks)}


def _relations(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    marks = list(marks)
    number_of = {mark.id: number for number, mark in enumerate(marks)}
    links = [(number_of[owner], number_of[m.id], m.label) for m in marks for owner in m.owners]
    return [
        {"id": number, "from_id": one, "to_id": other, "type": sort}
        for number, (one, other, sort) in enumerate(links)
    ]


def read(path: str | Path, loss: Loss, reject: Reject, tags: Mapped) -> Iterator[Document]:
    """The documents of a file that doccano exported as JSONL, with relations or without.

    Args:
        path: the file; a project of several annotators exports one for each.
        loss: counts relations that are none of a figure.
        reject: is given lines that cannot be read.
        tags: what the labels stand for.
    """
    for number, line in lines_of_file(path, reject):
        if line.strip():
            source = f"{path}:{number}"
            document = attempt_document(reject, source, _document, line, number, loss, tags)
            if document is not None:
                yield document


def _document(line: str, number: int, loss: Loss, tags: Mapped) -> Document:
    try:
        row = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        raise DocumentError(f"is no JSON ({error}); export the project as JSONL") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise DocumentError("has no 'text'; export a sequence labelling project as JSONL")
    carried = row.get(CARRIED) or {}
    identity = carried.get("id", str(row.get("id", number)))
    place = f"document {identity!r}"
    rest = rest_of(carried, place)
    marks = reattach(_marks(row, place, loss, tags), carried)
    return assemble(row["text"], marks, loss, id=identity, **rest)


def _marks(row: Mapping[str, Any], place: str, loss: Loss, tags: Mapped) -> Iterator[Mark]:
    owners: dict[str, list[str]] = {}
    for relation in row.get("relations") or ():
        if relation["type"] in PARTS:
            owners.setdefault(str(relation["to_id"]), []).append(str(relation["from_id"]))
        else:
            loss.add("relation", "only indicator, period and subject of a figure are held")
    for number, span in enumerate(_spans(row)):
        where = f"{place}, span {number}"
        try:
            identity, start, end, label = (span[key] for key in _KEYS)
        except (KeyError, TypeError) as error:
            raise DocumentError(
                f"{where}: {span!r} is no span ({error}); give start, end and label"
            ) from error
        meant = tags(label, where, loss)
        if meant is not None:
            yield Mark(str(identity), *meant, start, end, {}, tuple(owners.get(str(identity), ())))


_KEYS = ("id", "start_offset", "end_offset", "label")


def _spans(row: Mapping[str, Any]) -> list[Any]:
    if "entities" in row:
        return list(row["entities"])
    plain = row.get("label", row.get("labels")) or ()
    rows = [span if isinstance(span, list) else [span] for span in plain]
    return [dict(zip(_KEYS, (n, *span), strict=False)) for n, span in enumerate(rows)]
