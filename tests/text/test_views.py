from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.text.sentences import sentences
from zhengyu.text.views import FoldedView, Simplifier, half_width

fold = FoldedView()


@given(st.text())
def test_views_keep_the_number_of_code_points(text: str) -> None:
    assert len(half_width(text)) == len(text)
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("５＋５，增长９３％", "5+5,增长93%"),
        ("「雙招雙引」", "“双招双引”"),
        ("總投資　３億", "总投资 3亿"),
        ("記憶體", "记忆体"),
        ("😀臺灣", "😀台湾"),
    ],
)
def test_folds_width_marks_and_script(given: str, wanted: str) -> None:
    assert fold(given) == wanted


def test_falls_back_to_single_characters_where_a_phrase_changes_length() -> None:
    simplify = Simplifier()

    class Shorter:
        def convert(self, text: str) -> str:
            return "x" if len(text) > 1 else {"國": "国"}.get(text, text)

    simplify.__dict__["_converter"] = Shorter()
    assert simplify("中國人") == "中国人"


def test_sentences_end_with_their_closing_marks() -> None:
    text = "他说：“开工！”随后投产；完成。\n验收"
    found = [text[r.start : r.end] for r in sentences(text)]
    assert found == ["他说：“开工！”", "随后投产；", "完成。", "验收"]


def test_sentences_stay_within_the_range_asked_for() -> None:
    assert [(r.start, r.end) for r in sentences("一。二。三。", 2, 4)] == [(2, 4)]
