"""How many of the annotated spans are found."""

from __future__ import annotations

from collections.abc import Collection
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
