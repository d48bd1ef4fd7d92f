"""Text quotes: made so that they can be found again, and found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

#: Code points of context on either side.
CONTEXT = 32


@dataclass(frozen=True, slots=True)
class Quote:
    """A mention, what stands around it, and the code point where it stood, if that is known."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None


def quote(text: str, start: int, end: int) -> Quote:
    """The quote of a range.

    >>> quote("在丽水举行", 1, 3)
    Quote(exact='丽水', prefix='在', suffix='举行', start=1)
    """
    before, behind = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    return Quote(text[start:end], before, behind, start)


def resolve(text: str, wanted: Quote) -> tuple[int, int] | None:
    """Where the quote stands: the place whose surroundings are most alike, the nearest of equals.

    None when the text does not hold it, or when several places are equally good and no position
    tells them apart.

    >>> resolve("丽水与丽水", Quote("丽水", prefix="与"))
    (3, 5)
    """
    length = len(wanted.exact)
    ranked = [(_alike(text, at, wanted), _near(at, wanted), at) for at in _places(text, wanted)]
    if not ranked:
        return None
    best = max(ranked)
    if sum(rank[:2] == best[:2] for rank in ranked) > 1:
        return None
    return best[2], best[2] + length


def _places(text: str, wanted: Quote) -> Iterator[int]:
    at = text.find(wanted.exact) if wanted.exact else -1
    while at >= 0:
        yield at
        at = text.find(wanted.exact, at + 1)


def _alike(text: str, at: int, wanted: Quote) -> int:
    """Code points of context that agree, counted from the mention outwards."""
    before = text[max(at - len(wanted.prefix), 0) : at]
    behind = text[at + len(wanted.exact) :][: len(wanted.suffix)]
    return _shared(before[::-1], wanted.prefix[::-1]) + _shared(behind, wanted.suffix)


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _near(at: int, wanted: Quote) -> int:
    return 0 if wanted.start is None else -abs(at - wanted.start)
