"""The gate: scores on the test part of our own gold, each against its floor in floors.json.

`make floors` sets the floors; CONTRIBUTING.md says when they may be lowered.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengyu.evaluation import evaluate, running
from zhengyu.evaluation.gate import Floors, GateError, Gold, check, table

ROOT = Path(__file__).parent.parent.parent
FLOORS = Path(__file__).with_name("floors.json")


@pytest.mark.skipif(not FLOORS.exists(), reason="no floors yet: make floors")
def test_no_figure_falls_below_its_floor() -> None:
    floors = Floors.read(FLOORS)
    gold = running.read(ROOT / "corpora" / "gold", part=floors.gold.part)
    report = evaluate(gold, running.annotated(gold), resamples=1)
    try:
        check(report, Gold.of(gold, floors.gold.part), floors)
    except GateError as error:
        pytest.fail("\n".join([str(error), *(table(error.moved) if error.moved else ())]))
