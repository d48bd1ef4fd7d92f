from __future__ import annotations

from itertools import pairwise, product

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
    scores = np.random.default_rng(seed).normal(size=(length, 9)).astype(np.float32)
    paths = [p for p in product(range(9), repeat=length) if legal(p)]
    best = max(paths, key=lambda p: sum(scores[t, tag] for t, tag in enumerate(p)))
    assert tuple(best_tags(scores, np.array([0]), np.array([length]))) == best


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_stretches_are_tagged_apart_and_what_lies_between_not_at_all(
    seed: int, steps: list[int]
) -> None:
    scores = np.random.default_rng(seed).normal(size=(sum(steps) + 1, 13)).astype(np.float32)
    borders = np.cumsum([0, *steps])
    pairs = [(s, e) for s, e in pairwise(borders.tolist()) if s < e][::2]
    starts, ends = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    tags = best_tags(scores, starts, ends)
    for start, end in pairs:
        alone = best_tags(scores[start:end], np.array([0]), np.array([end - start]))
        assert tags[start:end].tolist() == alone.tolist()
        assert legal(tuple(alone.tolist()))
    outside = np.ones(len(tags), dtype=bool)
    for start, end in pairs:
        outside[start:end] = False
    assert not tags[outside].any()


def test_spans_of_reads_single_and_long_spans() -> None:
    assert spans_of(np.array([4, 0, 5, 6, 7])) == [(0, 1, 0), (2, 5, 1)]
