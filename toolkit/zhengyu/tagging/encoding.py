"""From folded text to the tagger's input: character ids and hashed bigrams."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

PADDING, UNKNOWN, MASK = 0, 1, 2
_SPECIAL = 3

#: Rows of the table of hashed bigrams; collisions are rare among frequent ones.
BIGRAM_ROWS = 1 << 16
_LEFT, _RIGHT = 40_503, 65_599

Ids = npt.NDArray[np.int32]


class CharacterEncoder:
    """Looks characters up in a vocabulary; digits are one class, Latin letters two.

    Args:
        vocabulary: characters in the order of their ids, which begin at 3.
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        table = np.full(0x110000, UNKNOWN, dtype=np.int32)
        for position, character in enumerate(vocabulary):
            table[ord(character)] = position + _SPECIAL
        for members, as_one in (("0123456789", "0"), (_LOWER, "a"), (_LOWER.upper(), "A")):
            for character in members:
                table[ord(character)] = table[ord(as_one)]
        self._table = table
        self.size = len(vocabulary) + _SPECIAL

    def __call__(self, folded: str) -> Ids:
        """Ids of the characters, shape (length,)."""
        points = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        ids: Ids = self._table[points]
        return ids


_LOWER = "abcdefghijklmnopqrstuvwxyz"


def bigrams(ids: Ids) -> Ids:
    """Rows of the bigram table, shape (…, length): each character with the one before it.

    `ids` has any number of axes, the last one runs along the text; before the first character
    stands padding. The bigram with the next character is the next position's row.
    """
    before = np.zeros_like(ids)
    before[..., 1:] = ids[..., :-1]
    hashed = before.astype(np.int64) * _LEFT + ids.astype(np.int64) * _RIGHT
    return (hashed % (BIGRAM_ROWS - 1) + 1).astype(np.int32)
