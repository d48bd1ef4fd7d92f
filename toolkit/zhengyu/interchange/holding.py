"""Cutting a document down to what a format can hold, with each thing left behind counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from zhengyu.document import ALL_LAYERS, Document, NumericClaim, Span, Topic
from zhengyu.errors import ConfigurationError, DocumentError
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.tags import PARTS
from zhengyu.labels import check_labels

#: Is given each document that cannot go into a format, by its id; one that returns leaves it out.
Refuse = Callable[[str | None, DocumentError], None]

#: New bounds of a range, or None where nothing of it is left.
Rebound = Callable[[int, int], tuple[int, int] | None]

_DEFAULTS = {"score": 1.0, "quoted": False, "approx": "exact", "modality": "actual"}


def refuse_none(_: str | None, error: DocumentError) -> None:
    """Raises the error of the first document that cannot go into a format."""
    raise error


def checked_layers(layers: Collection[str] | None, possible: Collection[str]) -> tuple[str, ...]:
    """The layers that were asked for, all that are possible without asking.

    Raises:
        ConfigurationError: for one that the format has no place for.
    """
    for layer in layers or ():
        if layer not in possible:
            raise ConfigurationError(
                f"layer {layer!r} has no place here; those that have are: {', '.join(possible)}"
            )
    return tuple(possible if layers is None else layers)


def fit(
    documents: Iterable[Document],
    hold: Callable[[Document], Document],
    refuse: Refuse = refuse_none,
    *,
    unique: bool = False,
) -> Iterator[Document]:
    """The documents as the format holds them, one after the other.

    Args:
        documents: may be lazy.
        hold: cuts a document down.
        refuse: is given documents with labels outside their sets, those that `hold` raises for,
            and those without an id of their own where `unique`.
        unique: whether the format knows documents by their ids.
    """
    seen: set[str] = set()
    for document in documents:
        try:
            check_labels(document)
            held = hold(document)
            if unique:
                _check_id(held, seen)
        except DocumentError as error:
            refuse(document.id, error)
        else:
            yield held


def _check_id(document: Document, seen: set[str]) -> None:
    if not document.id:
        raise DocumentError(
            f"document {document.id!r} ({document.text[:20]!r}…) has no id, by which this format "
            "tells documents apart; give it one"
        )
    if document.id in seen:
        raise DocumentError(
            f"document {document.id!r}: another one has this id, by which this format tells "
            "documents apart; give each an id of its own"
        )
    seen.add(document.id)


def only(document: Document, layers: Collection[str]) -> Document:
    """The document with these layers alone: what nobody asked for is no loss."""
    return document.with_layer(**{layer: () for layer in ALL_LAYERS if layer not in layers})


def leave_layers(document: Document, loss: Loss, why: str, layers: Iterable[str]) -> Document:
    """The document without these layers, whose items are counted."""
    gone = {layer: () for layer in layers if getattr(document, layer)}
    for layer in gone:
        loss.add(layer, why, len(getattr(document, layer)))
    return document.with_layer(**gone)


def leave_rest(document: Document, loss: Loss, why: str, *names: str) -> Document:
    """The document without `meta` or `produced_by`, counted once each where there is any."""
    changes: dict[str, Any] = {name: {} for name in names if getattr(document, name)}
    for name in changes:
        loss.add(name, why)
    return replace(document, **changes) if changes else document


def leave_fields(
    document: Document, loss: Loss, why: str, fields: Mapping[str, Collection[str]]
) -> Document:
    """The document with these fields of its items at their defaults, and the others counted."""
    layers = {}
    for layer, names in fields.items():
        items = []
        for item in getattr(document, layer):
            defaults = {name: _default(item, name, names) for name in names}
            changes = {k: value for k, value in defaults.items() if getattr(item, k) != value}
            for name in changes:
                loss.add(f"{layer}.{name}", why)
            items.append(replace(item, **changes) if changes else item)
        layers[layer] = items
    return document.with_layer(**layers)


def _default(item: Any, name: str, gone: Collection[str]) -> Any:  # noqa: ANN401 - any record item
    if name == "canonical" and hasattr(item, "term_id"):
        return item.text
    if name == "source":
        return "open" if "term_id" in gone or item.term_id is None else "bank"
    return () if name == "topics" else _DEFAULTS.get(name)


def topics_once(document: Document, loss: Loss) -> Document:
    """The document with each topic once, for formats where a label is chosen or not."""
    paragraphs = [
        replace(p, topics=_once(p.topics, loss, "paragraphs.topics")) for p in document.paragraphs
    ]
    topics = _once(document.topics, loss, "topics")
    return document.with_layer(topics=topics, paragraphs=paragraphs)


def _once(topics: Iterable[Topic], loss: Loss, what: str) -> tuple[Topic, ...]:
    found: dict[str, Topic] = {}
    for topic in topics:
        if topic.label in found:
            loss.add(what, "given twice, where a label is chosen or not")
        found.setdefault(topic.label, topic)
    return tuple(found.values())


def rebound(
    document: Document, loss: Loss, why: str, change: Rebound, layers: Iterable[str]
) -> Document:
    """The document with new bounds for the mentions of these layers and what they point to.

    A mention of which nothing is left is dropped; either counts as one.
    """
    changed = {}
    for layer in layers:
        items = [
            _moved(document, item, layer, loss, why, change) for item in getattr(document, layer)
        ]
        changed[layer] = [_parts(document, i, loss, why, change) for i in items if i is not None]
    return document.with_layer(**changed)


def _parts(document: Document, item: Any, loss: Loss, why: str, change: Rebound) -> Any:  # noqa: ANN401
    if not isinstance(item, NumericClaim):
        return item
    parts = {
        name: part and _moved(document, part, f"numbers.{name}", loss, why, change)
        for name, part in ((name, getattr(item, name)) for name in PARTS)
    }
    return replace(item, **parts)


def _moved(
    document: Document,
    item: Any,  # noqa: ANN401 - any record item
    what: str,
    loss: Loss,
    why: str,
    change: Rebound,
) -> Any:  # noqa: ANN401
    bounds = change(item.start, item.end)
    if bounds == (item.start, item.end):
        return item
    loss.add(what, why)
    if bounds is None:
        return None
    start, end = bounds
    moved = {"text": document.text[start:end]} if isinstance(item, Span) else {}
    return replace(item, start=start, end=end, **moved)
