"""Hashed features: weights come back from a file, shared rows are weighed alike, votes agree."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.numbers.characters import Characters, hash_words
from zhengyu.numbers.weights import BITS, STEP, Rows, load_models, save_models


@given(st.text(max_size=30), st.text(min_size=1, max_size=6), st.text(max_size=30))
def test_a_stretch_has_the_hash_of_its_characters(before: str, word: str, behind: str) -> None:
    found = Characters(before + word + behind).stretch(
        np.array([len(before)]), np.array([len(before) + len(word)])
    )
    assert found.tolist() == hash_words([word]).tolist()


def test_weights_come_back_from_their_file(tmp_path: Path) -> None:
    table = np.zeros((1 << BITS, 2), dtype=np.float32)
    table[3, 0], table[99, 1], table[-1, 1] = 1.5, -0.3, 2.0
    save_models(tmp_path, {"indicator": {"end": table}})
    read = load_models(tmp_path)["indicator"]["end"]
    assert np.abs(read - table).max() <= STEP / 2


def test_rows_with_the_same_values_have_the_same_weight() -> None:
    rows = Rows({"kind": np.array([1, 1, 2]), "size": np.array([3, 3, 3])}, ("kind", "kind size"))
    table = np.random.default_rng(1).random((1 << BITS, 1), dtype=np.float32)
    first, second, third, none = rows.weigh(table)[:, 0].tolist()
    assert first == second
    assert first != third
    assert none == 0


def test_values_of_one_bag_share_their_weight() -> None:
    rows = Rows({"in#0": np.array([7]), "in#1": np.array([7])}, ("in#0", "in#1"))
    assert rows.places[0].tolist() == rows.places[1].tolist()
