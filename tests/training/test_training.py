from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random

import numpy as np
import pytest

from zhengyu.training.boilerplate import fit, with_furniture
from zhengyu.training.gazetteers import short_name, townships
from zhengyu.training.gold import labelled_paragraphs
from zhengyu.training.topics import best_thresholds


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("浙江省", "浙江"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("湘西土家族苗族自治州", "湘西"),
        ("三江侗族自治县", "三江"),
        ("神农架林区", "神农架"),
        ("大兴安岭地区", "大兴安岭"),
        ("沁县", "沁县"),
    ],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short


def test_farms_are_no_townships() -> None:
    rows = [{"name": n, "code": "331102001"} for n in ("碧湖镇", "某某农场", "碧湖镇")]
    assert list(townships(rows)) == [("碧湖镇", "331102")]


def test_a_page_keeps_its_text_in_order_among_furniture() -> None:
    page = [("标题", False), ("全市经济平稳运行,投资持续增长。", False), ("编辑:某", True)]
    furniture = [f"页脚{i}" for i in range(9)]
    [dressed] = with_furniture([page], furniture, Random(1))
    kept = [line for line in dressed if line in page]
    assert kept[:1] + kept[-2:] == page
    assert sum(mark for _, mark in dressed) >= 8


def test_boilerplate_is_learnt_from_a_few_pages() -> None:
    pages = [
        [(f"分享到:微信{i}", True), (f"全市第{i}次会议召开,部署工作。", False)] for i in range(8)
    ]
    model = fit(pages)
    assert model.predict(["分享到:微博", "会议部署工作。"]) == [True, False]


def test_a_rare_label_takes_the_threshold_of_all() -> None:
    random = np.random.default_rng(1)
    labels = random.random((400, 2)) < np.array([0.5, 0.005])
    scores = np.clip(labels * 0.5 + random.random((400, 2)) * 0.4, 0, 1).astype(np.float32)
    common, rare = best_thresholds(scores, labels)
    assert abs(common - rare) < 0.1


def test_labels_find_their_paragraphs(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "t.jsonl.gz", "wt", encoding="utf-8") as texts:
        texts.write(json.dumps({"id": "a", "text": "甲\n乙\n丙"}) + "\n")
        texts.write(json.dumps({"id": "b", "text": "丁"}) + "\n")
    labels = tmp_path / "labels.csv"
    labels.write_text("document,paragraph,topics\na,2,rural ecology\na,0,\n", encoding="utf-8")
    found = list(labelled_paragraphs(labels, [tmp_path / "t.jsonl.gz"]))
    assert [(r["id"], r["text"], r["topics"]) for r in found] == [
        ("a#2", "丙", ["rural", "ecology"]),
        ("a#0", "甲", []),
    ]
