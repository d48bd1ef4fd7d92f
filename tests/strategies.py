"""Hypothesis strategies: texts of news with rare characters, and documents full of spans."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from zhengyu.document import (
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

#: Everyday text beside what breaks offsets: astral characters, an emoji of five code points, a
#: variation selector, full-width forms, both line ends, a no-break and an ideographic space.
PIECES = (
    "丽水",
    "𠮷",
    "😀",
    "👩‍👩‍👧",
    "⻊",
    "禰󠄀",
    "２３",
    "%",
    "\r\n",
    "\n",
    "\u3000",
    "\xa0",
    "a",
    "“",
    "é",
)

texts = st.one_of(
    st.text(min_size=1, max_size=60),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=20).map("".join),
)
names = st.text(max_size=8)
scores = st.floats(0, 1)
values = st.one_of(
    st.none(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.decimals(min_value=0, max_value=10**13, places=4),
    st.just(Decimal(38560000000)),
)
topics = st.builds(Topic, names, scores)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)
metadata = st.dictionaries(st.text(max_size=5), json_values, max_size=3)


@st.composite
def ranges(draw: st.DrawFn, text: str) -> tuple[int, int]:
    """A range that lies within the text."""
    start = draw(st.integers(0, len(text) - 1))
    return start, draw(st.integers(start + 1, len(text)))


@st.composite
def mentions(draw: st.DrawFn, text: str) -> tuple[int, int, str]:
    """A range and the text that stands there."""
    start, end = draw(ranges(text))
    return start, end, text[start:end]


@st.composite
def claims(draw: st.DrawFn, text: str) -> NumericClaim:
    """A figure with any of its parts missing."""
    part = st.none() | mentions(text).map(lambda mention: Span(*mention))
    period = st.none() | st.builds(
        lambda mention, first, last: Period(mention[0], mention[1], mention[2], first, last),
        mentions(text),
        st.none() | st.dates(),
        st.none() | st.dates(),
    )
    return NumericClaim(
        *draw(mentions(text)),
        kind=draw(names),
        value=draw(values),
        unit=draw(st.none() | names),
        value_high=draw(values),
        indicator=draw(part),
        basis=draw(st.none() | names),
        direction=draw(st.none() | names),
        period=draw(period),
        subject=draw(part),
        evidence=draw(st.none() | ranges(text).map(lambda pair: Range(*pair))),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document with all layers, whose spans may overlap in any way."""
    text = draw(texts)

    def some(item: st.SearchStrategy[object]) -> tuple[object, ...]:
        return tuple(draw(st.lists(item, max_size=3)))

    document = Document(text, id=draw(st.none() | names), meta=draw(metadata))
    return document.with_layer(
        paragraphs=some(
            st.builds(
                lambda pair, mark, labels: Paragraph(pair[0], pair[1], mark, tuple(labels)),
                ranges(text),
                st.booleans(),
                st.lists(topics, max_size=2),
            )
        ),
        terms=some(
            st.builds(
                lambda mention, *fields: Term(*mention, *fields),
                mentions(text),
                *(names, names, st.none() | names, names, st.booleans(), scores),
            )
        ),
        entities=some(
            st.builds(
                lambda mention, *fields: Entity(*mention, *fields),
                mentions(text),
                *(names, st.none() | names, st.none() | names, scores),
            )
        ),
        numbers=some(claims(text)),
        topics=some(topics),
    )
