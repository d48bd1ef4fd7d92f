from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhengyu.cli.rejections import Rejections
from zhengyu.document import Document
from zhengyu.errors import ReadingError

GOOD = Document("丽水", id="a", produced_by={"zhengyu": "0.1.0"})
FAILED = Document("青田", id="b", produced_by={"error": {"stage": "terms", "reason": "E: no"}})


def test_documents_that_failed_are_named_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "errors.jsonl"
    with Rejections(str(path)) as rejections:
        assert rejections.status == 0
        assert list(rejections.passed([GOOD, FAILED, GOOD])) == [GOOD, GOOD]
    assert rejections.status == 3
    assert capsys.readouterr().err == "zhengyu: rejected: document 'b' in layer 'terms': E: no\n"
    assert json.loads(path.read_text()) == {
        "source": None,
        "id": "b",
        "stage": "terms",
        "reason": "E: no",
    }


def test_a_reason_of_many_lines_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with Rejections(None) as rejections:
        rejections.unread(ReadingError("a.txt is\nodd", source="a.txt"))
    assert capsys.readouterr().err == "zhengyu: rejected: a.txt is odd\n"


def test_a_file_name_in_no_encoding_is_escaped(tmp_path: Path) -> None:
    path = tmp_path / "errors.jsonl"
    with Rejections(str(path)) as rejections:
        rejections.unread(ReadingError("x", source="\udcbf.txt"))
    assert json.loads(path.read_text())["source"] == "\\udcbf.txt"


def test_a_run_that_breaks_off_leaves_no_list(tmp_path: Path) -> None:
    def broken_off() -> None:
        with Rejections(str(tmp_path / "errors.jsonl")) as rejections:
            rejections.unread(ReadingError("x", source="x"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert list(tmp_path.iterdir()) == []
