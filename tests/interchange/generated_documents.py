"""Documents that keep to the codebook's labels, with everything else that breaks exchange."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

import strategies as base
from zhengyu.document import (
    Document,
    Entity,
    NumericClaim,
    Paragraph,
    Period,
    Range,
    Span,
    Term,
    Token,
    Topic,
)
from zhengyu.labels import keys

#: What breaks offsets and lines: an emoji of several code points, characters of CJK extension B,
#: all kinds of line ends, white space of other sorts, marks that formats use themselves.
PIECES = (
    *("丽水经开区", "双招双引", "同比增长", "93%", "𠮷野家", "𪚥", "😀", "👩‍👩‍👧", "🇨🇳", "禰󠄀", "é"),
    *("\r\n", "\n", "\r", "\x85", "\u2028", "\x0b", "\x1c", "\t", " ", "\u3000", "\xa0", "\x00"),
    *('"', "“", ",", "#", "# ", "\\n", "<b>", "&", "-DOCSTART-", "\ufeff"),
)

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join),
    st.text(min_size=1, max_size=60),
)
words = st.text(max_size=8) | st.sampled_from(["丽水市", "a b", "é\n", "331100", "🇨🇳"])
optional = st.none() | words
values = st.none() | st.decimals(allow_nan=False, allow_infinity=False) | st.just(Decimal("385.6"))


def one_of(field: str) -> st.SearchStrategy[str]:
    return st.sampled_from(keys(field))


topics = st.builds(Topic, one_of("topics.label"), base.scores)
topic_lists = st.lists(topics, max_size=3, unique_by=lambda topic: topic.label).map(tuple)


@st.composite
def claims(draw: st.DrawFn, text: str) -> NumericClaim:
    span = st.none() | base.mentions(text).map(lambda m: Span(*m))
    period = st.none() | st.builds(
        lambda m, first, last: Period(m[0], m[1], m[2], first, last),
        base.mentions(text),
        st.none() | st.dates(),
        st.none() | st.dates(),
    )
    return NumericClaim(
        *draw(base.mentions(text)),
        kind=draw(one_of("numbers.kind")),
        value=draw(values),
        unit=draw(optional),
        value_high=draw(values),
        approx=draw(one_of("numbers.approx")),
        indicator=draw(span),
        basis=draw(st.none() | one_of("numbers.basis")),
        direction=draw(st.none() | one_of("numbers.direction")),
        modality=draw(one_of("numbers.modality")),
        period=draw(period),
        subject=draw(span),
        evidence=draw(st.none() | base.ranges(text).map(lambda r: Range(*r))),
    )


def _paragraphs(text: str) -> st.SearchStrategy[Paragraph]:
    return st.builds(
        lambda r, mark, found: Paragraph(r[0], r[1], mark, found),
        base.ranges(text),
        st.booleans(),
        topic_lists,
    )


def _terms(text: str) -> st.SearchStrategy[Term]:
    rest = (one_of("terms.kind"), words, optional, one_of("terms.source"), st.booleans())
    return st.builds(lambda m, *f: Term(*m, *f), base.mentions(text), *rest, base.scores)


def _entities(text: str) -> st.SearchStrategy[Entity]:
    rest = (one_of("entities.label"), optional, optional, base.scores)
    return st.builds(lambda m, *f: Entity(*m, *f), base.mentions(text), *rest)


def _tokens(text: str) -> st.SearchStrategy[Token]:
    return st.builds(
        lambda m, pos: Token(m[0], m[1], m[2], "word", pos), base.mentions(text), optional
    )


@st.composite
def documents(draw: st.DrawFn, ids: st.SearchStrategy[str | None] = optional) -> Document:
    """A document with all layers, whose spans are nested, overlap and run over line ends."""
    text = draw(texts)

    def some(items: st.SearchStrategy[object]) -> tuple[object, ...]:
        return tuple(draw(st.lists(items, max_size=4)))

    places = st.lists(_paragraphs(text), max_size=3, unique_by=lambda p: (p.start, p.end))
    made = Document(text, id=draw(ids), meta=draw(base.metadata), produced_by=draw(base.metadata))
    return made.with_layer(
        paragraphs=draw(places),
        terms=some(_terms(text)),
        entities=some(_entities(text)),
        numbers=some(claims(text)),
        topics=draw(topic_lists),
        tokens=some(_tokens(text)),
    )


def collections(size: int = 4) -> st.SearchStrategy[list[Document]]:
    """Documents with ids that differ."""
    ids = st.text(min_size=1, max_size=12)
    return st.lists(
        documents(ids), min_size=2, max_size=size, unique_by=lambda document: document.id
    )
