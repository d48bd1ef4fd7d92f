from __future__ import annotations

import json
from pathlib import Path

import pytest

from zhengyu.cli.app import main


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("丽水推进“双招双引”。", encoding="utf-8")
    return path


def test_tokens_are_put_out_where_they_are_asked_for(text: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert main(["annotate", str(text), "--layers", "tokens", "-o", str(output)]) == 0
    record = json.loads(output.read_text(encoding="utf-8"))
    assert ["双招双引", "term"] in [[t["text"], t["unit"]] for t in record["tokens"]]
    assert record["terms"] == []


def test_a_table_of_tokens(text: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    assert main(["annotate", str(text), "--layers", "tokens", "-o", str(output)]) == 0
    lines = output.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "document,start,end,text,unit,pos"
    assert "a,5,9,双招双引,term," in lines


def test_without_asking_there_are_none(text: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert main(["annotate", str(text), "--layers", "paragraphs", "-o", str(output)]) == 0
    assert '"tokens"' not in output.read_text(encoding="utf-8")
