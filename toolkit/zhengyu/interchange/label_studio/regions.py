"""Results of Label Studio to marks: labels on regions, and the controls beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from zhengyu.errors import DocumentError
from zhengyu.interchange.label_studio.config import CHOICES, LINES, PARAGRAPH_TOPICS, POINTED
from zhengyu.interchange.label_studio.offsets import FOUND, Units, counting
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark
from zhengyu.interchange.reading import Mapped
from zhengyu.interchange.tags import PARTS, SPAN_LAYERS, tag_of

#: One object of a result.
Item = Mapping[str, Any]

#: Control to the field that it holds.
_FIELDS = {
    f"{layer}_{name}": name
    for fields in (CHOICES, LINES)
    for layer, names in fields.items()
    for name in names
}

_AMOUNTS = ("value", "value_high")

#: Label Studio writes line breaks of a selection as backslash and n, browsers drop some of them.
_BREAKS = re.compile(r"\\n|\s")


def regions_of(
    result: Sequence[Item], text: str, place: str, loss: Loss, tags: Mapped, offsets: Units
) -> list[Mark]:
    """The marks of a result, with the parts of figures linked to them.

    Args:
        result: the objects of an annotation or prediction.
        text: the task's text.
        place: document and annotation, for errors.
        loss: counts what no record holds.
        tags: what the labels stand for.
        offsets: what they count, where the texts of the regions fit either way.

    Raises:
        DocumentError: for offsets outside the text or beside the text that they say, a label that
            is none.
    """
    labelled = [item for item in result if item.get("type") == "labels"]
    where = _counting(labelled, text, place, offsets)
    fields = _fields_of(result, loss)
    owners = _owners(result, {str(item.get("id")) for item in labelled}, loss)
    marks = []
    for item in labelled:
        identity, name = str(item.get("id")), str(item.get("from_name"))
        start, end = where(item)
        for label in item["value"].get("labels", ()):
            tag = tag_of(name, label) if name in SPAN_LAYERS else label
            meant = tags(tag, f"{place}, region {identity!r}", loss)
            if meant is None:
                continue
            own = {} if meant[0] in PARTS else dict(fields.get(identity, {}))
            if meant[0] in {"terms", "entities"} and "score" in item:
                own["score"] = item["score"]
            marks.append(Mark(identity, *meant, start, end, own, tuple(owners.get(identity, ()))))
    return marks


def topics_of(result: Iterable[Item]) -> list[str]:
    """The topics that were chosen for the whole text."""
    chosen = [item for item in result if item.get("from_name") == "topics"]
    return [label for item in chosen for label in item["value"].get("choices", ())]


def _counting(
    labelled: Sequence[Item], text: str, place: str, offsets: Units
) -> Callable[[Item], tuple[int, int]]:
    """The range of each region, counted as the texts of the regions show.

    What the task was written with goes first; one count for all regions goes before one for each,
    as a short text may stand at two places by chance.
    """
    order = sorted(FOUND, key=lambda units: units != offsets)
    ways = [counting(text, units).points for units in order]
    for same in (_equal, _alike):
        for way in ways:
            if all(_fits(item, text, way, same) for item in labelled):
                return lambda item, way=way: _bounds(item, way)  # type: ignore[misc]

    def bounds(item: Item) -> tuple[int, int]:
        fitting = (way for way in ways if _fits(item, text, way, _alike))
        return _bounds(item, next(fitting, None) or _wrong(item, text, ways[0], place))

    return bounds


def _wrong(item: Item, text: str, way: Callable[[int], int], place: str) -> Callable[[int], int]:
    """Says that a region does not stand where it says.

    Raises:
        DocumentError: always.
    """
    start, end = _bounds(item, way)
    raise DocumentError(
        f"{place}, region {item.get('id')!r}: the text at [{start}, {end}) of {len(text)} code "
        f"points is {text[max(start, 0) : max(end, 0)]!r}, not {item['value'].get('text')!r}; the "
        "text of the task was changed since, or its offsets count neither UTF-16 code units nor "
        "code points"
    )


def _bounds(item: Item, count: Callable[[int], int]) -> tuple[int, int]:
    try:
        return count(int(item["value"]["start"])), count(int(item["value"]["end"]))
    except (KeyError, TypeError, ValueError) as error:
        raise DocumentError(
            f"region {item.get('id')!r} has no start and end as numbers ({error}); use a Text tag"
        ) from error


def _fits(
    item: Item, text: str, count: Callable[[int], int], same: Callable[[str, str], bool]
) -> bool:
    start, end = _bounds(item, count)
    if not 0 <= start < end <= len(text):
        return False
    said = item["value"].get("text")
    return said is None or same(said, text[start:end])


def _equal(said: str, stands: str) -> bool:
    return said == stands


def _alike(said: str, stands: str) -> bool:
    return _BREAKS.sub("", said) == _BREAKS.sub("", stands)


def _fields_of(result: Iterable[Item], loss: Loss) -> dict[str, dict[str, Any]]:
    """The fields that the controls of each region hold."""
    fields: dict[str, dict[str, Any]] = {}
    for item in result:
        name, sort = str(item.get("from_name")), item.get("type")
        if sort in {"labels", "relation"} or name == "topics":
            continue
        own = fields.setdefault(str(item.get("id")), {})
        if name == PARAGRAPH_TOPICS:
            own["topics"] = [{"label": label} for label in item["value"].get("choices", ())]
        elif name in _FIELDS and sort in {"choices", "textarea"}:
            values = item["value"].get("choices" if sort == "choices" else "text") or [None]
            values = [values] if isinstance(values, str) else values
            loss.add(name, "a record holds one value; the first is kept", len(values) - 1)
            own[_FIELDS[name]] = _value(_FIELDS[name], values[0])
        else:
            loss.add(name, "a control that no record has a field for")
    return fields


def _value(name: str, value: str | None) -> str | None:
    return None if name in _AMOUNTS and not (value or "").strip() else value


def _owners(result: Iterable[Item], known: set[str], loss: Loss) -> dict[str, list[str]]:
    """The figures that point to each part, by their regions."""
    parts = {str(i.get("id")) for i in result if i.get("from_name") == POINTED}
    owners: dict[str, list[str]] = {}
    for item in result:
        if item.get("type") != "relation":
            continue
        one, other = str(item.get("from_id")), str(item.get("to_id"))
        if one in parts and other not in parts:  # drawn the other way round
            one, other = other, one
        if other in parts and one in known:
            owners.setdefault(other, []).append(one)
        else:
            loss.add("relation", "only indicator, period and subject of a figure are held")
    return owners
