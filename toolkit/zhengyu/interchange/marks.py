"""Mentions as annotation tools know them: tagged ranges with fields, and links between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhengyu.document import ALL_LAYERS, SCHEMA_VERSION, Document
from zhengyu.errors import DocumentError
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.tags import LABEL_FIELD, PARTS, SPAN_LAYERS, tag_of
from zhengyu.labels import check_labels

#: A field of a figure that points to a period: its days, while the period is a mark of its own.
DATES = "period_dates"
_NO_DATES = {"from": None, "to": None}

_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "paragraphs": {"topics": []},
    "terms": {"term_id": None, "quoted": False, "score": 1.0},
    "entities": {"adcode": None, "canonical": None, "score": 1.0},
    "numbers": {
        **dict.fromkeys(("value", "unit", "value_high", "basis", "direction", "evidence", *PARTS)),
        "approx": "exact",
        "modality": "actual",
    },
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A tagged range.

    Attributes:
        id: unique in its document, such as `terms-0`.
        layer: one of `tags.SPAN_LAYERS` or `tags.PARTS`.
        label: its label in that layer.
        start: first code point.
        end: behind the last code point.
        fields: the item's other fields as JSON, without those that have their default.
        owners: for a part the ids of the figures that point to it.
    """

    id: str
    layer: str
    label: str
    start: int
    end: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    owners: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """Layer and label in one word."""
        return tag_of(self.layer, self.label)


def marks_of(
    document: Document, layers: Collection[str] = SPAN_LAYERS, *, linked: bool = True
) -> list[Mark]:
    """The mentions of a document, in the order of its layers.

    Args:
        document: whatever it holds.
        layers: those to take, of `tags.SPAN_LAYERS`.
        linked: what figures point to as marks of their own, one for all figures that point to the
            same range; else it stays among the fields of the figures.
    """
    record = document.to_dict()
    marks: list[Mark] = []
    owners: dict[tuple[str, int, int], list[str]] = {}
    for layer in SPAN_LAYERS:
        for number, item in enumerate(record[layer] if layer in layers else ()):
            identity = f"{layer}-{number}"
            if layer == "numbers" and linked:
                _unlink(item, identity, owners)
            label, fields = _fields(layer, item, document.text)
            marks.append(Mark(identity, layer, label, item["start"], item["end"], fields))
    parts = [
        Mark(f"{part}-{number}", part, part, start, end, {}, tuple(ids))
        for number, ((part, start, end), ids) in enumerate(owners.items())
    ]
    return marks + parts


def _unlink(
    claim: dict[str, Any], identity: str, owners: dict[tuple[str, int, int], list[str]]
) -> None:
    for part in PARTS:
        span = claim.pop(part)
        if span is None:
            continue
        owners.setdefault((part, span["start"], span["end"]), []).append(identity)
        dates = {key: span[key] for key in _NO_DATES if span.get(key) is not None}
        if dates:
            claim[DATES] = dates


def _fields(layer: str, item: Mapping[str, Any], text: str) -> tuple[str, dict[str, Any]]:
    """The label of an item on the wire, and its fields that are not their default."""
    label_field = LABEL_FIELD.get(layer, "boilerplate")
    known = {"start", "end", "text", label_field}
    defaults = defaults_of(layer, item, text[item["start"] : item["end"]])
    fields = {
        name: value
        for name, value in item.items()
        if name not in known and (name not in defaults or defaults[name] != value)
    }
    if layer == "paragraphs":
        return ("boilerplate" if item["boilerplate"] else "paragraph"), fields
    return item[label_field], fields


def defaults_of(layer: str, item: Mapping[str, Any], mention: str) -> Mapping[str, Any]:
    """The fields of an item of which nobody said anything: a new term is its own canonical form."""
    if layer != "terms":
        return _DEFAULTS[layer]
    source = "open" if item.get("term_id") is None else "bank"
    return {**_DEFAULTS[layer], "canonical": mention, "source": source}


