"""Label Studio: a recorded export of release 1.23.2, its own library, offsets, annotators."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from generated_documents import collections
from hypothesis import given, settings

import zhengyu
from zhengyu.document import Document, Entity, Paragraph, Span, Term, Topic
from zhengyu.interchange import Loss, export_documents, import_documents
from zhengyu.interchange.label_studio.config import configuration
from zhengyu.interchange.label_studio.offsets import Lines, Utf16
from zhengyu.interchange.label_studio.writing import task_of

#: A project of one task that was annotated in Label Studio 1.23.2: a label and the topics changed,
#: a subject added, a period taken from one of two figures; then an annotation that was skipped.
RECORDED = Path(__file__).with_name("label_studio_export.json")

#: Where `make test` puts Label Studio's library, whose dependencies are too old for ours.
LIBRARY = Path(sys.prefix) / "label-studio" / "bin" / "python"

VALIDATE = """
import json, sys
from label_studio_sdk.label_interface import LabelInterface
interface = LabelInterface(open("labelling.xml", encoding="utf-8").read())
interface.validate()
tasks = json.load(open("tasks.json", encoding="utf-8"))
for task in tasks:
    for prediction in task["predictions"]:
        errors = interface.validate_prediction(prediction, return_errors=True)
        assert not errors, errors
        assert prediction["model_version"]
    for name in (item.value_name for item in interface.objects):
        assert name in task["data"]
