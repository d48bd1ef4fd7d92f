from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.tagging.encoding import BIGRAM_ROWS, CharacterEncoder, bigrams
from zhengyu.tagging.gazetteer import CATEGORIES, FLAGS, Gazetteer
from zhengyu.tagging.windows import LENGTH, windows


@given(st.text(alphabet=st.sampled_from("开工。!?，,\r\n”😀")))
def test_windows_cover_everything_but_line_breaks_in_order(text: str) -> None:
    covered = [i for start, end in windows(text) for i in range(start, end)]
    assert covered == [i for i, c in enumerate(text) if c not in "\r\n"]
    assert all(end - start <= LENGTH for start, end in windows(text))


def test_windows_break_after_sentences_then_commas() -> None:
    text = "一" * 100 + "。" + "二" * 60 + "," + "三" * 100
    assert [end for _, end in windows(text)] == [101, 162, 262]


def test_a_text_without_punctuation_takes_linear_time() -> None:
    def seconds(length: int) -> float:
        begin = time.process_time()
        list(windows("无" * length))
        return time.process_time() - begin

    seconds(10_000)
    assert seconds(200_000) < 40 * seconds(20_000) + 0.05


def test_digits_and_letters_are_classes_and_rare_characters_unknown() -> None:
    encode = CharacterEncoder(["丽", "0", "a", "A"])
    assert encode("丽07azAZ😀").tolist() == [3, 4, 4, 5, 5, 6, 6, 1]
    assert encode("").shape == (0,)


def test_a_bigram_is_a_character_with_the_one_before() -> None:
    rows = bigrams(np.array([[3, 4, 3, 4]], dtype=np.int32))[0]
    assert rows[1] == rows[3] != rows[2]
    assert ((rows > 0) & (rows < BIGRAM_ROWS)).all()


GAZETTEER = Gazetteer(
    [("丽水", "short_prefecture"), ("丽水经开区", "zone"), ("张", "surname"), ("莲都区", "county")]
)


def test_the_longest_name_wins() -> None:
    found = [(h.start, h.end, h.categories) for h in GAZETTEER.find("丽水经开区在丽水")]
    assert found == [(0, 5, ("zone",)), (6, 8, ("short_prefecture",))]


def test_flags_mark_first_any_and_last_characters() -> None:
    flags = GAZETTEER.flags("在丽水张").reshape(4, len(CATEGORIES), 3)
    place, surname = CATEGORIES.index("short_prefecture"), CATEGORIES.index("surname")
    assert flags[:, place].tolist() == [[0, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 0]]
    assert flags[3, surname].tolist() == [1, 1, 1]
    assert flags.sum() == 7


def test_flags_of_a_text_without_names_are_empty() -> None:
    assert GAZETTEER.flags("无").tolist() == [[0] * FLAGS]


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("浙江", "province"),
        ("莲都区", "county"),
        ("碧湖镇", "township"),
        ("丽水经开区", "zone"),
        ("国家发改委", "organ"),
        ("浙江大学", "school"),
        ("哈萨克斯坦", "country"),
        ("长三角", "region"),
        ("副主任", "post"),
    ],
)
def test_the_built_in_gazetteers_know(name: str, category: str) -> None:
    [hit] = BUILT_IN.find(name)
    assert category in hit.categories


BUILT_IN = Gazetteer.load()
