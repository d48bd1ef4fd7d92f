from __future__ import annotations

import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import datasets
import pytest

import zhengyu
from zhengyu.cli import export
from zhengyu.cli.app import main
from zhengyu.document import Document, Entity
from zhengyu.huggingface import from_dataset
from zhengyu.pipeline import Pipeline

pytestmark = pytest.mark.usefixtures("quiet_datasets")

Run = Callable[..., Any]

DOCUMENTS = (
    Document("丽水", id="a", entities=(Entity(0, 2, "丽水", "GPE"),), produced_by={"x": 1}),
    Document("青田", id="b", produced_by={"x": 1}),
)

LICENSE = ("--license", "cc0-1.0")


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """The command in this process, which spares the seconds that the libraries take to load."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, given: bytes = b"") -> SimpleNamespace:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        status = main(arguments)
        output, errors = capsysbinary.readouterr()
        return SimpleNamespace(status=status, output=output.decode(), errors=errors.decode())

    return command


def test_makes_a_dataset_that_loads(run: Run) -> None:
    zhengyu.write(DOCUMENTS, "in.jsonl")
    done = run("export", "hf", "in.jsonl", "none.jsonl", "-o", "out", *LICENSE)
    assert done.status == 3
    assert done.errors.startswith("zhengyu: rejected: none.jsonl does not exist")
    assert len(done.errors.splitlines()) == 1
    assert done.output == ""
    loaded = datasets.load_dataset("out", "documents", split="train", streaming=True)
    assert tuple(from_dataset(loaded)) == DOCUMENTS


def test_takes_the_last_argument_for_the_output_and_reads_standard_input(run: Run) -> None:
    zhengyu.write(DOCUMENTS, "in.jsonl")
    done = run("export", "hf", "out", *LICENSE, given=Path("in.jsonl").read_bytes())
    assert (done.status, done.errors) == (0, "")
    assert Path("out/entities/train-00000-of-00001.parquet").is_file()


def test_refuses_a_folder_that_is_there(run: Run) -> None:
    zhengyu.write(DOCUMENTS, "in.jsonl")
    Path("out").mkdir()
    Path("out/precious").touch()
    done = run("export", "hf", "in.jsonl", "-o", "out", *LICENSE)
    assert done.status == 1
    assert done.errors.startswith("zhengyu: out exists; give a new folder")
    assert [path.name for path in Path("out").iterdir()] == ["precious"]


def test_rejects_a_document_with_a_label_outside_its_set(run: Run) -> None:
    odd = Document("丽水", id="odd", entities=(Entity(0, 2, "丽水", "CITY"),))
    zhengyu.write([*DOCUMENTS, odd], "in.jsonl")
    done = run("export", "hf", "in.jsonl", "out", *LICENSE, "--errors", "errors.jsonl")
    assert done.status == 3
    assert "document 'odd', entities[0].label: 'CITY' is none of" in done.errors
    (error,) = map(json.loads, Path("errors.jsonl").read_text().splitlines())
    assert (error["id"], error["stage"]) == ("odd", "export")


def test_leaves_nothing_when_there_is_nothing_to_export(run: Run) -> None:
    Path("in.jsonl").write_text('{"schema": 2, "text": "a"}\n')
    before = sorted(path.name for path in Path().iterdir())
    done = run("export", "hf", "in.jsonl", "out", *LICENSE)
    assert done.status == 1
    assert "schema 2 is unknown" in done.errors
    assert sorted(path.name for path in Path().iterdir()) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hf"], "no output: give it as the last argument"),
        (["hf", "in.jsonl", "out", "--splits", "train=0.5"], "the shares of the splits add up"),
        (["hf", "in.jsonl", "out", "--shard-size", "1B"], "'1B' is no size of a file"),
        (["hf", "in.jsonl", "out", "--push", "a/b/c"], "'a/b/c' cannot be a repository"),
        (["hf", "in.jsonl", "out", "--push", "a/b"], "takes no dataset without a token"),
        (["ner", "in.jsonl", "out", "--scheme", "iob"], "unknown scheme 'iob'; the schemes"),
        (["topics", "in.jsonl", "out", "--level", "page"], "unknown level 'page'; the levels"),
    ],
    ids=["output", "splits", "size", "repository", "token", "scheme", "level"],
)
def test_finds_wrong_usage_before_it_reads(
    run: Run, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str], message: str
) -> None:
    monkeypatch.setenv("HF_TOKEN", "")
    monkeypatch.setattr("huggingface_hub.constants.HF_TOKEN_PATH", "no-token")
    done = run("export", *arguments, *LICENSE)
    assert done.status == 2
    (line,) = done.errors.splitlines()
    assert message in line


def test_of_an_unknown_format_lists_the_formats(run: Run) -> None:
    done = run("export", "out.jsonl", *LICENSE)
    assert done.status == 2
    assert done.errors.startswith("zhengyu: unknown format 'out.jsonl'; give one of hf, ")


def test_needs_a_licence(run: Run) -> None:
    done = run("export", "hf", "in.jsonl", "out")
    assert (done.status, done.errors) == (2, "zhengyu: Missing option '--license'.\n")


def test_of_a_dry_run_lists_files_and_writes_none(run: Run) -> None:
    zhengyu.write(DOCUMENTS, "in.jsonl")
    before = sorted(path.name for path in Path().iterdir())
    options = (*LICENSE, "--dry-run", "--push", "someone/news")
    done = run("export", "ner", "in.jsonl", "out", *options)
    assert done.status == 0
    lines = [line.split("\t") for line in done.output.splitlines()]
    assert [name for name, _ in lines] == ["README.md", "ner/train-00000-of-00001.parquet"]
    assert all(int(size) > 0 for _, size in lines)
    assert "2 files would go to the repository someone/news" in done.errors
    assert sorted(path.name for path in Path().iterdir()) == before


def test_says_what_training_data_cannot_hold(run: Run) -> None:
    names = (Entity(0, 2, "丽水", "GPE"), Entity(0, 3, "丽水市", "GPE"))
    zhengyu.write([Document("丽水市", id="a", entities=names)], "in.jsonl")
    done = run("export", "ner", "in.jsonl", "out", *LICENSE)
    assert done.errors == "zhengyu: left out: 1 names that overlap a longer one\n"
    done = run("export", "topics", "in.jsonl", "t", "--level", "document", *LICENSE)
    assert (done.status, done.errors) == (0, "")
    assert Path("t/topics/train-00000-of-00001.parquet").is_file()


def test_annotates_what_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "Pipeline", lambda: Pipeline(layers=["paragraphs"]))
    documents = [*DOCUMENTS, Document("缙云", id="c")]
    found = list(export.annotated(documents, 1))
    assert [document.id for document in found] == ["a", "b", "c"]
    assert found[:2] == list(DOCUMENTS)
    assert len(found[2].paragraphs) == 1


def test_never_annotates_anew_what_a_person_did() -> None:
    corrected = Document("丽水", id="a", entities=(Entity(0, 2, "丽水", "GPE"),))
    assert list(export.annotated([corrected], 1)) == [corrected]
