"""A claim while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zhengyu.document import NumericClaim, Period, Range, Span
from zhengyu.numbers.mention import Mention
from zhengyu.numbers.view import View

Place = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A claim in the view; `rules` names what decided each field."""

    mention: Mention
    kind: str = "level"
    basis: str | None = None
    direction: str | None = None
    modality: str = "actual"
    indicator: Place | None = None
    period: Place | None = None
    subject: Place | None = None
    evidence: Place | None = None
    dates: tuple[date | None, date | None] = (None, None)
    rules: dict[str, str] = field(default_factory=dict)

    def claim(self, text: str, offset: int, view: View) -> NumericClaim:
        """The claim with offsets into the text as given; the paragraph begins at `offset`."""

        def span(place: Place | None) -> Span | None:
            if place is None:
                return None
            start, end = offset + view.start(place[0]), offset + view.end(place[1])
            return Span(start, end, text[start:end])

        mention = self.mention
        dated = span(self.period)
        period = None
        if dated is not None:
            period = Period(dated.start, dated.end, dated.text, *self.dates)
        start, end = offset + view.start(mention.start), offset + view.end(mention.end)
        return NumericClaim(
            start,
            end,
            text[start:end],
            kind=self.kind,
            value=mention.value,
            value_high=mention.high,
            unit=mention.unit,
            approx=mention.approx,
            indicator=span(self.indicator),
            basis=self.basis,
            direction=self.direction,
            modality=self.modality,
            period=period,
            subject=span(self.subject),
            evidence=_sentence(text, offset, view, self.evidence),
        )

    def reason(self, text: str) -> str:
        """One line that names the rule behind every field."""
        fired = "; ".join(f"{name}: {rule}" for name, rule in self.rules.items())
        return f"numbers: {text} ({self.kind}): {fired}"


def _sentence(text: str, offset: int, view: View, place: Place | None) -> Range | None:
    """The sentence without the white space around it."""
    if place is None:
        return None
    start, end = offset + view.start(place[0]), offset + view.end(place[1])
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Range(start, end)
