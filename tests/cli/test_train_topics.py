import json
from pathlib import Path

import pytest

from zhengyu import Pipeline
from zhengyu.cli.app import main

FIELDS = ["合作社种植水稻{}亩,农户增收。", "村里养猪{}头,农业丰收。", "灌溉农田{}亩,粮食增产。"]
COURTS = ["法院审结案件{}件,依法判决。", "公安破案{}起,严打诈骗。", "检察院起诉{}人,维护法治。"]


def labelled(path: Path) -> Path:
    rows = [
        {"text": pattern.format(number), "topics": [label]}
        for number in range(10, 20)
        for label, patterns in (("田", FIELDS), ("法", COURTS))
        for pattern in patterns
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_own_labels_are_learnt_scored_and_used(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file, folder = labelled(tmp_path / "mine.jsonl"), tmp_path / "model"

    assert main(["train", "topics", str(file), "-o", str(folder)]) == 0

    out, err = capfd.readouterr()
    scores = dict(line.split("\t") for line in out.splitlines())
    assert float(scores["paragraph micro-F1"]) == 1.0
    assert "learnt 2 labels from 60 documents" in err
    nlp = Pipeline(layers=["paragraphs", "topics"], options={"topics": {"model": str(folder)}})
    doc = nlp("县法院依法判决案件3件。\n全村种植水稻,农户增收。")
    assert [[t.label for t in p.topics] for p in doc.paragraphs] == [["法"], ["田"]]
    assert any("农" in reason for reason in nlp.explain(doc, doc.paragraphs[1]))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"topics": ["田"]}', "mine.jsonl, line 61: Object missing required field `text`"),
        ('{"text": "甲", "topics": "田"}', "line 61: Expected `array`, got `str`"),
        ("甲", "line 61: JSON is malformed"),
    ],
)
def test_a_faulty_line_is_named(
    line: str, says: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = labelled(tmp_path / "mine.jsonl")
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")

    assert main(["train", "topics", str(file), "-o", str(tmp_path / "model")]) == 1
    assert says in capfd.readouterr().err
    assert not (tmp_path / "model").exists()


def test_a_label_that_all_texts_have_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text('{"text": "农田", "topics": ["田"]}\n' * 8, encoding="utf-8")

    assert main(["train", "topics", str(file), "-o", str(tmp_path / "model")]) == 1
    assert "given to no paragraph or to all: 田" in capfd.readouterr().err
