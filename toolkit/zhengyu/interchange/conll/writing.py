"""Writes documents as CoNLL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from zhengyu.document import Document, Range
from zhengyu.errors import ConfigurationError
from zhengyu.interchange import holding
from zhengyu.interchange.conll.columns import COMMENT, LAYERS, START, Scheme, Span, flat, tagged
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.tags import LABEL_FIELD, PARTS
from zhengyu.writing.files import atomic

_TAGS_ONLY = "a column of tags has labels and nothing else"
_NO_PLACE = "there are columns for terms, numbers and entities alone"
_BLANK = "bounds on white space, which makes no row"
_BROKEN = "runs over a line break, where a sequence ends"
_OVERLAP = "overlaps another of its layer in every column it has; more levels give it more columns"
_NO_COMMENT = "without comments there is no place for it"

_FIELDS = {
    "terms": ("canonical", "term_id", "source", "quoted", "score"),
    "entities": ("adcode", "canonical", "score"),
    "numbers": (
        *("value", "value_high", "unit", "approx", "basis", "direction", "modality", "evidence"),
        *PARTS,
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows look.

    Attributes:
        layers: the columns in order, of `columns.LAYERS`.
        scheme: `bio` or `bioes`.
        levels: columns of each layer, for spans that overlap: the longest go into the first.
        comments: whether id and text stand in a comment before each document.
    """

    layers: tuple[str, ...] = LAYERS
    scheme: Scheme = "bioes"
    levels: int = 1
    comments: bool = True

    def __post_init__(self) -> None:
        holding.checked_layers(self.layers, LAYERS)
        if self.levels < 1 or self.scheme not in {"bio", "bioes"}:
            raise ConfigurationError(
                f"scheme={self.scheme!r}, levels={self.levels}: the schemes are bio and bioes, "
                "levels are 1 or more"
            )


def hold(document: Document, loss: Loss, shape: Shape | None = None) -> Document:
    """The document as CoNLL of this shape holds it."""
    shape = shape or Shape()
    if shape.layers != LAYERS:
        document = holding.only(document, shape.layers)
    document = holding.leave_layers(document, loss, _NO_PLACE, ["paragraphs", "topics", "tokens"])
    document = holding.leave_rest(document, loss, _NO_PLACE, "meta", "produced_by")
    blank = _Blank(document.text)
    document = holding.rebound(document, loss, _BLANK, blank, LAYERS)
    document = holding.rebound(document, loss, _BROKEN, blank.unbroken, LAYERS)
    document = holding.leave_fields(document, loss, _TAGS_ONLY, _FIELDS)
    chosen = {layer: _unlayered(document, layer, loss, shape.levels) for layer in shape.layers}
    return document.with_layer(**chosen)


class _Blank:
    """New bounds for spans: none on white space, and none over the end of a line."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        mention = self._text[start:end]
        start += len(mention) - len(mention.lstrip())
        end -= len(mention) - len(mention.rstrip())
        return (start, end) if start < end else None

    def unbroken(self, start: int, end: int) -> tuple[int, int] | None:
        return None if "\n" in self._text[start:end] else (start, end)


def _unlayered(document: Document, layer: str, loss: Loss, levels: int) -> Iterable[object]:
    """The items of a layer for which there is a column, in the order in which they are read."""
    items: dict[Span, object] = {}
    for item in getattr(document, layer):
        items.setdefault((item.start, item.end, getattr(item, LABEL_FIELD[layer])), item)
    columns, left = flat(items, levels)
    loss.add(layer, _OVERLAP, len(left) + len(getattr(document, layer)) - len(items))
    return [items[span] for span in sorted(span for column in columns for span in column)]


def write(
    documents: Iterable[Document],
    path: str | Path,
    loss: Loss,
    *,
    shape: Shape | None = None,
    refuse: holding.Refuse = holding.refuse_none,
) -> int:
    """Writes a file of tab-separated columns, whole or not at all; says how many documents it has.

    Raises:
        WritingError: when the file cannot be written.
    """
    shape = shape or Shape()
    count = 0
    with atomic(path) as stream:
        for document in holding.fit(documents, lambda d: hold(d, loss, shape), refuse):
            if not shape.comments:
                loss.add("id", _NO_COMMENT, int(document.id is not None))
                blank = sum(c.isspace() and c != "\n" for c in document.text)
                loss.add("white space", _NO_COMMENT, blank)
            stream.write("".join(lines_of(document, shape)).encode())
            count += 1
    return count


def lines_of(document: Document, shape: Shape) -> Iterator[str]:
    """The lines of one document that CoNLL can hold, each with its line feed."""
    names = [f"{layer}.{n}" if n else layer for layer in shape.layers for n in range(shape.levels)]
    if shape.comments:
        head = {"id": document.id, "columns": names, "text": document.text}
        yield f"{COMMENT}{msgspec.json.encode(head).decode()}\n"
    else:
        yield "\t".join([START, *["O"] * len(names)]) + "\n\n"
    rows = [i for i, character in enumerate(document.text) if not character.isspace()]
    row_of = {place: number for number, place in enumerate(rows)}
    columns: list[list[str]] = []
    for layer in shape.layers:
        spans = [_row_span(item, layer, row_of) for item in getattr(document, layer)]
        spread, _ = flat(spans, shape.levels)
        columns.extend(tagged(column, len(rows), shape.scheme) for column in spread)
    yield from _lines(document.text, columns)


def _row_span(item: Range, layer: str, row_of: dict[int, int]) -> Span:
    return row_of[item.start], row_of[item.end - 1] + 1, getattr(item, LABEL_FIELD[layer])


def _lines(text: str, columns: Sequence[Sequence[str]]) -> Iterator[str]:
    tags = zip(*columns, strict=True) if columns else iter(())
    rows = 0
    for character in text:
        if character == "\n" and rows:
            yield "\n"
            rows = 0
        if not character.isspace():
            yield "\t".join([character, *next(tags)]) + "\n"
            rows += 1
    yield "\n"
