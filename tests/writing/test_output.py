from __future__ import annotations

import csv
import io
import json
import os
import stat
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
import zhengyu
from zhengyu.document import (
    LAYERS,
    Document,
    Entity,
    NumericClaim,
    Paragraph,
    Period,
    Range,
    Span,
    Term,
    Topic,
)
from zhengyu.errors import ConfigurationError, WritingError
from zhengyu.writing.output import FORMATS, write_to
from zhengyu.writing.rows import COLUMNS, SHARED

TEXT = "2021年,丽水经开区“双招双引”项目220个😀,\n总投资3.5亿元。"
HEAD = TEXT.index("\n")


def place(mention: str) -> tuple[int, int, str]:
    start = TEXT.index(mention)
    return start, start + len(mention), mention


DOCUMENT = Document(
    TEXT,
    id="a",
    meta={"encoding": "utf-8"},
    paragraphs=(
        Paragraph(0, HEAD, False, (Topic("investment", 0.9), Topic("projects", 0.5))),
        Paragraph(TEXT.index("总"), len(TEXT), True),
    ),
    terms=(Term(*place("双招双引"), "numeric", "双招双引", "t1", quoted=True, score=0.95),),
    entities=(
        Entity(*place("丽水经开区"), "ZONE", "331100"),
        Entity(*place("丽水"), "GPE", "331100", "丽水市", 0.5),
    ),
    numbers=(
        NumericClaim(
            *place("220个"),
            "level",
            Decimal(220),
            "个",
            indicator=Span(*place("项目")),
            period=Period(*place("2021年"), date(2021, 1, 1), date(2021, 12, 31)),
            subject=Span(*place("丽水经开区")),
            evidence=Range(0, HEAD),
        ),
        NumericClaim(*place("3.5亿元"), "level", Decimal("3.5E+8"), "CNY", Decimal("3.6E+8")),
    ),
    topics=(Topic("investment", 0.75),),
    produced_by={"zhengyu": "0.1.0"},
)


def written(format: str, **options: Any) -> str:  # noqa: A002
    stream = io.BytesIO()
    write_to(stream, [DOCUMENT], format, **options)
    return stream.getvalue().decode()


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


class TestJsonl:
    def test_is_one_whole_record_a_line(self) -> None:
        (line,) = written("jsonl").splitlines()
        assert json.loads(line) == DOCUMENT.to_dict()
        assert "丽水经开区" in line

    def test_leaves_out_the_layers_not_asked_for(self) -> None:
        record = json.loads(written("jsonl", layers=["numbers", "terms"]))
        filled = [layer for layer in LAYERS if record[layer]]
        assert filled == ["terms", "numbers"]

    def test_keeps_the_paragraphs_that_bear_the_topics(self) -> None:
        record = json.loads(written("jsonl", layers=["topics"]))
        assert record["paragraphs"][0]["topics"][0]["label"] == "investment"
        assert record["terms"] == []

    def test_names_the_document_whose_metadata_cannot_be_json(self, tmp_path: Path) -> None:
        documents = [Document("a", id="one", meta={"x": object()})]
        with pytest.raises(WritingError, match="'one' cannot be written as JSON"):
            zhengyu.write(documents, tmp_path / "x.jsonl")
        assert list(tmp_path.iterdir()) == []

    @given(st.lists(strategies.documents(), max_size=3))
    def test_is_read_as_it_was_written(self, documents: list[Document]) -> None:
        stream = io.BytesIO()
        assert write_to(stream, documents) == len(documents)
        lines = stream.getvalue().split(b"\n")
        assert lines.pop() == b""
        assert [Document.from_dict(json.loads(line)) for line in lines] == documents

    @given(strategies.documents())
    def test_is_the_same_bytes_each_time(self, document: Document) -> None:
        first, second = io.BytesIO(), io.BytesIO()
        write_to(first, [document])
        write_to(second, [Document.from_dict(document.to_dict())])
        assert first.getvalue() == second.getvalue()


