"""What stands around a hit: titles of works, and names of organs, parks and firms."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files

import regex


@lru_cache(maxsize=1)
def _name_tail() -> regex.Pattern[str]:
    """What follows a term that is part of a name: up to eight characters and a name's head."""
    data = json.loads(files("zhengyu.terms").joinpath("names.json").read_text("utf-8"))
    heads = "|".join(sorted(map(regex.escape, data["heads"]), key=len, reverse=True))
    others = "|".join(map(regex.escape, data["not_heads"]))
    inner = rf"(?:(?!{others})[\p{{Han}}A-Za-z（）()·--[{data['breaks']}]])"
    return regex.compile(rf"{inner}{{0,8}}?(?!{others})(?:{heads})", regex.V1)


def inside_name(folded: str, end: int) -> bool:
    """Whether the term that ends at `end` opens or continues the name of an organ, park or firm.

    >>> inside_name("贵阳大数据交易所", 5), inside_name("推进大数据应用", 5)
    (True, False)
    """
    return _name_tail().match(folded, end) is not None


def whole_title(folded: str, start: int, end: int) -> bool:
    """Whether the span is all that stands between 《 and 》: the title of a work.

    >>> whole_title("演唱《我和我的祖国》", 3, 9)
    True
    """
    return folded[start - 1 : start] == "《" and folded[end : end + 1] == "》"
