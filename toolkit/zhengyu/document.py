"""The record: a text that never changes, and layers of spans that stand in it.

Offsets are half-open ranges of Unicode code points into `Document.text`; for every mention
`text[start:end] == mention.text`, which is checked whenever a document is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

from zhengyu import schema
from zhengyu.errors import DocumentError

if TYPE_CHECKING:
    from zhengyu.tokens.keywords import Keyword

SCHEMA_VERSION = 1

#: Digits beyond which an integer goes to JSON as a string: 1E+6000 would be six thousand digits.
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Range:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span(Range):
    """A range together with the text that stands there."""

    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A label of the topic taxonomy; `score` is a calibrated probability in [0, 1]."""

    label: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Paragraph(Range):
    """A maximal run of text between line breaks; `boilerplate` marks page furniture."""

    boilerplate: bool = False
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Term(Span):
    """A slogan or policy term.

    `source` is `bank` (then `term_id` names the entry) or `open` (found by its form);
    `quoted` says that quotation marks stand around it; `score` is a probability.
    """

    kind: str
    canonical: str
    term_id: str | None = None
    source: str = "bank"
    quoted: bool = False
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity(Span):
    """A name or post; `adcode` is the six-digit GB/T 2260 code of a Chinese place."""

    label: str
    adcode: str | None = None
    canonical: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Period(Span):
    """The time that a figure is for; the dates are inclusive, None where not computable."""

    from_date: date | None = None
    to_date: date | None = None


@dataclass(frozen=True, slots=True)
class NumericClaim(Span):
    """One quantity that the text asserts of something; see the codebook for each field.

    `value` and `value_high` are in the base unit (yuan, persons, percent points of a percent).
    """

    kind: str
    value: Decimal | None
    unit: str | None
    value_high: Decimal | None = None
    approx: str = "exact"
    indicator: Span | None = None
    basis: str | None = None
    direction: str | None = None
    modality: str = "actual"
    period: Period | None = None
    subject: Span | None = None
    evidence: Range | None = None


@dataclass(frozen=True, slots=True)
class Token(Span):
    """A word, or a term or name kept whole; white space belongs to none.

    `unit` is `word`, `term` or `name`; `pos` is jieba's part of speech, None where not asked for.
    """

    unit: str = "word"
    pos: str | None = None


#: The layers that are made unless others are named.
LAYERS = ("paragraphs", "terms", "entities", "numbers", "topics")

