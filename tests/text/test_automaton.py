"""Both libraries behind the automaton find the same; texts of every sort go through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.text.automaton import Automaton, over_arrays, over_states

PATTERNS = ["双招", "双招双引", "招双", "引", "😀引"]
strings = st.text("双招引。😀", max_size=40)


def test_all_matches_by_their_ends() -> None:
    assert Automaton(PATTERNS)("把双招双引做实") == [(1, 3, 0), (2, 4, 2), (1, 5, 1), (4, 5, 3)]


def test_longest_matches_alone() -> None:
    assert Automaton(PATTERNS, longest=True)("双招双引，😀引") == [(0, 4, 1), (5, 7, 4)]


@given(strings, st.lists(strings.filter(bool), unique=True), st.booleans())
def test_both_libraries_find_the_same(text: str, patterns: list[str], longest: bool) -> None:
    arrays, states = (b(patterns, longest=longest) for b in (over_arrays, over_states))
    assert sorted(arrays(text)) == sorted(states(text))


@given(st.text(st.characters(), max_size=20))
def test_lone_surrogates_and_all_else_match_nothing(text: str) -> None:
    assert Automaton(["政语"])(f"\ud800{text}\udfff政语")[-1] == (len(text) + 2, len(text) + 4, 0)


def test_an_empty_pattern_is_refused() -> None:
    with pytest.raises(ValueError, match="empty pattern"):
        Automaton(["双招", ""])
