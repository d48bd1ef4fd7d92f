"""Small components for tests of the pipeline, in a module so that processes can import them."""

from __future__ import annotations

import os
from dataclasses import replace
from decimal import Decimal

from zhengyu.document import Document, Entity, NumericClaim, Paragraph, Term, Topic


def paragraphs(document: Document) -> Document:
    """One paragraph, the whole text."""
    return document.with_layer(paragraphs=[Paragraph(0, len(document.text))])


def terms(document: Document) -> Document:
    """The first character, if the paragraphs were made before."""
    first = document.paragraphs[0].start
    return document.with_layer(terms=[Term(first, first + 1, document.text[0], "tifa", "x")])


class Entities:
    """The last character; fails on texts that hold `fault`."""

    def __init__(self, fault: str = "\0") -> None:
        self.fault = fault

    def __call__(self, document: Document) -> Document:
        if self.fault in document.text:
            message = f"cannot bear {self.fault}"
            raise ValueError(message)
        end = len(document.text)
        return document.with_layer(entities=[Entity(end - 1, end, document.text[-1], "GPE")])


class BatchNumbers:
    """A claim on the first character; counts its batches."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    def __call__(self, document: Document) -> Document:
        claim = NumericClaim(0, 1, document.text[0], "level", Decimal(len(document.text)), None)
        return document.with_layer(numbers=[claim])

    def batch(self, documents: list[Document]) -> list[Document]:
        self.batches.append(len(documents))
        return [self(document) for document in documents]


class ShortBatch(BatchNumbers):
    """Loses a document of each batch."""

    def batch(self, documents: list[Document]) -> list[Document]:
        return super().batch(documents)[1:]


class BrokenBatch(BatchNumbers):
    """Fails on a batch that holds a bad text, and on that text alone."""

    def __call__(self, document: Document) -> Document:
        if "bad" in document.text:
            raise RuntimeError
        return super().__call__(document)


def topics(document: Document) -> Document:
    """A topic named after the layers that were there before."""
    made = [name for name in ("paragraphs", "terms", "entities") if getattr(document, name)]
    return document.with_layer(topics=[Topic("+".join(made), 0.5)])


def forgetful(document: Document) -> None:
    """Returns nothing."""
    del document


def rewriting(document: Document) -> Document:
    """Changes the text, which no component may."""
    return replace(document, text=document.text + "。")


def dying(document: Document) -> Document:
    """Takes its process with it."""
    os._exit(len(document.text) and 9)
