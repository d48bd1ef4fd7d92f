"""Spans as columns of tags and back: BIO and BIOES over any kind of token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

Scheme = Literal["bio", "bioes"]

#: Columns in order: names stand last, where readers of CoNLL-2003 look for them.
LAYERS = ("terms", "numbers", "entities")

#: Begins the comment before a document.
COMMENT = "# document = "

#: Stands between documents where there are no comments.
START = "-DOCSTART-"

_BILOU = {"L": "E", "U": "S"}

#: A label on tokens from a first to behind a last.
Span = tuple[int, int, str]


def tagged(spans: Iterable[Span], length: int, scheme: Scheme) -> list[str]:
    """The tag of each of `length` tokens; the spans may not overlap.

    >>> tagged([(1, 3, "GPE")], 4, "bioes")
    ['O', 'B-GPE', 'E-GPE', 'O']
    """
    tags = ["O"] * length
    for start, end, label in spans:
        tags[start:end] = [f"B-{label}", *[f"I-{label}"] * (end - start - 1)]
        if scheme == "bioes":
            tags[end - 1] = f"{'S' if end - start == 1 else 'E'}-{label}"
    return tags


def spans_of(tags: Sequence[str]) -> Iterator[Span]:
    """The spans that tags of either scheme show, read as leniently as conlleval reads them.

    An inner tag that continues nothing begins a span, as does one with another label.

    >>> list(spans_of(["B-GPE", "I-GPE", "S-ORG", "I-LOC"]))
    [(0, 2, 'GPE'), (2, 3, 'ORG'), (3, 4, 'LOC')]
    """
    start, label = 0, ""
    for number, tag in enumerate([*tags, "O"]):
        sort, _, name = tag.partition("-")
        sort = _BILOU.get(sort, sort)
        goes_on = sort in {"I", "E"} and name == label
        if label and not goes_on:
            yield start, number, label
            label = ""
        if sort != "O" and not goes_on:
            start, label = number, name
        if sort in {"E", "S"}:
            yield start, number + 1, label
            label = ""


def flat(spans: Iterable[Span], levels: int) -> tuple[list[list[Span]], list[Span]]:
    """Spans spread over `levels` columns without overlap, the longest first; and those too many."""
    columns: list[list[Span]] = [[] for _ in range(levels)]
    left: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        free = (c for c in columns if all(span[1] <= s[0] or s[1] <= span[0] for s in c))
        column = next(free, None)
        (left if column is None else column).append(span)
    return [sorted(column) for column in columns], left
