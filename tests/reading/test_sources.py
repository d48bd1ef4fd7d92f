from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

import strategies
import zhengyu
from zhengyu.document import Document, Entity, Topic
from zhengyu.errors import ReadingError
from zhengyu.reading.jsonl import read_jsonl, read_line


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: str, content: str | bytes) -> str:
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_all(*sources: str | Path) -> tuple[list[Document], list[str]]:
    errors: list[ReadingError] = []
    documents = list(zhengyu.read(*sources, on_error=errors.append))
    return documents, [str(error) for error in errors]


@pytest.mark.usefixtures("folder")
class TestText:
    def test_is_named_after_its_file_and_says_its_encoding(self) -> None:
        put("news/2021.1.5 开工.txt", "丽水".encode("gb18030"))
        (document,) = zhengyu.read("news/2021.1.5 开工.txt")
        assert document == Document("丽水", id="2021.1.5 开工", meta={"encoding": "gb18030"})

    def test_keeps_its_line_ends_and_loses_its_mark(self) -> None:
        put("a.txt", b"\xef\xbb\xbf" + "一\r\n二\n".encode())
        (document,) = zhengyu.read(Path("a.txt"))
        assert document.text == "一\r\n二\n"
        assert document.meta == {"encoding": "utf-8-sig"}

    @pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
    def test_with_a_name_in_gb18030_gets_a_sound_id(self) -> None:
        path = os.fsdecode("开工".encode("gb18030") + b".txt")
        Path(path).write_text("丽水", encoding="utf-8")
        (document,) = zhengyu.read("*.txt")
        assert document.id == "开工"


@pytest.mark.usefixtures("folder")
class TestRefusal:
    @pytest.mark.parametrize(
        ("path", "content", "reason"),
        [
            ("a.txt", b"", "a.txt is empty"),
            ("a.txt", b" \r\n\xe3\x80\x80", "a.txt is empty"),
            ("a.txt", b"\xef\xbb\xbf", "a.txt is empty"),
            ("a.txt", b"\x00\xff\xfe", "a.txt is not text"),
            ("a.html", b"<p>x</p>", "a.html is HTML"),
            ("a.json", b"{}", "a.json is one JSON value; write one object a line"),
            ("a.jsonl", b"\n \n", "a.jsonl is empty"),
            ("a.jsonl", b"[\n{}]", "a.jsonl is a JSON array; write one object a line"),
            ("a.jsonl", '{"text": "丽"}'.encode("utf-16"), "a.jsonl is JSONL in UTF-16"),
        ],
    )
    def test_names_the_file_and_says_what_to_do(
        self, path: str, content: bytes, reason: str
    ) -> None:
        documents, errors = read_all(put(path, content), put("good.txt", "丽水"))
        assert [document.id for document in documents] == ["good"]
        assert len(errors) == 1
        assert errors[0].startswith(reason)

    def test_of_what_is_not_there(self) -> None:
        Path("news").mkdir()
        documents, errors = read_all("no.txt", "news", "news/*.txt", put("good.txt", "丽水"))
        assert [document.id for document in documents] == ["good"]
        assert errors == [
            "no.txt does not exist; check the path",
            f"news is a folder; give the files in it: {Path('news') / '*.txt'}",
            "no file matches news/*.txt; check the folder and the pattern",
        ]

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="may read anything")
    def test_of_what_may_not_be_read(self) -> None:
        Path(put("a.txt", "丽水")).chmod(0)
        assert "check its permissions" in read_all("a.txt")[1][0]

    def test_is_raised_without_a_handler(self) -> None:
        put("good.txt", "丽水")
        documents = zhengyu.read("good.txt", "no.txt", "good.txt")
        assert next(documents).id == "good"
        with pytest.raises(ReadingError, match="no.txt does not exist") as caught:
            next(documents)
        assert caught.value.source == "no.txt"


@pytest.mark.usefixtures("folder")
class TestPattern:
    def test_gives_files_in_order_of_name(self) -> None:
        for name in ("b", "a", "c"):
            put(f"news/{name}.txt", name)
        Path("news/folder.txt").mkdir()
        documents, errors = read_all("news/*.txt")
        assert [document.id for document in documents] == ["a", "b", "c"]
        assert errors == []

    def test_reaches_into_folders_with_two_stars(self) -> None:
        put("news/2021/a.txt", "a")
        put("news/b.txt", "b")
        assert {document.id for document in zhengyu.read("news/**/*.txt")} == {"a", "b"}

    def test_that_is_also_a_file_is_the_file(self) -> None:
        put("[头条]a.txt", "丽水")
        assert [document.id for document in zhengyu.read("[头条]a.txt")] == ["[头条]a"]

    def test_reads_nothing_before_it_is_asked(self) -> None:
        documents = zhengyu.read("later.txt")
        put("later.txt", "丽水")
        assert next(documents).id == "later"


