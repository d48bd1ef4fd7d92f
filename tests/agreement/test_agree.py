"""What is compared: characters, paragraphs, documents, spans; and the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zhengyu.agreement import Coefficient, agree
from zhengyu.agreement.units import characters, with_label
from zhengyu.cli.app import main
from zhengyu.errors import ConfigurationError, DocumentError

TEXT = "丽水经开区推进双招双引\n青田"


def record(identity: str = "a", text: str = TEXT, **layers: Any) -> dict[str, Any]:
    return {"id": identity, "text": text, **layers}


def name(start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label}


def paragraph(start: int, end: int, *topics: str, boilerplate: bool = False) -> dict[str, Any]:
    return {"start": start, "end": end, "topics": list(topics), "boilerplate": boilerplate}


ONE = record(
    entities=[name(0, 5, "ZONE"), name(12, 14, "GPE")],
    terms=[{"start": 7, "end": 11, "kind": "numeric"}, {"start": 7, "end": 9, "kind": "tifa"}],
    paragraphs=[paragraph(0, 11, "investment"), paragraph(12, 14, boilerplate=True)],
    topics=["investment"],
)
OTHER = record(
    entities=[name(0, 2, "GPE"), name(12, 14, "GPE")],
    terms=[{"start": 7, "end": 11, "kind": "numeric"}],
    paragraphs=[paragraph(0, 11, "investment", "rural"), paragraph(12, 14, "rural")],
    topics=[{"label": "rural", "score": 0.9}],
)


def of(coefficients: tuple[Coefficient, ...], layer: str, unit: str, label: str) -> Coefficient:
    return next(c for c in coefficients if (c.layer, c.unit, c.label) == (layer, unit, label))


def test_characters_have_the_labels_of_all_their_spans() -> None:
    assert characters(ONE, OTHER, "entities") == {
        ("ZONE", "GPE"): 2,
        ("ZONE", ""): 3,
        ("", ""): 7,
        ("GPE", "GPE"): 2,
    }
    painted = characters(ONE, OTHER, "terms")
    assert painted == {("", ""): 10, ("numeric+tifa", "numeric"): 2, ("numeric", "numeric"): 2}
    assert with_label(painted, "tifa") == {("no", "no"): 12, ("yes", "no"): 2}


def test_coefficients_are_those_worked_by_hand() -> None:
    found = agree([ONE], [OTHER]).coefficients
    names = of(found, "entities", "characters", "")
    # 9 of 14 characters alike; by chance (5·0 + 2·4 + 7·10) / 14² for ZONE, GPE and none.
    assert names.units == 14
    assert names.observed == pytest.approx(9 / 14)
    assert names.kappa == pytest.approx((9 / 14 - 78 / 196) / (1 - 78 / 196))
    # Of 28 labels 5 are ZONE, 6 GPE, 17 none; 5 units differ, each twice.
    assert names.alpha == pytest.approx(1 - 27 * 10 / (28**2 - 5**2 - 6**2 - 17**2))
    place = of(found, "entities", "characters", "GPE")
    # 12 of 14 alike; by chance (2·4 + 12·10) / 14².
    assert place.kappa == pytest.approx((12 / 14 - 128 / 196) / (1 - 128 / 196))


def test_paragraphs_that_are_furniture_to_one_have_no_topics_to_agree_on() -> None:
    found = agree([ONE], [OTHER]).coefficients
    assert of(found, "boilerplate", "paragraphs", "").units == 2
    assert of(found, "boilerplate", "paragraphs", "").observed == 0.5
    topics = of(found, "topics", "paragraphs", "")
    assert topics.units == 20
    assert topics.observed == pytest.approx(19 / 20)
    assert of(found, "topics", "documents", "").observed == pytest.approx(18 / 20)
    labels = [c.label for c in found if (c.layer, c.unit) == ("topics", "paragraphs")]
    assert labels == ["", "investment", "rural"]


def test_spans_have_f1_by_label_the_same_from_either_side() -> None:
    there, back = agree([ONE], [OTHER]), agree([OTHER], [ONE])
    assert there.spans is not None
    assert back.spans is not None
    fine = there.spans.flat()["entities: fine"]
    assert (fine.value, fine.hits) == (0.5, 1)
    labels = {row.label: row.value for row in there.spans.rows["entities: fine"]}
    assert labels == {"GPE": pytest.approx(2 / 3), "ZONE": 0.0}
    for name_, score in back.spans.flat().items():
        assert score.value == pytest.approx(there.spans.flat()[name_].value)


def test_one_with_itself_agrees_in_all() -> None:
    found = agree([ONE], [ONE])
    assert {c.observed for c in found.coefficients} == {1.0}
    assert {c.kappa for c in found.coefficients} <= {1.0, None}


def test_documents_of_one_alone_are_left_out() -> None:
    found = agree([ONE, record("b")], [OTHER, record("c")])
    assert (found.documents, found.alone) == (1, ("b", "c"))


def test_what_cannot_be_compared_is_said() -> None:
    with pytest.raises(DocumentError, match="no document is in both files"):
        agree([ONE], [record("b")])
    with pytest.raises(DocumentError, match="document 'a': its text differs"):
        agree([ONE], [record(text="丽水")])
    with pytest.raises(ConfigurationError, match="unknown layer 'words'"):
        agree([ONE], [ONE], layers=["words"])


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    for file, found in (("one.jsonl", ONE), ("other.jsonl", OTHER)):
        (tmp_path / file).write_text(json.dumps(found) + "\n", encoding="utf-8")
    return str(tmp_path / "one.jsonl"), str(tmp_path / "other.jsonl")


def test_the_command_shows_a_table(
    files: tuple[str, str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["agreement", *files, "--layers", "entities"]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[0] == "1 documents in both; 0 in one alone"
    assert lines[2].split() == ["entities", "characters", "all", "14", "0.643", "0.407", "0.378"]
    assert any(line.split()[:2] == ["entities:", "fine"] for line in lines)


def test_the_command_gives_json(
    files: tuple[str, str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["agreement", *files, "--json"]) == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert found["documents"] == 1
    assert found["spans"]["figures"]["entities: fine"]["f1"] == 0.5
    assert {c["layer"] for c in found["coefficients"]} == {
        *("terms", "entities", "numbers", "boilerplate", "topics")
    }
