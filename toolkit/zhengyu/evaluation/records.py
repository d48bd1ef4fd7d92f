"""Gold and predicted documents: read, paired, and checked before anything is counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from zhengyu.errors import DocumentError, ReadingError
from zhengyu.training.gold import read_records
from zhengyu.training.split import Part

#: A document as it stands in a JSON line. Where the wire record has `{"start", "end", "text"}` for
#: a field of a claim or `{"label", "score"}` for a topic, gold may also have `[start, end]`, a
#: `…_text` beside it, and the bare label.
Record = Mapping[str, Any]
Place = tuple[int, int]

_MARKED = ("terms", "entities", "numbers")
_NAMED = 5


def read_gold(path: Path, part: Part | None = None) -> list[Record]:
    """The documents of a file of JSON lines, or of all `*.jsonl` files of a folder, by id.

    Args:
        path: the file or folder.
        part: take only this part of the split.

    Raises:
        ReadingError: when there is none, or a line is no JSON.
        DocumentError: when two have the same id.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    try:
        records = [record for file in files for record in read_records(file, part)]
    except json.JSONDecodeError as error:
        raise ReadingError(
            f"{path} holds a line that is no JSON: {error}", source=str(path)
        ) from error
    if not records:
        wanted = f" of the part {part}" if part else ""
        raise ReadingError(f"{path} holds no document{wanted}", source=str(path))
    return list(by_id(records, str(path)).values())


def by_id(records: Iterable[Record], source: str) -> dict[str, Record]:
    """Documents by their id, sorted.

    Raises:
        DocumentError: when one has no id or two have the same one; names `source`.
    """
    found: dict[str, Record] = {}
    for record in records:
        fields = record if isinstance(record, Mapping) else {}
        identity = fields.get("id")
        if not isinstance(identity, str) or not isinstance(fields.get("text"), str):
            raise DocumentError(
                f"{source}: a document needs 'id' and 'text' to be compared: {str(record)[:60]}…"
            )
        if identity in found:
            raise DocumentError(
                f"{source}: two documents have the id {identity!r}; make ids unique"
            )
        found[identity] = record
    return dict(sorted(found.items()))


def paired(gold: Sequence[Record], found: Iterable[Record]) -> Iterator[tuple[Record, Record]]:
    """Each gold document with the predicted one of the same id; other predictions are left out.

    Raises:
        DocumentError: when a document is missing, its text was changed, or a mention is not the
            text at its offsets.
    """
    known = by_id(found, "predictions")
    missing = [record["id"] for record in gold if record["id"] not in known]
    if missing:
        raise DocumentError(
            f"{len(missing)} gold documents are not among the predictions: "
            f"{', '.join(missing[:_NAMED])}; annotate all texts of the gold"
        )
    for record in gold:
        prediction = known[record["id"]]
        _check(record, prediction)
        yield record, prediction


def _check(gold: Record, found: Record) -> None:
    if gold["text"] != found["text"]:
        raise DocumentError(
            f"document {gold['id']!r}: the text was changed; annotations must stand on the text "
            "as given"
        )
    for layer in _MARKED:
        for span in found.get(layer, []):
            mention = gold["text"][span["start"] : span["end"]]
            if mention != span.get("text", mention):
                raise DocumentError(
                    f"document {gold['id']!r}, {layer}: the text at [{span['start']}, "
                    f"{span['end']}) is {mention!r}, not {span['text']!r}; offsets count code "
                    "points"
                )


def labels(record: Record) -> set[str]:
    """The topics of a paragraph or document, bare or with scores."""
    topics = record.get("topics", [])
    return {topic["label"] if isinstance(topic, Mapping) else topic for topic in topics}


def place_of(field: Any) -> Place | None:  # noqa: ANN401 - one of two JSON forms
    """The range of a field of a claim: `[start, end]`, or an object with both."""
    if field is None:
        return None
    if isinstance(field, Mapping):
        return field["start"], field["end"]
    start, end = field
    return start, end


def wording(claim: Mapping[str, Any], name: str, text: str) -> str | None:
    """The wording of a field of a claim: its `…_text`, its own `text`, or what stands there."""
    if name + "_text" in claim:
        given: str | None = claim[name + "_text"]
        return given
    field = claim.get(name)
    if isinstance(field, Mapping) and "text" in field:
        field = field["text"]
    if isinstance(field, str):
        return field
    place = place_of(field)
    return None if place is None else text[slice(*place)]


def checksum(records: Iterable[Record], *fields: str) -> str:
    """SHA-256 of the given fields of documents, in whatever order they come."""
    rows = sorted(
        (r["id"], *(json.dumps(r.get(f), sort_keys=True) for f in fields)) for r in records
    )
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
