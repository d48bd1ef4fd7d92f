"""The `paragraphs` layer: maximal runs of text between line breaks, page furniture marked."""

from __future__ import annotations

import regex

from zhengyu import artefacts
from zhengyu.document import Document, Paragraph, Range
from zhengyu.text.boilerplate import BoilerplateModel

_LINE = regex.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def lines(text: str) -> list[Range]:
    r"""Ranges of the lines of `text` that hold more than white space, edges untrimmed.

    >>> [(r.start, r.end) for r in lines("开工\n\n  投产")]
    [(0, 2), (4, 8)]
    """
    return [Range(*match.span()) for match in _LINE.finditer(text) if not match[0].isspace()]


class ParagraphFinder:
    """Adds the layer `paragraphs`; whether one is boilerplate is decided by a small linear model.

    Args:
        model: decides on boilerplate; by default the one in `models/boilerplate`.
    """

    def __init__(self, model: BoilerplateModel | None = None) -> None:
        self._model = model or BoilerplateModel.load(artefacts.model("boilerplate"))

    def __call__(self, document: Document) -> Document:
        """The document with its paragraphs."""
        ranges = lines(document.text)
        marks = self._model.predict([document.text[r.start : r.end] for r in ranges])
        found = (Paragraph(r.start, r.end, mark) for r, mark in zip(ranges, marks, strict=True))
        return document.with_layer(paragraphs=found)

    def explain(self, document: Document, span: Range) -> list[str]:
        """Names the cues that weighed most for or against boilerplate in the paragraphs there."""
        ranges = lines(document.text)
        texts = [document.text[r.start : r.end] for r in ranges]
        hit = [i for i, r in enumerate(ranges) if r.start < span.end and span.start < r.end]
        return [f"paragraphs: {self._model.reason(texts, i)}" for i in hit]
