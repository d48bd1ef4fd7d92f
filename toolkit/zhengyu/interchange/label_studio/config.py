"""The labelling configuration: which controls an annotator has for each layer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from xml.etree import ElementTree as ET

from zhengyu.interchange.tags import PARTS, SPAN_LAYERS, labels_of
from zhengyu.labels import keys, label_sets

#: Layers that an annotator may see.
LAYERS = (*SPAN_LAYERS, "topics")

#: Without being asked paragraphs are no regions: they would cover the whole text.
USUAL = ("terms", "entities", "numbers", "topics")

#: Fields with a control of their own beside a region: a choice of a closed set, or a line of text.
CHOICES: Mapping[str, tuple[str, ...]] = {"numbers": ("approx", "basis", "direction", "modality")}
LINES: Mapping[str, tuple[str, ...]] = {
    "terms": ("canonical", "term_id"),
    "entities": ("canonical", "adcode"),
    "numbers": ("value", "value_high", "unit"),
}

#: The control for what a figure points to, and that for the topics of a paragraph.
POINTED = "parts"
PARAGRAPH_TOPICS = "paragraphs_topics"

_COLOURS = {
    "paragraphs": "#bbbbbb",
    "terms": "#ff8c1a",
    "entities": "#2b8cff",
    "numbers": "#3aa655",
    POINTED: "#8a63d2",
}


def configuration(layers: Collection[str] = USUAL) -> str:
    """The XML to paste into a project's labelling interface, for the layers that are corrected."""
    view = ET.Element("View")
    for layer in SPAN_LAYERS:
        if layer in layers:
            _labels(view, layer, labels_of(layer))
    if "numbers" in layers:
        _labels(view, POINTED, PARTS)
        relations = ET.SubElement(view, "Relations")
        for part in PARTS:
            ET.SubElement(relations, "Relation", value=part)
    ET.SubElement(view, "Text", name="text", value="$text", granularity="symbol")
    for control in _controls(layers):
        view.append(control)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _labels(view: ET.Element, name: str, labels: Collection[str]) -> None:
    group = ET.SubElement(view, "Labels", name=name, toName="text")
    names = _chinese()
    for label in labels:
        hint = names.get(label, label)
        ET.SubElement(group, "Label", value=label, hint=hint, background=_COLOURS[name])


def _controls(layers: Collection[str]) -> Iterator[ET.Element]:
    for layer, fields in CHOICES.items():
        for name in fields if layer in layers else ():
            yield _choices(f"{layer}_{name}", keys(f"{layer}.{name}"), layer)
    for layer, fields in LINES.items():
        for name in fields if layer in layers else ():
            attributes = {"name": f"{layer}_{name}", "toName": "text", "perRegion": "true"}
            attributes |= {"whenTagName": layer, "placeholder": name, "maxSubmissions": "1"}
            yield ET.Element("TextArea", attributes, editable="true")
    if "paragraphs" in layers:
        yield _choices(PARAGRAPH_TOPICS, keys("topics.label"), "paragraphs", choice="multiple")
    if "topics" in layers:
        yield _choices("topics", keys("topics.label"), None, choice="multiple")


def _choices(
    name: str, values: Collection[str], layer: str | None, choice: str = "single"
) -> ET.Element:
    attributes = {"name": name, "toName": "text", "choice": choice, "showInline": "true"}
    if layer is not None:
        attributes |= {"perRegion": "true", "whenTagName": layer, "visibleWhen": "region-selected"}
    element = ET.Element("Choices", attributes)
    names = _chinese()
    for value in values:
        ET.SubElement(element, "Choice", {"value": value, "hint": names.get(value, value)})
    return element


def _chinese() -> dict[str, str]:
    return {label.key: label.zh for labels in label_sets().values() for label in labels}
