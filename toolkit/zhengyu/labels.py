"""The closed sets of labels: names, definitions, and whether a document keeps to them.

What each label means and where its mentions begin and end is the codebook's to say; `labels.json`
beside this file sums it up in one line each, `topics/taxonomy.json` does for the topics.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

import msgspec

from zhengyu.document import Document
from zhengyu.errors import DocumentError
from zhengyu.topics.taxonomy import taxonomy

#: Fields that may be empty: a figure that does not change has neither basis nor direction.
OPTIONAL = frozenset(["numbers.basis", "numbers.direction"])

_TOPICS = "topics.label"


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a closed set: its key in the record, its names, one line that defines it."""

    key: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str


@lru_cache(maxsize=1)
def label_sets() -> Mapping[str, tuple[Label, ...]]:
    """The labels of each field of the record that is a closed set, in the codebook's order.

    >>> [label.key for label in label_sets()["numbers.direction"]]
    ['up', 'down', 'flat']
    """
    stored = files("zhengyu").joinpath("labels.json").read_bytes()
    sets = msgspec.json.decode(stored, type=dict[str, tuple[Label, ...]])
    topics = (
        Label(topic.key, topic.zh, topic.en, topic.definition_zh, topic.definition_en)
        for topic in taxonomy()
    )
    return MappingProxyType({**sets, _TOPICS: tuple(topics)})


@lru_cache(maxsize=32)
def keys(field: str) -> tuple[str, ...]:
    """The keys of a closed set, such as `keys("entities.label")`."""
    return tuple(label.key for label in label_sets()[field])


def check_labels(document: Document) -> None:
    """Holds the labels of a document against their sets.

    Raises:
        DocumentError: for the first label outside its set; names document, place and legal labels.
    """
    if all(value in _legal(field) for field, value in label_values(document)):
        return
    for path, field, value in _placed(document):
        if value not in _legal(field):
            raise DocumentError(
                f"document {document.id!r}, {path}: {value!r} is none of "
                f"{', '.join(keys(field))}; give one of these, or leave the item out"
            )


def label_values(document: Document) -> Iterator[tuple[str, str | None]]:
    """The closed set and the label of each item of the document, such as `terms.kind`, `tifa`."""
    for field in label_sets():
        layer, name = field.split(".")
        for item in getattr(document, layer):
            yield field, getattr(item, name)
    for paragraph in document.paragraphs:
        for topic in paragraph.topics:
            yield _TOPICS, topic.label


def _placed(document: Document) -> Iterator[tuple[str, str, str | None]]:
    """Place, closed set and label of each item."""
    for field in label_sets():
        layer, name = field.split(".")
        for number, item in enumerate(getattr(document, layer)):
            yield f"{layer}[{number}].{name}", field, getattr(item, name)
    for number, paragraph in enumerate(document.paragraphs):
        for place, topic in enumerate(paragraph.topics):
            yield f"paragraphs[{number}].topics[{place}].label", _TOPICS, topic.label


@lru_cache(maxsize=32)
def _legal(field: str) -> frozenset[str | None]:
    return frozenset([*keys(field), None] if field in OPTIONAL else keys(field))
