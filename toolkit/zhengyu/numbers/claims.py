"""From paragraphs to claims: every stage of the reading in its order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhengyu.document import Document, Entity, NumericClaim, Paragraph, Range, Term
from zhengyu.numbers import indicators
from zhengyu.numbers.batch import Batch
from zhengyu.numbers.dates import normalise, reference_date
from zhengyu.numbers.distribution import distribute
from zhengyu.numbers.draft import Draft
from zhengyu.numbers.filtering import Masks, claims_among
from zhengyu.numbers.kinds import classify_all
from zhengyu.numbers.modality import LABELS, ModalityChoice
from zhengyu.numbers.passage import Name, Passage
from zhengyu.numbers.periods import period_choice
from zhengyu.numbers.scanner import scan
from zhengyu.numbers.subjects import subject_choice
from zhengyu.numbers.tables import Cell, TableReader, fill
from zhengyu.numbers.view import View
from zhengyu.numbers.weights import Tables
from zhengyu.text.paragraphs import lines
from zhengyu.text.views import FoldedView

#: What is chosen by a model, in order; each may read what was chosen before it.
MODELS = ("indicator", "modality", "subject", "period")
#: Characters whose claims are read at once, so that memory does not grow with the documents.
_BATCH = 50_000
#: A line that is no longer may be the heading of the paragraphs below it.
_HEADING = 30

#: The number of a document, one of its paragraphs, and what the rules see of it.
_Place = tuple[int, Paragraph, Passage]


class ClaimReader:
    """Reads claims paragraph by paragraph.

    Args:
        models: the tables of weights by name, see `MODELS`.
    """

    def __init__(self, models: Mapping[str, Tables]) -> None:
        self._fold = FoldedView()
        self._models = models

    def read(self, documents: Sequence[Document]) -> list[list[NumericClaim]]:
        """The claims of each document, in order; those of many are chosen together."""
        found: list[list[NumericClaim]] = [[] for _ in documents]
        references = [reference_date(document.meta) for document in documents]
        for batch in self._batches(documents):
            groups = self.drafts([passage for _, _, passage in batch])
            for (number, paragraph, passage), drafts in zip(batch, groups, strict=True):
                text = documents[number].text
                for draft in drafts:
                    if draft.period is not None:
                        spelt = passage.text[slice(*draft.period)]
                        draft.dates = normalise(spelt, references[number])
                    found[number].append(draft.claim(text, paragraph.start, passage.view))
        return found

    def passages(self, document: Document) -> Iterator[tuple[Paragraph, Passage]]:
        """The paragraphs that hold quantities, as the rules see them."""
        inside = _Inside(document)
        title = heading = ""
        tables = TableReader()
        for paragraph in paragraphs_of(document):
            text = document.text[paragraph.start : paragraph.end]
            title = title or text
            cells = tables.read(text)
            if not paragraph.boilerplate:
                passage = self._passage(text, paragraph, inside, cells)
                if passage is not None:
                    passage.title, passage.heading = title, heading
                    yield paragraph, passage
            if len(text) <= _HEADING:
                heading = text

    def _batches(self, documents: Sequence[Document]) -> Iterator[list[_Place]]:
        batch: list[_Place] = []
        size = 0
        for number, document in enumerate(documents):
            for paragraph, passage in self.passages(document):
                batch.append((number, paragraph, passage))
                size += len(passage.text)
                if size >= _BATCH:
                    yield batch
                    batch, size = [], 0
        if batch:
            yield batch

    def _passage(
        self, text: str, paragraph: Range, inside: _Inside, cells: Sequence[Cell]
    ) -> Passage | None:
        view = View(text, self._fold)
        mentions = scan(view.text, view.raw)
        if not mentions:
            return None
        names, terms = inside.take(view, paragraph)
        masks = Masks(view.text, [*((n.start, n.end) for n in names), *terms])
        for cell in cells:
            fill(mentions, view.find(cell.start), view.find(cell.end), cell)
        kept = claims_among(view.text, mentions, masks)
        return Passage(view, names, terms, kept) if kept else None

    def drafts(self, passages: Sequence[Passage], *, reasons: bool = False) -> list[list[Draft]]:
        """The claims of each passage, read stage by stage; with `reasons`, each names its own."""
        groups = [[Draft(mention) for mention in passage.mentions] for passage in passages]
        for passage, drafts in zip(passages, groups, strict=True):
            classify_all(passage, drafts)
        batch = Batch(passages, groups)
        self._measure(batch, groups, reasons)
        moods = ModalityChoice(batch)
        for draft, label in zip(batch.drafts, moods.choose(self._models["modality"]), strict=True):
            draft.modality = LABELS[label]
        for name, found in (("subject", subject_choice), ("period", period_choice)):
            choice = found(batch)
            for claim, chosen in enumerate(choice.choose(self._models[name])):
                draft = batch.drafts[claim]
                setattr(draft, name, choice.place(chosen, claim))
                if reasons:
                    draft.rules[name] = choice.options.reason(chosen[1], self._models[name])
        return groups

    def _measure(self, batch: Batch, groups: Sequence[list[Draft]], reasons: bool) -> None:
        """The indicators: what 分别 gives a figure, else the likeliest candidate."""
        tables = self._models["indicator"]
        found = indicators.IndicatorOptions(batch)
        for claim, chosen in enumerate(indicators.choose(found, batch, tables)):
            draft = batch.drafts[claim]
            draft.indicator = indicators.place(chosen, int(batch.offset_of[claim]))
            if reasons:
                draft.rules["indicator"] = found.options.reason(chosen[3], tables)
        for passage, drafts in zip(batch.passages, groups, strict=True):
            for index, share in sorted(distribute(passage, drafts).items()):
                other = drafts[share.claim].indicator if share.claim is not None else None
                drafts[index].indicator = share.item or other
                drafts[index].rules["indicator"] = "分别, by position"
        for passage, drafts in zip(batch.passages, groups, strict=True):
            for draft in drafts:
                start = draft.mention.start
                draft.evidence = (passage.sentence_start(start), passage.sentence_end(start))

    def explain(self, document: Document, span: Range) -> list[str]:
        """Names the rules that made each claim that overlaps `span`."""
        reasons: list[str] = []
        for paragraph, passage in self.passages(document):
            if paragraph.start >= span.end or span.start >= paragraph.end:
                continue
            for draft in self.drafts([passage], reasons=True)[0]:
                start = paragraph.start + passage.view.start(draft.mention.start)
                end = paragraph.start + passage.view.end(draft.mention.end)
                if start < span.end and span.start < end:
                    reasons.append(draft.reason(document.text[start:end]))
        return reasons


class _Inside:
    """Entities and terms of a document, for one paragraph after the other."""

    def __init__(self, document: Document) -> None:
        entities = sorted(document.entities, key=lambda entity: entity.start)
        terms = sorted(document.terms, key=lambda term: term.start)
        self._layers: tuple[Sequence[Entity | Term], ...] = (entities, terms)
        self._next = [0, 0]

    def take(self, view: View, paragraph: Range) -> tuple[list[Name], list[tuple[int, int]]]:
        """Those within the paragraph, by their place in its view; paragraphs come in order."""
        found: list[list[tuple[int, int, str]]] = [[], []]
        for layer, spans in enumerate(self._layers):
            index = self._next[layer]
            while index < len(spans) and spans[index].start < paragraph.start:
                index += 1
            while index < len(spans) and spans[index].start < paragraph.end:
                span = spans[index]
                if span.end <= paragraph.end:
                    place = _within(view, span, paragraph.start)
                    found[layer].append((*place, getattr(span, "label", "")))
                index += 1
            self._next[layer] = index
        names = [Name(*entry) for entry in found[0]]
        return names, [(start, end) for start, end, _ in found[1]]


def paragraphs_of(document: Document) -> Sequence[Paragraph]:
    """The document's paragraphs, or its lines where that layer is empty."""
    return document.paragraphs or [Paragraph(r.start, r.end) for r in lines(document.text)]


def _within(view: View, item: Range, offset: int) -> tuple[int, int]:
    start = view.find(item.start - offset)
    return start, max(start + 1, view.find(item.end - offset))
