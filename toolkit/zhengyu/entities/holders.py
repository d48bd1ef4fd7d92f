"""Posts and who holds them: titles beside a name, and titles that a verb gives to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from zhengyu.document import Document, Entity, Range
from zhengyu.text.views import FoldedView

#: What may stand in a row with posts: the bodies in which they are held, and places.
_BODIES = {"GOV", "COMPANY", "INSTITUTE", "ORG", "GPE", "ZONE", "LOC", "FACILITY", "PROJECT"}
_ROW = {"TITLE", *_BODIES}

_LINK = regex.compile(r"[、,\s]{0,2}|兼|及|和|暨|,?(?:原|现任|时任|兼任)")
_BEFORE_NAME = regex.compile(r"[\s:(]?|同志")
_AFTER_NAME = regex.compile(r"[\s(]?|同志")
_GIVEN = regex.compile(
    r"(?:同志)?(?:担?任|现任|兼任|当选为?|出任|就任|接任|升任|续任|调任|(?:被|获)?(?:任命|聘任|选举|推选)?为)"
    r"|[^。;!?\n]{0,40},?(?:现任|时任|曾任|历任|先后任|兼任)"
)
_REMOVED = regex.compile(r"(?:同志)?的?")
_REMOVAL = regex.compile(r"免去$")


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a text and the person who holds it there."""

    title: Entity
    holder: Entity


def posts(document: Document) -> list[Post]:
    """The posts of an annotated document whose holders it names, in order.

    >>> from zhengyu import Pipeline
    >>> nlp = Pipeline(layers=["paragraphs", "terms", "entities"])
    >>> [(p.title.text, p.holder.text) for p in posts(nlp("丽水市委书记胡海峰、市长吴晓东出席。"))]
    [('书记', '胡海峰'), ('市长', '吴晓东')]
    """
    entities = document.entities
    persons = {entity.start: entity for entity in entities if entity.label == "PERSON"}
    held = holders(FoldedView()(document.text), entities)
    return [Post(entities[title], persons[held[title].start]) for title in sorted(held)]


def holders(folded: str, entities: Sequence[Entity]) -> dict[int, Range]:
    """For titles, by their position in `entities`, the range of the person who holds them.

    A row of posts right before a name belongs to it (市委书记、市长|张三), one right after it where
    no other name takes it (李四|教授), one that a verb gives it (王五|任|县长, 免去|赵六|的|局长).

    Args:
        folded: the folded view of the text.
        entities: all names and posts, in order, none overlapping.
    """
    held: dict[int, Range] = {}
    persons = [i for i, entity in enumerate(entities) if entity.label == "PERSON"]
    for rule in (_row_before, _row_given, _row_after):
        for person in persons:
            for title in rule(folded, entities, person):
                held.setdefault(title, Range(entities[person].start, entities[person].end))
    return held


def _row_before(folded: str, entities: Sequence[Entity], person: int) -> Iterator[int]:
    at = person - 1
    if at < 0 or entities[at].label != "TITLE":
        return
    if _BEFORE_NAME.fullmatch(_between(folded, entities, at, person)):
        yield from _row(folded, entities, at, -1)


def _row_after(folded: str, entities: Sequence[Entity], person: int) -> Iterator[int]:
    at = person + 1
    if at == len(entities) or entities[at].label not in _ROW:
        return
    between = _between(folded, entities, person, at)
    beside = entities[at].label == "TITLE" or between == "("
    if beside and _AFTER_NAME.fullmatch(between):
        yield from _row(folded, entities, at, 1)


def _row_given(folded: str, entities: Sequence[Entity], person: int) -> Iterator[int]:
    at = person + 1
    if at == len(entities) or entities[at].label not in _ROW:
        return
    between = _between(folded, entities, person, at)
    begin = entities[person].start
    removed = _REMOVAL.search(folded, max(0, begin - 2), begin) and _REMOVED.fullmatch(between)
    if removed or _GIVEN.fullmatch(between):
        yield from _row(folded, entities, at, 1)


def _row(folded: str, entities: Sequence[Entity], at: int, step: int) -> Iterator[int]:
    """Titles from `at` on, as long as posts and bodies follow each other without a break."""
    while True:
        if entities[at].label == "TITLE":
            yield at
        following = at + step
        if not 0 <= following < len(entities) or entities[following].label not in _ROW:
            return
        first, second = sorted((at, following))
        if not _LINK.fullmatch(_between(folded, entities, first, second)):
            return
        at = following


def _between(folded: str, entities: Sequence[Entity], first: int, second: int) -> str:
    return folded[entities[first].end : entities[second].start]
