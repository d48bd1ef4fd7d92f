"""Spans of tags, and how many of them are found."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

TagSpan = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """Spans in the gold standard, found ones, and found ones with the same bounds and label."""

    gold: int = 0
    found: int = 0
    right: int = 0

    def and_those_of(self, gold: Collection[TagSpan], found: Collection[TagSpan]) -> Counts:
        """These counts and those of one more text."""
        right = len(set(gold) & set(found))
        return Counts(self.gold + len(gold), self.found + len(found), self.right + right)

    @property
    def precision(self) -> float:
        """Share of the found spans that are right, in [0, 1]."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold spans that are found, in [0, 1]."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in [0, 1]."""
        return 2 * self.right / (self.gold + self.found) if self.gold + self.found else 0.0


def spans_of_tags(tags: Sequence[str]) -> list[TagSpan]:
    """Spans of BIO tags as HanLP reads them, as positions: a label that goes on must not begin.

    >>> spans_of_tags(["B-GPE", "I-GPE", "B-GPE", "O", "I-GOV"])
    [(0, 2, 'GPE'), (2, 3, 'GPE'), (4, 5, 'GOV')]
    """
    return list(_spans([*tags, "O"]))


def _spans(tags: Sequence[str]) -> Iterator[TagSpan]:
    begun, open_label = 0, ""
    for place, tag in enumerate(tags):
        kind, _, label = tag.partition("-")
        if kind == "I" and label == open_label:
            continue
        if open_label:
            yield begun, place, open_label
        begun, open_label = place, label
