"""Floors: what passes, what fails, what raises them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from zhengyu.evaluation import Report, evaluate
from zhengyu.evaluation.gate import Floors, GateError, Gold, check, measured, raised, table

TERM = {"start": 0, "end": 2, "text": "甲乙", "kind": "tifa"}
GOLD = [{"id": f"{i:02}", "text": "甲乙丙", "terms": [TERM]} for i in range(20)]
STRICT = "terms: strict span"


def report(missed: int, gold: Sequence[dict[str, Any]] = GOLD) -> Report:
    """A run that misses the terms of so many documents."""
    found = [{**g, "terms": g["terms"] if i >= missed else []} for i, g in enumerate(gold)]
    return evaluate(gold, found, resamples=1)


def floors(missed: int) -> Floors:
    return raised(report(missed), Gold.of(GOLD, None), None)


def test_floors_are_the_figures_cut_to_four_digits() -> None:
    assert measured(report(7))[STRICT] == 0.7878  # 13 of 13 and 20: 26/33
    assert floors(7).floors == measured(report(7))


def test_what_rose_passes_and_is_told() -> None:
    moved = check(report(2), Gold.of(GOLD, None), floors(7))
    assert {m.name for m in moved} >= {STRICT}
    assert not any(m.fell for m in moved)
    assert check(report(7), Gold.of(GOLD, None), floors(7)) == []


def test_what_falls_fails_with_the_table_of_what_moved() -> None:
    with pytest.raises(GateError, match="terms: strict span") as caught:
        check(report(9), Gold.of(GOLD, None), floors(7))
    lines = list(table(caught.value.moved))
    assert [line for line in lines if line.startswith(STRICT) and line.endswith("FELL")]
    assert "0.7878" in "".join(lines)


def test_less_than_the_tolerance_is_no_fall() -> None:
    known = floors(7)
    slightly = {name: value + known.tolerance for name, value in known.floors.items()}
    check(report(7), Gold.of(GOLD, None), Floors(known.gold, slightly))
    more = {name: value + 2 * known.tolerance for name, value in known.floors.items()}
    with pytest.raises(GateError):
        check(report(7), Gold.of(GOLD, None), Floors(known.gold, more))


def test_a_figure_without_floor_and_a_floor_without_figure_fail() -> None:
    known = floors(7)
    others = {**known.floors, "terms: gone": 0.5}
    del others[STRICT]
    with pytest.raises(GateError, match="2 of") as caught:
        check(report(7), Gold.of(GOLD, None), Floors(known.gold, others))
    assert {m.name for m in caught.value.moved} == {STRICT, "terms: gone"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "甲乙丁"}, "texts differ"),
        ({"meta": {"date": "2021-01-01"}}, "texts differ"),
        ({"terms": []}, "annotations differ"),
        ({"text": "甲乙丙丁"}, "characters 60 then, 61 now"),
    ],
)
def test_other_gold_is_refused(change: dict[str, Any], said: str) -> None:
    other = [{**GOLD[0], **change}, *GOLD[1:]]
    with pytest.raises(GateError, match=said):
        check(report(7, other), Gold.of(other, None), floors(7))


def test_the_order_of_documents_and_keys_is_no_change() -> None:
    turned = [dict(reversed(record.items())) for record in reversed(GOLD)]
    assert Gold.of(turned, "test") == Gold.of(GOLD, "test")


class TestRaising:
    def test_raises(self) -> None:
        gold = Gold.of(GOLD, None)
        assert raised(report(2), gold, floors(7)).floors == floors(2).floors

    def test_lowers_only_when_told(self) -> None:
        gold = Gold.of(GOLD, None)
        with pytest.raises(GateError, match="--allow-lower"):
            raised(report(9), gold, floors(7))
        assert raised(report(9), gold, floors(7), allow_lower=True).floors == floors(9).floors

    def test_within_the_tolerance_a_floor_stays(self) -> None:
        known = floors(7)
        higher = {name: value + known.tolerance / 2 for name, value in known.floors.items()}
        kept = raised(report(7), known.gold, Floors(known.gold, higher))
        assert kept.floors == higher

    def test_of_other_gold_all_are_set_anew(self) -> None:
        fewer = GOLD[:10]
        new = raised(report(9, fewer), Gold.of(fewer, None), floors(2))
        assert new.floors[STRICT] < floors(2).floors[STRICT]
        assert new.gold.documents == 10


def test_floors_are_read_as_written(tmp_path: Path) -> None:
    floors(7).write(tmp_path / "f.json")
    assert Floors.read(tmp_path / "f.json") == floors(7)


@pytest.mark.parametrize("content", ["", "{}", '{"floors": {}, "gold": 1}'])
def test_what_is_no_file_of_floors_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "f.json").write_text(content, encoding="utf-8")
    with pytest.raises(GateError, match="f.json"):
        Floors.read(tmp_path / "f.json")
    with pytest.raises(GateError, match="--raise"):
        Floors.read(tmp_path / "none.json")
