"""Cuts a text into windows for the tagger: whole sentences of one line, as many as fit."""

from __future__ import annotations

from collections.abc import Iterator

import regex

#: Longest window in characters; a longer sentence is cut at a comma, or where it must be.
LENGTH = 128

_ANY = rf"[^\r\n]{{1,{LENGTH}}}"
_WINDOW = regex.compile(
    rf"{_ANY}(?:(?<=[。!?;])|(?<=[。!?;][”’)])|(?=[\r\n])|$)|{_ANY}(?<=[,、:])|{_ANY}"
)


def windows(folded: str) -> Iterator[tuple[int, int]]:
    r"""Ranges of windows of at most `LENGTH` characters that cover all but the line breaks.

    >>> list(windows("开工。投产!\n验收"))
    [(0, 6), (7, 9)]
    """
    for match in _WINDOW.finditer(folded):
        yield match.span()
