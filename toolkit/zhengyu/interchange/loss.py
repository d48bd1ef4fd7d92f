"""What a format cannot hold: counted and said, never passed over."""

from __future__ import annotations

from collections import Counter


class Loss:
    """Counts what was left behind on the way into a format, or out of one.

    >>> loss = Loss()
    >>> loss.add("terms.score", "there is no place for it", 2)
    >>> loss.lines()
    ['2 terms.score: there is no place for it']
    """

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(self, what: str, why: str, number: int = 1) -> None:
        """Counts `number` more of `what` (a layer, or `layer.field`), left behind because of `why`.

        Nothing is noted when `number` is 0.
        """
        if number:
            self._counts[what, why] += number

    @property
    def total(self) -> int:
        """How many things were left behind."""
        return self._counts.total()

    def of(self, what: str) -> int:
        """How many of one layer or field were left behind, for whatever reason."""
        return sum(number for (name, _), number in self._counts.items() if name == what)

    def lines(self) -> list[str]:
        """One line for each thing and reason, those that occur most first."""
        return [f"{number} {what}: {why}" for (what, why), number in self._counts.most_common()]
