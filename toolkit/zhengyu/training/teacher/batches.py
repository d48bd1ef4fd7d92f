"""Batches for the teacher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
import torch
from torch import Tensor

from zhengyu.tagging.encoding import CharacterEncoder
from zhengyu.training.tagger.examples import IGNORED, Example
from zhengyu.training.teacher.pieces import PieceEncoder

Inputs = tuple[Tensor, Tensor, Tensor, Tensor]

#: Windows in a batch, and in a stretch within which windows of like length are put together.
_BATCH, _STRETCH = 16, 512


class TeacherBatcher:
    """Makes tensors of examples."""

    def __init__(self, pieces: PieceEncoder, characters: CharacterEncoder) -> None:
        self._pieces, self._characters = pieces, characters

    def groups(self, examples: Sequence[Example], random: Random | None) -> Iterator[list[Example]]:
        """The examples in groups of like length; shuffled unless `random` is None."""
        order = list(examples)
        if random is not None:
            random.shuffle(order)
        made = []
        for first in range(0, len(order), _STRETCH):
            stretch = sorted(order[first : first + _STRETCH], key=lambda e: len(e.text))
            made += [stretch[i : i + _BATCH] for i in range(0, len(stretch), _BATCH)]
        if random is not None:
            random.shuffle(made)
        return iter(made)

    def inputs(self, examples: Sequence[Example]) -> Inputs:
        """Ids of pieces, and per character: its piece, its place in it, its id."""
        cut = [self._pieces(example.text) for example in examples]
        length = max(len(example.text) for example in examples)
        ids = np.ones((len(cut), max(len(c.ids) for c in cut)), dtype=np.int64)
        piece_of, place, characters = np.zeros((3, len(cut), length), dtype=np.int64)
        for row, (example, pieces) in enumerate(zip(examples, cut, strict=True)):
            n = len(example.text)
            ids[row, : len(pieces.ids)] = pieces.ids
            piece_of[row, :n], place[row, :n] = pieces.piece_of, pieces.place
            characters[row, :n] = self._characters(example.text)
        return tuple(map(torch.from_numpy, (ids, piece_of, place, characters)))  # type: ignore[return-value]

    @staticmethod
    def tags(examples: Sequence[Example], head: str) -> Tensor:
        """Tags of one head, (batch, length), `IGNORED` as padding."""
        length = max(len(example.text) for example in examples)
        tags = np.full((len(examples), length), IGNORED, dtype=np.int64)
        for row, example in enumerate(examples):
            tags[row, : len(example.text)] = example.tags[head]
        return torch.from_numpy(tags)