@pytest.mark.usefixtures("folder")
class TestJsonl:
    def test_gives_id_text_and_metadata(self) -> None:
        lines = [
            {"id": "a", "text": "丽水\r\n", "meta": {"date": "2021-01-05"}},
            {"id": 7, "text": "青田", "title": "开工", "meta": None},
            {"text": "缙云"},
        ]
        put("x.jsonl", "\n\n".join(json.dumps(line) for line in lines))
        assert list(zhengyu.read("x.jsonl")) == [
            Document("丽水\r\n", id="a", meta={"date": "2021-01-05"}),
            Document("青田", id="7", meta={"title": "开工"}),
            Document("缙云", id="x:5"),
        ]

    def test_reads_whole_records_with_their_layers(self) -> None:
        document = Document("丽水", id="a", entities=(Entity(0, 2, "丽水", "GPE", "331100"),))
        put("x.jsonl", json.dumps(document.to_dict()))
        assert list(zhengyu.read("x.jsonl")) == [document]

    def test_takes_no_layers_from_a_plain_line(self) -> None:
        line = {"id": "a", "text": "丽水", "terms": [{"start": 0}], "topics": ["industry"]}
        put("x.ndjson", json.dumps(line))
        assert list(zhengyu.read("x.ndjson")) == [Document("丽水", id="a")]

    def test_reads_on_after_a_bad_line(self) -> None:
        lines = [
            '{"text": "a"}',
            "{",
            '{"id": "x"}',
            '{"text": 1}',
            '"text"',
            '{"text": "a", "id": true}',
            '{"text": "a", "meta": 1}',
            '{"text": "a", "schema": 9}',
            '{"text": "a", "schema": 1, "terms": [{}]}',
            "[" * 100_000,
            '{"text": "z"}',
        ]
        put("x.jsonl", "\n".join(lines))
        documents, errors = read_all("x.jsonl")
        assert [document.text for document in documents] == ["a", "z"]
        assert [error.split(" ")[0] for error in errors] == [f"x.jsonl:{i}" for i in range(2, 11)]

    def test_of_another_encoding_says_so(self) -> None:
        line = json.dumps({"text": "丽水经开区", "meta": {"a": 1}}, ensure_ascii=False)
        put("x.jsonl", line.encode("gb18030"))
        (document,) = zhengyu.read("x.jsonl")
        assert (document.text, document.meta) == ("丽水经开区", {"a": 1, "encoding": "gb18030"})

    def test_begins_after_a_mark(self) -> None:
        put("x.jsonl", b'\xef\xbb\xbf{"text": "a"}')
        assert [document.text for document in zhengyu.read("x.jsonl")] == ["a"]

    def test_is_read_line_by_line(self) -> None:
        def lines() -> Iterator[bytes]:
            yield b'{"text": "a"}'
            pytest.fail("read further than asked")

        assert next(read_jsonl("x", lines(), lambda error: pytest.fail(str(error)))).text == "a"

    @given(strategies.documents())
    def test_round_trips_any_record(self, document: Document) -> None:
        line = json.dumps(document.to_dict(), ensure_ascii=False).encode()
        assert read_line(line, "x:1", "x:1") == document


class TestStandardInput:
    @staticmethod
    def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    def test_is_one_text(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.feed(monkeypatch, "丽水\r\n{青田}\n".encode("gb18030"))
        (document,) = zhengyu.read("-")
        assert (document.id, document.text) == ("stdin", "丽水\r\n{青田}\n")

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_is_jsonl_when_it_begins_with_an_object(
        self, monkeypatch: pytest.MonkeyPatch, mark: bytes
    ) -> None:
        self.feed(monkeypatch, mark + b'{"id": "a", "text": "x"}\n{"text": "y"}\n')
        assert [document.id for document in zhengyu.read("-")] == ["a", "stdin:2"]

    def test_that_is_empty_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.feed(monkeypatch, b"")
        with pytest.raises(ReadingError, match="stdin is empty"):
            list(zhengyu.read("-"))


def test_topics_of_a_record_are_kept(tmp_path: Path) -> None:
    document = Document("丽水", id="a", topics=(Topic("industry", 0.25),))
    path = tmp_path / "a.jsonl"
    zhengyu.write([document], path)
    assert list(zhengyu.read(path)) == [document]