class TestTable:
    @pytest.mark.parametrize(
        ("layer", "rows"),
        [
            (
                "terms",
                ["a,12,16,双招双引,numeric,双招双引,t1,bank,true,0.95"],
            ),
            (
                "entities",
                ["a,6,11,丽水经开区,ZONE,331100,,1.0", "a,6,8,丽水,GPE,331100,丽水市,0.5"],
            ),
            (
                "topics",
                [
                    f"a,document,0,{len(TEXT)},investment,0.75",
                    f"a,paragraph,0,{HEAD},investment,0.9",
                    f"a,paragraph,0,{HEAD},projects,0.5",
                ],
            ),
        ],
    )
    def test_of_one_layer_has_its_columns(self, layer: str, rows: list[str]) -> None:
        lines = written("csv", layers=[layer]).split("\n")
        assert lines == [",".join(COLUMNS[layer]), *rows, ""]

    def test_of_paragraphs_has_their_text_and_topics(self) -> None:
        first, second = table(written("csv", layers=["paragraphs"]))
        assert (first["text"], first["topics"]) == (TEXT[:HEAD], "investment;projects")
        assert (second["boilerplate"], second["topics"]) == ("true", "")

    def test_of_numbers_is_the_claims_table(self) -> None:
        first, second = table(written("csv", layers=["numbers"]))
        assert (first["indicator"], first["subject"]) == ("项目", "丽水经开区")
        assert (first["period_from"], first["period_to"]) == ("2021-01-01", "2021-12-31")
        assert (second["value"], second["value_high"]) == ("350000000", "360000000")
        assert second["period"] == ""

    def test_of_several_layers_tells_them_apart(self) -> None:
        rows = table(written("csv"))
        assert tuple(rows[0]) == SHARED
        layers = ["terms", "entities", "entities", "numbers", "numbers", *["topics"] * 3]
        assert [row["layer"] for row in rows] == layers
        assert [row["code"] for row in rows[:3]] == ["t1", "331100", "331100"]
        assert [row["value"] for row in rows[3:5]] == ["220", "350000000"]
        assert [row["label"] for row in rows[5:]] == ["investment", "investment", "projects"]

    def test_has_paragraphs_among_several_layers_if_asked(self) -> None:
        rows = table(written("csv", layers=["paragraphs", "terms"]))
        assert [row["label"] for row in rows] == ["text", "boilerplate", "numeric"]
        assert rows[0]["text"] == TEXT[:HEAD]

    def test_without_a_row_has_its_header(self) -> None:
        stream = io.BytesIO()
        write_to(stream, [Document("丽水")], "csv", layers=["terms"])
        assert stream.getvalue().decode() == ",".join(COLUMNS["terms"]) + "\n"

    @pytest.mark.parametrize("text", ["\r", "\n", '"', ",", "a\r\nb", " a "])
    def test_quotes_what_would_break_a_row(self, text: str) -> None:
        stream = io.BytesIO()
        name = Entity(0, len(text), text, "GPE")
        write_to(stream, [Document(text, id="x", entities=(name,))], "csv", layers=["entities"])
        (row,) = table(stream.getvalue().decode())
        assert (row["document"], row["text"], row["label"]) == ("x", text, "GPE")

    @given(strategies.documents())
    def test_is_read_back_by_any_reader_of_csv(self, document: Document) -> None:
        stream = io.BytesIO()
        write_to(stream, [document], "csv", layers=["entities"])
        rows = table(stream.getvalue().decode())
        for row, entity in zip(rows, document.entities, strict=True):
            found = document.text[int(row["start"]) : int(row["end"])]
            assert (row["text"], found) == (entity.text, entity.text)
            assert row["label"] == entity.label
            assert float(row["score"]) == entity.score

    def test_in_a_file_carries_the_mark_that_spreadsheets_need(self, tmp_path: Path) -> None:
        path = tmp_path / "x.csv"
        zhengyu.write([DOCUMENT], path, layers=["terms"])
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbfdocument,")
        assert data[3:].decode() == written("csv", layers=["terms"])

    @pytest.mark.parametrize("exists", [True, False])
    def test_in_a_folder_is_one_file_a_layer(self, tmp_path: Path, *, exists: bool) -> None:
        folder = tmp_path / "tables"
        if exists:
            folder.mkdir()
        count = zhengyu.write(iter([DOCUMENT]), f"{folder}/", "csv")
        assert count == 1
        assert sorted(path.name for path in folder.iterdir()) == [
            *("entities.csv", "numbers.csv", "terms.csv", "topics.csv")
        ]
        for layer in ("terms", "numbers"):
            text = (folder / f"{layer}.csv").read_text(encoding="utf-8-sig")
            assert text == written("csv", layers=[layer])


