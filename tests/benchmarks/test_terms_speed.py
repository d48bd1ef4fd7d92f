"""Speed of the term bank's matcher and of the layer `terms`, as ratios to `jieba.cut`.

The goals are 50 for the matcher, views included, and 1 for the layer; the floors stand below what
is measured today, so that only a real loss fails. The layer reads many texts side by side.
"""

import jieba
import pytest

from benchmark_texts import TEXTS, best
from zhengyu.document import Document
from zhengyu.terms.bank import load_bank
from zhengyu.terms.component import AT_ONCE, TermFinder
from zhengyu.terms.joined import Joined
from zhengyu.terms.matcher import Matcher
from zhengyu.text.parcels import parcels


@pytest.fixture(scope="module")
def cut() -> float:
    jieba.initialize()
    return best(lambda: [list(jieba.cut(text)) for text in TEXTS], 2)


def test_matching_the_bank(cut: float) -> None:
    matcher = Matcher(load_bank())
    ratio = cut / best(lambda: [matcher.find(text) for text in TEXTS])
    assert ratio >= 30, f"the bank is matched at {ratio:.1f} times the speed of jieba.cut"


def test_matching_the_bank_in_texts_side_by_side(cut: float) -> None:
    matcher = Matcher(load_bank())
    groups = list(parcels(((text, len(text)) for text in TEXTS), AT_ONCE))
    seconds = best(lambda: [matcher.find_in(Joined.of(group).view) for group in groups])
    assert cut / seconds >= 40, f"the bank is matched at {cut / seconds:.1f} times the speed"


def test_loading_the_bank() -> None:
    seconds = best(lambda: Matcher(load_bank()), 2)
    assert seconds <= 0.5, f"bank and matcher load in {seconds:.2f} s"


def test_the_layer(cut: float) -> None:
    finder = TermFinder()
    documents = [Document(text) for text in TEXTS[:100]]
    share = sum(len(d.text) for d in documents) / sum(map(len, TEXTS))
    ratio = cut * share / best(lambda: finder.batch(documents), 2)
    assert ratio >= 1, f"the layer runs at {ratio:.2f} times the speed of jieba.cut"
