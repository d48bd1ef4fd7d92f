"""Texts that are read side by side give what each gives alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengyu.document import Document
from zhengyu.terms.component import TermFinder
from zhengyu.terms.joined import Joined
from zhengyu.text.parcels import parcels

PIECES = st.sampled_from(
    ["实施“双招双引”", "一号工程", "《", "》", "“", "”", "山海协作", "\n", "。", "五比五拼", "\x01",
     "高质量发展", "“一脉三城、智创南城”", "说：", "😀", "近400亿元", ""]
)  # fmt: skip


@pytest.fixture(scope="module")
def finder() -> TermFinder:
    return TermFinder()


@settings(deadline=None, max_examples=40)
@given(texts=st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=5))
def test_terms_are_those_of_each_text_alone(finder: TermFinder, texts: list[str]) -> None:
    documents = [Document(text) for text in texts]
    assert finder.batch(documents) == [finder(document) for document in documents]


def test_positions_know_their_text() -> None:
    joined = Joined.of(["甲乙", "", "丙"])
    assert [joined.view.folded[s:e] for s, e in zip(joined.starts, joined.ends, strict=True)] == [
        "甲乙",
        "",
        "丙",
    ]
    assert [joined.number(start) for start in joined.starts] == [0, 1, 2]
    assert joined.bounds(1) == (0, 2)


def test_parcels_keep_the_order_and_the_size() -> None:
    sizes = [3, 4, 9, 1, 1, 5]
    assert list(parcels(((size, size) for size in sizes), 7)) == [[3, 4], [9], [1, 1, 5]]
