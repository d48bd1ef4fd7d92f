"""Text to pieces of the teacher's vocabulary, and back to characters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer
from tokenizers.models import Unigram

from zhengyu.training.teacher.weights import PackedModel

Ids = npt.NDArray[np.int64]

#: Places of a character in its piece: first, middle, last, alone.
FIRST, MIDDLE, LAST, ALONE = 1, 2, 3, 4


@dataclass(frozen=True)
class Pieces:
    """Ids of pieces with marks of beginning and end; for each character its piece and place."""

    ids: list[int]
    piece_of: Ids
    place: Ids


class PieceEncoder:
    """Cuts text into pieces; only those that can occur in Chinese news are kept.

    Args:
        model: gives the pieces and their scores. `rows` are the kept rows of its word table.
    """

    def __init__(self, model: PackedModel) -> None:
        special = [model.begin, model.padding, model.end, model.unknown]
        kept = [i for i, piece in enumerate(model.pieces) if _kept(piece) and i not in special]
        self.rows = [*special, *kept]
        vocabulary = [(model.pieces[row], float(model.scores[row])) for row in self.rows]
        self._tokenizer = Tokenizer(Unigram(vocabulary, 3))

    def __call__(self, folded: str) -> Pieces:
        """The pieces of a folded text."""
        encoded = self._tokenizer.encode(folded.replace(" ", "▁"), add_special_tokens=False)
        ids = [0]
        piece_of, place = np.zeros((2, len(folded)), dtype=np.int64)
        for number, (start, end) in zip(encoded.ids, encoded.offsets, strict=True):
            piece_of[start:end] = len(ids)
            place[start:end] = MIDDLE
            place[start], place[end - 1] = FIRST, LAST
            if end - start == 1:
                place[start] = ALONE
            ids.append(number)
        ids.append(2)
        return Pieces(ids, piece_of, place)


def _kept(piece: str) -> bool:
    bare = piece.replace("▁", "")
    chinese = any("\u4e00" <= c <= "\u9fff" for c in bare)
    plain = all("\u4e00" <= c <= "\u9fff" or c.isascii() or not c.isalpha() for c in bare)
    return len(piece) <= 1 or (plain and (chinese or len(piece) <= 3))  # noqa: PLR2004
