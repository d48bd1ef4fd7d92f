"""The table of claims: one row a claim, all cells text."""

from zhengyu.document import Document
from zhengyu.numbers.component import ClaimFinder
from zhengyu.numbers.frame import COLUMNS, claim_rows, claims_frame


def test_a_row_holds_every_column() -> None:
    document = ClaimFinder()(Document("2021年，全市出口总额31.7亿元，同比增长9.3%。", id="a"))
    first, second = claim_rows(document)
    assert tuple(first) == COLUMNS
    assert (first["document"], first["value"], first["unit"]) == ("a", "3170000000", "CNY")
    assert (second["kind"], second["basis"], second["direction"]) == ("growth", "yoy", "up")
    assert second["evidence"] == document.text


def test_frame_has_a_row_for_each_claim() -> None:
    documents = [ClaimFinder()(Document(text)) for text in ("投资3亿元，占5%。", "没有数字。")]
    assert len(claims_frame(documents)) == 2
