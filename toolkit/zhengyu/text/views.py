"""Views for matching: same length in code points, so that an offset holds in both."""

from __future__ import annotations

from functools import cached_property

import opencc

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,  # ideographic space
    0x00A0: 0x20,  # no-break space, common in web pages
    ord("「"): ord("“"),
    ord("」"): ord("”"),
    ord("『"): ord("‘"),
    ord("』"): ord("’"),
    ord("﹐"): ord(","),
    ord("﹔"): ord(";"),
}


def half_width(text: str) -> str:
    """The text with full-width forms as ASCII and corner brackets as quotation marks.

    Each code point becomes exactly one: offsets into the view are offsets into the text.

    >>> half_width("「５＋５」，93％")
    '“5+5”,93%'
    """
    return text.translate(_WIDTH)


class Simplifier:
    """Turns traditional script into simplified, one code point for one."""

    def __call__(self, text: str) -> str:
        """The simplified view; falls back to single characters where phrases change length."""
        view: str = self._converter.convert(text)
        if len(view) == len(text):
            return view
        return "".join(map(self._one, text))

    @cached_property
    def _converter(self) -> opencc.OpenCC:
        return opencc.OpenCC("t2s")

    def _one(self, character: str) -> str:
        view: str = self._converter.convert(character)
        return view if len(view) == 1 else character


class FoldedView:
    """Half-width and simplified: what the gazetteers, the bank and the models read."""

    def __init__(self) -> None:
        self._simplify = Simplifier()

    def __call__(self, text: str) -> str:
        """The folded view; same length as `text` in code points."""
        return self._simplify(half_width(text))
