"""Counts of character n-grams of many texts at once, in arrays: no string is made for an n-gram."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

#: Longest n-gram; three code points of 21 bits fill a key of 63.
LONGEST = 3
_BITS = 21

Keys = npt.NDArray[np.uint64]
Ids = npt.NDArray[np.int64]


def keys_of(texts: Sequence[str]) -> tuple[list[Keys], list[Ids]]:
    """For each length up to `LONGEST`, the key of every n-gram of the texts and its text's number.

    A key is the n-gram's code points side by side. No n-gram reaches from one text into the next.
    """
    joined = "\0".join(texts).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, dtype=np.uint32).astype(np.uint64)
    lengths = np.array([len(text) + 1 for text in texts], dtype=np.int64)
    rows = np.repeat(np.arange(len(texts)), lengths)[: len(codes)]
    whole = codes > 0
    keys, numbers = [codes[whole]], [rows[whole]]
    run = codes
    for size in range(2, LONGEST + 1):
        run = (run[:-1] << np.uint64(_BITS)) | codes[size - 1 :]
        whole = whole[:-1] & (codes[size - 1 :] > 0)
        keys.append(run[whole])
        numbers.append(rows[: len(run)][whole])
    return keys, numbers


class NgramCounter:
    """Counts the n-grams of a vocabulary.

    Args:
        ngrams: one to `LONGEST` characters each; their order is that of the columns.
    """

    def __init__(self, ngrams: Sequence[str]) -> None:
        keys = [_key(ngram) for ngram in ngrams]
        order = np.argsort(np.array(keys, dtype=np.uint64), kind="stable")
        self._columns = order.astype(np.int64)
        self._keys = np.array(keys, dtype=np.uint64)[order]
        self._size = len(ngrams)

    def __call__(self, texts: Sequence[str]) -> csr_matrix:
        """How often each n-gram stands in each text, shape (texts, n-grams)."""
        found_rows, found_columns = [], []
        if texts and self._size:
            for keys, rows in zip(*keys_of(texts), strict=True):
                places = np.minimum(np.searchsorted(self._keys, keys), self._size - 1)
                known = self._keys[places] == keys
                found_rows.append(rows[known])
                found_columns.append(self._columns[places[known]])
        rows = np.concatenate(found_rows) if found_rows else np.zeros(0, dtype=np.int64)
        columns = np.concatenate(found_columns) if found_columns else np.zeros(0, dtype=np.int64)
        ones = np.ones(len(rows), dtype=np.float32)
        return csr_matrix((ones, (rows, columns)), shape=(len(texts), self._size))


def frequent_ngrams(texts: Sequence[str], least: int, most: int) -> list[str]:
    """The n-grams that stand in at least `least` texts, at most `most`, the commonest ones."""
    found: list[tuple[int, str]] = []
    for size, (keys, rows) in enumerate(zip(*keys_of(texts), strict=True), 1):
        pairs = np.unique(np.stack([keys, rows.astype(np.uint64)]), axis=1)
        distinct, counts = np.unique(pairs[0], return_counts=True)
        kept = counts >= least
        found += [
            (-int(count), _ngram(int(key), size))
            for key, count in zip(distinct[kept], counts[kept], strict=True)
        ]
    found.sort()
    return sorted(ngram for _, ngram in found[:most])


def _key(ngram: str) -> int:
    key = 0
    for character in ngram:
        key = key << _BITS | ord(character)
    return key


def _ngram(key: int, size: int) -> str:
    mask = (1 << _BITS) - 1
    return "".join(chr(key >> _BITS * place & mask) for place in reversed(range(size)))
