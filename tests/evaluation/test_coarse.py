"""Sentences with spans, and the tagger's coarse labels."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from zhengyu.errors import ConfigurationError, DocumentError
from zhengyu.evaluation import evaluate, running
from zhengyu.evaluation.coarse import read_sentences, tagged

LINES = [
    {"text": "张明在北京。", "spans": [[0, 2, "PER"], [3, 5, "LOC"]]},
    {"text": "国务院在北京。", "spans": [[0, 3, "ORG"], [4, 6, "LOC"], [0, 1, "TIME"]]},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "s.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(line) + "\n" for line in LINES)
    return path


def test_labels_but_the_three_are_left_out(file: Path) -> None:
    gold = read_sentences(file)
    found = [{**record, "spans": [[0, 2, "PER"], [4, 6, "LOC"]]} for record in gold]
    report = evaluate(gold, found, layers=["coarse"], resamples=5)
    figures = {name: (s.hits, s.found, s.gold) for name, s in report.flat().items()}
    assert figures == {
        "coarse: spans": (2, 4, 4),
        "coarse: LOC": (1, 2, 2),
        "coarse: ORG": (0, 0, 1),
        "coarse: PER": (1, 2, 1),
    }


def test_the_tagger_reads_the_sentences(file: Path) -> None:
    gold = read_sentences(file)
    found = list(tagged(gold))
    assert [(r["id"], r["text"]) for r in found] == [(r["id"], r["text"]) for r in gold]
    assert [3, 5, "LOC"] in found[0]["spans"]
    assert list(running.annotated(gold, "msra")) == found


def test_a_line_without_spans_is_named(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text('{"text": "甲", "spans": []}\n{"text": "乙"}\n', "utf-8")
    with pytest.raises(DocumentError, match=r"s\.jsonl:2"):
        read_sentences(tmp_path / "s.jsonl")


def test_sentences_have_no_parts(file: Path) -> None:
    with pytest.raises(ConfigurationError, match="no parts"):
        running.read(file, "msra", "test")
