"""Tags: one word for layer and label, as annotation tools with a single list of labels need it.

`PERSON` is an entity, `term-tifa` a term, `number-growth` a figure; `paragraph` and `boilerplate`
are paragraphs; `indicator`, `period` and `subject` are what a figure points to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from zhengyu.errors import DocumentError
from zhengyu.labels import keys

#: Layers whose items stand in the text, in the order in which they are put out.
SPAN_LAYERS = ("paragraphs", "terms", "entities", "numbers")

#: The field of each layer that its tag names.
LABEL_FIELD: Mapping[str, str] = {"terms": "kind", "entities": "label", "numbers": "kind"}

#: What a figure points to.
PARTS = ("indicator", "period", "subject")

_PREFIX = {"terms": "term-", "numbers": "number-"}


def tag_of(layer: str, label: str) -> str:
    """Layer and label in one word.

    >>> tag_of("terms", "tifa"), tag_of("entities", "GPE")
    ('term-tifa', 'GPE')
    """
    return _PREFIX.get(layer, "") + label


def labels_of(layer: str) -> tuple[str, ...]:
    """The labels of a layer, or of a part of figures."""
    if layer == "paragraphs":
        return ("paragraph", "boilerplate")
    return (layer,) if layer in PARTS else keys(f"{layer}.{LABEL_FIELD[layer]}")


def tags_of(layer: str) -> tuple[str, ...]:
    """The tags of a layer, or of a part of figures.

    >>> tags_of("numbers")[:2]
    ('number-level', 'number-growth')
    """
    return tuple(tag_of(layer, label) for label in labels_of(layer))


def untag(tag: str, place: str) -> tuple[str, str]:
    """Layer and label of a tag; a label that only one layer has may stand alone (`tifa`).

    Args:
        tag: as a tool gives it.
        place: document and place in it, for the error.

    Raises:
        DocumentError: for one that is no tag; names the place and the tags there are.
    """
    found = _known().get(tag)
    if found is None:
        tags = [tag for layer in (*SPAN_LAYERS, *PARTS) for tag in tags_of(layer)]
        raise DocumentError(
            f"{place}: {tag!r} is none of the labels {', '.join(tags)}; correct it in the tool, or "
            "say what it stands for (--map OLD=NEW, or --map OLD= to leave it out)"
        )
    return found


@lru_cache(maxsize=1)
def _known() -> Mapping[str, tuple[str, str]]:
    pairs = [(layer, label) for layer in (*SPAN_LAYERS, *PARTS) for label in labels_of(layer)]
    tags = {tag_of(layer, label): (layer, label) for layer, label in pairs}
    alone = {label: (layer, label) for layer, label in pairs}
    return {**alone, **tags}
