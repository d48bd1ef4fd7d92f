from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given

import strategies
from zhengyu.entities.backends.paths import spans_of_tags
from zhengyu.errors import ConfigurationError, ReadingError
from zhengyu.training.hanlp.examples import UNKNOWN, read_samples, spans_of, without_hapaxes
from zhengyu.training.hanlp.settings import Settings, settings
from zhengyu.training.hanlp.spans import Counts


def record(text: str, **fields: object) -> str:
    return json.dumps({"text": text, **fields}, ensure_ascii=False) + "\n"


def test_documents_and_spans_become_samples(tmp_path: Path) -> None:
    entities = [{"start": 0, "end": 2, "text": "丽水", "label": "GPE"}]
    (tmp_path / "a.jsonl").write_text(record("丽水,好。丽 水", entities=entities), encoding="utf-8")
    with gzip.open(tmp_path / "b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(record("在　丽 水", spans=[[2, 5, "LOC"]]))
    assert read_samples([tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"]) == [
        {"token": list("丽水，好。"), "tag": ["B-GPE", "I-GPE", "O", "O", "O"]},
        {"token": list("丽水"), "tag": ["O", "O"]},
        {"token": list("在丽水"), "tag": ["O", "B-LOC", "I-LOC"]},
    ]


def test_of_overlapping_spans_the_longer_counts() -> None:
    spans = [[0, 2, "GPE"], [0, 5, "ZONE"], [4, 6, "ORG"], [6, 7, "GPE"]]
    assert spans_of({"text": "丽水经开区丽水", "spans": spans}) == [(0, 5, "ZONE"), (6, 7, "GPE")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "holds a line that is no JSON"),
        ('{"entities": []}\n', "line 1: KeyError 'text'.*a line has text, and entities"),
        (record("丽水", spans=[[0, 3, "LOC"]]), r"the span \[0, 3\) lies outside the text"),
        (record("丽水", entities=[{"start": 0}]), "line 1: KeyError 'end'"),
        (record(" \n"), "no text to learn from"),
    ],
    ids=["no JSON", "no text", "outside", "no end", "blank"],
)
def test_a_bad_line_is_named(line: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(ReadingError, match=message):
        read_samples([tmp_path / "a.jsonl"])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"no\.jsonl cannot be read"):
        read_samples([tmp_path / "no.jsonl"])


@given(strategies.texts)
def test_tags_come_back_as_the_spans_they_were_made_of(text: str) -> None:
    from zhengyu.training.hanlp.examples import samples  # noqa: PLC0415

    for sample in samples(text, [(0, len(text), "ZONE")]):
        assert spans_of_tags(sample["tag"]) == [(0, len(sample["token"]), "ZONE")]


def test_what_stands_once_is_unknown() -> None:
    learnt = without_hapaxes([{"token": ["丽", "水", "丽"], "tag": ["O", "O", "O"]}])
    assert learnt == [{"token": ["丽", UNKNOWN, "丽"], "tag": ["O", "O", "O"]}]


def test_counts_give_the_scores() -> None:
    gold, found = [(0, 2, "GPE"), (3, 4, "GPE")], [(0, 2, "GPE"), (3, 4, "GOV"), (5, 6, "GPE")]
    counts = Counts().and_those_of(gold, found)
    assert (counts.precision, counts.recall, counts.f1) == (1 / 3, 1 / 2, 2 / 5)
    assert (Counts().precision, Counts().recall, Counts().f1) == (0, 0, 0)


def test_settings_suit_the_kind_of_network() -> None:
    assert settings(None, 5, half=True) == Settings(epochs=5, half=True)
    assert settings(Path("bert"), None).rate == 5e-5


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"drop": 1.0}, {"rate": 0.0}])
def test_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ConfigurationError, match="drop from 0 to below 1"):
        Settings(**wrong)  # type: ignore[arg-type]
