"""Annotated documents as HanLP's training samples: characters, each with a tag."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

import msgspec

from zhengyu.entities.backends.reading import as_printed, pieces, visible
from zhengyu.errors import ReadingError
from zhengyu.text.views import FoldedView
from zhengyu.training.gold import read_records

#: HanLP's own word for a character that the training texts do not have.
UNKNOWN = "<unk>"

Labelled = tuple[int, int, str]


class Sample(TypedDict):
    """One piece of text as HanLP reads it: characters, and their tags in the scheme BIO.

    Of HanLP's schemes it is the one that any sequence of tags can be read in.
    """

    token: list[str]
    tag: list[str]


def read_samples(paths: Sequence[Path]) -> list[Sample]:
    """The samples of files of JSON lines, packed (`.gz`) or not.

    A line has `text`, and `entities` as in the record (`start`, `end`, `label`) or `spans`, a list
    of `[start, end, label]`. Of spans that overlap, the longer counts.

    Raises:
        ReadingError: when a file is missing, a line is no such record, or there is none.
    """
    found = [sample for path in paths for sample in _of_file(path)]
    if not found:
        raise ReadingError(
            f"{', '.join(map(str, paths))}: no text to learn from; give JSON lines with text and "
            "entities"
        )
    return found


def _of_file(path: Path) -> Iterator[Sample]:
    fold = FoldedView()
    try:
        for number, record in enumerate(read_records(path), 1):
            try:
                text, spans = record["text"], spans_of(record)
                yield from samples(as_printed(fold(text)), spans)
            except (KeyError, TypeError, ValueError) as error:
                raise ReadingError(
                    f"{path}, line {number}: {type(error).__name__} {error}; a line has text, and "
                    "entities with start, end and label, or spans as [start, end, label]",
                    source=f"{path}:{number}",
                ) from error
    except (OSError, msgspec.DecodeError) as error:
        raise ReadingError(f"{path} cannot be read: {error}", source=str(path)) from error
    except ValueError as error:
        raise ReadingError(
            f"{path} holds a line that is no JSON: {error}", source=str(path)
        ) from error


def spans_of(record: Mapping[str, Any]) -> list[Labelled]:
    """The spans of a record that overlap no longer one, in order.

    Raises:
        ValueError: when a span does not lie within the text.
    """
    given = [(e["start"], e["end"], e["label"]) for e in record.get("entities", ())]
    given += [(start, end, label) for start, end, label in record.get("spans", ())]
    taken = bytearray(len(record["text"]))
    kept = []
    for start, end, label in sorted(given, key=lambda s: (s[0] - s[1], s[0])):
        if not 0 <= start < end <= len(taken):
            raise ValueError(f"the span [{start}, {end}) lies outside the text")
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end, str(label)))
    return sorted(kept)


def samples(text: str, spans: Sequence[Labelled]) -> Iterator[Sample]:
    """The samples of one text; a span that a piece's edge cuts is, in each piece, what is left."""
    for piece in pieces(text):
        seen = visible(text[piece.start : piece.end])
        tags = _tags(seen, [_within(span, piece.start) for span in spans])
        if seen:
            yield Sample(token=[text[piece.start + i] for i in seen], tag=tags)


def _within(span: Labelled, start: int) -> Labelled:
    return span[0] - start, span[1] - start, span[2]


def _tags(seen: Sequence[int], spans: Iterable[Labelled]) -> list[str]:
    tags = ["O"] * len(seen)
    for start, end, label in spans:
        inside = [place for place, position in enumerate(seen) if start <= position < end]
        for number, place in enumerate(inside):
            tags[place] = f"I-{label}" if number else f"B-{label}"
    return tags


def without_hapaxes(given: Sequence[Sample]) -> list[Sample]:
    """The samples with characters that stand in them once as `UNKNOWN`.

    So the vector of what no training text has is learnt, too.
    """
    counts = Counter(character for sample in given for character in sample["token"])
    return [
        Sample(token=[c if counts[c] > 1 else UNKNOWN for c in sample["token"]], tag=sample["tag"])
        for sample in given
    ]
