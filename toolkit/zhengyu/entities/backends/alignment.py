"""Where a recogniser's tokens stand in the text that it was given.

HanLP drops white space and controls, and may give back another character than it read: full-width
forms as ASCII, capitals as small letters, 猛 as 勐, and more than one for one (… as three dots).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from zhengyu.document import Range
from zhengyu.entities.backends.reading import visible

_Unit = tuple[str, int]


def align(text: str, tokens: Sequence[str]) -> list[Range | None]:
    """The range of each token in `text`; None for a token of which nothing stands there.

    Args:
        text: what the recogniser read.
        tokens: what it made of it, in order.

    >>> align("丽水 市ＡＢ", ["丽水市", "ab"])
    [Range(start=0, end=4), Range(start=4, end=6)]
    """
    given, made = list(_units_of_text(text)), list(_units_of_tokens(tokens))
    bounds: list[tuple[int, int] | None] = [None] * len(tokens)
    for place, token in _pairs(given, made):
        known = bounds[token]
        bounds[token] = (place, place) if known is None else (min(known[0], place), place)
    return [None if found is None else Range(found[0], found[1] + 1) for found in bounds]


def _units_of_text(text: str) -> Iterator[_Unit]:
    """Folded characters with the place where each comes from."""
    for place in visible(text):
        for character in _folded(text[place]):
            yield character, place


def _units_of_tokens(tokens: Sequence[str]) -> Iterator[_Unit]:
    """Folded characters with the number of the token that each is of."""
    for number, token in enumerate(tokens):
        for place in visible(token):
            for character in _folded(token[place]):
                yield character, number


def _folded(character: str) -> str:
    return unicodedata.normalize("NFKC", character).casefold().replace(" ", "") or character


def _pairs(given: Sequence[_Unit], made: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """Place in the text and number of the token, for each character that both have.

    Where they differ over the same length, the characters answer to each other one by one.
    """
    if len(given) == len(made):  # nothing was added or lost, whatever was changed
        yield from ((place, token) for (_, place), (_, token) in zip(given, made, strict=True))
        return
    matcher = SequenceMatcher(None, [c for c, _ in given], [c for c, _ in made], autojunk=False)
    for _, first, last, begin, end in matcher.get_opcodes():
        if last - first == end - begin:
            for (_, place), (_, token) in zip(given[first:last], made[begin:end], strict=True):
                yield place, token
        elif begin < end:
            yield from _stretched(given[first:last], made[begin:end])


def _stretched(given: Sequence[_Unit], made: Sequence[_Unit]) -> Iterator[tuple[int, int]]:
    """A stretch of another length goes to its token whole, if it is of one token alone."""
    if len({token for _, token in made}) == 1:
        yield from ((place, made[0][1]) for _, place in given)
