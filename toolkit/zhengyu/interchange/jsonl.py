"""JSON lines: whole records, which hold everything; gold files in their short form are read too."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from zhengyu import schema
from zhengyu.document import ALL_LAYERS, Document
from zhengyu.errors import DocumentError
from zhengyu.interchange import holding
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import defaults_of
from zhengyu.interchange.reading import Mapped, attempt_document, lines_of_file
from zhengyu.interchange.tags import LABEL_FIELD, PARTS
from zhengyu.labels import check_labels
from zhengyu.reading.rejection import Reject
from zhengyu.writing.files import atomic
from zhengyu.writing.jsonl import JsonlEncoder

_KNOWN = {"id", "text", "meta", "produced_by", *ALL_LAYERS}
_FIELDS: Mapping[str, Collection[str]] = {
    "paragraphs": schema.ParagraphRecord.__struct_fields__,
    "terms": schema.TermRecord.__struct_fields__,
    "entities": schema.EntityRecord.__struct_fields__,
    "numbers": schema.ClaimRecord.__struct_fields__,
}
_POINTED = (*PARTS, "evidence")


def hold(document: Document) -> Document:
    """The document as JSON lines hold it: all of it."""
    return document


def write(
    documents: Iterable[Document],
    path: str | Path,
    loss: Loss,  # noqa: ARG001 - nothing is lost
    *,
    layers: Collection[str] | None = None,
    refuse: holding.Refuse = holding.refuse_none,
) -> int:
    """Writes whole records, the file whole or not at all; says how many there are.

    Raises:
        WritingError: when the file cannot be written.
    """
    shown = holding.checked_layers(layers, ALL_LAYERS)
    keep = hold if layers is None else lambda document: holding.only(document, shown)
    encode, count = JsonlEncoder(), 0
    with atomic(path) as stream:
        for document in holding.fit(documents, keep, refuse):
            stream.write(encode(document))
            count += 1
    return count


def read(path: str | Path, loss: Loss, reject: Reject, tags: Mapped) -> Iterator[Document]:
    """The documents of a file of records, or of gold in its short form.

    Gold names ranges `[start, end]` and topics by their bare labels, and leaves out what nobody
    annotates: the canonical form of a term is then its own.

    Args:
        path: the file.
        loss: counts fields of short gold that no record has.
        reject: is given lines that cannot be read.
        tags: not asked: records name their labels by field.
    """
    del tags
    for number, line in lines_of_file(path, reject):
        if line.strip():
            source = f"{path}:{number}"
            document = attempt_document(reject, source, _document, line, number, path, loss)
            if document is not None:
                yield document


def _document(line: str, number: int, path: str | Path, loss: Loss) -> Document:
    try:
        record = msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError) as error:
        raise DocumentError(f"is no JSON ({error}); write one object a line") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise DocumentError('is no record: give an object such as {"id": "…", "text": "…"}')
    if "schema" not in record:
        record = whole({"id": f"{Path(path).stem}:{number}", **record}, loss)
    document = Document.from_dict(record)
    check_labels(document)
    return document


def whole(gold: Mapping[str, Any], loss: Loss) -> dict[str, Any]:
    """A record of the wire for gold in its short form; what is not known goes into `meta`.

    Raises:
        DocumentError: for a layer that is no list of objects with `start` and `end`.
    """
    others = {name: value for name, value in gold.items() if name not in _KNOWN}
    record = {name: gold[name] for name in gold if name in _KNOWN}
    record["meta"] = {**others, **(gold.get("meta") or {})}
    try:
        for layer in _FIELDS:
            record[layer] = [_item(layer, i, gold["text"], loss) for i in gold.get(layer) or ()]
        record["topics"] = _topics(gold)
    except (TypeError, KeyError, ValueError, AttributeError) as error:
        raise DocumentError(
            f"document {gold.get('id')!r}: its layers are no lists of spans ({error!r}); see "
            "docs/schema/document.schema.json"
        ) from error
    return record


def _topics(gold: Mapping[str, Any]) -> list[Any]:
    return [t if isinstance(t, Mapping) else {"label": t} for t in gold.get("topics") or ()]


def _item(layer: str, gold: Mapping[str, Any], text: str, loss: Loss) -> dict[str, Any]:
    item = {name: value for name, value in gold.items() if name in _FIELDS[layer]}
    for name in gold.keys() - item.keys():
        if not name.endswith("_text"):
            loss.add(f"{layer}.{name}", "a record has no such field")
    if layer == "paragraphs":
        return {**item, "topics": _topics(gold)}
    mention = text[max(item["start"], 0) : item["end"]]
    if layer == "numbers":
        item |= {name: _range(item[name], name, text) for name in _POINTED if item.get(name)}
    label = {LABEL_FIELD[layer]: gold[LABEL_FIELD[layer]]}
    return {**defaults_of(layer, gold, mention), "text": mention, **item, **label}


def _range(given: Any, name: str, text: str) -> Any:  # noqa: ANN401 - either form
    if isinstance(given, Mapping):
        return given
    start, end = given
    words = {} if name == "evidence" else {"text": text[max(start, 0) : end]}
    return {"start": start, "end": end, **words}
