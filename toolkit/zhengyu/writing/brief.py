"""A summary for people: what the text says, aligned in a terminal, without colour."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from zhengyu.document import LAYERS, Document, NumericClaim

#: Widest column in terminal cells; longer text is cut with an ellipsis.
_WIDEST = 40

Table = list[tuple[str, ...]]


class BriefEncoder:
    """Encodes each document as a block of plain text: topics, terms, names and figures.

    A term or name is listed once, in the order of its first mention, with the number of its
    mentions; figures are listed one by one.

    Args:
        layers: the layers to show; a layer that was asked for and found nothing says so.
    """

    mark = b""
    header = b""

    def __init__(self, layers: Collection[str] = LAYERS) -> None:
        self._sections = [make for layer, make in _SECTIONS.items() if layer in layers]

    def __call__(self, document: Document) -> bytes:
        """The block, with a blank line at its end."""
        name = _printable(document.id or "(no id)")
        title = f"{name} · {len(document.text)} characters"
        lines = [title, "=" * _width(title)]
        for make in self._sections:
            lines.extend(make(document))
        return ("\n".join([*lines, ""]) + "\n").encode()


def _paragraphs(document: Document) -> list[str]:
    furniture = sum(paragraph.boilerplate for paragraph in document.paragraphs)
    body = len(document.paragraphs) - furniture
    return ["", f"Paragraphs: {body} of text, {furniture} of page furniture"]


def _topics(document: Document) -> list[str]:
    found = [f"{_printable(topic.label)} {topic.score:.2f}" for topic in document.topics]
    return ["", f"Topics: {', '.join(found) or 'none'}"]


def _terms(document: Document) -> list[str]:
    table = _counted((t.text, t.kind, t.canonical, t.source) for t in document.terms)
    return _section("Terms", ("term", "kind", "canonical form", "from", "times"), table)


def _entities(document: Document) -> list[str]:
    table = _counted(
        (e.text, e.label, e.adcode or "", e.canonical or "") for e in document.entities
    )
    return _section("Names", ("name", "label", "code", "canonical form", "times"), table)


def _numbers(document: Document) -> list[str]:
    table = [_figure(claim) for claim in document.numbers]
    columns = ("indicator", "as written", "value", "change", "period", "subject")
    return _section("Figures", columns, table)


def _figure(claim: NumericClaim) -> tuple[str, ...]:
    low, high = _plain(claim.value), _plain(claim.value_high)
    value = f"{low} to {high}" if high else low
    change = [part for part in (claim.direction, claim.basis) if part]
    modality = [] if claim.modality == "actual" else [claim.modality]
    parts = (claim.indicator, claim.period, claim.subject)
    indicator, period, subject = (part.text if part else "" for part in parts)
    unit = claim.unit or ""
    described = " ".join([*change, *modality])
    return indicator, claim.text, f"{value} {unit}".strip(), described, period, subject


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():,f}"


def _counted(rows: Iterable[tuple[str, ...]]) -> Table:
    times: dict[tuple[str, ...], int] = {}
    for row in rows:
        times[row] = times.get(row, 0) + 1
    return [(*row, str(count)) for row, count in times.items()]


def _section(name: str, columns: Sequence[str], table: Table) -> list[str]:
    if not table:
        return ["", f"{name}: none"]
    cells = [tuple(columns), *(tuple(map(_cut, row)) for row in table)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(map(_pad, row, widths)).rstrip() for row in cells]
    return ["", f"{name} ({len(table)})", *(f"  {line}" for line in lines)]


def _width(text: str) -> int:
    """Terminal cells: two for each wide character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _printable(text: str) -> str:
    """The text on one line, without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def _cut(text: str) -> str:
    text = _printable(text)
    if _width(text) <= _WIDEST:
        return text
    while _width(text) >= _WIDEST:
        text = text[:-1]
    return text + "…"


_SECTIONS: Mapping[str, Callable[[Document], list[str]]] = {
    "paragraphs": _paragraphs,
    "topics": _topics,
    "terms": _terms,
    "entities": _entities,
    "numbers": _numbers,
}
