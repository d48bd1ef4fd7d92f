"""The component of the layer `topics`: of each paragraph, and of the document from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from zhengyu import artefacts
from zhengyu.document import Document, Paragraph, Range, Topic
from zhengyu.text.views import FoldedView
from zhengyu.topics.classifier import Array, TopicClassifier, carried, shares_of_text
from zhengyu.topics.features import paragraph_texts

#: A paragraph carries at most four labels (codebook, topics).
_MOST = 4
_CUES = 8


class TopicFinder:
    """Adds topics to paragraphs and to the document; boilerplate carries none.

    Args:
        model: a folder that `zhengyu train topics` has written, or a classifier; by default the
            one in `models/topics`.
        document_share: share of the text from which a topic is the document's, if it is also half
            that of the widest one; by default the classifier's own.
    """

    def __init__(
        self,
        model: TopicClassifier | str | Path | None = None,
        *,
        document_share: float | None = None,
    ) -> None:
        if not isinstance(model, TopicClassifier):
            model = TopicClassifier.load(Path(model) if model else artefacts.model("topics"))
        self._classifier = model
        own = self._classifier.document_share
        self._share = own if document_share is None else document_share
        self._fold = FoldedView()

    def __call__(self, document: Document) -> Document:
        """The document with its topics."""
        return self.batch([document])[0]

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """The documents with their topics, all paragraphs classified together."""
        texts = [paragraph_texts(document, self._fold) for document in documents]
        probabilities = self._classifier.probabilities(texts)
        results, first = [], 0
        for document in documents:
            last = first + len(document.paragraphs)
            results.append(self._annotated(document, probabilities[first:last]))
            first = last
        return results

    def explain(self, document: Document, span: Range) -> list[str]:
        """The n-grams that carried each topic of the paragraphs that overlap `span`."""
        texts = paragraph_texts(document, self._fold)
        reasons = []
        for i, paragraph in enumerate(document.paragraphs):
            if paragraph.start < span.end and span.start < paragraph.end:
                for topic in paragraph.topics:
                    cues = self._classifier.cues(texts, i, topic.label, _CUES)
                    named = ", ".join(
                        f"{c.ngram}{' (context)' if c.context else ''} {c.weight:+.2f}"
                        for c in cues
                    )
                    reasons.append(f"topics: {topic.label} {topic.score:.2f}: {named}")
        return reasons

    def explain_topic(self, document: Document, topic: Topic) -> list[str]:
        """The n-grams that carried a topic of the document, summed over its paragraphs."""
        if topic.label not in self._classifier.labels:
            return []
        texts = paragraph_texts(document, self._fold)
        sums: Counter[str] = Counter()
        for i, text in enumerate(texts):
            if text:
                for cue in self._classifier.cues(texts, i, topic.label, len(text)):
                    sums[cue.ngram] += cue.weight  # type: ignore[assignment]
        weightiest = sorted(sums.items(), key=lambda item: -abs(item[1]))[:_CUES]
        named = ", ".join(f"{ngram} {weight:+.2f}" for ngram, weight in weightiest)
        return [f"topics: {topic.label} {topic.score:.2f} of the document: {named}"]

    def _annotated(self, document: Document, probabilities: Array) -> Document:
        paragraphs = [
            replace(p, topics=() if p.boilerplate else self._topics(row))
            for p, row in zip(document.paragraphs, probabilities, strict=True)
        ]
        return document.with_layer(
            paragraphs=paragraphs, topics=self._of_document(paragraphs, probabilities)
        )

    def _topics(self, row: Array) -> tuple[Topic, ...]:
        """Labels over their threshold, at least the likeliest one, most likely first."""
        over = row - self._classifier.thresholds
        chosen = [i for i in np.argsort(-row) if over[i] >= 0][:_MOST] or [int(over.argmax())]
        return tuple(Topic(self._classifier.labels[i], round(float(row[i]), 4)) for i in chosen)

    def _of_document(
        self, paragraphs: Sequence[Paragraph], probabilities: Array
    ) -> tuple[Topic, ...]:
        """Topics by the share of the text that carries them: the widest, and others near it."""
        lengths = [0 if p.boilerplate else p.end - p.start for p in paragraphs]
        if not any(lengths):
            return ()
        share = shares_of_text(probabilities, lengths)
        own = carried(share, self._share)
        chosen = [i for i in np.argsort(-share) if own[i]]
        return tuple(
            Topic(self._classifier.labels[i], round(float(share[i]), 4)) for i in chosen[:_MOST]
        )
