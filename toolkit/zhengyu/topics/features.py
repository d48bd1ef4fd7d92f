"""What the classifier reads of a paragraph: its own words, and those of its surroundings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import regex
from scipy.sparse import csr_matrix

from zhengyu.document import Document
from zhengyu.text.views import FoldedView

_DIGITS = regex.compile(r"\d+(?:\.\d+)?")
_SPACE = regex.compile(r"\s+")

#: Weights of the first paragraph (mostly the title), the one before and the one after.
_TITLE, _BEFORE, _AFTER = 0.4, 0.3, 0.3


def normalised(text: str, fold: FoldedView) -> str:
    """Folded, numbers as `0`, no white space: figures and layout say nothing of the topic."""
    return _SPACE.sub("", _DIGITS.sub("0", fold(text))).lower()


def paragraph_texts(document: Document, fold: FoldedView) -> list[str]:
    """The text of each paragraph, normalised; that of boilerplate is empty."""
    return [
        "" if p.boilerplate else normalised(document.text[p.start : p.end], fold)
        for p in document.paragraphs
    ]


def surroundings(documents: Sequence[Sequence[str]]) -> csr_matrix:
    """How much each paragraph of some documents reads of each other one.

    Args:
        documents: texts of paragraphs; empty ones are passed over.

    Returns:
        Weights of shape (paragraphs, paragraphs), all documents' paragraphs in order: of the first
        written paragraph and of the nearest ones before and after.
    """
    rows, columns, weights = [], [], []
    first = 0
    for texts in documents:
        written = [first + i for i, text in enumerate(texts) if text]
        for rank, row in enumerate(written):
            near = [(written[0], _TITLE), (written[rank - 1], _BEFORE)] if rank else []
            near += [(written[rank + 1], _AFTER)] if rank + 1 < len(written) else []
            for column, weight in near:
                rows.append(row)
                columns.append(column)
                weights.append(weight)
        first += len(texts)
    values = np.array(weights, dtype=np.float32)
    return csr_matrix((values, (rows, columns)), shape=(first, first))
