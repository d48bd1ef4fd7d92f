"""doccano: lines that it takes and lines that it exports."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhengyu.document import Document, Entity, NumericClaim, Span, Topic
from zhengyu.interchange import Loss, import_documents
from zhengyu.interchange.doccano import row_of

TEXT = "😀丽水项目220个"
DOCUMENT = Document(
    TEXT,
    id="a",
    meta={"year": 2021},
    entities=(Entity(1, 3, "丽水", "GPE", "331100", score=0.5),),
    numbers=(
        NumericClaim(5, 9, "220个", "level", Decimal(220), "个", indicator=Span(3, 5, "项目")),
    ),
    topics=(Topic("projects", 0.75),),
)


def imported(tmp_path: Path, *rows: object, loss: Loss | None = None) -> list[Document]:
    path = tmp_path / "all.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return list(import_documents(path, "doccano", loss=loss))


def test_rows_are_those_of_a_project_with_relations() -> None:
    row = row_of(DOCUMENT)
    assert row["text"] == TEXT
    assert row["entities"] == [
        {"id": 0, "label": "GPE", "start_offset": 1, "end_offset": 3},
        {"id": 1, "label": "number-level", "start_offset": 5, "end_offset": 9},
        {"id": 2, "label": "indicator", "start_offset": 3, "end_offset": 5},
    ]
    assert row["relations"] == [{"id": 0, "from_id": 1, "to_id": 2, "type": "indicator"}]


def test_rows_are_plain_spans_for_a_project_without() -> None:
    row = row_of(DOCUMENT, relations=False)
    assert row["label"] == [[1, 3, "GPE"], [5, 9, "number-level"]]
    assert set(row) == {"text", "label", "zhengyu"}


def test_an_export_of_doccano_is_read_with_its_own_numbers(tmp_path: Path) -> None:
    exported: dict[str, Any] = {**row_of(DOCUMENT), "id": 15, "Comments": []}
    exported["entities"] = [{**span, "id": span["id"] + 1600} for span in exported["entities"]]
    exported["relations"] = [{"id": 273, "from_id": 1601, "to_id": 1602, "type": "indicator"}]
    assert imported(tmp_path, exported) == [DOCUMENT]


def test_a_span_that_was_moved_or_renamed_is_a_new_one(tmp_path: Path) -> None:
    row = row_of(DOCUMENT)
    row["entities"][0]["label"] = "LOC"
    row["entities"][1]["start_offset"] = 6
    loss = Loss()
    (document,) = imported(tmp_path, row, loss=loss)
    assert document.entities == (Entity(1, 3, "丽水", "LOC"),)
    assert document.numbers[0].value is None
    assert document.numbers[0].indicator == Span(3, 5, "项目")
    assert document.topics == DOCUMENT.topics
    assert loss.lines() == []


def test_projects_of_others_are_read(tmp_path: Path) -> None:
    spans = {
        "id": 3,
        "text": "丽水张三",
        "label": [[0, 2, "GPE"], [2, 4, "PERSON"]],
        "Comments": [],
    }
    related = {
        "id": 4,
        "text": "丽水",
        "entities": [{"id": 7, "label": "GPE", "start_offset": 0, "end_offset": 2}],
        "relations": [{"id": 1, "from_id": 7, "to_id": 7, "type": "in"}],
    }
    loss = Loss()
    documents = imported(tmp_path, spans, related, loss=loss)
    assert [document.id for document in documents] == ["3", "4"]
    assert [entity.label for entity in documents[0].entities] == ["GPE", "PERSON"]
    assert loss.of("relation") == 1
