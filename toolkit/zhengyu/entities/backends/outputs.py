"""What HanLP's models put out, as mentions at ranges of the text that they were given."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhengyu.document import Range
from zhengyu.entities.backends.alignment import align
from zhengyu.entities.backends.labels import scheme_of

#: Tasks whose labels say most come first: of three that agree on a place, one may call it a GPE.
_ORDER = ("ner/ontonotes", "ner/pku", "ner/msra")

#: The class that each label of `labels.json` belongs to, for counting who agrees.
_CLASSES = {"GPE": "place", "LOC": "place", "FACILITY": "place"}

#: Score of a mention that one of many tasks found, and what is added if all did.
_ALONE, _ALL = 0.75, 0.2


@dataclass(frozen=True, slots=True)
class Mention(Range):
    """A range of the text with a class or label (see `labels.json`) and a score in [0, 1]."""

    given: str
    score: float


def mentions(
    text: str, output: Mapping[str, Sequence[Any]], labels: Mapping[str, Collection[str]]
) -> list[Mention]:
    """Mentions in one text, by their place; those of different tasks may overlap.

    Args:
        text: what the model was given.
        output: the fields of HanLP's document for this text: tokens in `tok…`, and in each `ner…`
            its entities as text, label, first token and the one after the last.
        labels: for each task the labels that it can give.
    """
    tokens = {
        name: [token if isinstance(token, str) else token[0] for token in found]
        for name, found in output.items()
        if name.startswith("tok")
    }
    places = {name: align(text, found) for name, found in tokens.items()}
    tasks = sorted((name for name in output if name.startswith("ner")), key=_rank)
    votes: dict[tuple[int, int], list[str]] = defaultdict(list)
    for task in tasks:
        scheme = scheme_of(labels.get(task, ()) or {entity[1] for entity in output[task]}, task)
        for entity in output[task]:
            given, span = scheme.get(entity[1]), _span(entity, tokens, places)
            if given is not None and span is not None:
                votes[span].append(given)
    found = ((span, _agreed(given), len(given)) for span, given in sorted(votes.items()))
    return [Mention(*span, given, score_of(n, len(tasks))) for span, given, n in found]


def score_of(votes: int, voters: int) -> float:
    """A score for what so many of the tasks found; HanLP gives no probabilities.

    >>> score_of(1, 1), score_of(1, 2)
    (0.95, 0.85)
    """
    return round(_ALONE + _ALL * votes / voters, 4)


def _rank(task: str) -> int:
    return _ORDER.index(task) if task in _ORDER else len(_ORDER)


def _agreed(given: Sequence[str]) -> str:
    """The label of the class that most tasks see; within it the one that says more."""
    classes = Counter(_CLASSES.get(label, label) for label in given)
    best = classes.most_common(1)[0][0]
    return next(label for label in given if _CLASSES.get(label, label) == best)


def _span(
    entity: Sequence[Any],
    tokens: Mapping[str, Sequence[str]],
    places: Mapping[str, Sequence[Range | None]],
) -> tuple[int, int] | None:
    """Where an entity stands, by its own tokens: a model may have several ways to cut a text."""
    text, _, begin, end = entity
    fit = (name for name, found in tokens.items() if _joined(found[begin:end]) == _joined([text]))
    name = next(fit, None) or next((n for n, found in tokens.items() if end <= len(found)), None)
    if name is None:
        return None
    ranges = [place for place in places[name][begin:end] if place is not None]
    return (ranges[0].start, ranges[-1].end) if ranges else None


def _joined(tokens: Sequence[str]) -> str:
    return "".join("".join(tokens).split())


def of_characters(
    seen: Sequence[int], entities: Sequence[Sequence[Any]], scheme: Mapping[str, str | None]
) -> Iterator[Mention]:
    """Mentions of a model that reads characters.

    Args:
        seen: for each character that the model was given, its place in the text.
        entities: the model's: text, label, first character and the one after the last.
        scheme: what the labels mean.
    """
    for _, label, begin, end, *_ in entities:
        given = scheme.get(label)
        if given is not None and begin < end:
            yield Mention(seen[begin], seen[end - 1] + 1, given, score_of(1, 1))
