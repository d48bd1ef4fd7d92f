"""Names as token classification: characters with a tag each, in windows that a model can take."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from datasets import ClassLabel, Features, List, Value

from zhengyu.document import Document, Entity
from zhengyu.errors import ConfigurationError
from zhengyu.huggingface.views import Row, View
from zhengyu.labels import keys
from zhengyu.text.sentences import sentences

Scheme = Literal["bioes", "bio"]

#: Characters of a window: with the two tokens that mark its ends a BERT takes 512.
LONGEST = 510

_OVERLAPPING = "names that overlap a longer one"
_TOO_LONG = "names longer than a window"


def ner_view(scheme: Scheme = "bioes", *, longest: int = LONGEST) -> View:
    """One row a window of text: `tokens`, its characters, and `ner_tags`, a class for each.

    A token is a code point, line breaks and spaces included, so that token `i` of a row is
    `text[start + i]` of its document. A window is whole sentences, as many as fit, and never ends
    within a name. Of names that overlap the longest is kept.

    Args:
        scheme: `bioes`, whose names end in `E-` and stand alone as `S-`, or `bio`.
        longest: most characters of a window.

    Raises:
        ConfigurationError: for another scheme, or windows of no length.
    """
    if scheme not in get_args(Scheme):
        raise ConfigurationError(
            f"unknown scheme {scheme!r}; the schemes are {', '.join(get_args(Scheme))}"
        )
    if longest < 1:
        raise ConfigurationError(f"a window of {longest} characters holds none; give 1 or more")
    tags = tag_names(scheme)
    number = {tag: i for i, tag in enumerate(tags)}
    left_out = {_OVERLAPPING: 0, _TOO_LONG: 0}

    def rows(document: Document) -> Iterator[Row]:
        names = _flat(document.entities, longest, left_out)
        marks = ["O"] * len(document.text)
        for name in names:
            marks[name.start : name.end] = _tags(name, scheme)
        for start, end in windows(document.text, names, longest):
            yield {
                "document": document.id,
                "start": start,
                "tokens": list(document.text[start:end]),
                "ner_tags": [number[mark] for mark in marks[start:end]],
            }

    features = Features(
        {
            "document": Value("string"),
            "start": Value("int64"),
            "tokens": List(Value("string")),
            "ner_tags": List(ClassLabel(names=tags)),
        }
    )
    summary = f"one row a window of at most {longest} characters, names tagged as {scheme.upper()}"
    fields, tasks = ("entities.label",), ("token-classification",)
    return View("ner", summary, features, rows, fields, tasks, left_out)


def tag_names(scheme: Scheme) -> list[str]:
    """The classes of `ner_tags`, `O` first.

    >>> tag_names("bio")[:3]
    ['O', 'B-PERSON', 'I-PERSON']
    """
    places = "BIES" if scheme == "bioes" else "BI"
    return ["O", *(f"{place}-{label}" for label in keys("entities.label") for place in places)]


def windows(text: str, names: Sequence[Entity], longest: int) -> Iterator[tuple[int, int]]:
    """Ranges of at most `longest` characters that cover all but blank text, in order.

    Each ends after a sentence if it can, else where it must, and never within a name.

    Args:
        text: what to cut.
        names: in order, none longer than a window, none overlapping another.
        longest: most characters of a window.
    """
    ends = [sentence.end for sentence in sentences(text)]
    starts = [name.start for name in names]
    tagged = {place for name in names for place in range(name.start, name.end)}

    def whole(place: int) -> int:
        """The place, or the start of the name that it would cut."""
        before = bisect_right(starts, place - 1) - 1
        cuts = before >= 0 and names[before].start < place < names[before].end
        return names[before].start if cuts else place

    def blank(place: int) -> bool:
        return text[place].isspace() and place not in tagged

    start = 0
    while start < len(text):
        if blank(start):
            start += 1
            continue
        limit = start + longest
        end = len(text) if limit >= len(text) else whole(limit)
        if limit < len(text):
            for candidate in reversed(ends[: bisect_right(ends, limit)]):
                if candidate <= start:
                    break
                if whole(candidate) == candidate:
                    end = candidate
                    break
        last = end
        while blank(last - 1):
            last -= 1
        yield start, last
        start = end


def _flat(names: Sequence[Entity], longest: int, left_out: dict[str, int]) -> list[Entity]:
    """The names that windows can hold, in order; counts the others."""
    kept: list[Entity] = []
    taken: set[int] = set()
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start)):
        places = range(name.start, name.end)
        if len(places) > longest:
            left_out[_TOO_LONG] += 1
        elif taken.isdisjoint(places):
            taken.update(places)
            kept.append(name)
        else:
            left_out[_OVERLAPPING] += 1
    return sorted(kept, key=lambda name: name.start)


def _tags(name: Entity, scheme: Scheme) -> list[str]:
    length = name.end - name.start
    places = ["B", *"I" * (length - 1)]
    if scheme == "bioes":
        places[-1] = "E" if length > 1 else "S"
    return [f"{place}-{name.label}" for place in places]
