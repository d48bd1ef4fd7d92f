"""Writes a folder of brat: NAME.txt and NAME.ann for each document, and its configuration.

Offsets are code points. Line breaks are never inside a span of brat, which a file of lines could
not show: a mention that runs over one is written in fragments, and read back as one.
See https://brat.nlplab.org/standoff.html.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import partial
from pathlib import Path
from urllib.parse import quote

from zhengyu.document import Document
from zhengyu.errors import DocumentError
from zhengyu.interchange import holding
from zhengyu.interchange.brat.config import annotation_conf, visual_conf
from zhengyu.interchange.brat.lines import BREAK, lines_of
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.tags import SPAN_LAYERS
from zhengyu.writing.files import atomic_folder

#: Without being asked brat gets no paragraphs: it would draw a bar over the whole text.
USUAL = ("terms", "entities", "numbers")

_NO_PLACE = "brat has no place for what stands nowhere in the text"
_LEFT_OUT = "left out, as they would cover the whole text; --layers takes them along"
_BROKEN = "bounds on a line break, where a brat span cannot begin or end"

_AT_END = re.compile(BREAK.pattern + r"\Z")

#: Of 255 bytes, with room for the ending.
_LONGEST_NAME = 240


def hold(document: Document, loss: Loss, layers: Collection[str] | None = None) -> Document:
    """The document as brat holds it."""
    if layers is not None:
        document = holding.only(document, layers)
    else:
        document = holding.leave_layers(document, loss, _LEFT_OUT, ["paragraphs"])
    document = holding.leave_layers(document, loss, _NO_PLACE, ["topics", "tokens"])
    document = holding.leave_rest(document, loss, _NO_PLACE, "meta", "produced_by")
    inside = partial(_inside, document.text)
    return holding.rebound(document, loss, _BROKEN, inside, SPAN_LAYERS)


def write(
    documents: Iterable[Document],
    path: str | Path,
    loss: Loss,
    *,
    layers: Collection[str] | None = None,
    refuse: holding.Refuse = holding.refuse_none,
) -> int:
    """Writes a new folder for brat's `data/`, whole or not at all; says how many documents it has.

    Each is named by its id, of which what file names cannot hold is percent-encoded. Needs ids
    that differ.

    Raises:
        WritingError: when something stands at `path`, or its parent is missing.
    """
    layers = layers and holding.checked_layers(layers, SPAN_LAYERS)
    count = 0
    with atomic_folder(path) as folder:
        for name, conf in (("annotation", annotation_conf()), ("visual", visual_conf())):
            (folder / f"{name}.conf").write_text(conf, encoding="utf-8")
        fitting = partial(_named, loss=loss, layers=layers)
        for document in holding.fit(documents, fitting, refuse, unique=True):
            name = file_name(document.id or "")
            (folder / f"{name}.txt").write_bytes(document.text.encode())
            (folder / f"{name}.ann").write_bytes(lines_of(document).encode())
            count += 1
    return count


def _named(document: Document, loss: Loss, layers: Collection[str] | None) -> Document:
    if len(file_name(document.id or "").encode()) > _LONGEST_NAME:
        raise DocumentError(
            f"document {document.id!r}: the id is too long for the name of a file "
            f"({_LONGEST_NAME} bytes); give it a shorter one"
        )
    return hold(document, loss, layers)


def file_name(identity: str) -> str:
    """The id as the name of a file; `urllib.parse.unquote` turns it back.

    >>> file_name("丽水/2021: 1")
    '丽水%2F2021%3A%201'
    """
    safe = "".join(c if c.isalnum() or c in "-_." else quote(c, safe="") for c in identity)
    return safe.replace(".", "%2E", 1) if safe.startswith(".") else safe


def _inside(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range without the line breaks at its ends."""
    mention = text[start:end]
    before = BREAK.match(mention)
    start += before.end() if before else 0
    if start == end:
        return None
    behind = _AT_END.search(mention)
    return start, end - (len(mention) - behind.start() if behind else 0)
