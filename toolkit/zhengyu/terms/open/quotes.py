"""Quoted spans: where quotation marks open and close, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterator

import regex

_PAIRS = {"“": "”", "‘": "’"}
_LONGEST = 40
_STRAIGHT = '"'
_MARKS = regex.compile('[“”‘’"\n]')


def quoted_spans(folded: str) -> Iterator[tuple[int, int]]:
    """Ranges between a mark and its partner on the same line, nested ones included.

    A straight mark opens and closes by turns; a span of more than 40 characters is none.

    >>> list(quoted_spans("“做好‘六稳’”"))
    [(4, 6), (1, 7)]
    """
    stack: list[tuple[str, int]] = []
    straight: int | None = None
    for found in _MARKS.finditer(folded):
        at, ch = found.start(), found.group()
        if ch == "\n":
            stack.clear()
            straight = None
        elif ch in _PAIRS:
            stack.append((_PAIRS[ch], at + 1))
        elif stack and ch == stack[-1][0]:
            start = stack.pop()[1]
            if 0 < at - start <= _LONGEST:
                yield start, at
        elif ch == _STRAIGHT:
            if straight is not None and 0 < at - straight <= _LONGEST:
                yield straight, at
                straight = None
            else:
                straight = at + 1
