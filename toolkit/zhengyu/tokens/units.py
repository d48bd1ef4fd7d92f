"""What is kept whole: the terms and names that stand in the document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from zhengyu.document import Document, Entity, Term


@dataclass(frozen=True, slots=True)
class Unit:
    """A range that no word ends in: `kind` is `term` or `name`, `pos` a part of speech."""

    start: int
    end: int
    kind: str
    pos: str


def units(document: Document) -> Iterator[Unit]:
    """The units of a document, in order; what overlaps is one unit.

    >>> term = Term(0, 4, "最多跑一", "numeric", "最多跑一次")
    >>> name = Entity(2, 5, "跑一次", "ORG")
    >>> [u.end for u in units(Document("最多跑一次", terms=(term,), entities=(name,)))]
    [5]
    """
    found: list[Term | Entity] = [*document.terms, *document.entities]
    mentions = sorted(found, key=lambda m: (m.start, -m.end))
    group: list[Term | Entity] = []
    end = 0
    for mention in mentions:
        if group and mention.start >= end:
            yield _unit(group)
            group = []
        group.append(mention)
        end = max(end, mention.end)
    if group:
        yield _unit(group)


def _unit(group: list[Term | Entity]) -> Unit:
    """Named after a mention that it is the whole of: a term rather than a name."""
    start, end = group[0].start, max(mention.end for mention in group)
    whole = [mention for mention in group if (mention.start, mention.end) == (start, end)]
    chosen = min(whole or group, key=lambda mention: isinstance(mention, Entity))
    if isinstance(chosen, Term):
        return Unit(start, end, "term", _tags()["terms"].get(chosen.kind, "nz"))
    return Unit(start, end, "name", _tags()["entities"].get(chosen.label, "nz"))


@cache
def _tags() -> Mapping[str, Mapping[str, str]]:
    """Parts of speech of units, by kind and label, in jieba's tag set."""
    stored = files("zhengyu.tokens").joinpath("pos.json").read_text(encoding="utf-8")
    found: Mapping[str, Mapping[str, str]] = json.loads(stored)
    return found
