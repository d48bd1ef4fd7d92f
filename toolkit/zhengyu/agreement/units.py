"""What two annotations are compared by: characters of the spans, paragraphs, documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from zhengyu.evaluation.records import Record, labels
from zhengyu.interchange.tags import LABEL_FIELD
from zhengyu.labels import keys

Pairs = Counter[tuple[str, str]]

#: No label.
NONE = ""

_YES, _NO = "yes", "no"


def characters(one: Record, other: Record, layer: str) -> Pairs:
    """How often a character has a label in one and a label in the other, of a layer of spans.

    A character in several spans has all their labels, as one label of its own.
    """
    length = len(one["text"])
    return Counter(zip(_painted(one, layer, length), _painted(other, layer, length), strict=True))


def _painted(record: Record, layer: str, length: int) -> list[str]:
    field = LABEL_FIELD[layer]
    painted = [NONE] * length
    spans = {(s["start"], s["end"], str(s.get(field))) for s in record.get(layer) or ()}
    for start, end, label in sorted(spans, key=lambda span: span[2]):
        for place in range(start, end):
            known = painted[place]
            if label not in known.split("+"):
                painted[place] = f"{known}+{label}" if known else label
    return painted


def with_label(pairs: Pairs, label: str) -> Pairs:
    """The same units, asked for one label alone: does it stand there or not?"""
    asked: Pairs = Counter()
    for (one, other), number in pairs.items():
        found = (_yes(label in one.split("+")), _yes(label in other.split("+")))
        asked[found] += number
    return asked


def _yes(answer: bool) -> str:
    return _YES if answer else _NO


def paragraphs(one: Record, other: Record) -> list[tuple[Record, Record]]:
    """The paragraphs that both annotations have, by their ranges."""
    known = {(p["start"], p["end"]): p for p in other.get("paragraphs") or ()}
    places = ((p, known.get((p["start"], p["end"]))) for p in one.get("paragraphs") or ())
    return [(p, same) for p, same in places if same is not None]


def boilerplate(units: Iterable[tuple[Record, Record]]) -> Pairs:
    """How often paragraphs are page furniture in one and the other."""
    return Counter(
        (_yes(bool(a.get("boilerplate"))), _yes(bool(b.get("boilerplate")))) for a, b in units
    )


def topics(units: Iterable[tuple[Record, Record]]) -> Mapping[str, Pairs]:
    """For each topic how often units have it in one and the other; page furniture is no unit."""
    found: dict[str, Pairs] = {key: Counter() for key in keys("topics.label")}
    for one, other in units:
        if not (one.get("boilerplate") or other.get("boilerplate")):
            first, second = labels(one), labels(other)
            for key, pairs in found.items():
                pairs[_yes(key in first), _yes(key in second)] += 1
    return found
