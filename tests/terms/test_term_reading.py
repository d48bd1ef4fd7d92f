"""What the tagger's head says of terms, as columns of candidates."""

import numpy as np
import pytest

from zhengyu.tagging.tagger import Tagger
from zhengyu.terms.joined import Joined
from zhengyu.terms.open.reading import NAMES, Reader, Reading

OUTSIDE, BEGIN, INSIDE, END = np.eye(4)


def certain(marks: str) -> Reading:
    """A reading of O, B, I and E, each with a probability of 0.97."""
    columns = np.arange(4) == np.array([["OBIE".index(mark) for mark in f"{marks}O"]]).T
    return Reading(np.log(np.where(columns, 0.97, 0.01)).astype(np.float32))


def test_spans_are_those_that_begin_and_end_and_hold_together() -> None:
    starts, ends = certain("OBIIEOOBEO").spans()
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == [(1, 5), (7, 9)]


def test_what_is_uncertain_within_holds_nothing_together() -> None:
    assert len(certain("OBIOIEO").spans()[0]) == 0


def test_columns_of_a_span() -> None:
    reading = certain("OBIIEO")
    rows = reading.features(np.array([1, 1, 2]), np.array([5, 4, 5]))
    whole, cut, late = (dict(zip(NAMES, row.tolist(), strict=True)) for row in rows)
    sure, unlikely = pytest.approx(np.log(0.97)), pytest.approx(np.log(0.01))
    assert [whole[name] for name in ("read_begin", "read_inside", "read_least", "read_end")] == [
        sure
    ] * 4
    assert whole["read_outside"] == unlikely
    assert cut["read_end"] == unlikely
    assert cut["read_after"] == pytest.approx(np.log(0.98))
    assert late["read_begin"] == unlikely
    assert late["read_before"] == pytest.approx(np.log(0.98))
    assert whole["read_lead"] > max(cut["read_lead"], late["read_lead"])


def test_a_text_is_read_alike_wherever_it_stands() -> None:
    reader = Reader(Tagger.load())
    texts = ["全市開展“五比五拼”行动", "😀", "推动双招双引，2024年签约Ａ项目"]
    joined = Joined.of(texts)
    together = reader(texts, joined).logs
    for text, start, end in zip(texts, joined.starts, joined.ends, strict=True):
        alone = reader([text], Joined.of([text])).logs
        assert np.array_equal(together[start:end], alone[:-1])


def test_gaps_and_the_end_are_outside() -> None:
    joined = Joined.of(["一", "二"])
    logs = Reader(Tagger.load())(["一", "二"], joined).logs
    assert (logs[joined.ends[0] : joined.starts[1], 0] == 0).all()
    assert logs[-1, 0] == 0
