"""Speed of the layer `numbers`, as ratios to `jieba.cut` in the same run, and linear time.

The goals are 4 for quantities and 0.9 for claims; the floors stand below what is measured today
on a busy machine, so that only a real loss fails. Both sides of a ratio are timed in this
process, by turns.
"""

import time

import jieba
import pytest

from benchmark_texts import best, speed
from zhengyu.document import Document
from zhengyu.numbers import quantities
from zhengyu.numbers.component import ClaimFinder

NEWS = (
    "记者从发布会上获悉，今年以来，全市上下坚持把项目建设作为推动高质量发展的主抓手，营商环境持续"
    "改善，企业信心不断增强。会议强调，要坚持问题导向，深入一线走访调研，及时了解企业生产经营情况，听取"
    "意见建议，把政策送到门口，把服务做到心坎上，让群众和企业有更多获得感。1-9月，完成固定资产投资386.5亿元，同比增长12.4%，其中工业投资占41.5%；"
    "新签约项目63个，总投资近400亿元，较上年同期多15个。下一步，各部门将继续主动靠前服务，帮助企业"
    "解决用工、用地等方面的困难，力争到年底前再开工亿元以上项目20个，让更多项目早落地、早投产。\n"
) * 60
MILLISECONDS_PER_10K = 50.0


def cut() -> object:
    return list(jieba.cut(NEWS))


def test_quantities_against_jieba() -> None:
    jieba.initialize()
    ratio = speed(lambda: quantities(NEWS), cut)
    assert ratio >= 3.5, f"quantities run at {ratio:.2f} times the speed of jieba.cut"


def test_claims_against_jieba() -> None:
    jieba.initialize()
    finder, document = ClaimFinder(), Document(NEWS)
    finder(document)
    ratio = speed(lambda: finder(document), cut)
    assert ratio >= 0.35, f"claims run at {ratio:.2f} times the speed of jieba.cut"


HOSTILE = {
    "digits": "1" * 10_000,
    "magnitudes": "亿万" * 20_000,
    "no punctuation": "本地区发展形势总体向好居民生活水平持续改善" * 5_000,
    "thousands marks": "1,111," * 2_000,
    "ones": "一" * 10_000,
    "ranges": "1-" * 5_000,
    "ordinals": "第" * 5_000 + "前三" * 2_500,
    "quotation marks": "“" * 10_000,
    "periods": "以来" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_linear_on_hostile_input(text: str) -> None:
    finder, document = ClaimFinder(), Document(text)
    for run in (lambda: quantities(text), lambda: finder(document)):
        begin = time.process_time()
        run()
        spent = (time.process_time() - begin) * 1000 * 10_000 / len(text)
        assert spent < MILLISECONDS_PER_10K, f"{spent:.0f} ms per 10 000 characters"


def test_claims_stay_linear_without_punctuation() -> None:
    finder = ClaimFinder()
    short, long = (Document("发展投资3亿元增长5%分别同比" * n) for n in (100, 800))
    finder(short)
    ratio = best(lambda: finder(long), 3) / best(lambda: finder(short), 3)
    assert ratio < 8 * 2, f"8 times the text takes {ratio:.0f} times as long"
