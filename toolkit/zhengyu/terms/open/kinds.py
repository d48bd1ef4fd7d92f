"""Which of the nine kinds a span is: a linear model over its characters and its surroundings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args
from zlib import crc32

import numpy as np
import numpy.typing as npt

from zhengyu.terms.bank import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)
SIZE = 1 << 15
_NUMERALS = str.maketrans("零〇一二三四五六七八九十百千万亿两0123456789", "一" * 17 + "0" * 10)
_AROUND = 3
_LONGEST_SHAPE = 8

Weights = npt.NDArray[np.float32]


def kind_features(wording: str, before: str = "", after: str = "", *, quoted: bool) -> list[int]:
    """Hashed features of a folded span; `before` and `after` are the characters around it."""
    return [crc32(name.encode("utf-8", "surrogatepass")) % SIZE for name in
            _names(wording, before, after, quoted)]  # fmt: skip


def _names(wording: str, before: str, after: str, quoted: bool) -> Iterator[str]:
    yield "bias"
    yield f"quoted {quoted}"
    yield f"length {min(len(wording), 16)}"
    numbers = wording.translate(_NUMERALS)
    shape = "".join(_shape(ch) for ch in numbers[:_LONGEST_SHAPE])
    yield f"shape {shape}"
    yield f"shape {shape[:2]} quoted {quoted}"
    for size in (1, 2, 3, 4):
        yield f"first {numbers[:size]}"
        yield f"last {numbers[-size:]}"
    for at, ch in enumerate(numbers):
        yield f"holds {ch}"
        yield f"holds {numbers[at : at + 2]}"
    for size in range(1, _AROUND + 1):
        if len(before) >= size:
            yield f"before {before[-size:]}"
        if len(after) >= size:
            yield f"after {after[:size]}"


def _shape(character: str) -> str:
    if character in "一0+、,":
        return character
    return "a" if character.isascii() else "x"


def predict_kind(weights: Weights, features: Sequence[int]) -> Kind:
    """The likeliest kind; `weights` has one row a feature, one column a kind."""
    return KINDS[int(weights[list(features)].sum(axis=0).argmax())]
