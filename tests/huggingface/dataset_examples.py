"""Documents for the tests of this folder: one with every field filled, one with none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

import strategies
from zhengyu.document import (
    LAYERS,
    Document,
    Entity,
    NumericClaim,
    Paragraph,
    Period,
    Range,
    Span,
    Term,
    Topic,
)
from zhengyu.labels import OPTIONAL, keys, label_sets

TEXT = "😀2021年丽水招引项目220个"
FULL = Document(
    TEXT,
    id="full",
    meta={"title": "开工", "tags": ["a", None], "nested": {"x": 1.5}, "part": "test"},
    paragraphs=(Paragraph(0, len(TEXT), False, (Topic("investment", 0.5),)),),
    terms=(Term(10, 12, "项目", "tifa", "项目", "t1", "open", True, 0.25),),
    entities=(Entity(6, 8, "丽水", "GPE", "331100", "丽水市", 0.75),),
    numbers=(
        NumericClaim(
            *(12, 16, "220个", "growth", Decimal("0.1234567890123456789"), "个"),
            value_high=Decimal(38560000000),
            approx="about",
            indicator=Span(10, 12, "项目"),
            basis="yoy",
            direction="up",
            modality="target",
            period=Period(1, 6, "2021年", date(2021, 1, 1), date(2021, 12, 31)),
            subject=Span(6, 8, "丽水"),
            evidence=Range(1, 16),
        ),
        NumericClaim(12, 16, "220个", "level", None, None, period=Period(1, 6, "2021年")),
    ),
    topics=(Topic("investment", 1.0),),
    produced_by={"zhengyu": "0.1.0", "components": ["terms.x"], "artefacts": {"models/x": "ab"}},
)
EMPTY = Document("")


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents full of spans and rare characters, whose labels are all within their sets."""
    document = draw(strategies.documents())
    layers = {layer: list(getattr(document, layer)) for layer in LAYERS}
    for field in label_sets():
        layer, name = field.split(".")
        legal = [*keys(field), None] if field in OPTIONAL else keys(field)
        layers[layer] = [replace(i, **{name: draw(st.sampled_from(legal))}) for i in layers[layer]]
    topics = st.sampled_from(keys("topics.label"))
    layers["paragraphs"] = [
        replace(paragraph, topics=tuple(replace(t, label=draw(topics)) for t in paragraph.topics))
        for paragraph in layers["paragraphs"]
    ]
    return document.with_layer(**layers)
