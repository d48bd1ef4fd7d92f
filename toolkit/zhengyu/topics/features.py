"""What the classifier reads of a paragraph: its own words, its surroundings, its terms."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from zhengyu.document import Document
from zhengyu.text.views import FoldedView

_DIGITS = regex.compile(r"\d+(?:\.\d+)?")
_SPACE = regex.compile(r"\s+")

#: Characters of the surroundings on either side: enough for a topic, few enough to stay local.
_AROUND = 200


def normalised(text: str, fold: FoldedView) -> str:
    """Folded, numbers as `0`, no white space: figures and layout say nothing of the topic."""
    return _SPACE.sub("", _DIGITS.sub("0", fold(text)))


def texts_and_contexts(document: Document, fold: FoldedView) -> tuple[list[str], list[str]]:
    """For each paragraph its own text and its context, both normalised; boilerplate is empty.

    The context is the document's first paragraph (mostly its title), the end of the paragraph
    before and the beginning of the one after.
    """
    own = [
        "" if p.boilerplate else normalised(document.text[p.start : p.end], fold)
        for p in document.paragraphs
    ]
    return own, contexts(own)


def contexts(own: Sequence[str]) -> list[str]:
    """The contexts of the paragraphs of one document, in order."""
    written = [i for i, text in enumerate(own) if text]
    places = {i: rank for rank, i in enumerate(written)}
    found = []
    for i, text in enumerate(own):
        if not text:
            found.append("")
            continue
        rank = places[i]
        before = own[written[rank - 1]][-_AROUND:] if rank else ""
        after = own[written[rank + 1]][:_AROUND] if rank + 1 < len(written) else ""
        title = own[written[0]][:_AROUND] if rank else ""
        found.append(f"{title}\n{before}\n{after}")
    return found