#: All layers: `tokens` are made, and stand in the record, only where they are asked for.
ALL_LAYERS = (*LAYERS, "tokens")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is known of it; a component returns a new one with its layer added.

    Raises:
        DocumentError: when a span lies outside the text, its mention is not its slice, a value is
            no finite `Decimal`, or the text holds half of a surrogate pair.
    """

    text: str
    id: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    paragraphs: tuple[Paragraph, ...] = ()
    terms: tuple[Term, ...] = ()
    entities: tuple[Entity, ...] = ()
    numbers: tuple[NumericClaim, ...] = ()
    topics: tuple[Topic, ...] = ()
    tokens: tuple[Token, ...] = ()
    produced_by: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._check_text()
        for layer in ALL_LAYERS:
            self._check_layer(layer)

    def _check_layer(self, layer: str) -> None:
        if layer == "topics":  # the document's: they stand nowhere
            return
        for position, item in enumerate(getattr(self, layer)):
            if not self._stands(item):
                self._complain(item, f"{layer}[{position}]")
            if isinstance(item, NumericClaim):
                self._check_claim(item, f"{layer}[{position}]")

    def _check_claim(self, claim: NumericClaim, path: str) -> None:
        for name in ("indicator", "period", "subject", "evidence"):
            part = getattr(claim, name)
            if part is not None and not self._stands(part):
                self._complain(part, f"{path}.{name}")
        for value in (claim.value, claim.value_high):
            if value is not None and not (isinstance(value, Decimal) and value.is_finite()):
                raise DocumentError(
                    f"document {self.id!r}, {path}: the value {value!r} is no finite Decimal; "
                    "give Decimal or None"
                )

    def _check_text(self) -> None:
        try:
            self.text.encode()
        except UnicodeEncodeError as error:
            raise DocumentError(
                f"document {self.id!r}: the text holds half of a surrogate pair at {error.start}, "
                "which no file can carry; decode the source without 'surrogateescape'"
            ) from None

    def _stands(self, item: Range) -> bool:
        """Whether a range lies in the text, and a span's mention is what stands there."""
        start, end, text = item.start, item.end, self.text
        return 0 <= start < end <= len(text) and (
            not isinstance(item, Span) or text[start:end] == item.text
        )

    def _complain(self, item: Range, path: str) -> NoReturn:
        if not 0 <= item.start < item.end <= len(self.text):
            raise DocumentError(
                f"document {self.id!r}, {path}: range [{item.start}, {item.end}) does not lie "
                f"within the text of {len(self.text)} code points; give 0 <= start < end <= length"
            )
        said = getattr(item, "text", None)
        raise DocumentError(
            f"document {self.id!r}, {path}: the text at [{item.start}, {item.end}) is "
            f"{self.text[item.start : item.end]!r}, not {said!r}; offsets count code "
            "points into the text as given"
        )

    def span(self, start: int, end: int) -> Span:
        """The span of this text from `start` to `end`, in code points."""
        return Span(start, end, self.text[start:end])

    def keywords(self, count: int = 10, idf: Mapping[str, float] | None = None) -> list[Keyword]:
        """The words, names and terms that say most of what the text is about, best first.

        Args:
            count: how many at most.
            idf: inverse document frequencies; without them those of general Chinese. See
                `zhengyu.tokens.keywords`, which makes them of a corpus.

        Raises:
            DocumentError: when the document has no layer `tokens`.
        """
        from zhengyu.tokens.keywords import keywords  # noqa: PLC0415 - it reads documents

        return keywords(self, count, idf)

    def with_layer(self, **layers: Iterable[Any]) -> Document:
        """A copy that carries the given layers (`terms=…`) in place of its own.

        Raises:
            DocumentError: for what is no layer, or as for a document that is made anew.
        """
        if not set(layers) <= set(ALL_LAYERS):
            raise DocumentError(
                f"with_layer takes {', '.join(ALL_LAYERS)}, not {', '.join(layers)}"
            )
        return self._with({name: tuple(items) for name, items in layers.items()})

    def signed(self, produced_by: Mapping[str, Any]) -> Document:
        """A copy that says what produced it."""
        return self._with({"produced_by": produced_by})

    def _with(self, changes: Mapping[str, Any]) -> Document:
        # Unlike dataclasses.replace, does not check again what was checked: for a page of text
        # and six components that would take a tenth of the time that jieba takes to cut it.
        copy = object.__new__(Document)
        for name in _fields(self):
            object.__setattr__(copy, name, changes.get(name, getattr(self, name)))
        for name in changes:
            if name in ALL_LAYERS:
                copy._check_layer(name)
        return copy

    def to_dict(self) -> dict[str, Any]:
        """The record on the wire: plain JSON types, keys in the order of the schema.

        `tokens` stand in it only where there are some.
        """
        tokens = {"tokens": [_flat(t) for t in self.tokens]} if self.tokens else {}
        return {
            "schema": SCHEMA_VERSION,
            "id": self.id,
            "text": self.text,
            "meta": dict(self.meta),
            "paragraphs": [_paragraph_to_dict(p) for p in self.paragraphs],
            "terms": [_flat(t) for t in self.terms],
            "entities": [_flat(e) for e in self.entities],
            "numbers": [_claim_to_dict(n) for n in self.numbers],
            "topics": [_flat(t) for t in self.topics],
            **tokens,
            "produced_by": dict(self.produced_by),
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Document:
        """Reads a record as `to_dict` writes it; absent layers are empty.

        Raises:
            DocumentError: for an unknown schema version, a missing or unknown field, a bad span.
        """
        identity = record.get("id")
        version = record.get("schema", SCHEMA_VERSION)
        if version != SCHEMA_VERSION:
            raise DocumentError(
                f"document {identity!r}: schema {version!r} is unknown; this version reads schema "
                f"{SCHEMA_VERSION}; annotate the text again or install a matching zhengyu"
            )
        schema.check(dict(record))
        try:
            return cls(
                text=record["text"],
                id=identity,
                meta=dict(record.get("meta") or {}),
                paragraphs=tuple(map(_paragraph, record.get("paragraphs", ()))),
                terms=tuple(Term(**t) for t in record.get("terms", ())),
                entities=tuple(Entity(**e) for e in record.get("entities", ())),
                numbers=tuple(map(_claim, record.get("numbers", ()))),
                topics=tuple(Topic(**t) for t in record.get("topics", ())),
                tokens=tuple(Token(**t) for t in record.get("tokens", ())),
                produced_by=dict(record.get("produced_by") or {}),
            )
        except ArithmeticError as error:
            raise DocumentError(
                f"document {identity!r}: a value of its numbers is no number ({error}); give a "
                "number, or its decimal digits as a string"
            ) from error


def exact_number(value: Decimal | None) -> int | float | str | None:
    """The shortest exact JSON form: an integer, a float that reads back equal, else a string.

    >>> exact_number(Decimal("38560000000.0")), exact_number(Decimal("26.4"))
    (38560000000, 26.4)
    """
    if value is None:
        return None
    if value.adjusted() > _LONGEST:
        return str(value)
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else str(value)


def _fields(item: Any) -> Sequence[str]:  # noqa: ANN401 - any record dataclass
    return tuple(item.__dataclass_fields__)


def _flat(item: Any) -> dict[str, Any]:  # noqa: ANN401 - any flat record dataclass
    return {name: getattr(item, name) for name in _fields(item)}


def _paragraph_to_dict(paragraph: Paragraph) -> dict[str, Any]:
    return _flat(paragraph) | {"topics": [_flat(t) for t in paragraph.topics]}


def _claim_to_dict(claim: NumericClaim) -> dict[str, Any]:
    wire = _flat(claim)
    wire["value"], wire["value_high"] = exact_number(claim.value), exact_number(claim.value_high)
    for name in ("indicator", "subject", "evidence"):
        part = wire[name]
        wire[name] = _flat(part) if part is not None else None
    if claim.period is not None:
        wire["period"] = {
            "start": claim.period.start,
            "end": claim.period.end,
            "text": claim.period.text,
            "from": claim.period.from_date.isoformat() if claim.period.from_date else None,
            "to": claim.period.to_date.isoformat() if claim.period.to_date else None,
        }
    return wire


def _paragraph(record: Mapping[str, Any]) -> Paragraph:
    topics = tuple(Topic(**t) for t in record.get("topics", ()))
    return Paragraph(record["start"], record["end"], record.get("boilerplate", False), topics)


def _decimal(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _claim(record: Mapping[str, Any]) -> NumericClaim:
    fields = dict(record)
    fields["value"] = _decimal(fields.get("value"))
    fields["value_high"] = _decimal(fields.get("value_high"))
    for name, kind in (("indicator", Span), ("subject", Span), ("evidence", Range)):
        if fields.get(name) is not None:
            fields[name] = kind(**fields[name])
    if fields.get("period") is not None:
        period = dict(fields["period"])
        dates = [period.pop(key, None) for key in ("from", "to")]
        first, last = (date.fromisoformat(day) if day else None for day in dates)
        fields["period"] = Period(**period, from_date=first, to_date=last)
    return NumericClaim(**fields)
