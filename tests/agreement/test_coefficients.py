"""Coefficients against tables worked by hand in print, and against other people's programs."""

from __future__ import annotations

import math
from collections import Counter

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from zhengyu.agreement import cohen_kappa, krippendorff_alpha
from zhengyu.agreement.coefficients import observed

Pair = tuple[str, str]


def grid(*rows: tuple[int, ...]) -> dict[Pair, int]:
    return {("abc"[i], "abc"[j]): n for i, row in enumerate(rows) for j, n in enumerate(row)}


#: Counts, observed agreement and kappa as printed.
TABLES: list[tuple[str, dict[Pair, int], float, float | None]] = [
    # 50 proposals, two readers: po = 35/50, pe = 0.5.
    ("grant proposals", grid((20, 5), (10, 15)), 0.7, 0.4),
    # Two tables with the same observed agreement and other margins: pe = 0.54 and 0.46.
    ("even margins", grid((45, 15), (25, 15)), 0.6, 0.06 / 0.46),
    ("uneven margins", grid((25, 35), (5, 35)), 0.6, 0.14 / 0.54),
    # Three labels: po = 0.7, pe = (30·40 + 30·28 + 40·32) / 100² = 0.332.
    ("three labels", grid((25, 3, 2), (5, 20, 5), (10, 5, 25)), 0.7, 0.368 / 0.668),
    ("all the same", grid((10, 0), (0, 0)), 1.0, None),
    ("never the same", grid((0, 5), (5, 0)), 0.0, -1.0),
]


@pytest.mark.parametrize(("table", "same", "kappa"), [t[1:] for t in TABLES], ids=lambda _: "")
def test_kappa_is_that_of_tables_worked_by_hand(
    table: dict[Pair, int], same: float, kappa: float | None
) -> None:
    assert observed(table) == pytest.approx(same)
    assert cohen_kappa(table) == (None if kappa is None else pytest.approx(kappa))


#: Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section A: two observers, ten
#: binary units, alpha 0.095; section C: four observers, twelve units, nominal alpha 0.743.
BINARY = ("0100000000", "1110010010")


def test_alpha_is_that_of_krippendorffs_own_examples() -> None:
    binary = Counter(zip(*BINARY, strict=True))
    assert krippendorff_alpha(binary) == pytest.approx(0.095, abs=0.0005)
    rows = (
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
    )
    units = Counter(
        tuple(None if v is None else str(v) for v in u) for u in zip(*rows, strict=True)
    )
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=0.0005)


labels = st.sampled_from("abcd")
pairs = st.lists(st.tuples(labels, labels), min_size=1, max_size=40)


@given(pairs)
def test_kappa_is_that_of_scikit_learn(given_: list[Pair]) -> None:
    found = cohen_kappa(Counter(given_))
    if len({label for pair in given_ for label in pair}) == 1:
        assert found is None
    else:
        expected = cohen_kappa_score(*zip(*given_, strict=True))
        assert found == pytest.approx(expected)


units_of_three = st.lists(
    st.tuples(*[st.none() | labels] * 3).filter(lambda u: sum(v is not None for v in u) > 1),
    min_size=1,
    max_size=30,
)


@given(units_of_three)
def test_alpha_is_that_of_the_package_krippendorff(given_: list[tuple[str | None, ...]]) -> None:
    found = krippendorff_alpha(Counter(given_))
    if len({label for unit in given_ for label in unit if label is not None}) == 1:
        assert found is None
        return
    codes = [[math.nan if v is None else float("abcd".index(v)) for v in u] for u in given_]
    rows = [list(row) for row in zip(*codes, strict=True)]
    expected = krippendorff.alpha(reliability_data=rows, level_of_measurement="nominal")
    assert found == pytest.approx(expected)


def test_without_units_there_is_nothing_to_say() -> None:
    assert observed({}) is None
    assert cohen_kappa({}) is None
    assert krippendorff_alpha({}) is None
    assert krippendorff_alpha({("a", None): 5}) is None
