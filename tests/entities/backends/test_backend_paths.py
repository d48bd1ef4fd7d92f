from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.entities.backends.paths import LegalPaths, spans_of_tags

BIO = ["O", "B-GPE", "I-GPE", "B-ORG", "I-ORG"]
IOBES = ["O", *(f"{kind}-{label}" for label in ("GPE", "ORG") for kind in "BIES")]


def legal(tags: tuple[str, ...], names: list[str]) -> bool:
    """Says it in other words than the code: a tag follows what its spans, written out, allow."""
    written = ["O"] * len(tags)
    for start, end, label in spans_of_tags(tags):
        written[start:end] = [f"I-{label}"] * (end - start)
        if names is BIO:
            written[start] = f"B-{label}"
        else:
            written[start], written[end - 1] = f"B-{label}", f"E-{label}"
            if end - start == 1:
                written[start] = f"S-{label}"
    return tuple(written) == tags


@pytest.mark.parametrize("names", [BIO, IOBES], ids=["BIO", "IOBES"])
@given(seed=st.integers(0, 10_000), length=st.integers(1, 4))
def test_the_path_is_the_best_of_all_that_are_legal(
    names: list[str], seed: int, length: int
) -> None:
    scores = np.random.default_rng(seed).normal(size=(length, len(names))).astype(np.float32)

    def score(tags: tuple[str, ...]) -> float:
        return sum(float(scores[place, names.index(tag)]) for place, tag in enumerate(tags))

    best = max((t for t in itertools.product(names, repeat=length) if legal(t, names)), key=score)
    (path,) = LegalPaths(names)(scores[None], [length])
    assert tuple(names[tag] for tag in path) == best


def test_rows_of_a_batch_end_where_they_end() -> None:
    scores = np.random.default_rng(1).normal(size=(3, 6, len(IOBES))).astype(np.float32)
    paths = LegalPaths(IOBES)
    together = paths(scores, [6, 3, 1])
    assert [len(path) for path in together] == [6, 3, 1]
    for row, length in enumerate((6, 3, 1)):
        assert paths(scores[row : row + 1, :length], [length]) == [together[row]]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("B-GPE E-GPE S-ORG O", [(0, 2, "GPE"), (2, 3, "ORG")]),
        ("B-GPE I-GPE B-GPE", [(0, 2, "GPE"), (2, 3, "GPE")]),
        ("O O", []),
    ],
)
def test_spans(tags: str, spans: list[tuple[int, int, str]]) -> None:
    assert spans_of_tags(tags.split()) == spans
