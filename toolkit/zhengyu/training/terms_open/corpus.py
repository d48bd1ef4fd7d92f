"""What the models learn from: annotated texts, hits of the bank in other texts, and laws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from zhengyu.document import Document
from zhengyu.terms.component import TermFinder
from zhengyu.terms.joined import Joined
from zhengyu.terms.open.quotes import quoted_spans
from zhengyu.terms.open.spans import LONGEST, SpanFeatures, span_features
from zhengyu.training.gold import read_records

Span = tuple[int, int]
_SHORTEST_PARAGRAPH, _LONGEST_PARAGRAPH = 20, 600
_EARLIEST = "1990"


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its terms.

    `texts` is the text by itself; `kinds` are the terms by span; `unknown` are spans that may be
    terms or not: what touches them teaches nothing. A `weak` sample was marked by the bank, not by
    a reader.
    """

    text: str
    texts: Joined
    features: SpanFeatures
    kinds: dict[Span, str]
    unknown: tuple[Span, ...] = ()
    weak: bool = False

    def wording(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span[0] : span[1]]


def read_gold(records: Iterable[dict[str, Any]]) -> list[Sample]:
    """Annotated documents in the wire format."""
    samples = []
    for record in records:
        kinds = {(t["start"], t["end"]): t["kind"] for t in record["terms"]}
        samples.append(_sample(record["text"], kinds))
    return samples


def read_segmented(path: Path) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """Texts with `tokens` as start, end, part of speech."""
    for record in read_records(path):
        yield record["text"], [(s, e, pos) for s, e, pos in record["tokens"]]


def read_weak(
    folder: Path,
    finder: TermFinder,
    apart_from: Iterable[Sample],
    rng: np.random.Generator,
    *,
    most_of_one: int,
) -> list[Sample]:
    """Paragraphs of news and reports with hits of the bank, each entry at most so often."""
    taken = {line for sample in apart_from for line in sample.text.split("\n")}
    counts: Counter[str] = Counter()
    samples = []
    paragraphs = sorted(set(_paragraphs(folder, laws=False)) - taken)
    for i in rng.permutation(len(paragraphs)):
        text = paragraphs[i]
        terms = finder(Document(text)).terms
        rare = [t for t in terms if counts[t.canonical] < most_of_one]
        if not rare:
            continue
        counts.update(term.canonical for term in terms)
        kinds = {(t.start, t.end): t.kind for t in rare}
        others = [(t.start, t.end) for t in terms if (t.start, t.end) not in kinds]
        marked = [span for span in quoted_spans(text) if span not in kinds]
        samples.append(_sample(text, kinds, (*others, *marked), weak=True))
    return samples


def read_laws(
    folder: Path, finder: TermFinder, rng: np.random.Generator, count: int
) -> list[Sample]:
    """Paragraphs of laws, whose hits of the bank are unknown and which hold no other terms."""
    paragraphs = sorted(set(_paragraphs(folder, laws=True)))
    chosen = [paragraphs[i] for i in rng.permutation(len(paragraphs))[:count]]
    samples = []
    for text in chosen:
        hits = [(t.start, t.end) for t in finder(Document(text)).terms]
        samples.append(_sample(text, {}, (*hits, *quoted_spans(text))))
    return samples


def _sample(
    text: str, kinds: dict[Span, str], unknown: Sequence[Span] = (), *, weak: bool = False
) -> Sample:
    texts = Joined.of([text])
    return Sample(text, texts, span_features(texts.view.folded), kinds, tuple(unknown), weak)


def _paragraphs(folder: Path, *, laws: bool) -> Iterator[str]:
    for path in sorted(folder.glob("*.jsonl.gz")):
        if ("law" in path.name) != laws or "replies" in path.name:
            continue
        for record in read_records(path):
            if (record.get("date") or _EARLIEST) < _EARLIEST:
                continue
            for text in record["text"].split("\n"):
                if _SHORTEST_PARAGRAPH <= len(text) <= _LONGEST_PARAGRAPH:
                    yield text


def short_spans(sample: Sample) -> dict[Span, str]:
    """The terms that span models can propose."""
    return {span: kind for span, kind in sample.kinds.items() if span[1] - span[0] <= LONGEST}
