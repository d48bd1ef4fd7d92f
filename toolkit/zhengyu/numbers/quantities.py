"""Every quantity of a text with value and unit, without the logic of claims.

The low-level call of this room, for those who look for numbers and units alone.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from zhengyu.numbers.scanner import scan
from zhengyu.numbers.view import View
from zhengyu.text.views import FoldedView

_fold = FoldedView()


class Quantity(NamedTuple):
    """A number with its unit, where it stands.

    `value` is in the base unit of the codebook (yuan, persons, percent points of a percent), None
    where the text gives no number (数百家); `value_high` is the upper bound of a range.
    """

    start: int
    end: int
    text: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str | None
    approx: str


def quantities(text: str) -> list[Quantity]:
    """Finds the quantities of a text, in order.

    Dates, clock times, ordinals, codes and list numbers are none. Never raises for any string.

    >>> [(q.text, q.unit, q.approx) for q in quantities("近400亿元，增长3.5%")]
    [('近400亿元', 'CNY', 'below'), ('3.5%', 'percent', 'exact')]
    """
    view = View(text, _fold)
    found: list[Quantity] = []
    for mention in scan(view.text, view.raw):
        start, end = view.start(mention.start), view.end(mention.end)
        found.append(
            Quantity(
                start,
                end,
                text[start:end],
                mention.value,
                mention.high,
                mention.unit,
                mention.approx,
            )
        )
    return found