print(len(tasks), len(interface.labels))
"""

TEXT = "😀𠮷野家在丽水\n青田丽水"


def imported(tasks: object, tmp_path: Path, loss: Loss | None = None, **options: Any) -> Any:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return list(import_documents(path, "label-studio", loss=loss, **options))


def region(start: int, end: int, said: str | None, label: str = "GPE") -> dict[str, Any]:
    value: dict[str, Any] = {"start": start, "end": end, "labels": [label]}
    value |= {} if said is None else {"text": said}
    return {"id": f"r{start}", "type": "labels", "from_name": "x", "to_name": "t", "value": value}


def task(*annotations: dict[str, Any], text: str = TEXT) -> dict[str, Any]:
    return {"id": 5, "data": {"text": text}, "annotations": list(annotations)}


def test_an_export_of_the_real_thing_is_read() -> None:
    loss = Loss()
    (document,) = import_documents(RECORDED, "label-studio", loss=loss)
    assert loss.lines() == []
    assert document.id == "news-1"
    assert document.meta == {"year": 2021}
    assert len(document.paragraphs) == 2
    names = [(e.start, e.end, e.text, e.label, e.canonical) for e in document.entities]
    company, zone = (1, 4, "𠮷野家", "COMPANY", None), (5, 10, "丽水经开区", "ZONE")
    assert names == [company, (*zone, "丽水经济技术开发区")]
    (term,) = document.terms
    assert (term.term_id, term.quoted, term.source) == ("cn-shuangzhaoshuangyin", True, "bank")
    level, growth = document.numbers
    assert level.subject == Span(5, 10, "丽水经开区")
    assert level.period is not None
    assert level.period.to_date == date(2021, 12, 31)
    assert (growth.period, growth.basis, str(growth.value)) == (None, "yoy", "93")
    assert [topic.label for topic in document.topics] == ["investment", "projects"]


@pytest.mark.skipif(not LIBRARY.exists(), reason="'make test' installs label-studio-sdk")
@settings(max_examples=3)
@given(documents=collections(20))
def test_label_studios_own_library_finds_no_fault(documents: list[Document]) -> None:
    import tempfile  # noqa: PLC0415 - a folder for each example

    for layers in (None, ("paragraphs", "terms", "entities", "numbers", "topics")):
        with tempfile.TemporaryDirectory() as folder:
            export_documents(documents, Path(folder) / "out", "label-studio", layers=layers)
            command = [str(LIBRARY), "-c", VALIDATE]
            done = subprocess.run(
                command, cwd=Path(folder) / "out", capture_output=True, check=False
            )
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout.split()[0] == str(len(documents)).encode()


def test_the_configuration_names_each_control_once() -> None:
    view = ET.fromstring(configuration(("paragraphs", "terms", "entities", "numbers", "topics")))  # noqa: S314
    names = [element.get("name") for element in view.iter() if element.get("name")]
    assert len(names) == len(set(names))
    assert {e.get("toName") for e in view.iter() if e.get("toName")} == {"text"}
    assert [label.get("value") for label in view.findall(".//Relation")] == [
        *("indicator", "period", "subject")
    ]
    assert view.find("Text").get("value") == "$text"  # type: ignore[union-attr]


def test_predictions_have_scores_and_the_model_that_made_them() -> None:
    document = Document(
        TEXT,
        id="a",
        entities=(Entity(1, 4, "𠮷野家", "COMPANY", score=0.5),),
        terms=(Term(5, 7, "丽水", "brand", "丽水", score=0.75),),
        topics=(Topic("rural", 0.25),),
        produced_by={"zhengyu": "0.1.0"},
    )
    (prediction,) = task_of(document)["predictions"]
    assert prediction["model_version"] == "zhengyu 0.1.0"
    assert prediction["score"] == 0.625
    found = {item["id"]: item for item in prediction["result"]}
    assert found["entities-0"]["score"] == 0.5
    assert found["entities-0"]["value"] == {
        "start": 2,
        "end": 6,
        "text": "𠮷野家",
        "labels": ["COMPANY"],
    }
    assert found["topics"]["value"] == {"choices": ["rural"]}


class TestOffsets:
    def test_utf_16_counts_as_browsers_do(self) -> None:
        text = "a😀𠮷b\n👩‍👩‍👧c"
        count = Utf16(text)
        for place in range(len(text) + 1):
            assert count.units(place) == len(text[:place].encode("utf-16-le")) // 2
            assert count.points(count.units(place)) == place

    def test_lines_count_code_points_before_the_line(self) -> None:
        assert Lines("😀\n😀丽水").points(4) == 3

    @pytest.mark.parametrize(
        ("start", "end"),
        [(7, 9), (5, 7)],
        ids=["UTF-16 code units", "code points"],
    )
    def test_are_read_as_the_text_of_the_region_shows(
        self, start: int, end: int, tmp_path: Path
    ) -> None:
        (document,) = imported([task({"result": [region(start, end, "丽水")]})], tmp_path)
        assert [(e.start, e.end) for e in document.entities] == [(5, 7)]

    def test_of_releases_that_mix_both_are_read_too(self, tmp_path: Path) -> None:
        text = "😀\n😀青田丽水"
        (document,) = imported([task({"result": [region(6, 8, "丽水")]}, text=text)], tmp_path)
        assert [(e.start, e.end) for e in document.entities] == [(5, 7)]

    def test_count_as_browsers_do_where_no_text_says_so(self, tmp_path: Path) -> None:
        (document,) = imported([task({"result": [region(7, 9, None)]})], tmp_path)
        assert document.entities[0].text == "丽水"

    def test_one_count_for_all_regions_goes_first(self, tmp_path: Path) -> None:
        text = "😀丽丽水"
        result = [region(2, 3, "丽"), region(3, 5, "丽水")]
        (document,) = imported([task({"result": result}, text=text)], tmp_path)
        assert [(e.start, e.end) for e in document.entities] == [(1, 2), (2, 4)]

    def test_line_breaks_may_be_written_as_label_studio_does(self, tmp_path: Path) -> None:
        (document,) = imported([task({"result": [region(7, 12, "丽水\\n青田")]})], tmp_path)
        assert document.entities[0].text == "丽水\n青田"


ONE: dict[str, Any] = {
    "result": [region(7, 9, "丽水")],
    "completed_by": {"id": 3, "email": "a@x.org"},
}
TWO: dict[str, Any] = {"result": [], "completed_by": 4}
SKIPPED: dict[str, Any] = {"result": [], "completed_by": 4, "was_cancelled": True}


class TestAnnotators:
    def test_the_last_one_is_taken_and_the_others_counted(self, tmp_path: Path) -> None:
        loss = Loss()
        (document,) = imported([task(ONE, TWO, SKIPPED)], tmp_path, loss)
        assert document.entities == ()
        assert loss.lines() == ["1 annotation: another one of the same task was taken"]

    def test_ground_truth_goes_first(self, tmp_path: Path) -> None:
        true = {**ONE, "ground_truth": True}
        (document,) = imported([task(true, TWO)], tmp_path)
        assert len(document.entities) == 1

    @pytest.mark.parametrize(("who", "names"), [("a@x.org", 1), ("3", 1), ("4", 0)])
    def test_one_of_them_can_be_asked_for(self, who: str, names: int, tmp_path: Path) -> None:
        (document,) = imported([task(ONE, TWO)], tmp_path, annotator=who)
        assert len(document.entities) == names

    def test_tasks_that_nobody_annotated_are_no_gold(self, tmp_path: Path) -> None:
        loss = Loss()
        tasks = [{**task(SKIPPED), "predictions": [ONE]}]
        assert imported(tasks, tmp_path, loss) == []
        assert loss.of("task") == 1
        (document,) = imported(tasks, tmp_path, predictions=True)
        assert len(document.entities) == 1


def test_relations_drawn_the_other_way_round_count_and_others_are_counted(tmp_path: Path) -> None:
    claim = {**region(7, 9, "丽水", "level"), "from_name": "numbers", "id": "n"}
    part = {**region(10, 12, "青田", "subject"), "from_name": "parts", "id": "p"}
    links = [
        {"type": "relation", "from_id": "p", "to_id": "n", "direction": "left"},
        {"type": "relation", "from_id": "n", "to_id": "n"},
    ]
    loss = Loss()
    (document,) = imported([task({"result": [claim, part, *links]})], tmp_path, loss)
    assert document.numbers[0].subject == Span(8, 10, "青田")
    assert loss.of("relation") == 1


def test_controls_that_no_record_has_are_counted(tmp_path: Path) -> None:
    extra = {"id": "r7", "from_name": "mood", "type": "rating", "value": {"rating": 3}}
    loss = Loss()
    imported([task({"result": [region(7, 9, "丽水"), extra]})], tmp_path, loss)
    assert loss.lines() == ["1 mood: a control that no record has a field for"]


def test_topics_of_paragraphs_can_be_corrected(tmp_path: Path) -> None:
    topics = (Topic("rural", 0.25), Topic("talent", 0.5))
    document = Document("丽水", id="a", paragraphs=(Paragraph(0, 2, False, topics),))
    written = task_of(document, ("paragraphs",))
    result = written["predictions"][0]["result"]
    assert [i["value"].get("choices") for i in result if i["type"] == "choices"] == [
        *([["rural", "talent"]])
    ]
    result[1]["value"]["choices"] = ["talent", "urban"]
    done = [{**written, "annotations": [{"result": result}]}]
    (found,) = imported(done, tmp_path)
    assert found.paragraphs[0].topics == (Topic("talent", 0.5), Topic("urban"))


def test_the_command_writes_gold(tmp_path: Path) -> None:
    from zhengyu.cli.app import main  # noqa: PLC0415

    gold = tmp_path / "gold.jsonl"
    assert main(["import", "label-studio", str(RECORDED), "-o", str(gold)]) == 0
    assert [document.id for document in zhengyu.read(gold)] == ["news-1"]
