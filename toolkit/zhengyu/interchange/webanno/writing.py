"""Writes annotation pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent

import msgspec

from zhengyu.document import Document
from zhengyu.interchange import holding
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark, beside, marks_of
from zhengyu.interchange.tags import SPAN_LAYERS
from zhengyu.interchange.webanno.quotes import quote
from zhengyu.writing.files import atomic

#: JSON-LD readers keep this as it is, and those that know it not pass over it.
CARRIED = "zhengyu:document"

_CONTEXT = [
    "http://www.w3.org/ns/anno.jsonld",
    {"zhengyu": "urn:zhengyu:", CARRIED: {"@id": CARRIED, "@type": "@json"}},
]

_NO_TEXT = "the page goes without the text and what belongs to all of it"

SOURCE = "urn:zhengyu:document:"


def hold(document: Document, loss: Loss, *, embed: bool = True) -> Document:
    """The document as pages hold it: all of it, or the spans alone where nothing is embedded."""
    if embed:
        return document
    document = holding.leave_layers(document, loss, _NO_TEXT, ["topics"])
    return holding.leave_rest(document, loss, _NO_TEXT, "meta", "produced_by")


def write(
    documents: Iterable[Document],
    path: str | Path,
    loss: Loss,
    *,
    layers: Collection[str] | None = None,
    embed: bool = True,
    refuse: holding.Refuse = holding.refuse_none,
) -> int:
    """Writes one page a line, the file whole or not at all; says how many pages there are.

    Args:
        documents: may be lazy.
        path: the file.
        loss: counts what is left behind.
        layers: those whose items are annotations; what figures point to goes with them.
        embed: whether a page carries text, metadata and topics too. Without them the annotations
            can be given away where the texts cannot, and are read against the texts.
        refuse: is given documents that cannot be written.

    Raises:
        WritingError: when the file cannot be written.
    """
    shown = holding.checked_layers(layers, SPAN_LAYERS)
    count = 0
    with atomic(path) as stream:
        for document in holding.fit(documents, partial(hold, loss=loss, embed=embed), refuse):
            stream.write(msgspec.json.encode(page_of(document, shown, embed=embed)) + b"\n")
            count += 1
    return count


def page_of(
    document: Document, layers: Collection[str] = SPAN_LAYERS, *, embed: bool = True
) -> dict[str, Any]:
    """The page of one document."""
    source = SOURCE + percent(document.id or "", safe="")
    marks = marks_of(document, layers)
    page: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": f"{source}#annotations",
        "type": "AnnotationPage",
        "items": [_annotation(mark, document.text, source) for mark in marks],
    }
    if embed:
        carried = beside(document, marks)
        carried.pop("spans", None)
        page[CARRIED] = {**carried, "text": document.text}
    return page


def _annotation(mark: Mark, text: str, source: str) -> dict[str, Any]:
    quoted = quote(text, mark.start, mark.end)
    selectors = [
        {
            "type": "TextQuoteSelector",
            "exact": quoted.exact,
            "prefix": quoted.prefix,
            "suffix": quoted.suffix,
        },
        {"type": "TextPositionSelector", "start": mark.start, "end": mark.end},
    ]
    return {
        "id": f"{source}#{mark.id}",
        "type": "Annotation",
        "motivation": "tagging",
        "body": list(_bodies(mark, source)),
        "target": {"source": source, "selector": selectors},
    }


def _bodies(mark: Mark, source: str) -> Iterable[dict[str, Any]]:
    """The tag, the other fields as JSON, and for a part the figures that point to it."""
    yield {"type": "TextualBody", "purpose": "tagging", "value": mark.tag}
    if mark.fields:
        value = msgspec.json.encode(mark.fields).decode()
        described = {"type": "TextualBody", "purpose": "describing", "value": value}
        yield {**described, "format": "application/json"}
    for owner in mark.owners:
        yield {"type": "SpecificResource", "purpose": "linking", "source": f"{source}#{owner}"}
