"""Tables as engines read them; gold in its short form; corrected files into the recipes."""

from __future__ import annotations

import csv
import json
from argparse import Namespace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from zhengyu.cli.app import main
from zhengyu.document import Document, Entity, NumericClaim, Paragraph, Span, Term, Topic
from zhengyu.interchange import Loss, export_documents, import_documents
from zhengyu.training.gold import chosen_records
from zhengyu.training.topics import examples, read_labelled

TEXT = "丽水项目220个\n青田"
DOCUMENT = Document(
    TEXT,
    id="a",
    paragraphs=(Paragraph(0, 8, False, (Topic("projects", 0.5),)), Paragraph(9, 11, True)),
    entities=(Entity(0, 2, "丽水", "GPE", "331100"),),
    numbers=(
        NumericClaim(4, 8, "220个", "level", Decimal(220), "个", indicator=Span(2, 4, "项目")),
    ),
    topics=(Topic("projects"),),
)

GOLD: dict[str, Any] = {
    "id": "g1",
    "year": 2021,
    "text": TEXT,
    "meta": {"province": "浙江"},
    "paragraphs": [{"start": 0, "end": 8, "topics": ["projects"], "boilerplate": False}],
    "terms": [{"start": 2, "end": 4, "text": "项目", "kind": "tifa", "mood": "x"}],
    "entities": [{"start": 0, "end": 2, "text": "丽水", "label": "GPE"}],
    "numbers": [
        {
            "start": 4,
            "end": 8,
            "text": "220个",
            "kind": "level",
            "value": 220,
            "unit": "个",
            "indicator": [2, 4],
            "indicator_text": "项目",
            "period": None,
            "subject": [0, 2],
        }
    ],
    "topics": ["projects", "rural"],
}


def test_tables_name_the_ranges_that_figures_point_to(tmp_path: Path) -> None:
    export_documents([DOCUMENT], tmp_path / "out", "csv")
    with (tmp_path / "out" / "numbers.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["indicator"], row["indicator_start"], row["indicator_end"]) == ("项目", "2", "4")
    assert (row["value"], row["subject_start"], row["start"]) == ("220", "", "4")


def test_parquet_has_types_and_values_to_count_with(tmp_path: Path) -> None:
    export_documents([DOCUMENT], tmp_path / "out", "parquet")
    table = parquet.read_table(tmp_path / "out" / "numbers.parquet")
    assert table.column("value").to_pylist() == ["220"]
    assert table.column("value_float").to_pylist() == [220.0]
    assert {str(table.schema.field(name).type) for name in ("start", "indicator_end")} == {"int64"}
    topics = parquet.read_table(tmp_path / "out" / "topics.parquet")
    assert topics.column("paragraph").to_pylist() == [None, 0]


def test_rows_may_come_in_any_order_and_new_ones_may_be_short(tmp_path: Path) -> None:
    other = Document("青田", id="b", entities=(Entity(0, 2, "青田", "GPE"),))
    export_documents([DOCUMENT, other], tmp_path / "out", "csv")
    path = tmp_path / "out" / "entities.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    new = "a,9,11,,GPE,,,"
    path.write_text("\n".join([head, *reversed(rows), new]) + "\n", encoding="utf-8")
    documents = {d.id: d for d in import_documents(tmp_path / "out", "csv")}
    assert documents["b"] == other
    assert documents["a"].entities == (*DOCUMENT.entities, Entity(9, 11, "青田", "GPE"))


def test_only_the_layers_asked_for_get_a_table(tmp_path: Path) -> None:
    export_documents([DOCUMENT], tmp_path / "out", "csv", layers=["entities"])
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["documents.csv", "entities.csv"]


def imported(tmp_path: Path, *records: object) -> tuple[list[Document], Loss]:
    path = tmp_path / "gold.jsonl"
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8")
    loss = Loss()
    return list(import_documents(path, "jsonl", loss=loss)), loss


def test_gold_in_its_short_form_becomes_whole_records(tmp_path: Path) -> None:
    (document,), loss = imported(tmp_path, GOLD)
    assert document.meta == {"year": 2021, "province": "浙江"}
    assert document.terms == (Term(2, 4, "项目", "tifa", "项目", source="open"),)
    (claim,) = document.numbers
    assert (claim.indicator, claim.subject) == (Span(2, 4, "项目"), Span(0, 2, "丽水"))
    assert document.topics == (Topic("projects"), Topic("rural"))
    assert document.paragraphs == (Paragraph(0, 8, False, (Topic("projects"),)),)
    assert loss.lines() == ["1 terms.mood: a record has no such field"]


def test_gold_without_id_is_named_by_file_and_line(tmp_path: Path) -> None:
    documents, _ = imported(tmp_path, {"text": "丽水"}, {"text": "青田", "id": "b"})
    assert [document.id for document in documents] == ["gold:1", "b"]


def test_recipes_learn_the_same_from_corrected_files_as_from_gold(tmp_path: Path) -> None:
    (document,), _ = imported(tmp_path, GOLD)
    whole = tmp_path / "whole.jsonl"
    export_documents([document], whole, "jsonl")
    short = Namespace(gold=[tmp_path / "gold.jsonl"], part=None, whole=[])
    (gold,) = chosen_records(short)
    (record,) = chosen_records(Namespace(gold=[], part=None, whole=[whole]))
    for layer in ("paragraphs", "topics"):
        assert record[layer] == gold[layer]
    for name in ("indicator", "period", "subject", "value", "kind"):
        assert record["numbers"][0][name] == gold["numbers"][0][name]
    keys = ("projects", "rural")
    assert (examples([record], keys).labels == examples([gold], keys).labels).all()
    (labelled,) = read_labelled(whole)
    assert labelled["topics"] == gold["topics"]


def test_the_command_says_what_a_format_does_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in.jsonl"
    export_documents([DOCUMENT], source, "jsonl")
    assert main(["export", "brat", str(source), str(tmp_path / "out")]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "zhengyu: brat does not hold 2 paragraphs: left out, as they would cover the whole text; "
        "--layers takes them along\n"
        "zhengyu: brat does not hold 1 topics: brat has no place for what stands nowhere in the "
        "text\n"
    )