def assemble(
    text: str,
    marks: Iterable[Mark],
    loss: Loss,
    *,
    id: str | None,  # noqa: A002 - the field's name
    **rest: Any,  # noqa: ANN401 - layers and metadata as on the wire
) -> Document:
    """The document that these marks make.

    Args:
        text: the text that they stand in.
        marks: in any order, which each layer keeps.
        loss: counts parts that no figure points to, and second parts of one kind.
        id: of the document.
        rest: `meta`, `topics`, `produced_by`, and layers that are no marks, as on the wire.

    Raises:
        DocumentError: for a range outside the text, a label outside its set, a field that no such
            item has; names document and place.
    """
    record: dict[str, Any] = {"schema": SCHEMA_VERSION, "id": id, "text": text, **rest}
    claims: dict[str, dict[str, Any]] = {}
    marks = list(marks)
    for mark in marks:
        if mark.layer not in PARTS:
            item = _item(mark, text)
            record.setdefault(mark.layer, []).append(item)
            if mark.layer == "numbers":
                claims[mark.id] = item
    for mark in marks:
        if mark.layer in PARTS:
            _link(mark, text, claims, loss)
    for claim in record.get("numbers", ()):
        dates = claim.pop(DATES, None)
        if dates and claim.get("period"):
            claim["period"] = {**claim["period"], **dates}
    document = Document.from_dict(record)
    check_labels(document)
    return document


def _item(mark: Mark, text: str) -> dict[str, Any]:
    item = {"start": mark.start, "end": mark.end}
    if mark.layer == "paragraphs":
        return {**item, "boilerplate": mark.label == "boilerplate", **mark.fields}
    mention = text[max(mark.start, 0) : mark.end]
    defaults = dict(defaults_of(mark.layer, mark.fields, mention))
    return {**item, "text": mention, LABEL_FIELD[mark.layer]: mark.label, **defaults, **mark.fields}


def _link(mark: Mark, text: str, claims: Mapping[str, dict[str, Any]], loss: Loss) -> None:
    owners = [claims[owner] for owner in mark.owners if owner in claims]
    if not owners:
        loss.add(mark.layer, "no figure points to it")
    for claim in owners:
        if claim.get(mark.layer) is not None:
            loss.add(mark.layer, "a figure points to more than one; the first is kept")
            continue
        mention = text[max(mark.start, 0) : mark.end]
        claim[mark.layer] = {"start": mark.start, "end": mark.end, "text": mention}


def beside(
    document: Document, marks: Sequence[Mark], *, without: Collection[str] = ()
) -> dict[str, Any]:
    """What a format that has spans and a place for JSON carries beside them.

    Args:
        document: the document.
        marks: those that become spans.
        without: fields that the format has a place for at the span.
    """
    record = document.to_dict()
    layers = {mark.layer for mark in marks}
    others = (layer for layer in ALL_LAYERS if layer not in layers)
    names = ("meta", "produced_by", *others)
    carried = {name: record[name] for name in names if record.get(name)}
    places = Counter((mark.tag, mark.start, mark.end) for mark in marks)
    spans = []
    for mark in marks:
        place = (mark.tag, mark.start, mark.end)
        fields = {name: value for name, value in mark.fields.items() if name not in without}
        if fields or places[place] > 1:
            spans.append([*place, fields])
    return {"id": document.id, **carried, **({"spans": spans} if spans else {})}


def reattach(marks: Iterable[Mark], carried: Mapping[str, Any]) -> list[Mark]:
    """The marks with the fields that `beside` put away, where tag and range are still the same.

    Fields that a mark has itself go before those carried.
    """
    waiting: dict[tuple[str, int, int], list[Mapping[str, Any]]] = {}
    for tag, start, end, fields in carried.get("spans", ()):
        waiting.setdefault((tag, start, end), []).append(fields)
    found = []
    for mark in marks:
        fields = waiting.get((mark.tag, mark.start, mark.end))
        own = {**fields.pop(0), **mark.fields} if fields else mark.fields
        found.append(replace(mark, fields=own))
    return found


def rest_of(carried: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The arguments of `assemble` that `beside` carried, but the id.

    Raises:
        DocumentError: when what was carried is no such thing.
    """
    if not isinstance(carried, Mapping):
        raise DocumentError(f"{place}: {carried!r} is not what zhengyu put there; leave it out")
    return {name: carried[name] for name in ("meta", "produced_by", *ALL_LAYERS) if name in carried}
