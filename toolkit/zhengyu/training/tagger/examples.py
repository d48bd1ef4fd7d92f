"""Training examples: windows of annotated text with a tag for each character and head."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from zhengyu.tagging.windows import windows
from zhengyu.terms.bank import Kind
from zhengyu.text.views import FoldedView
from zhengyu.training.gold import read_records

ENTITIES = (
    "PERSON",
    "TITLE",
    "GPE",
    "LOC",
    "ZONE",
    "GOV",
    "COMPANY",
    "INSTITUTE",
    "ORG",
    "FACILITY",
    "PROJECT",
    "DOCUMENT",
    "EVENT",
)
KINDS: tuple[str, ...] = get_args(Kind)

#: Heads that are kept in the model, and their labels.
HEADS = {"entities": ENTITIES, "terms": KINDS, "coarse": ("PER", "LOC", "ORG")}

#: A position with this tag is not learnt from.
IGNORED = -100

Tags = npt.NDArray[np.int64]
Labelled = tuple[int, int, str]


@dataclass(frozen=True)
class Example:
    """A window: its folded text and, for each head it teaches, a tag per character."""

    text: str
    tags: dict[str, Tags]


def tags_of(spans: Iterable[Labelled], labels: Sequence[str], length: int) -> Tags:
    """Tag numbers (O, then B, I, E, S a label) of spans that do not overlap."""
    tags = np.zeros(length, dtype=np.int64)
    for start, end, label in spans:
        first = 1 + 4 * labels.index(label)
        tags[start:end] = first + 1
        tags[start], tags[end - 1] = first, first + 2
        if end - start == 1:
            tags[start] = first + 3
    return tags


def outermost(spans: Iterable[Labelled]) -> Iterator[Labelled]:
    """The spans that lie within no other; of two that cross, the first."""
    reached = 0
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if span[0] >= reached:
            yield span
            reached = span[1]


def annotated(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Records of several files, one after another."""
    return chain.from_iterable(map(read_records, paths))


def from_documents(records: Iterable[dict[str, Any]]) -> Iterator[Example]:
    """Examples of documents in the toolkit's own format: entities, and outermost terms."""
    fold = FoldedView()
    for record in records:
        spans = {
            "entities": [(e["start"], e["end"], e["label"]) for e in record["entities"]],
            "terms": [(t["start"], t["end"], t["kind"]) for t in record["terms"]],
        }
        text = fold(record["text"])
        yield from divided(text, windows(text), spans, HEADS)


def from_spans(
    records: Iterable[dict[str, Any]], head: str, labels: Sequence[str]
) -> Iterator[Example]:
    """Examples of a public corpus (`text`, `spans`), which teach one head of their own."""
    fold = FoldedView()
    for record in records:
        spans = [(s, e, label) for s, e, label in record["spans"] if label in labels and s < e]
        text = fold(record["text"])
        yield from divided(text, windows(text), {head: spans}, {head: labels})


def divided(
    text: str,
    ranges: Iterable[tuple[int, int]],
    spans: Mapping[str, Iterable[Labelled]],
    labels: Mapping[str, Sequence[str]],
) -> Iterator[Example]:
    """Ranges of the text; a span that a range's edge cuts is, in each range, what is left."""
    kept = {head: list(outermost(found)) for head, found in spans.items()}
    for first, last in ranges:
        tags = {}
        for head, found in kept.items():
            inside = [
                (max(start, first) - first, min(end, last) - first, label)
                for start, end, label in found
                if start < last and first < end
            ]
            tags[head] = tags_of(inside, labels[head], last - first)
        yield Example(text[first:last], tags)
