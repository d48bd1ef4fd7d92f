"""Division into sentences and clauses, by punctuation alone."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from zhengyu.document import Range

_SENTENCE = regex.compile(r"[^。!?！？;；\n\r]+(?:[。!?！？;；]+[”’」』\"]*)?")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Range]:
    """Ranges of sentences within `text[start:end]`: up to and with 。！？； or a line break.

    >>> [(r.start, r.end) for r in sentences("开工。投产！")]
    [(0, 3), (3, 6)]
    """
    stop = len(text) if end is None else end
    for match in _SENTENCE.finditer(text, start, stop):
        if match.group().strip():
            yield Range(match.start(), match.end())
