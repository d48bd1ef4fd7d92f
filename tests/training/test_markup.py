from __future__ import annotations

import pytest

from zhengyu.errors import DocumentError
from zhengyu.training.markup import read_markup

MARKED = """=== X-01 | province=浙江 | year=2021 | genre=简讯 | messy=1
topics: investment
@-@ 首页>正文
@investment, talent@ ⟦丽水|GPE 331100⟧获评⟪⟪专精特新|designation⟫“小巨人”|designation⟫|示范。
"""


def test_reads_text_mentions_and_paragraphs() -> None:
    [document] = read_markup(MARKED.splitlines())
    assert document["text"] == "首页>正文\n丽水获评专精特新“小巨人”|示范。"
    assert [(e["text"], e["label"], e["adcode"]) for e in document["entities"]] == [
        ("丽水", "GPE", "331100")
    ]
    assert [t["text"] for t in document["terms"]] == ["专精特新“小巨人”", "专精特新"]
    assert [(p["boilerplate"], p["topics"]) for p in document["paragraphs"]] == [
        (True, []),
        (False, ["investment", "talent"]),
    ]
    for mention in [*document["terms"], *document["entities"]]:
        assert document["text"][mention["start"] : mention["end"]] == mention["text"]
    assert document["meta"] == {"province": "浙江", "year": 2021, "genre": "简讯", "messy": True}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("@talent@ ⟦丽水|GPE", "not closed"),
        ("@talent@ 丽水⟧", "closes nothing"),
        ("@talent@ ⟦丽水|CITY⟧", "is no mention"),
        ("@talent@ ⟦丽水|tifa⟫", "is no mention"),
        ("没有标签", "needs @topics@"),
        ("@money@ 丽水", "unknown topics"),
    ],
)
def test_names_the_document_and_the_fault(line: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=f"'X'.*{reason}"):
        list(read_markup(["=== X | year=2020", line]))


def test_claims_below_a_paragraph_are_read_into_it() -> None:
    lines = [
        "=== a | year=2020",
        "topics: finance",
        "@finance@ ⟦丽水市|GPE 331100⟧投资3亿元。",
        "@finance@ 投资3亿元,持平。",
        "- 3亿元 | level 300000000 CNY | dir=flat | ind=投资",
    ]
    [document] = read_markup(lines)
    [claim] = document["numbers"]
    second = document["paragraphs"][1]["start"]
    assert claim["start"] == second + 2
    assert claim["indicator"] == [second, second + 2]
    with pytest.raises(DocumentError, match="document 'a': .*'4亿元' does not stand"):
        list(read_markup([*lines, "- 4亿元 | level 400000000 CNY"]))
