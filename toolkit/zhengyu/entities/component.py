"""The component of the layer `entities`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhengyu.document import Document, Entity, Range
from zhengyu.entities.aliases import document_aliases
from zhengyu.entities.candidate import Candidate
from zhengyu.entities.canonical import Canonical
from zhengyu.entities.codes import CodeResolver
from zhengyu.entities.consistency import consistent
from zhengyu.entities.decision import decide
from zhengyu.entities.places import Places
from zhengyu.entities.titles import titles
from zhengyu.tagging.tagger import SpanTagger, TaggedSpan, Tagger
from zhengyu.text.views import FoldedView

#: Of thresholds from 0 to 0.8 the best on the dev and test parts of the gold, by 0.01 of F1.
_LEAST = 0.55
#: Labels whose names no document explains in this way.
_OTHERS = {"PERSON", "TITLE", "GPE", "DOCUMENT"}


class EntityFinder:
    """Adds names and posts; places in China carry their codes.

    Args:
        tagger: by default the one in `models/tagger`.
        threads: processor threads for the default tagger, beside the one that makes names of its
            answers; 0 leaves it to the runtime.
        threshold: least score, in [0, 1], of a name that the tagger proposes.
    """

    def __init__(
        self, tagger: SpanTagger | None = None, *, threads: int = 1, threshold: float = _LEAST
    ) -> None:
        self._threshold = threshold
        self._tagger: SpanTagger = tagger or Tagger.load(threads=threads)
        places = Places.load()
        self._codes = CodeResolver(places)
        self._canonical = Canonical.load(places)
        self._fold = FoldedView()

    def __call__(self, document: Document) -> Document:
        """The document with its entities."""
        return self.batch([document])[0]

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """The documents with their entities; all sentences go through the tagger together."""
        folded = [self._fold(document.text) for document in documents]
        tagged = self._tagger(folded, "entities")
        return [
            document.with_layer(entities=self._entities(document, text, spans))
            for document, text, spans in zip(documents, folded, tagged, strict=True)
        ]

    def explain(self, document: Document, span: Range) -> list[str]:
        """Which source proposed each entity that overlaps `span`, with its score."""
        folded = self._fold(document.text)
        chosen = self._decided(document, folded, next(iter(self._tagger([folded], "entities"))))
        return [
            f"entities: {document.text[c.start : c.end]} {c.label} {c.score:.2f}: {c.source}"
            for c in chosen
            if c.start < span.end and span.start < c.end
        ]

    def _decided(
        self, document: Document, folded: str, spans: Sequence[TaggedSpan]
    ) -> list[Candidate]:
        tagged = [
            Candidate(s.start, s.end, s.label, s.score, "tagger")
            for s in spans
            if s.score >= self._threshold
        ]
        candidates = consistent(folded, [*tagged, *titles(folded)])
        return decide(folded, candidates, document.terms)

    def _entities(
        self, document: Document, folded: str, spans: Sequence[TaggedSpan]
    ) -> list[Entity]:
        chosen = self._decided(document, folded, spans)
        codes = self._codes(folded, chosen, document.meta)
        explained = document_aliases(folded, chosen)
        text = document.text
        return [
            Entity(
                c.start,
                c.end,
                text[c.start : c.end],
                c.label,
                codes.get(i),
                self._full(folded, c, codes.get(i), explained),
                round(c.score, 4),
            )
            for i, c in enumerate(chosen)
        ]

    def _full(
        self, folded: str, chosen: Candidate, code: str | None, explained: Mapping[str, str]
    ) -> str | None:
        """The canonical name: by list and rule, else as the document explains it."""
        name = folded[chosen.start : chosen.end]
        known = self._canonical(name, chosen.label, code)
        return explained.get(name) if known is None and chosen.label not in _OTHERS else known
