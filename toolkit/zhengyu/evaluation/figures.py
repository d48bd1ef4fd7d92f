"""Figures, and what one document adds to each of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

#: `f1` is micro-averaged over the rows, `macro` the mean of the rows that the gold has,
#: `accuracy` the share of right ones.
Kind = Literal["f1", "accuracy", "macro"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its name, such as `terms: strict span`.

    `rows_of` names the figure whose labels a macro figure averages.
    """

    name: str
    kind: Kind = "f1"
    rows_of: str | None = None

    @property
    def layer(self) -> str:
        """The part of the name before the colon."""
        return self.name.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Finding:
    """One error: its `kind` (`missed`, `wrong border`, …), where it stands, what was wanted.

    `start` and `end` are code points of the document's text; `wanted` and `got` say the label or
    field of the gold and of the prediction, `before`, `mention`, `after` the text there.
    """

    layer: str
    kind: str
    document: str
    start: int
    end: int
    wanted: str
    got: str
    before: str
    mention: str
    after: str


#: Hits among what was found, what was found, hits among the gold, the gold. The two kinds of hits
#: differ only where one gold span may be hit by several, as in overlapping spans.
Counts = tuple[int, int, int, int]

#: No label: what was missed is got as NONE, what is spurious was wanted as NONE.
NONE = "–"
_AROUND = 12


class Tally:
    """Collects counts, confused labels and errors of one document.

    Args:
        document: its id.
        text: its text.
    """

    def __init__(self, document: str, text: str) -> None:
        self.counts: dict[tuple[str, str], Counts] = {}
        self.confusion: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        self.findings: list[Finding] = []
        self._document, self._text = document, text

    def add(
        self, figure: Figure, label: str = "", *, hits: int, found: int, gold: int, met: int = -1
    ) -> None:
        """Adds to a figure's row; `met` is the hits among the gold where it is not `hits`."""
        old = self.counts.get((figure.name, label), (0, 0, 0, 0))
        new = (hits, found, hits if met < 0 else met, gold)
        a, b, c, d = (x + y for x, y in zip(old, new, strict=True))
        self.counts[figure.name, label] = (a, b, c, d)

    def judge(self, figure: Figure, right: Sequence[bool]) -> None:
        """Adds judgements to a figure of accuracy."""
        self.add(figure, hits=sum(right), found=len(right), gold=len(right))

    def confuse(self, layer: str, wanted: str, got: str) -> None:
        """Notes the labels of a pair of spans."""
        self.confusion[layer][wanted, got] += 1

    def error(
        self, layer: str, kind: str, place: tuple[int, int], wanted: str = "", got: str = ""
    ) -> None:
        """Notes an error at a range of the text."""
        start, end = place
        before, mention, after = (
            self._text[max(0, start - _AROUND) : start],
            self._text[start:end],
            self._text[end : end + _AROUND],
        )
        self.findings.append(
            Finding(layer, kind, self._document, start, end, wanted, got, before, mention, after)
        )
