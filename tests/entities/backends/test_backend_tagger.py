from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from zhengyu.document import Document, Range
from zhengyu.entities.backends.hanlp import BackendTagger, completed
from zhengyu.entities.backends.outputs import Mention
from zhengyu.entities.backends.refinement import Refinement
from zhengyu.entities.component import EntityFinder
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.tagging.tagger import TaggedSpan

HERE = Path(__file__).parent / "refinement.tsv"


def rows() -> list[list[str]]:
    with HERE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader((line for line in file if line[0] != "#"), delimiter="\t"))


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@pytest.fixture(scope="module")
def refine(gazetteer: Gazetteer) -> Refinement:
    return Refinement(gazetteer)


@pytest.mark.parametrize(("given", "name", "expected"), rows())
def test_a_class_is_narrowed(given: str, name: str, expected: str, refine: Refinement) -> None:
    text = f"在{name}举行"
    found = refine(text, Range(1, 1 + len(name)), given)
    assert " ".join(f"{text[s.start : s.end]}/{label}" for s, label in found) == expected


class Words:
    """Finds given words; keeps the batches that it was called with."""

    own = False

    def __init__(self, **words: str) -> None:
        self.words, self.batches = words, list[Sequence[str]]()

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        self.batches.append(sentences)
        return [
            [
                Mention(text.index(w), text.index(w) + len(w), given, 0.95)
                for w, given in self.words.items()
                if w in text
            ]
            for text in sentences
        ]


def posts(texts: Sequence[str], head: str) -> list[list[TaggedSpan]]:
    """Stands for the embedded tagger: 书记 is a post, 丽水 a place."""
    assert head == "entities"
    return [
        [
            TaggedSpan(text.index(word), text.index(word) + 2, label, 0.9)
            for word, label in (("书记", "TITLE"), ("丽水", "GPE"))
            if word in text
        ]
        for text in texts
    ]


def test_offsets_are_those_of_the_text_as_given(gazetteer: Gazetteer) -> None:
    finder = EntityFinder(BackendTagger(Words(陈磊="person", 浙江省丽水市="place"), gazetteer))
    text = "😀好。\r\n  書記陳磊到了ＡＢ；浙江省丽水市,開工。"
    found = finder(Document(text)).entities
    assert [(e.text, e.label, e.adcode) for e in found] == [
        ("陳磊", "PERSON", None),
        ("浙江省", "GPE", "330000"),
        ("丽水市", "GPE", "331100"),
    ]


def test_all_sentences_of_all_texts_go_through_together(gazetteer: Gazetteer) -> None:
    words = Words(丽水="place")
    finder = EntityFinder(BackendTagger(words, gazetteer))
    found = finder.batch([Document("丽水开工,投产。再到丽水。"), Document(" \n"), Document("丽水")])
    assert words.batches == [["丽水开工，投产。", "再到丽水。", "丽水"]]
    assert [len(document.entities) for document in found] == [2, 0, 1]


def test_nothing_to_read_is_not_read(gazetteer: Gazetteer) -> None:
    words = Words()
    assert EntityFinder(BackendTagger(words, gazetteer))(Document("\n")).entities == ()
    assert words.batches == []


def test_labels_that_a_scheme_lacks_are_added(gazetteer: Gazetteer) -> None:
    words = Words(陈磊="person")
    finder = EntityFinder(BackendTagger(words, gazetteer, posts))
    found = finder(Document("丽水的书记陈磊致辞")).entities
    assert [(e.text, e.label) for e in found] == [("书记", "TITLE"), ("陈磊", "PERSON")]


def test_what_lies_within_an_added_name_goes() -> None:
    firm, place = TaggedSpan(0, 4, "COMPANY", 0.95), TaggedSpan(9, 11, "GPE", 0.95)
    project, same = TaggedSpan(0, 8, "PROJECT", 0.8), TaggedSpan(9, 11, "EVENT", 0.5)
    other = TaggedSpan(12, 14, "GPE", 0.9)
    assert completed([firm, place], [project, same, other]) == [project, place, same]
