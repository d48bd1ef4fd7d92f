"""JioNLP's extraction of amounts of money."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from typing import Any

from zhengyu.evaluation.peers import Reader

#: Its names of currencies as codes.
_UNITS = {"元": "CNY", "美元": "USD", "欧元": "EUR", "港元": "HKD", "日元": "JPY", "英镑": "GBP"}
_ENDS = 2


def load() -> Reader:
    """Reads money with value and unit."""
    with redirect_stdout(sys.stderr):  # it greets on standard output
        import jionlp  # noqa: PLC0415 - optional

    def read(text: str) -> dict[str, list[dict[str, Any]]]:
        return {"numbers": [_claim(found) for found in jionlp.ner.extract_money(text)]}

    return read


def _claim(found: dict[str, Any]) -> dict[str, Any]:
    start, end = found["offset"]
    detail = found["detail"]
    number = detail["num"]
    low, high = number if isinstance(number, list) and len(number) == _ENDS else (number, None)
    return {
        "start": start,
        "end": end,
        "value": float(low),
        "value_high": None if high is None else float(high),
        "unit": _UNITS.get(detail["case"], detail["case"]),
    }