class TestBrief:
    def test_lists_what_a_reader_looks_for(self) -> None:
        lines = written("brief").splitlines()
        assert lines[0] == f"a · {len(TEXT)} characters"
        assert "Paragraphs: 1 of text, 1 of page furniture" in lines
        assert "Topics: investment 0.75" in lines
        found = [" ".join(line.split()) for line in lines]
        assert "双招双引 numeric 双招双引 bank 1" in found
        assert "丽水经开区 ZONE 331100 1" in found
        assert "项目 220个 220 个 2021年 丽水经开区" in found
        assert "3.5亿元 350,000,000 to 360,000,000 CNY" in found

    def test_says_what_changed_and_what_is_only_planned(self) -> None:
        claim = NumericClaim(
            *place("220个"), "growth", Decimal("9.50"), "percent", None, "about", None, "yoy", "up"
        )
        claims = [claim, NumericClaim(*place("220个"), "level", None, None, modality="target")]
        stream = io.BytesIO()
        write_to(stream, [DOCUMENT.with_layer(numbers=claims)], "brief", layers=["numbers"])
        text = " ".join(stream.getvalue().decode().split())
        assert "220个 9.5 percent up yoy" in text
        assert "220个 target" in text

    def test_counts_repeated_mentions_once(self) -> None:
        twice = [Entity(0, 2, "丽水", "GPE"), Entity(2, 4, "丽水", "GPE")]
        stream = io.BytesIO()
        write_to(stream, [Document("丽水丽水", entities=tuple(twice))], "brief")
        assert "Names (1)" in stream.getvalue().decode()
        assert "丽水 GPE 2" in " ".join(stream.getvalue().decode().split())

    def test_aligns_by_the_width_of_the_characters(self) -> None:
        lines = written("brief", layers=["entities"]).splitlines()
        start = next(i for i, line in enumerate(lines) if line.startswith("Names"))
        heading, zone, city = lines[start + 1 : start + 4]
        assert heading.index("label") == zone.index("ZONE") + 5
        assert heading.index("label") == city.index("GPE") + 2

    def test_says_so_when_a_layer_found_nothing(self) -> None:
        stream = io.BytesIO()
        write_to(stream, [Document("丽水")], "brief", layers=["terms", "topics"])
        text = stream.getvalue().decode()
        assert "Terms: none" in text
        assert "Topics: none" in text
        assert "Names" not in text

    @given(strategies.documents())
    def test_keeps_each_row_on_its_line_and_sends_a_terminal_no_commands(
        self, document: Document
    ) -> None:
        stream = io.BytesIO()
        write_to(stream, [document], "brief", layers=["topics", "entities"])
        text = stream.getvalue().decode()
        assert all(character == "\n" or character.isprintable() for character in text)
        names = {(e.text, e.label, e.adcode or "", e.canonical or "") for e in document.entities}
        title, topics, end = 2, 2, 2
        table = 2 + (1 + len(names) if names else 0)
        assert len(text.split("\n")) == title + topics + table + end


class TestFile:
    def test_is_not_there_when_a_document_fails(self, tmp_path: Path) -> None:
        def failing() -> Iterator[Document]:
            yield DOCUMENT
            raise KeyboardInterrupt

        path = tmp_path / "x.jsonl"
        path.write_text("before")
        with pytest.raises(KeyboardInterrupt):
            zhengyu.write(failing(), path)
        assert [file.name for file in tmp_path.iterdir()] == ["x.jsonl"]
        assert path.read_text() == "before"

    def test_may_be_the_one_that_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "x.jsonl"
        zhengyu.write([DOCUMENT, DOCUMENT], path)
        before = path.read_bytes()
        assert zhengyu.write(zhengyu.read(path), path) == 2
        assert path.read_bytes() == before

    def test_keeps_the_permissions_of_the_one_before(self, tmp_path: Path) -> None:
        path = tmp_path / "x.jsonl"
        path.touch()
        path.chmod(0o600)
        zhengyu.write([], path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    @pytest.mark.skipif(os.name == "nt", reason="no such devices")
    def test_that_is_a_device_is_written_to_as_it_is(self) -> None:
        zhengyu.write([DOCUMENT], "/dev/null")
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)

    def test_is_written_through_a_link(self, tmp_path: Path) -> None:
        target, link = tmp_path / "target.jsonl", tmp_path / "link.jsonl"
        link.symlink_to(target)
        zhengyu.write([DOCUMENT], link)
        assert link.is_symlink()
        assert target.read_bytes()

    def test_in_no_folder_says_to_create_it(self, tmp_path: Path) -> None:
        with pytest.raises(WritingError, match=r"x.jsonl cannot be written.*create it"):
            zhengyu.write([DOCUMENT], tmp_path / "none" / "x.jsonl")

    def test_is_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(WritingError, match="is a folder; give a file in it"):
            zhengyu.write([DOCUMENT], tmp_path)
        assert list(tmp_path.iterdir()) == []


class TestChoice:
    @pytest.mark.parametrize(
        ("name", "start"),
        [("x.csv", "document"), ("x.CSV", "document"), ("x.json", "{"), ("x", "{")],
    )
    def test_of_the_format_follows_the_name(self, tmp_path: Path, name: str, start: str) -> None:
        zhengyu.write([DOCUMENT], tmp_path / name)
        assert (tmp_path / name).read_text(encoding="utf-8-sig").startswith(start)

    def test_of_an_unknown_format_lists_the_formats(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="'xml'.*jsonl, csv, brief"):
            zhengyu.write([DOCUMENT], tmp_path / "x", "xml")

    @pytest.mark.parametrize("format_", FORMATS)
    def test_of_an_unknown_layer_lists_the_layers(self, tmp_path: Path, format_: str) -> None:
        with pytest.raises(ConfigurationError, match="'names'.*paragraphs, terms"):
            zhengyu.write([DOCUMENT], tmp_path / "x", format_, layers=["names"])
        assert list(tmp_path.iterdir()) == []
