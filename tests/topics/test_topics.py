from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from zhengyu.document import Document, Paragraph, Range, Topic
from zhengyu.errors import ArtefactError
from zhengyu.text.views import FoldedView
from zhengyu.topics.classifier import TopicClassifier, carried
from zhengyu.topics.component import TopicFinder
from zhengyu.topics.features import normalised, paragraph_texts, surroundings
from zhengyu.topics.taxonomy import taxonomy

LABELS = ["rural", "finance"]


def tiny() -> TopicClassifier:
    """Knows two n-grams: 农 speaks for rural, 债 for finance; the context counts half."""
    weights = np.array([[4, -4, 2, -2], [-4, 4, -2, 2]], dtype=np.float32)
    half = np.full(2, 0.5, dtype=np.float32)
    bias = np.zeros(2, dtype=np.float32)
    return TopicClassifier(LABELS, ["农", "债"], np.ones(2, dtype=np.float32), weights, bias, half)


def document(*paragraphs: str, boilerplate: tuple[int, ...] = ()) -> Document:
    text, found = "", []
    for i, paragraph in enumerate(paragraphs):
        found.append(Paragraph(len(text), len(text) + len(paragraph), i in boilerplate))
        text += paragraph + "\n"
    return Document(text, paragraphs=tuple(found))


class TestFeatures:
    def test_numbers_and_white_space_are_levelled(self) -> None:
        assert normalised("增長 12.5％，投 资３亿", FoldedView()) == "增长0%,投资0亿"

    def test_boilerplate_has_no_text(self) -> None:
        texts = paragraph_texts(document("题", "页", "甲", boilerplate=(1,)), FoldedView())
        assert texts == ["题", "", "甲"]

    def test_surroundings_are_title_and_neighbours_but_no_boilerplate(self) -> None:
        seen = surroundings([["题", "", "甲", "乙"], ["另"]]).toarray()
        assert seen[3].tolist() == pytest.approx([0.4, 0, 0.3, 0, 0])
        assert seen[2].tolist() == pytest.approx([0.7, 0, 0, 0.3, 0])
        assert seen[0].tolist() == pytest.approx([0, 0, 0.3, 0, 0])
        assert not seen[1].any()
        assert not seen[4].any()


class TestClassifier:
    def test_saved_and_loaded_it_says_the_same(self, tmp_path: Path) -> None:
        tiny().save(tmp_path)
        loaded = TopicClassifier.load(tmp_path)
        given = [["农农债", "债"], ["", "农"]]
        assert np.allclose(loaded.probabilities(given), tiny().probabilities(given), atol=1e-3)
        assert loaded.labels == LABELS

    def test_cues_name_the_ngram_and_its_place(self) -> None:
        [first, second] = tiny().cues(["债", "农"], 1, "rural", 5)
        assert (first.ngram, first.context, first.weight > 0) == ("农", False, True)
        assert (second.ngram, second.context, second.weight < 0) == ("债", True, True)

    def test_a_folder_without_a_model_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(ArtefactError, match="holds no topic model"):
            TopicFinder(tmp_path)

    def test_no_text_gives_no_rows(self) -> None:
        assert tiny().probabilities([]).shape == (0, 2)


class TestComponent:
    finder = TopicFinder(tiny())

    def test_paragraphs_carry_their_labels_and_boilerplate_none(self) -> None:
        got = self.finder(document("农农", "农债页", "债债", boilerplate=(1,)))
        assert [[t.label for t in p.topics] for p in got.paragraphs] == [["rural"], [], ["finance"]]
        assert {t.label for t in got.topics} == {"rural", "finance"}

    def test_a_document_of_boilerplate_has_no_topic(self) -> None:
        assert self.finder(document("农", boilerplate=(0,))).topics == ()

    def test_empty_document(self) -> None:
        assert self.finder(Document("")).topics == ()

    def test_batch_equals_one_by_one(self) -> None:
        documents = [document("农"), document(), document("债", "农")]
        assert self.finder.batch(documents) == [self.finder(d) for d in documents]

    def test_explain_shows_the_words(self) -> None:
        annotated = self.finder(document("农农"))
        [reason] = self.finder.explain(annotated, Range(0, 1))
        assert reason.startswith("topics: rural")
        assert "农 +4" in reason

    def test_a_topic_of_the_document_is_explained_by_words_of_all_paragraphs(self) -> None:
        annotated = self.finder(document("农", "农农"))
        [reason] = self.finder.explain_topic(annotated, annotated.topics[0])
        assert reason.startswith("topics: rural")
        assert "of the document: 农 +" in reason
        assert self.finder.explain_topic(annotated, Topic("none", 1.0)) == []


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("市法院全年审结各类案件2.3万件,依法严惩电信网络诈骗犯罪。", "safety_law"),
        ("全县种植脐橙12万亩,合作社带动农户增收,村集体经济不断壮大。", "rural"),
        ("市第一医院新院区启用,新增床位800张,群众看病更方便。", "education_health"),
        ("一般公共预算收入增长5.2%,发行专项债券16亿元,税收占比提高。", "finance"),
        ("港口外贸进出口总额增长18%,中欧班列开行320列。", "opening_up"),
    ],
)
def test_the_built_in_model_files_plain_cases(text: str, label: str) -> None:
    got = BUILT_IN(Document(text, paragraphs=(Paragraph(0, len(text)),)))
    assert label in [t.label for t in got.paragraphs[0].topics]


BUILT_IN = TopicFinder()


@pytest.mark.parametrize(
    ("shares", "wanted"),
    [
        ([0.8, 0.45, 0.3], [True, True, False]),  # 0.3 is beside the theme
        ([0.4, 0.3, 0.22], [True, True, False]),  # two of many themes, and one that is too narrow
        ([0.1, 0.1, 0.02], [True, True, False]),  # nothing is wide: the widest
        ([0.0, 0.0, 0.0], [True, True, True]),
    ],
)
def test_a_document_has_its_widest_topic_and_those_near_it(
    shares: list[float], wanted: list[bool]
) -> None:
    assert carried(np.array(shares, dtype=np.float32), 0.25).tolist() == wanted
    rows = np.array([shares, [1.0, 0.0, 0.0]], dtype=np.float32)
    assert carried(rows, 0.25)[1].tolist() == [True, False, False]


def test_the_taxonomy_is_the_codebooks() -> None:
    topics = taxonomy()
    assert len({t.key for t in topics}) == len(topics) == 20
    assert all(t.definition_zh and t.definition_en and t.state_council_classes for t in topics)
