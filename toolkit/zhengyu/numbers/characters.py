"""The characters of a text as arrays: hashes of any stretch, words of the dictionary, classes.

A hash of a stretch costs the same whatever its length, so that features of thousands of candidates
are made at once: sums of codes times powers of an odd number, modulo 2**32.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]
Places = NDArray[np.int64]

_BASE = 0x01000193
_SPREAD = np.uint32(0x9E3779B1)
_FINAL = np.uint32(0x85EBCA6B)
_WORD = 32


@lru_cache(maxsize=4)
def _powers(size: int) -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse, 0 to `size`."""
    made = []
    for base in (_BASE, pow(_BASE, -1, 1 << _WORD)):
        steps = np.full(size + 1, base, dtype=np.uint32)
        steps[0] = 1
        made.append(np.multiply.accumulate(steps, dtype=np.uint32))
    return made[0], made[1]


def codes_of(text: str) -> Hashes:
    """The code points, surrogates as they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


class Characters:
    """A text for lookups by place.

    Attributes:
        codes: the code points.
    """

    def __init__(self, text: str) -> None:
        self.codes = codes_of(text)
        size = 1 << max(12, len(text).bit_length())
        powers, self._inverse = _powers(size)
        spread = (self.codes + np.uint32(1)) * _SPREAD
        self._sums = np.zeros(len(text) + 1, dtype=np.uint32)
        np.cumsum(spread * powers[: len(text)], out=self._sums[1:], dtype=np.uint32)

    def stretch(self, start: Any, end: Any) -> Hashes:  # noqa: ANN401 - arrays of places
        """A hash of each stretch from `start` to `end`; the same for the same characters."""
        found: Hashes = (self._sums[end] - self._sums[start]) * self._inverse[start]
        return found


def hash_words(words: list[str]) -> Hashes:
    """What `Characters.stretch` gives for each word."""
    text = Characters("".join(words))
    sizes = np.array([len(word) for word in words], dtype=np.int64)
    ends = np.cumsum(sizes)
    return text.stretch(ends - sizes, ends)


@lru_cache(maxsize=65536)
def word_hash(word: str) -> int:
    """The hash of one word."""
    return int(hash_words([word])[0])


def hashes(words: Iterable[str]) -> Hashes:
    """The hashes of words of which most occur often."""
    return np.array([word_hash(word) for word in words], dtype=np.uint32)


def bucket(hashes: Any, seed: int, bits: int) -> Hashes:  # noqa: ANN401
    """A place in a table of `2**bits` weights."""
    mixed = (hashes ^ np.uint32(seed)) * _FINAL
    mixed ^= mixed >> np.uint32(13)
    mixed *= _SPREAD
    found: Hashes = mixed >> np.uint32(_WORD - bits)
    return found


class Marks:
    """A set of characters, to look up which places of a text hold one."""

    def __init__(self, characters: str) -> None:
        self._held = np.zeros(1 << 16, dtype=bool)
        self._held[codes_of(characters)] = True

    def held(self, codes: Hashes) -> NDArray[np.bool_]:
        """Whether each character is in the set; those beyond the basic plane are not."""
        found: NDArray[np.bool_] = self._held[np.minimum(codes, 65535)]
        return found
