"""The component of the layer `terms`: the bank's forms, and terms found by their form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from zhengyu.document import Document, Range, Term
from zhengyu.terms.bank import Entry, Rejected, load_bank, read_banks
from zhengyu.terms.context import inside_name, whole_title
from zhengyu.terms.keys import KeyView, key_view
from zhengyu.terms.matcher import Hit, Matcher, outermost
from zhengyu.terms.nesting import keeps_its_sense
from zhengyu.terms.senses import Situation, resolve, situation

_BANK_SCORE = 0.95


class TermFinder:
    """Marks slogans and policy terms.

    Args:
        files: banks of one's own, used beside the built-in one and before it; their hits always
            count, save inside blockers. Lines that are no entries are in `rejected`.
        bank: entries in place of the built-in bank.
        open_vocabulary: whether terms that no bank holds are found by their form.
        nested: whether terms inside longer terms are marked as well.

    Raises:
        ReadingError: when a file cannot be read.
        ArtefactError: when the built-in bank is missing or damaged.
    """

    def __init__(
        self,
        files: Sequence[str | Path] = (),
        *,
        bank: Sequence[Entry] | None = None,
        nested: bool = True,
        open_vocabulary: bool = True,
    ) -> None:
        own, self.rejected = read_banks([Path(file) for file in files])
        self._matcher = Matcher(load_bank() if bank is None else bank, own=own)
        self._nested = nested
        self._open = open_vocabulary

    rejected: tuple[Rejected, ...]

    def __call__(self, document: Document) -> Document:
        """The document with its terms."""
        view = key_view(document.text)
        where = situation(document.meta)
        terms = [_term(document, hit, where) for hit in self._accepted(view)]
        return document.with_layer(terms=terms)

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """The documents with their terms."""
        return [self(document) for document in documents]

    def explain(self, document: Document, span: Range) -> list[str]:
        """Which entries put the terms that overlap `span` there."""
        hits = self._accepted(key_view(document.text))
        where = situation(document.meta)
        return [
            _reason(document, hit, where)
            for hit in hits
            if hit.start < span.end and span.start < hit.end
        ]

    def _accepted(self, view: KeyView) -> list[Hit]:
        hits = [hit for hit in self._matcher.find_in(view) if self._counts(hit, view.folded)]
        return list(self._arranged(hits))

    def _counts(self, hit: Hit, folded: str) -> bool:
        """Whether the hit is the term there, and not part of a name or a title."""
        if hit.quoted or hit.form.own:
            return True
        if all(entry.needs_quotes for entry in hit.form.entries) or hit.form.is_code:
            return False
        if whole_title(folded, hit.start, hit.end):
            return False
        return not inside_name(folded, hit.end)

    def _arranged(self, hits: Sequence[Hit]) -> Iterator[Hit]:
        for outer, inside in outermost(hits):
            yield outer
            if self._nested:
                yield from (hit for hit in inside if keeps_its_sense(hit, outer))


def _term(document: Document, hit: Hit, where: Situation) -> Term:
    found = resolve(hit.form.entries, where)
    return Term(
        hit.start,
        hit.end,
        document.text[hit.start : hit.end],
        kind=found.entry.kind,
        canonical=found.entry.canonical,
        term_id=found.entry.id if found.settled else None,
        source="bank",
        quoted=hit.quoted,
        score=_BANK_SCORE,
    )


def _reason(document: Document, hit: Hit, where: Situation) -> str:
    found = resolve(hit.form.entries, where)
    entry = found.entry
    place = entry.region.name if entry.region else "the nation"
    text = f"terms: {document.text[hit.start : hit.end]!r} is a form of {entry.id} "
    text += f"({entry.canonical}, {entry.kind}, {place}, {entry.confidence})"
    if found.others:
        others = ", ".join(other.id for other in found.others)
        settled = "chosen by region and year over" if found.settled else "not told apart from"
        text += f", {settled} {others}"
    return text
