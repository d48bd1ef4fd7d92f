"""`zhengyu evaluate` on two small files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("zhengyu"))
FILES = Path(__file__).parent.parent / "evaluation"
GOLD, PREDICTED = str(FILES / "gold.jsonl"), str(FILES / "predicted.jsonl")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, "evaluate", *arguments],
        capture_output=True,
        timeout=120,
        check=False,
        encoding="utf-8",
    )


def test_figures_tables_errors_and_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    done = run(GOLD, PREDICTED, "--tables", "--errors", "1", "--compare", GOLD, "--html", str(page))
    assert (done.returncode, done.stderr) == (0, "")
    for wanted in (
        "terms: strict span                           P 0.500",
        "## topics: paragraphs, micro, by label",
        "## entities: label of the gold (line)",
        "## numbers: wrong value: 1",
        "terms: strict span                            0.500  1.000 -0.500",
    ):
        assert wanted in done.stdout
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_json_has_the_same_figures_as_the_reference() -> None:
    done = run(GOLD, PREDICTED, "--json", "--errors", "1", "--compare", GOLD)
    made = json.loads(done.stdout)
    known = json.loads((FILES / "scores.json").read_text(encoding="utf-8"))
    for name, figure in known.items():
        found = made["figures"][name]
        assert {key: found[key] for key in figure} == pytest.approx(figure, abs=1e-12)
    assert {"name", "this", "other", "p"} == set(made["comparison"][0])
    assert len(made["errors"]["topics: missed"]["examples"]) == 1


def test_without_predictions_the_pipeline_annotates() -> None:
    done = run(GOLD, "--layers", "boilerplate", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert list(json.loads(done.stdout)["figures"]) == ["boilerplate: paragraphs"]


def test_the_gate(tmp_path: Path) -> None:
    floors = str(tmp_path / "floors.json")
    assert run(GOLD, PREDICTED, "--gate", floors).returncode == 1
    assert run(GOLD, GOLD, "--gate", floors, "--raise").returncode == 0
    held = run(GOLD, GOLD, "--gate", floors)
    assert (held.returncode, held.stdout) == (0, "")
    fell = run(GOLD, PREDICTED, "--gate", floors)
    assert fell.returncode == 1
    assert (
        "terms: strict span                           1.0000  0.5000 -0.5000  FELL" in fell.stdout
    )
    assert "figures fell below their floors" in fell.stderr
    assert run(GOLD, PREDICTED, "--gate", floors, "--raise").returncode == 1
    assert run(GOLD, PREDICTED, "--gate", floors, "--raise", "--allow-lower").returncode == 0
    assert run(GOLD, PREDICTED, "--gate", floors).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("none.jsonl",), 2, "none.jsonl"),
        ((GOLD, PREDICTED, "--layers", "nouns"), 2, "unknown layer"),
        ((GOLD, PREDICTED, "--raise"), 2, "--gate"),
        ((GOLD, PREDICTED, "--part", "trian"), 2, "trian"),
        ((PREDICTED, GOLD), 1, "1 gold documents are not among the predictions: not-in-the-gold"),
        ((GOLD, PREDICTED, "--format", "msra"), 1, "gold.jsonl:1"),
    ],
)
def test_wrong_usage_is_named(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
