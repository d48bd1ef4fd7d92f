"""Intervals and tests, on figures whose answer is known."""

from __future__ import annotations

from math import comb
from typing import Any

import pytest

from zhengyu.errors import ConfigurationError
from zhengyu.evaluation import Report, compare, evaluate

TEXT = "甲乙丙丁"
NAME = "terms: strict span"


def run(*hits: bool, runs: int = 1000) -> Report:
    """Documents with one term each, which is found or missed."""
    term = {"start": 0, "end": 2, "text": "甲乙", "kind": "tifa"}
    gold = [{"id": f"{i:03}", "text": TEXT, "terms": [term]} for i in range(len(hits))]
    found: list[dict[str, Any]] = [
        {**g, "terms": [term] if hit else []} for g, hit in zip(gold, hits, strict=True)
    ]
    return evaluate(gold, found, resamples=runs)


def test_an_interval_holds_the_figure_and_narrows_with_more_documents() -> None:
    few, many = (run(*([True, True, False] * n)).flat()[NAME] for n in (5, 50))
    for score in (few, many):
        assert score.low < score.value < score.high
    assert few.high - few.low > 2 * (many.high - many.low)


def test_an_interval_is_that_of_the_binomial() -> None:
    """With one term a document recall is a share: resampled, 40 draws of a binomial."""
    score = run(*([True] * 20 + [False] * 20), runs=4000).flat()["terms: overlapping span"]
    chance = [comb(40, k) / 2**40 for k in range(41)]
    low = next(k for k in range(41) if sum(chance[: k + 1]) > 0.025)
    assert (score.low, score.high) == pytest.approx(
        (2 * low / (40 + low), 2 * (40 - low) / (40 + 40 - low)), abs=0.02
    )


def test_a_row_has_its_interval_too() -> None:
    report = run(*([True, True, False] * 5))
    [row] = report.rows["terms: span and kind"]
    whole = report.flat()["terms: span and kind"]
    assert (row.label, row.low, row.high) == ("tifa", whole.low, whole.high)


def test_one_document_gives_a_point() -> None:
    score = run(True).flat()[NAME]
    assert (score.low, score.high) == (1.0, 1.0)


def test_the_seed_decides() -> None:
    first, again = (run(*([True, False] * 20)).flat()[NAME] for _ in range(2))
    assert (first.low, first.high) == (again.low, again.high)


class TestComparison:
    def test_equal_runs_do_not_differ(self) -> None:
        report = run(*([True, False] * 10))
        assert {d.p for d in compare(report.table, report.table, 100)} == {1.0}

    def test_p_is_that_of_all_swaps(self) -> None:
        """Six documents, all won by one run: of 64 swaps two are as extreme."""
        won, lost = run(*[True] * 6), run(*[False] * 6)
        [found] = [d for d in compare(won.table, lost.table, 20_000) if d.name == NAME]
        assert (found.this, found.other) == (1.0, 0.0)
        assert found.p == pytest.approx(2 / 64, abs=0.005)

    def test_is_symmetric(self) -> None:
        one, two = run(True, True, True, False), run(True, False, False, True)
        there, back = compare(one.table, two.table, 2000), compare(two.table, one.table, 2000)
        for a, b in zip(there, back, strict=True):
            assert (a.this, a.other) == (b.other, b.this)
            assert a.p == pytest.approx(b.p, abs=0.03)

    def test_needs_the_same_documents(self) -> None:
        with pytest.raises(ConfigurationError, match="3 and 2 documents"):
            compare(run(True, True, True).table, run(True, True).table)

    def test_labels_that_one_run_alone_has(self) -> None:
        gold = [{"id": "a", "text": TEXT, "entities": []}]
        name = {"start": 0, "end": 1, "text": "甲", "label": "PERSON"}
        without, with_one = (
            evaluate(gold, [{**gold[0], "entities": found}]) for found in ([], [name])
        )
        assert compare(without.table, with_one.table, 10)[0].this == 0.0
