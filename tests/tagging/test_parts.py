from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.tagging.parts import part_chances


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(1, 4))
def test_are_the_sums_of_the_tags_that_say_so(seed: int, length: int, labels: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(length, 1 + 4 * labels)).astype(np.float32)
    odds = np.exp(scores.astype(np.float64))
    chances = odds / odds.sum(axis=1, keepdims=True)
    found = part_chances(scores)
    assert found.shape == (length, labels, 3)
    for label in range(labels):
        begin, inside, end, single = chances[:, 1 + 4 * label : 5 + 4 * label].T
        for part, wanted in enumerate((begin + single, inside, end + single)):
            assert found[:, label, part] == pytest.approx(wanted, abs=1e-5)


def test_the_surest_scores_are_finite() -> None:
    assert np.isfinite(part_chances(np.full((2, 5), 1e6, dtype=np.float32))).all()
