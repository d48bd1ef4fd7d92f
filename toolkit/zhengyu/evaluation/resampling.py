"""What chance alone does to a figure: intervals by bootstrap, and the test of a difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zhengyu.errors import ConfigurationError
from zhengyu.evaluation.figures import Figure
from zhengyu.evaluation.table import Floats, Table, f1

SEED = 20261121
#: Documents are drawn anew so often for an interval, and swapped so often for a test.
RESAMPLES, SHUFFLES = 1000, 10_000
#: Shares of the resamples below the ends of a 95 % interval.
_ENDS = (0.025, 0.975)
_AT_ONCE = 500


def intervals(
    table: Table, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[tuple[str, str], tuple[float, float]]:
    """The 95 % interval of each figure and row, by percentile bootstrap over documents.

    The key is the figure's name and the row's label, which is empty for the figure itself.

    Whole documents are drawn with replacement, since errors within one are not independent. With
    few documents intervals are too narrow; with one they are a point.
    """
    random = np.random.default_rng(seed)
    documents = len(table.counts)
    share = np.full(documents, 1 / documents)
    parts = []
    for begin in range(0, resamples, _AT_ONCE):
        times = random.multinomial(documents, share, size=min(_AT_ONCE, resamples - begin))
        parts.append(_totals(times.astype(np.float64), table.counts))
    totals = np.concatenate(parts)
    drawn = {(figure.name, ""): table.values(figure, totals) for figure in table.figures}
    for column, (name, label) in enumerate(table.columns):
        if label:
            drawn[name, label] = f1(totals[:, column])
    ends = {key: np.quantile(values, _ENDS) for key, values in drawn.items()}
    return {key: (float(low), float(high)) for key, (low, high) in ends.items()}


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of two runs over the same gold.

    `p` is the share of random swaps that make a difference at least as large, 1/(shuffles + 1) to
    1: how well chance alone explains it.
    """

    name: str
    this: float
    other: float
    p: float


def compare(
    this: Table, other: Table, shuffles: int = SHUFFLES, seed: int = SEED
) -> list[Difference]:
    """Tests each figure of two runs by approximate randomisation, paired by document.

    In each shuffle every document's counts of both runs are swapped or not, by a fair coin; the
    test is two-sided. Many figures are tested at once: of twenty without any difference one will
    have p below 0.05.

    Raises:
        ConfigurationError: when the runs are not over the same documents.
    """
    if len(this.counts) != len(other.counts):
        raise ConfigurationError(
            f"runs over {len(this.counts)} and {len(other.counts)} documents cannot be compared; "
            "score both against the same gold"
        )
    one, two = _shared(this, other)
    random = np.random.default_rng(seed)
    both, step = one.counts.sum(axis=0) + two.counts.sum(axis=0), two.counts - one.counts
    extreme = dict.fromkeys((f.name for f in one.figures), 0)
    observed = {f.name: (_value(one, f), _value(two, f)) for f in one.figures}
    for begin in range(0, shuffles, _AT_ONCE):
        size = (min(_AT_ONCE, shuffles - begin), len(step))
        swapped = one.counts.sum(axis=0) + _totals(random.integers(0, 2, size).astype(float), step)
        for figure in one.figures:
            gap = np.abs(one.values(figure, swapped) - one.values(figure, both - swapped))
            seen = abs(observed[figure.name][0] - observed[figure.name][1])
            extreme[figure.name] += int((gap >= seen - 1e-12).sum())
    return [
        Difference(name, *observed[name], (count + 1) / (shuffles + 1))
        for name, count in extreme.items()
    ]


def _totals(weights: Floats, counts: Floats) -> Floats:
    """Weighted sums over documents, shape (weights, columns, 4)."""
    flat = counts.reshape(len(counts), -1)
    totals: Floats = (weights @ flat).reshape(-1, *counts.shape[1:])
    return totals


def _shared(this: Table, other: Table) -> tuple[Table, Table]:
    """Both tables with the columns of either, and the figures of both."""
    columns = tuple(sorted({*this.columns, *other.columns}))
    figures = tuple(figure for figure in this.figures if figure in other.figures)

    def widened(table: Table) -> Table:
        counts = np.zeros((len(table.counts), len(columns), 4))
        counts[:, [columns.index(column) for column in table.columns]] = table.counts
        return Table(figures, columns, counts)

    return widened(this), widened(other)


def _value(table: Table, figure: Figure) -> float:
    return float(table.values(figure, table.counts.sum(axis=0)))
