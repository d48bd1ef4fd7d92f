"""The counts of all documents in one array, from which every figure is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhengyu.evaluation.figures import Figure, Tally

Floats = npt.NDArray[np.float64]

#: Positions in `Counts`.
HITS, FOUND, MET, GOLD = range(4)


@dataclass(frozen=True, slots=True)
class Table:
    """Counts by document, shape (documents, columns, 4); a column is a row of one figure.

    Attributes:
        figures: in the order of reports.
        columns: name of the figure and label of the row.
        counts: hits among the found, found, hits among the gold, gold.
    """

    figures: tuple[Figure, ...]
    columns: tuple[tuple[str, str], ...]
    counts: Floats

    def rows(self, figure: Figure) -> list[int]:
        """Columns of a figure; of a macro figure those of the figure it averages."""
        name = figure.rows_of or figure.name
        return [i for i, (owner, _) in enumerate(self.columns) if owner == name]

    def values(self, figure: Figure, totals: Floats) -> Floats:
        """A figure for each set of totals, shape (…, columns, 4), without its last two axes."""
        part = totals[..., self.rows(figure), :]
        if figure.kind != "macro":
            return f1(part.sum(axis=-2))
        has_gold = part[..., GOLD] > 0
        number = np.maximum(has_gold.sum(axis=-1), 1)
        mean: Floats = (f1(part) * has_gold).sum(axis=-1) / number
        return mean


def tabulate(tallies: Sequence[Tally], figures: Sequence[Figure]) -> Table:
    """The table of one tally a document."""
    columns = sorted({key for tally in tallies for key in tally.counts})
    place = {key: column for column, key in enumerate(columns)}
    counts = np.zeros((len(tallies), len(columns), 4))
    for row, tally in enumerate(tallies):
        for key, numbers in tally.counts.items():
            counts[row, place[key]] = numbers
    return Table(tuple(figures), tuple(columns), counts)


def f1(counts: Floats) -> Floats:
    """F1 of counts, shape (…, 4); 0 where nothing was found or nothing is gold.

    Of judgements, where what was found and what is gold are one, it is the share of right ones.
    """
    precision, recall = rates(counts)
    return _ratio(2 * precision * recall, precision + recall)


def rates(counts: Floats) -> tuple[Floats, Floats]:
    """Precision and recall of counts, shape (…, 4)."""
    return (
        _ratio(counts[..., HITS], counts[..., FOUND]),
        _ratio(counts[..., MET], counts[..., GOLD]),
    )


def _ratio(above: Floats, below: Floats) -> Floats:
    result: Floats = np.divide(above, below, out=np.zeros_like(above), where=below > 0)
    return result
