"""The component of the layer `terms`: the bank's forms, and terms found by their form."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhengyu.document import Document, Range, Term
from zhengyu.tagging.tagger import Tagger
from zhengyu.terms.bank import Entry, Rejected, load_bank, read_banks
from zhengyu.terms.joined import Joined
from zhengyu.terms.judging import Judged, by_model, by_rules
from zhengyu.terms.matcher import Hit, Matcher
from zhengyu.terms.open.model import read_model
from zhengyu.terms.open.reading import Reader, Reading
from zhengyu.terms.senses import Situation, resolve, situation
from zhengyu.text.ahead import ahead
from zhengyu.text.parcels import parcels

_log = logging.getLogger(__name__)

#: Characters that are read together: more gain nothing, and all their features are in memory.
AT_ONCE = 20_000

#: Proposes spans of a document as half-open ranges of code points.
Source = Callable[[Document], Iterable[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class _Group:
    """Documents that are read together; `reading` is None where the bank alone finds terms."""

    documents: Sequence[Document]
    texts: Joined
    reading: Reading | None


class TermFinder:
    """Marks slogans and policy terms.

    Every hit of the bank and every span that looks like a term is judged in its place; one model
    gives them a probability, so that `score` means the same for both.

    Args:
        files: banks of one's own, used beside the built-in one and before it; their hits always
            count, save inside blockers. Lines that are no entries are logged and kept in
            `rejected`.
        bank: entries in place of the built-in bank.
        open_vocabulary: whether terms that no bank holds are found by their form; if not, rules
            alone judge the hits of the bank.
        nested: whether terms inside longer terms are marked as well.
        threshold: least probability of a term; by default the model's own, which asks more of a
            span that no bank holds.
        source: proposes further spans to the model, for example those of a neural tagger.

    Raises:
        ReadingError: when a file cannot be read.
        ArtefactError: when the built-in bank or the model is missing or damaged.
    """

    rejected: tuple[Rejected, ...]

    def __init__(
        self,
        files: Sequence[str | Path] = (),
        *,
        bank: Sequence[Entry] | None = None,
        open_vocabulary: bool = True,
        nested: bool = True,
        threshold: float | None = None,
        source: Source | None = None,
    ) -> None:
        own, self.rejected = read_banks([Path(file) for file in files])
        for line in self.rejected:
            _log.warning("left out of the term bank: %s", line)
        self._matcher = Matcher(load_bank() if bank is None else bank, own=own)
        self._open = (read_model(), Reader(Tagger.load())) if open_vocabulary else None
        self._nested = nested
        self._threshold = threshold
        self._source = source

    def __call__(self, document: Document) -> Document:
        """The document with its terms."""
        return self.batch([document])[0]

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """The documents with their terms; each gets what it would get alone."""
        sized = ((document, len(document.text)) for document in documents)
        return [
            document.with_layer(terms=[_term(document, term, where) for term in found])
            for group in ahead(self._read, parcels(sized, AT_ONCE))
            for document, found, where in zip(
                group.documents,
                self._judged(group),
                [situation(d.meta) for d in group.documents],
                strict=True,
            )
        ]

    def explain(self, document: Document, span: Range) -> list[str]:
        """What put the terms that overlap `span` there: entries of the bank, cues of the model."""
        where = situation(document.meta)
        return [
            _reason(document, judged, where)
            for judged in self._judged(self._read([document]), explain=True)[0]
            if judged.start < span.end and span.start < judged.end
        ]

    def _read(self, documents: Sequence[Document]) -> _Group:
        originals = [document.text for document in documents]
        texts = Joined.of(originals)
        reading = self._open[1](originals, texts) if self._open else None
        return _Group(documents, texts, reading)

    def _judged(self, group: _Group, *, explain: bool = False) -> list[list[Judged]]:
        """What are terms in each document, offsets into its own text."""
        documents, texts = group.documents, group.texts
        hits = self._matcher.find_in(texts.view)
        if self._open is None or group.reading is None:
            judged = by_rules(texts.view, hits, nested=self._nested)
        else:
            model, _ = self._open
            extra = self._proposed(documents, texts)
            judged = by_model(
                model,
                texts,
                model.candidates(texts, hits, group.reading, extra),
                nested=self._nested,
                threshold=self._threshold,
                explain=explain,
            )
        found: list[list[Judged]] = [[] for _ in documents]
        for term in judged:
            number = texts.number(term.start)
            start = texts.starts[number]
            found[number].append(term.moved(-start))
        return found

    def _proposed(self, documents: Sequence[Document], texts: Joined) -> Iterator[tuple[int, int]]:
        if self._source:
            for document, first in zip(documents, texts.starts, strict=True):
                for start, end in self._source(document):
                    yield first + start, first + end


def _term(document: Document, judged: Judged, where: Situation) -> Term:
    text = document.text[judged.start : judged.end]
    kind, canonical, identity = judged.kind, text, None
    if judged.hit is not None:
        meant = resolve(judged.hit.form.entries, where)
        kind, canonical = meant.entry.kind, meant.entry.canonical
        identity = meant.entry.id if meant.settled else None
    return Term(
        judged.start,
        judged.end,
        text,
        kind=kind,
        canonical=canonical,
        term_id=identity,
        source="open" if judged.hit is None else "bank",
        quoted=judged.quoted,
        score=judged.score,
    )


def _reason(document: Document, judged: Judged, where: Situation) -> str:
    text = f"terms: {document.text[judged.start : judged.end]!r} "
    text += "is in no bank" if judged.hit is None else _entry(judged.hit, where)
    if judged.cues:
        text += f"; probability {judged.score:.2f}: {', '.join(judged.cues)}"
    return text


def _entry(hit: Hit, where: Situation) -> str:
    found = resolve(hit.form.entries, where)
    entry = found.entry
    place = entry.region.name if entry.region else "the nation"
    text = f"is a form of {entry.id} ({entry.canonical}, {entry.kind}, {place}, {entry.confidence})"
    if not found.others:
        return text
    others = ", ".join(other.id for other in found.others)
    settled = "chosen by region and year over" if found.settled else "not told apart from"
    return f"{text}, {settled} {others}"
