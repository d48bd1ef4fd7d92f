"""Speed of the layers `paragraphs`, `entities` and `topics`, as ratios to `jieba.cut`.

The goals are 1.5 for entities and 2.5 for topics; the floors stand below what is measured today on
a busy machine, so that only a real loss fails. Processor time is counted: by the clock entities are
half as fast again, since names are made while the network reads the next texts.
"""

import jieba
import pytest

from benchmark_texts import TEXTS, best
from zhengyu.document import Document
from zhengyu.entities.component import EntityFinder
from zhengyu.text.paragraphs import ParagraphFinder
from zhengyu.topics.component import TopicFinder

DOCUMENTS = [ParagraphFinder()(Document(text)) for text in TEXTS]


@pytest.fixture(scope="module")
def cut() -> float:
    jieba.initialize()
    return best(lambda: [list(jieba.cut(text)) for text in TEXTS], 2)


def test_paragraphs(cut: float) -> None:
    finder = ParagraphFinder()
    ratio = cut / best(lambda: [finder(document) for document in DOCUMENTS], 3)
    assert ratio >= 1.5, f"the layer runs at {ratio:.2f} times the speed of jieba.cut"


def test_entities(cut: float) -> None:
    finder = EntityFinder()
    ratio = cut / best(lambda: finder.batch(DOCUMENTS), 2)
    assert ratio >= 0.3, f"the layer runs at {ratio:.2f} times the speed of jieba.cut"


def test_topics(cut: float) -> None:
    finder = TopicFinder()
    ratio = cut / best(lambda: finder.batch(DOCUMENTS), 3)
    assert ratio >= 2, f"the layer runs at {ratio:.2f} times the speed of jieba.cut"
