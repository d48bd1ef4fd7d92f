"""From paragraphs to claims: every stage of the reading in its order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhengyu.document import Document, NumericClaim, Paragraph, Range
from zhengyu.numbers.dates import normalise, reference_date
from zhengyu.numbers.distribution import Share, distribute
from zhengyu.numbers.draft import Draft
from zhengyu.numbers.filtering import Masks, claims_among
from zhengyu.numbers.indicators import IndicatorFinder
from zhengyu.numbers.kinds import classify_all
from zhengyu.numbers.linear import LinearModel
from zhengyu.numbers.modality import ModalityFinder, label_models
from zhengyu.numbers.passage import Name, Passage
from zhengyu.numbers.periods import PeriodFinder
from zhengyu.numbers.scanner import scan
from zhengyu.numbers.subjects import SubjectFinder
from zhengyu.numbers.view import View
from zhengyu.numbers.words import Words, words
from zhengyu.text.paragraphs import lines
from zhengyu.text.views import FoldedView

#: What is chosen by a linear model, in order; each may read what was chosen before it.
MODELS = ("indicator", "modality", "subject", "period")


class ClaimReader:
    """Reads claims paragraph by paragraph.

    Args:
        models: the linear models by name, see `MODELS`.
        dictionary: the segmenter; by default over jieba's dictionary.
    """

    def __init__(self, models: Mapping[str, LinearModel], dictionary: Words | None = None) -> None:
        self._fold = FoldedView()
        self._indicators = IndicatorFinder(models["indicator"], dictionary or words())
        self._modality = label_models(models["modality"])
        self._subject, self._period = models["subject"], models["period"]

    def read(self, document: Document) -> Iterator[NumericClaim]:
        """The claims of a document, in order."""
        reference = reference_date(document.meta)
        for paragraph in paragraphs_of(document):
            if paragraph.boilerplate:
                continue
            passage = self.passage(document, paragraph)
            if passage is None:
                continue
            for draft in self.drafts(passage):
                if draft.period is not None:
                    draft.dates = normalise(passage.text[slice(*draft.period)], reference)
                yield draft.claim(document.text, paragraph.start, passage.view)

    def passage(self, document: Document, paragraph: Range) -> Passage | None:
        """The paragraph as the rules see it, or None where it holds no quantity."""
        text = document.text[paragraph.start : paragraph.end]
        view = View(text, self._fold)
        mentions = scan(view.text, view.raw)
        if not mentions:
            return None
        names = [
            Name(*_within(view, entity, paragraph.start), entity.label)
            for entity in document.entities
            if paragraph.start <= entity.start and entity.end <= paragraph.end
        ]
        terms = [
            _within(view, term, paragraph.start)
            for term in document.terms
            if paragraph.start <= term.start and term.end <= paragraph.end
        ]
        masks = Masks(view.text, [*((n.start, n.end) for n in names), *terms])
        kept = claims_among(view.text, mentions, masks)
        return Passage(view, names, terms, kept) if kept else None

    def drafts(self, passage: Passage, *, reasons: bool = False) -> list[Draft]:
        """The claims of a passage, read stage by stage; with `reasons`, each names its own."""
        drafts = [Draft(mention) for mention in passage.mentions]
        classify_all(passage, drafts)
        shares = distribute(passage, drafts)
        moods = ModalityFinder(self._modality, passage)
        subjects = SubjectFinder(self._subject, passage)
        periods = PeriodFinder(self._period, passage)
        for index, draft in enumerate(drafts):
            self._measure(passage, drafts, index, shares.get(index), reasons)
            draft.modality, draft.rules["modality"] = moods.choose(drafts, index)
            for name, finder in (("subject", subjects), ("period", periods)):
                option = finder.choose(drafts, index)
                setattr(draft, name, option.place)
                if reasons:
                    draft.rules[name] = finder.reason(option)
            start = draft.mention.start
            draft.evidence = (passage.sentence_start(start), passage.sentence_end(start))
        return drafts

    def _measure(
        self, passage: Passage, drafts: list[Draft], index: int, share: Share | None, reasons: bool
    ) -> None:
        """The indicator: what 分别 gives the figure, else the likeliest candidate."""
        draft = drafts[index]
        if share is not None:
            other = drafts[share.claim].indicator if share.claim is not None else None
            draft.indicator = share.item or other
            draft.rules["indicator"] = "分别, by position"
            return
        option = self._indicators.choose(passage, drafts, index)
        draft.indicator = option.place
        if reasons:
            draft.rules["indicator"] = self._indicators.reason(option)

    def explain(self, document: Document, span: Range) -> list[str]:
        """Names the rules that made each claim that overlaps `span`."""
        reasons: list[str] = []
        for paragraph in paragraphs_of(document):
            if paragraph.start >= span.end or span.start >= paragraph.end:
                continue
            passage = self.passage(document, paragraph)
            if passage is None:
                continue
            for draft in self.drafts(passage, reasons=True):
                start = paragraph.start + passage.view.start(draft.mention.start)
                end = paragraph.start + passage.view.end(draft.mention.end)
                if start < span.end and span.start < end:
                    reasons.append(draft.reason(document.text[start:end]))
        return reasons


def paragraphs_of(document: Document) -> Sequence[Paragraph]:
    """The document's paragraphs, or its lines where that layer is empty."""
    return document.paragraphs or [Paragraph(r.start, r.end) for r in lines(document.text)]


def _within(view: View, item: Range, offset: int) -> tuple[int, int]:
    start = view.find(item.start - offset)
    return start, max(start + 1, view.find(item.end - offset))
