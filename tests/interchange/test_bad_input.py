"""What cannot go in or out is named with document, place and remedy; nothing half-written stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import zhengyu
from zhengyu.cli.app import main
from zhengyu.document import Document, Entity, Term
from zhengyu.errors import ConfigurationError, DocumentError, ReadingError
from zhengyu.interchange import FORMATS, export_documents, import_documents

TEXT = "😀丽水双招双引"
GOOD = Document(
    TEXT,
    id="good",
    entities=(Entity(1, 3, "丽水", "GPE", "331100"),),
    terms=(Term(3, 7, "双招双引", "numeric", "双招双引"),),
)
ODD = replace(GOOD, id="odd", entities=(Entity(1, 3, "丽水", "CITY"),))

TOOLS = ("brat", "conll", "csv", "doccano", "jsonl", "label-studio", "parquet", "spacy", "webanno")


def test_these_are_all_formats() -> None:
    assert sorted(FORMATS) == sorted(TOOLS)


def failing() -> Iterator[Document]:
    yield GOOD
    raise RuntimeError


@pytest.mark.parametrize("name", TOOLS)
class TestOut:
    def test_a_label_outside_the_set_is_named(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(DocumentError, match=r"'odd', entities\[0\].label: 'CITY' is none of"):
            export_documents([GOOD, ODD], tmp_path / "out", name)
        assert list(tmp_path.iterdir()) == []

    def test_the_others_are_written_where_errors_are_taken(self, name: str, tmp_path: Path) -> None:
        refused = []
        report = export_documents(
            [ODD, GOOD], tmp_path / "out", name, refuse=lambda i, e: refused.append((i, str(e)))
        )
        assert report.documents == 1
        assert [identity for identity, _ in refused] == ["odd"]
        found = list(import_documents(tmp_path / "out", name, **_all(name)))
        assert [document.id for document in found] == ["good"]

    def test_nothing_stays_of_a_run_that_breaks_off(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(RuntimeError):
            export_documents(failing(), tmp_path / "out", name)
        assert list(tmp_path.iterdir()) == []


def _all(name: str) -> dict[str, Any]:
    return {"predictions": True} if name == "label-studio" else {}


@pytest.mark.parametrize("name", ["brat", "csv", "parquet"])
@pytest.mark.parametrize(
    ("documents", "message"),
    [([GOOD, GOOD], "another one has this id"), ([replace(GOOD, id=None)], "has no id")],
)
def test_formats_of_files_and_rows_need_ids_that_differ(
    name: str, documents: list[Document], message: str, tmp_path: Path
) -> None:
    with pytest.raises(DocumentError, match=message):
        export_documents(documents, tmp_path / "out", name)
    assert list(tmp_path.iterdir()) == []


def test_brat_refuses_an_id_longer_than_file_names(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="too long for the name of a file"):
        export_documents([replace(GOOD, id="丽" * 90)], tmp_path / "out", "brat")


def test_unknown_formats_and_layers_are_usage_errors(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="'xml'; the formats are: jsonl, csv"):
        export_documents([], tmp_path / "out", "xml")
    with pytest.raises(ConfigurationError, match="'topics' has no place here"):
        export_documents([], tmp_path / "out", "brat", layers=["topics"])


def write(path: Path, *lines: object) -> Path:
    encoded = [x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines]
    path.write_text("".join(f"{line}\n" for line in encoded), encoding="utf-8")
    return path


def region(start: int, end: int, said: str | None, label: str = "GPE") -> dict[str, Any]:
    value: dict[str, Any] = {"start": start, "end": end, "labels": [label]}
    value |= {} if said is None else {"text": said}
    return {
        "id": "r1",
        "type": "labels",
        "from_name": "entities",
        "to_name": "text",
        "value": value,
    }


def task(*result: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": 7, "data": {"text": TEXT, "id": "a"}, "annotations": [{"result": list(result)}]}]


#: Format, lines of the file, what the message says.
BROKEN: list[tuple[str, list[object], str]] = [
    ("jsonl", [{"schema": 0, "id": "old", "text": "丽水"}], "document 'old': schema 0 is unknown"),
    ("jsonl", [{"schema": 1, "id": "x", "text": "丽水", "slogans": []}], "unknown field `slogans`"),
    ("jsonl", [{"id": "x", "text": "丽", "terms": [{"start": 0}]}], "document 'x': its layers"),
    (
        "jsonl",
        [{"id": "x", "text": "丽水", "entities": [{"start": 0, "end": 9, "label": "GPE"}]}],
        r"document 'x', entities\[0\]: range \[0, 9\) does not lie",
    ),
    (
        "jsonl",
        [{"id": "x", "text": "丽水", "entities": [{"start": 0, "end": 2, "label": "CITY"}]}],
        r"document 'x', entities\[0\].label: 'CITY' is none of",
    ),
    ("doccano", [{"text": TEXT, "label": [[0, 99, "GPE"]]}], r"entities\[0\]: range \[0, 99\)"),
    (
        "doccano",
        [{"text": TEXT, "label": [[0, 2, "CITY"]]}],
        "span 0: 'CITY' is none of",
    ),
    ("doccano", [{"text": TEXT, "label": [[0, 2]]}], "is no span"),
    ("doccano", [{"label": []}], "has no 'text'"),
    ("doccano", ["{"], "is no JSON"),
    (
        "label-studio",
        [task(region(2, 40, "丽水"))],
        r"document 'a', region 'r1': the text at",
    ),
    ("label-studio", [task(region(4, 6, "丽水"))], "is '双招', not '丽水'; the text of the task"),
    ("label-studio", [task(region(2, 4, "丽水", "CITY"))], "region 'r1': 'CITY' is none of"),
    ("label-studio", [{"data": {}}], "is no list of tasks"),
    ("label-studio", [[{"data": {}, "annotations": [{"result": []}]}]], "hold no 'text'"),
    ("conll", ["# document = {", "丽\tO"], "line 1 begins a document, but is no JSON"),
    (
        "conll",
        ['# document = {"id":"a","text":"丽水"}', "水\tO"],
        "line 2: the token '水'",
    ),
    ("conll", ["丽\tB-CITY"], "at 0: 'CITY' is none of the labels"),
    ("webanno", ["{"], "cannot be read as JSON-LD"),
    ("webanno", [{"type": "AnnotationPage", "zhengyu:document": {"id": "a"}}], "give the texts"),
    ("spacy", ["no DocBin"], "is no DocBin"),
]


@pytest.mark.parametrize(("name", "lines", "message"), BROKEN)
def test_what_cannot_be_read_is_named(
    name: str, lines: list[object], message: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "in.txt", *lines)
    with pytest.raises(ReadingError, match=message) as caught:
        list(import_documents(path, name))
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("T1\tGPE 0 99\t丽水\n", r"document 'a', a.ann:1: range 0 99 does not lie within"),
        ("T1\tGPE 0 2\t双招\n", r"a.ann:1: the text at 0 2 is '😀丽', not '双招'"),
        ("T1\tCITY 1 3\t丽水\n", "document 'a', a.ann T1: 'CITY' is none of the labels"),
        ("T1 GPE 1 3\n", "is no label with its range|is none of"),
        ("T1\tGPE 1 3\t丽水\nR1\tsubject Arg1:T1 Arg2:T9\n", "a.ann:2: .* points to no span"),
    ],
)
def test_lines_of_brat_that_are_wrong_are_named(lines: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(lines, encoding="utf-8")
    with pytest.raises(ReadingError, match=message):
        list(import_documents(tmp_path, "brat"))


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("entities", ",1,3,", ",1,99,", r"entities\[0\]: range \[1, 99\)"),
        ("entities", ",1,3,", ",one,3,", "entities.csv, row 2: start is 'one'; give a number"),
        ("entities", "GPE", "CITY", "entities.csv, row 2: 'CITY' is none of"),
        ("entities", "good", "", "entities.csv, row 2 names no document"),
        ("entities", "good", "gone", "has rows of 'gone', which is no document of documents.csv"),
        ("documents", "{}", "{", "meta: '{' is no JSON"),
    ],
)
def test_cells_that_are_wrong_are_named(
    table: str, old: str, new: str, message: str, tmp_path: Path
) -> None:
    export_documents([GOOD], tmp_path / "out", "csv")
    path = tmp_path / "out" / f"{table}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ReadingError, match=message):
        list(import_documents(tmp_path / "out", "csv"))


def test_the_command_rejects_by_name_and_writes_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out, errors = (str(tmp_path / name) for name in ("in.jsonl", "out", "errors.jsonl"))
    zhengyu.write([GOOD, ODD], source)
    assert main(["export", "brat", source, out, "--errors", errors]) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("zhengyu: rejected: document 'odd', entities[0].label: 'CITY'")
    row = json.loads(Path(errors).read_text(encoding="utf-8"))
    assert (row["id"], row["stage"]) == ("odd", "export")
    (Path(out) / "odd.txt").write_text("丽水", encoding="utf-8")
    (Path(out) / "odd.ann").write_text("T1\tCITY 0 2\t丽水\n", encoding="utf-8")
    gold = tmp_path / "gold.jsonl"
    assert main(["import", "brat", out, "-o", str(gold)]) == 3
    assert "odd.ann T1: 'CITY' is none of the labels" in capsys.readouterr().err
    assert [document.id for document in zhengyu.read(gold)] == ["good"]


def test_options_of_another_format_are_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write(tmp_path / "a.jsonl", {"text": "丽水"}))
    assert main(["import", "doccano", path, "--predictions"]) == 2
    assert capsys.readouterr().err == "zhengyu: --predictions goes with label-studio alone\n"
    assert main(["import", "doccano", path, "--map", "A"]) == 2
    assert "has no '='" in capsys.readouterr().err
