from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.text.ahead import ahead


@given(st.lists(st.integers(), max_size=6))
def test_gives_what_map_gives(items: list[int]) -> None:
    assert list(ahead(str, items)) == [str(item) for item in items]


def test_the_next_is_made_while_one_is_used() -> None:
    made = [threading.Event() for _ in range(3)]

    def make(number: int) -> int:
        made[number].set()
        return number

    results = ahead(make, range(3))
    assert next(results) == 0
    assert made[1].wait(10)


def test_no_more_is_asked_for_than_the_next_but_one() -> None:
    asked = []

    def items() -> Iterator[int]:
        for number in range(9):
            asked.append(number)
            yield number

    next(ahead(int, items()))
    assert asked == [0, 1]


def test_an_error_comes_where_its_item_would_have_come() -> None:
    results = ahead(lambda number: 1 // number, [1, 0, 1])
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)
