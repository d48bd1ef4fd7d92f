"""The component of the layer `tokens`."""

from __future__ import annotations

from collections.abc import Iterator

from zhengyu.document import Document, Token
from zhengyu.text.views import FoldedView
from zhengyu.tokens.engines import engine as make_engine
from zhengyu.tokens.units import units


class TokenFinder:
    """Adds words, between which the document's terms and names stay whole.

    It reads terms and entities off the document: where these layers were not made before, the
    words are jieba's alone. White space belongs to no token, everything else to one.

    Args:
        engine: `jieba`, `rjieba`, or `auto` for rjieba where it is installed. They differ in a few
            words that no dictionary has; name one where the words must not depend on what is
            installed.
        pos: whether each token carries its part of speech, in jieba's tag set.

    Raises:
        ConfigurationError: for an engine that is unknown or not installed.
    """

    def __init__(self, *, engine: str = "auto", pos: bool = False) -> None:
        self._engine, self._pos = make_engine(engine), pos
        self._fold = FoldedView()

    def __call__(self, document: Document) -> Document:
        """The document with its tokens."""
        return document.with_layer(tokens=self._tokens(document, self._fold(document.text)))

    def _tokens(self, document: Document, folded: str) -> Iterator[Token]:
        text, done = document.text, 0
        for unit in units(document):
            yield from self._words(text, folded, done, unit.start)
            pos = unit.pos if self._pos else None
            yield Token(unit.start, unit.end, text[unit.start : unit.end], unit.kind, pos)
            done = unit.end
        yield from self._words(text, folded, done, len(text))

    def _words(self, text: str, folded: str, start: int, end: int) -> Iterator[Token]:
        if start == end:
            return
        for word in self._engine.cut(folded[start:end]):
            stop = start + len(word)
            if not word.isspace():
                pos = self._engine.tag(word) if self._pos else None
                yield Token(start, stop, text[start:stop], "word", pos)
            start = stop
