from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.tagging.decoding import best_tags, spans_of


def legal(tags: tuple[int, ...]) -> bool:
    """Whether tags of O, B, I, E, S form whole spans, checked one step at a time."""
    within = None
    for tag in tags:
        label, part = divmod(tag - 1, 4) if tag else (None, None)
        if within is None:
            if part in (1, 2):
                return False
            within = label if part == 0 else None
        else:
            if label != within or part not in (1, 2):
                return False
            within = None if part == 2 else within
    return within is None


@given(st.integers(0, 2**32 - 1), st.integers(1, 4))
def test_finds_the_best_legal_path(seed: int, length: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(1, length, 9)).astype(np.float32)
    paths = [p for p in product(range(9), repeat=length) if legal(p)]
    best = max(paths, key=lambda p: sum(scores[0, t, tag] for t, tag in enumerate(p)))
    assert tuple(best_tags(scores, np.array([length]))[0]) == best


def test_padding_carries_no_tag_and_spans_pair_up() -> None:
    scores = np.random.default_rng(1).normal(size=(6, 20, 13)).astype(np.float32)
    lengths = np.array([20, 13, 7, 3, 1, 2])
    tags = best_tags(scores, lengths)
    assert all((tags[row, n:] == 0).all() for row, n in enumerate(lengths))
    for row, start, end, label in spans_of(tags):
        assert 0 <= start < end <= lengths[row]
        assert 0 <= label < 3


def test_spans_of_reads_single_and_long_spans() -> None:
    assert spans_of(np.array([[4, 0, 5, 6, 7]])) == [(0, 0, 1, 0), (0, 2, 5, 1)]
