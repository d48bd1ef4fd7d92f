"""Quantities: golden lines, and invariants over any text."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.numbers import Quantity, quantities

LINES = Path(__file__).with_name("quantities.tsv").read_text("utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if not line.startswith("#")]


def shown(quantity: Quantity) -> str:
    value = "None" if quantity.value is None else str(quantity.value)
    if quantity.value_high is not None:
        value += f"~{quantity.value_high}"
    return f"{quantity.text}={value} {quantity.unit} {quantity.approx}"


def canonical(expected: str) -> str:
    """The expected column with its numbers as `Decimal` prints them: 7.0 is 7."""
    mention, _, rest = expected.rpartition("=")
    value, unit, approx = rest.split(" ")
    numbers = [n if n == "None" else str(_plain(Decimal(n))) for n in value.split("~")]
    return f"{mention}={'~'.join(numbers)} {unit} {approx}"


def _plain(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


@pytest.mark.parametrize(("label", "text", "expected"), CASES, ids=[c[1] for c in CASES])
def test_golden(label: str, text: str, expected: str) -> None:
    found = [shown(quantity) for quantity in quantities(text)]
    assert found == [canonical(part) for part in expected.split(" | ") if part], label


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "12",
                "3.5",
                "亿元",
                "万",
                "%",
                "百分之",
                "三",
                "两",
                "半",
                "至",
                "-",
                "约",
                "第",
                "位",
            ]
        ),
        st.sampled_from(["个", "年", "多", "余", "以上", "翻番", "倍", " ", "\n", "，", "："]),
        st.characters(codec="utf-8"),
    ),
    max_size=30,
).map("".join)


@given(PIECES)
def test_any_text_gives_ordered_mentions_that_stand_in_it(text: str) -> None:
    end = 0
    for quantity in quantities(text):
        assert text[quantity.start : quantity.end] == quantity.text
        assert end <= quantity.start < quantity.end
        end = quantity.end


@given(st.integers(1, 999), st.integers(0, 9), st.sampled_from(["元", "美元", "吨", "%"]))
def test_value_is_exact(whole: int, tenth: int, unit: str) -> None:
    (quantity,) = quantities(f"共{whole}.{tenth}{unit}")
    assert quantity.value == Decimal(f"{whole}.{tenth}")


@given(st.integers(1, 9999))
def test_magnitude_scales(number: int) -> None:
    (quantity,) = quantities(f"投资{number}亿元")
    assert quantity.value == number * 10**8
