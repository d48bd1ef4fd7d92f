"""brat's annotation.conf and visual.conf for the codebook's labels."""

from __future__ import annotations

from collections.abc import Mapping

from zhengyu.interchange.brat.lines import ATTRIBUTES, FLAGS
from zhengyu.interchange.tags import LABEL_FIELD, PARTS, SPAN_LAYERS, tag_of, tags_of
from zhengyu.labels import keys, label_sets

#: Background colours of the layers, light enough for black text.
COLOURS: Mapping[str, str] = {
    "paragraphs": "#eeeeee",
    "terms": "#ffd7a8",
    "entities": "#b9dcff",
    "numbers": "#c6efb8",
    **dict.fromkeys(PARTS, "#e6dcf5"),
}

_LAYER_OF_ATTRIBUTE = {"source": "terms", "quoted": "terms"}


def annotation_conf() -> str:
    """Types of spans and relations, and the attributes that each may have."""
    tags = [tag for layer in (*SPAN_LAYERS, *PARTS) for tag in tags_of(layer)]
    figures = "|".join(tags_of("numbers"))
    relations = [f"{part}\tArg1:{figures}, Arg2:{part}" for part in PARTS]
    overlap = "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>"
    sections = {
        "entities": tags,
        "relations": [*relations, overlap],
        "events": [],
        "attributes": [_attribute(name) for name in (*ATTRIBUTES, *FLAGS)],
    }
    return "".join(
        f"[{name}]\n" + "".join(f"{x}\n" for x in lines) for name, lines in sections.items()
    )


def _attribute(name: str) -> str:
    layer = _LAYER_OF_ATTRIBUTE.get(name, "numbers")
    values = "" if name in FLAGS else f", Value:{'|'.join(keys(f'{layer}.{name}'))}"
    return f"{name.capitalize()}\tArg:{'|'.join(tags_of(layer))}{values}"


def visual_conf() -> str:
    """Names of the labels in Chinese and English, and a colour for each layer."""
    labels = ["paragraph | 段落 | Paragraph", "boilerplate | 页面杂项 | Boilerplate"]
    for layer, field in LABEL_FIELD.items():
        found = label_sets()[f"{layer}.{field}"]
        labels.extend(f"{tag_of(layer, label.key)} | {label.zh} | {label.en}" for label in found)
    labels += ["indicator | 指标 | Indicator", "period | 时期 | Period", "subject | 主体 | Subject"]
    drawing = [
        f"{tag}\tbgColor:{COLOURS[layer]}"
        for layer in (*SPAN_LAYERS, *PARTS)
        for tag in tags_of(layer)
    ]
    return "\n".join(["[labels]", *labels, "[drawing]", *drawing, ""])
