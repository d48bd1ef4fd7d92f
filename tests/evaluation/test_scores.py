"""The figures of two small files, as the reference script of the gold standard gives them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from zhengyu.errors import ConfigurationError, DocumentError, ReadingError
from zhengyu.evaluation import Report, evaluate, read_gold
from zhengyu.evaluation.figures import NONE
from zhengyu.evaluation.numbers import judged
from zhengyu.training.split import part_of_id

HERE = Path(__file__).parent
GOLD = read_gold(HERE / "gold.jsonl")
PREDICTED = read_gold(HERE / "predicted.jsonl")


def golden(name: str) -> dict[str, dict[str, float]]:
    figures: dict[str, dict[str, float]] = json.loads((HERE / name).read_text(encoding="utf-8"))
    return figures


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(GOLD, PREDICTED, resamples=50)


@pytest.mark.parametrize("name", golden("scores.json"))
def test_figures(report: Report, name: str) -> None:
    found = report.flat()[name].to_dict()
    wanted = golden("scores.json")[name]
    assert {key: found[key] for key in wanted} == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("name", golden("quantities.json"))
def test_figures_of_quantities_alone(name: str) -> None:
    found = evaluate(GOLD, PREDICTED, layers=["quantities"], resamples=50).flat()[name].to_dict()
    wanted = golden("quantities.json")[name]
    assert {key: found[key] for key in wanted} == pytest.approx(wanted, abs=1e-12)


def test_figures_keep_the_order_of_the_script(report: Report) -> None:
    known = golden("scores.json")
    assert [name for name in report.flat() if name in known] == list(known)


def test_gold_against_itself_is_perfect() -> None:
    report = evaluate(GOLD, GOLD, resamples=50)
    assert {score.value for score in report.scores} == {1.0}
    assert report.findings == ()


def test_predictions_may_be_gold_too() -> None:
    """A record on the wire, corrected by hand, is gold whose fields are objects."""
    by_id = {record["id"] for record in GOLD}
    wire = [record for record in PREDICTED if record["id"] in by_id]
    assert {score.value for score in evaluate(wire, wire, resamples=50).scores} == {1.0}


def test_errors_are_told_apart(report: Report) -> None:
    kinds = Counter((finding.layer, finding.kind) for finding in report.findings)
    assert kinds == {
        ("terms", "wrong kind"): 1,
        ("terms", "wrong border"): 1,
        ("terms", "missed"): 1,
        ("terms", "spurious"): 1,
        ("entities", "wrong border and label"): 1,
        ("entities", "wrong label"): 1,
        ("entities", "wrong adcode"): 1,
        ("entities", "spurious"): 2,
        ("numbers", "wrong border"): 1,
        ("numbers", "wrong value"): 1,
        ("numbers", "wrong indicator"): 1,
        ("numbers", "wrong modality"): 1,
        ("numbers", "wrong period"): 1,
        ("numbers", "wrong subject"): 2,
        ("topics", "missed"): 3,
        ("topics", "spurious"): 3,
        ("boilerplate", "spurious"): 1,
    }


def test_an_error_shows_its_place(report: Report) -> None:
    [found] = [f for f in report.findings if f.kind == "wrong border and label"]
    assert (found.document, found.mention, found.after[:3]) == ("b", "莲都区委", "书记陈")
    assert (found.wanted, found.got) == ("GOV 0–4", "GPE 0–3")


def test_labels_that_are_taken_for_others(report: Report) -> None:
    cells = report.confusion["entities"]
    assert cells["GOV", "GPE"] == cells["PERSON", "GOV"] == 1
    assert cells[NONE, "EVENT"] == 1
    assert cells["ZONE", "ZONE"] == 1


def test_rows_add_up(report: Report) -> None:
    for name in ("entities: fine", "topics: paragraphs, micro"):
        whole = report.flat()[name]
        rows = report.rows[name]
        assert len(rows) > 3
        assert sum(row.hits for row in rows) == whole.hits
        assert sum(row.gold for row in rows) == whole.gold


def test_json_is_plain_and_short_on_demand(report: Report) -> None:
    made = json.loads(json.dumps(report.to_dict(errors=1)))
    assert made["errors"]["topics: missed"]["n"] == 3
    assert len(made["errors"]["topics: missed"]["examples"]) == 1
    assert made["labels"]["numbers: span and kind"]["growth"]["f1"] == 1.0


class TestGoldWithFewerLayers:
    def test_counts_for_the_layers_it_has(self) -> None:
        some = [{**record} for record in GOLD]
        del some[1]["numbers"]
        figures = evaluate(some, PREDICTED, resamples=50).flat()
        assert figures["numbers: span"].gold == 2
        assert figures["terms: strict span"].gold == 4

    def test_is_refused_for_layers_that_it_lacks(self) -> None:
        bare = [{"id": "a", "text": GOLD[0]["text"], "terms": []}]
        with pytest.raises(ConfigurationError, match="no gold document has numbers"):
            evaluate(bare, PREDICTED, layers=["terms", "numbers"])

    @pytest.mark.parametrize("layers", [["nouns"], ["numbers", "quantities"]])
    def test_layers_that_cannot_be_measured(self, layers: list[str]) -> None:
        with pytest.raises(ConfigurationError, match="ask for|can be measured"):
            evaluate(GOLD, PREDICTED, layers=layers)


class TestPredictionsThatDoNotFit:
    def test_missing(self) -> None:
        with pytest.raises(DocumentError, match="2 gold documents .* c, d"):
            evaluate(GOLD, [p for p in PREDICTED if p["id"] in ("a", "b")])

    def test_changed_text(self) -> None:
        changed = [{**p, "text": p["text"] + "。"} if p["id"] == "c" else p for p in PREDICTED]
        with pytest.raises(DocumentError, match="'c': the text was changed"):
            evaluate(GOLD, changed)

    def test_shifted_offsets(self) -> None:
        off = [{"start": 1, "end": 5, "text": "天气预报", "kind": "tifa"}]
        with pytest.raises(DocumentError, match="'c', terms: the text at"):
            evaluate(GOLD, [{**p, "terms": off} if p["id"] == "c" else p for p in PREDICTED])

    def test_twice_the_same_id(self) -> None:
        with pytest.raises(DocumentError, match="two documents have the id 'a'"):
            evaluate(GOLD, [*PREDICTED, PREDICTED[0]])


class TestReading:
    def test_a_folder_is_all_its_files(self, tmp_path: Path) -> None:
        (tmp_path / "x.jsonl").write_text('{"id": "b", "text": "乙"}\n', encoding="utf-8")
        (tmp_path / "y.jsonl").write_text('{"id": "a", "text": "甲"}\n', encoding="utf-8")
        assert [record["id"] for record in read_gold(tmp_path)] == ["a", "b"]

    def test_a_part_is_what_the_split_says(self, tmp_path: Path) -> None:
        names = [f"d{number}" for number in range(60)]
        lines = [json.dumps({"id": name, "text": "甲"}) for name in names]
        (tmp_path / "g.jsonl").write_text("\n".join(lines), encoding="utf-8")
        found = [record["id"] for record in read_gold(tmp_path, "test")]
        assert found == sorted(name for name in names if part_of_id(name) == "test")
        assert found

    @pytest.mark.parametrize("content", ["", "{", "[]\n", '{"text": "甲"}\n'])
    def test_what_is_no_gold_is_refused(self, tmp_path: Path, content: str) -> None:
        (tmp_path / "g.jsonl").write_text(content, encoding="utf-8")
        with pytest.raises((ReadingError, DocumentError), match="g.jsonl"):
            read_gold(tmp_path / "g.jsonl")


CLAIM: Mapping[str, Any] = {
    "value": 12,
    "unit": "家",
    "indicator": [0, 4],
    "period": None,
    "subject": {"start": 6, "end": 8, "text": "全市"},
}


@pytest.mark.parametrize(
    ("field", "change", "right"),
    [
        ("value", {"value": 12.00001}, True),
        ("value", {"value": "12"}, True),
        ("value", {"value": 13}, False),
        ("value", {"value": None}, False),
        ("value", {"value_high": 15}, False),
        ("unit", {"unit": "个"}, False),
        ("indicator", {"indicator": [0, 2]}, True),
        ("indicator", {"indicator": {"start": 3, "end": 6, "text": "一二三"}}, False),
        ("indicator", {"indicator": None}, False),
        ("period", {"period": {"start": 9, "end": 11, "text": "去年"}}, False),
        ("subject", {"subject": {"start": 0, "end": 3, "text": "全市的"}}, True),
        ("subject", {"subject": {"start": 6, "end": 7, "text": "县"}}, False),
        ("subject", {"subject": None}, False),
        ("basis", {"basis": "yoy"}, False),
    ],
)
def test_when_fields_agree(field: str, change: Mapping[str, Any], *, right: bool) -> None:
    text = "一二三四五六全市九十去年"
    assert judged(CLAIM, {**CLAIM, **change}, text)[field] is right
    assert judged(CLAIM, CLAIM, text)[field] is True
