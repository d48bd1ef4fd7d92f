"""Reads annotations of the W3C model: pages, collections, lists, or one annotation a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import msgspec

from zhengyu.document import Document
from zhengyu.errors import DocumentError, ReadingError
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark, assemble, rest_of
from zhengyu.interchange.reading import Mapped, attempt_document
from zhengyu.interchange.webanno.quotes import Quote, resolve
from zhengyu.interchange.webanno.writing import CARRIED, SOURCE
from zhengyu.reading.rejection import Reject

Annotation = Mapping[str, Any]

#: A page's own `zhengyu:document`, and its annotations.
Page = tuple[Mapping[str, Any], list[Annotation]]

_LOST = "its quote stands nowhere in the text, or in several places alike"
_BEYOND = "without a quote that could be checked, its position lies outside the text"


def read(
    path: str | Path,
    loss: Loss,
    reject: Reject,
    tags: Mapped,
    *,
    texts: Iterable[Document] = (),
) -> Iterator[Document]:
    """The documents that the annotations are about.

    Args:
        path: JSON lines, or one JSON value: annotations by any tool that quotes (`target` with a
            `source` and selectors).
        loss: counts annotations whose quote is not found, and selectors and bodies that no record
            holds.
        reject: is given what cannot be read.
        tags: what the tags stand for.
        texts: the documents to anchor the annotations in, by their ids; without it the text that
            a page carries.
    """
    known = {document.id: document for document in texts}
    for number, page in enumerate(_pages(Path(path), reject), 1):
        source = f"{path} page {number}"
        document = attempt_document(reject, source, _document, page, known, loss, tags)
        if document is not None:
            yield document


def _pages(path: Path, reject: Reject) -> Iterator[Page]:
    try:
        data = path.read_bytes()
        try:
            values = [msgspec.json.decode(data)]
        except msgspec.DecodeError:
            values = [msgspec.json.decode(line) for line in data.split(b"\n") if line.strip()]
    except (OSError, msgspec.DecodeError) as error:
        reason = f"{path} cannot be read as JSON-LD ({error}); give JSON or JSON lines"
        reject(ReadingError(reason, source=str(path)))
        return
    loose: list[Annotation] = []
    for value in _flat(values):
        if value.get("type") == "AnnotationPage":
            items = list(_flat(value.get("items") or ()))
            yield from [(value[CARRIED], items)] if CARRIED in value else _by_source(items)
        elif value.get("type") == "AnnotationCollection":
            yield from _by_source(list(_flat([value.get("first") or {}])))
        else:
            loose.append(value)
    yield from _by_source(loose)


def _flat(values: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """The objects among values and lists of them."""
    for value in values:
        if isinstance(value, Mapping):
            yield value
        elif isinstance(value, list):
            yield from _flat(value)


def _by_source(values: Iterable[Annotation]) -> Iterator[Page]:
    """Annotations that no page of ours holds together: those of one source are one document."""
    loose = chain.from_iterable(v.get("items", [v]) for v in values)
    for source, found in groupby(sorted(loose, key=_source), key=_source):
        if source:
            yield {"id": unquote(source.removeprefix(SOURCE))}, list(found)


def _source(annotation: Annotation) -> str:
    target = annotation.get("target")
    target = target[0] if isinstance(target, list) and target else target
    if isinstance(target, str):
        return target
    return str(target.get("source", "")) if isinstance(target, Mapping) else ""


def _document(
    page: Page, known: Mapping[str | None, Document], loss: Loss, tags: Mapped
) -> Document:
    carried, annotations = page
    identity = carried.get("id")
    given = known.get(identity)
    text = carried.get("text") if given is None else given.text
    if not isinstance(text, str):
        raise DocumentError(
            f"document {identity!r}: its page carries no text; give the texts (--texts FILE.jsonl, "
            "by the same ids)"
        )
    rest = rest_of(carried, f"document {identity!r}")
    if given is not None and "meta" not in rest:
        rest["meta"] = dict(given.meta)
    found = (_mark(a, n, text, str(identity), loss, tags) for n, a in enumerate(annotations))
    return assemble(text, [m for m in found if m is not None], loss, id=identity, **rest)


def _mark(
    annotation: Annotation, number: int, text: str, identity: str, loss: Loss, tags: Mapped
) -> Mark | None:
    place = f"document {identity!r}, annotation {annotation.get('id', number)!r}"
    bodies = list(_flat([annotation.get("body") or ()]))
    tag = next((b.get("value") for b in bodies if b.get("purpose", "tagging") == "tagging"), None)
    if not isinstance(tag, str):
        loss.add("annotation", "it has no tag")
        return None
    meant = tags(tag, place, loss)
    bounds = _bounds(annotation, text, loss, place)
    if meant is None or bounds is None:
        return None
    owners = tuple(str(b.get("source")) for b in bodies if b.get("purpose") == "linking")
    fields = _fields(bodies, place)
    return Mark(str(annotation.get("id", number)), *meant, *bounds, fields, owners)


def _bounds(annotation: Annotation, text: str, loss: Loss, place: str) -> tuple[int, int] | None:
    target = next(_flat([annotation.get("target")]), {})
    selectors = {s.get("type"): s for s in _flat([target.get("selector") or ()])}
    at = selectors.get("TextPositionSelector", {})
    quoted = selectors.get("TextQuoteSelector")
    if quoted is not None:
        exact, before, behind = (str(quoted.get(k) or "") for k in ("exact", "prefix", "suffix"))
        found = resolve(text, Quote(exact, before, behind, at.get("start")))
        if found is None:
            loss.add("annotation", f"{_LOST}: {place}")
        return found
    if at:
        start, end = at.get("start", -1), at.get("end", -1)
        if not 0 <= start < end <= len(text):
            raise DocumentError(
                f"{place}: range [{start}, {end}) does not lie within the text of {len(text)} code "
                "points; give the text that it was made on, or quotes"
            )
        return start, end
    loss.add("annotation", "it has neither a text quote nor a text position")
    return None


def _fields(bodies: Iterable[Mapping[str, Any]], place: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for body in bodies:
        if body.get("format") == "application/json":
            try:
                fields |= msgspec.json.decode(str(body.get("value")), type=dict[str, Any])
            except msgspec.DecodeError as error:
                raise DocumentError(f"{place}: its fields are no JSON object ({error})") from error
    return fields
