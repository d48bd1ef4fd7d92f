"""Loads the word lists of this room, which lie beside the code as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple


class Unit(NamedTuple):
    """A unit as it stands in a text.

    `code` is None where the unit keeps its own text; `factor` scales to the base unit.
    """

    name: str
    code: str | None
    factor: Decimal
    group: str


@lru_cache(maxsize=16)
def load(name: str) -> dict[str, Any]:
    """The word list `name`, as it lies in `data/`."""
    content = files("zhengyu.numbers").joinpath("data", f"{name}.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(content)
    return loaded


@lru_cache(maxsize=1)
def units() -> dict[str, Unit]:
    """Every unit by its name; a name in two groups belongs to the first."""
    table: dict[str, Unit] = {}
    for group, names in load("units").items():
        if group == "comment":
            continue
        for entry in names.split():
            name, _, rest = entry.partition("=")
            code, _, factor = rest.partition("*")
            table.setdefault(name, Unit(name, code or None, Decimal(factor or 1), group))
    return table


def unit_pattern() -> str:
    """A regular expression for a unit that does not begin another word (升 in 升到)."""
    blocked: dict[str, str] = load("followers")["blocked"]
    guards = {name: f"(?![{c}])" for name, c in blocked.items() if c}
    needed: dict[str, str] = load("followers")["needed"]
    guards |= {name: f"(?={pattern})" for name, pattern in needed.items()}
    return _trie_pattern(sorted(units()), guards)


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, longest first, with common heads factored out.

    >>> alternatives(["个", "个月", "年"])
    '(?:个(?:月|)|年)'
    """
    listed = sorted(set(words))
    pattern = _trie_pattern(listed, {})
    heads = "".join(sorted({word[0] for word in listed if word}))
    # Most places of a text are ruled out by one look at their character.
    return f"(?:(?=[{re.escape(heads)}]){pattern})" if len(heads) > _MANY and listed[0] else pattern


_MANY = 6


def first_of(words: Iterable[str]) -> str:
    """A character class of what the words begin with."""
    return f"[{re.escape(''.join(sorted({word[0] for word in words})))}]"


def _trie_pattern(words: list[str], guards: dict[str, str], stem: str = "") -> str:
    heads: dict[str, list[str]] = {}
    for word in words:
        if word:
            heads.setdefault(word[0], []).append(word[1:])
    branches = []
    for head, tails in heads.items():
        whole = stem + head
        if any(tails):
            branches.append(re.escape(head) + _trie_pattern(tails, guards, whole))
        else:
            branches.append(re.escape(head) + guards.get(whole, ""))
    if "" in words:
        branches.append(guards.get(stem, ""))
    return f"(?:{'|'.join(branches)})"
