"""The smallest fixed core of a form: what stays without verbs before it and heads after it.

The codebook's boundaries 2 and 3: a head noun belongs to a term only if the core alone is another
word or no term.
"""

from __future__ import annotations

import json
from collections.abc import Container
from functools import lru_cache
from importlib.resources import files

import regex

_SHORTEST = 2
_NO_MARKS = str.maketrans("", "", '“”‘’"')


@lru_cache(maxsize=1)
def _words() -> dict[str, tuple[str, ...]]:
    data = json.loads(files("zhengyu.terms").joinpath("cores.json").read_text("utf-8"))
    return {name: tuple(sorted(words, key=len, reverse=True)) for name, words in data.items()}


def known_core(form_key: str, known: Container[str]) -> str | None:
    """The longest shorter form among `known` that this one is, with a head or a verb added.

    >>> known_core("双碳目标", {"双碳"}), known_core("千万工程", {"千万"})
    ('双碳', None)
    """
    words = _words()
    if form_key in words["keep"]:
        return None
    # Most forms have neither, which one look at all of them tells.
    for opening in words["openings"] if form_key.startswith(words["openings"]) else ():
        rest = form_key.removeprefix(opening)
        if rest != form_key and len(rest) > _SHORTEST and rest in known:
            return rest
    for head in words["heads"] if form_key.endswith(words["heads"]) else ():
        core = form_key.removesuffix(head)
        if core != form_key and core in known and _stands_alone(core, head):
            return core
    return None


def _stands_alone(core: str, head: str) -> bool:
    """Whether a core needs no head: bare number codes and most two-character cores do."""
    if core.isascii():
        return False
    return len(core) > _SHORTEST or head in _words()["heads_after_two"]


def quoted_core(form: str) -> str | None:
    """The quoted part of a form that goes on with a mere head.

    >>> quoted_core("“万人助万企”活动"), quoted_core("“三北”工程")
    ('万人助万企', None)
    """
    heads = "|".join(_words()["heads"])
    found = regex.fullmatch(rf"[“‘\"]([^”’\"]+)[”’\"](?:{heads})", form)
    if found is None or len(found[1]) < _SHORTEST or found[1].isascii():
        return None
    if form.translate(_NO_MARKS) in _words()["keep"]:
        return None
    core: str = found[1]
    return core
