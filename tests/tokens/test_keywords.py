from __future__ import annotations

import math
from typing import Any

import pytest

from zhengyu.document import Document, Entity, Term
from zhengyu.errors import DocumentError
from zhengyu.tokens.component import TokenFinder
from zhengyu.tokens.keywords import Keyword, corpus_idf, keywords

TEXT = "丽水推进双招双引。双招双引是一号工程,2021年丽水招引项目220个。最多跑一次改革。"
FINDER = TokenFinder(engine="jieba")


def document(text: str = TEXT) -> Document:
    def places(words: str) -> list[int]:
        return [i for i in range(len(text)) if text.startswith(words, i)]

    terms = [Term(i, i + 4, "双招双引", "numeric", "双招双引") for i in places("双招双引")]
    terms += [
        Term(i, i + 7, "最多跑一次改革", "numeric", "最多跑一次") for i in places("最多跑一次改革")
    ]
    names = [Entity(i, i + 2, "丽水", "GPE") for i in places("丽水")]
    return FINDER(Document(text, id="a", terms=tuple(terms), entities=tuple(names)))


def test_terms_are_units_and_count_under_their_canonical_form() -> None:
    found = {keyword.text: keyword for keyword in document().keywords(20)}
    assert found["双招双引"].count == 2
    assert found["最多跑一次"].count == 1
    assert {"双招", "双引", "最多", "最多跑一次改革"}.isdisjoint(found)


def test_function_words_figures_and_marks_are_none() -> None:
    assert {"是", "年", "个", "2021", "220", "。"}.isdisjoint(
        k.text for k in document().keywords(99)
    )


def test_the_score_is_tf_idf() -> None:
    made = document("招引项目招引")
    found = keywords(made, idf={"招引": 3.0, "项目": 1.5})
    assert found == [Keyword("招引", 2 / 3 * 3.0, 2), Keyword("项目", 1 / 3 * 1.5, 1)]
    assert keywords(made, count=1, idf={"招引": 3.0}) == [Keyword("招引", 2.0, 2)]


def test_what_no_table_has_is_as_rare_as_the_median() -> None:
    found = keywords(document("招引项目"), idf={"招引": 1.0, "工程": 5.0, "改革": 2.0})
    assert [(k.text, k.score) for k in found] == [("项目", 1.0), ("招引", 0.5)]


def test_a_corpus_gives_its_own_frequencies() -> None:
    corpus = [document("招引项目"), document("招引工程"), document("招引")]
    idf = corpus_idf(corpus)
    assert idf["招引"] == pytest.approx(1.0)
    assert idf["项目"] == pytest.approx(math.log(4 / 2) + 1)
    assert [k.text for k in corpus[0].keywords(idf=idf)] == ["项目", "招引"]


def test_general_chinese_is_the_measure_without_a_corpus() -> None:
    assert [k.text for k in document("发展半导体").keywords(1)] == ["半导体"]


def test_without_tokens_it_says_what_to_do() -> None:
    with pytest.raises(DocumentError, match="'a' has no tokens.*Pipeline"):
        Document(TEXT, id="a").keywords()
    empty: list[Any] = Document(" ").keywords()
    assert empty == []
