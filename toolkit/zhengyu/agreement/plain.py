"""Agreement as plain text, for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator

from zhengyu.agreement.report import Agreement, Coefficient
from zhengyu.evaluation.report import Score

_HEAD = f"{'layer':12}{'unit':12}{'label':22}{'units':>9}{'same':>8}{'kappa':>8}{'alpha':>8}"


def lines(agreement: Agreement) -> Iterator[str]:
    """The coefficients, then F1 of spans, a line each."""
    yield f"{agreement.documents} documents in both; {len(agreement.alone)} in one alone"
    yield _HEAD
    yield from map(_coefficient, agreement.coefficients)
    if agreement.spans is None:
        return
    yield ""
    yield f"{'spans':24}{'label':22}{'both':>9}{'first':>8}{'second':>8}{'F1':>8}"
    for score in agreement.spans.scores:
        if score.figure.kind == "f1":
            yield _score(score)
            yield from map(_score, agreement.spans.rows.get(score.figure.name, ()))


def _coefficient(row: Coefficient) -> str:
    numbers = "".join(
        f"{'–' if value is None else f'{value:.3f}':>8}"
        for value in (row.observed, row.kappa, row.alpha)
    )
    return f"{row.layer:12}{row.unit:12}{row.label or 'all':22}{row.units:9}{numbers}"


def _score(score: Score) -> str:
    counts = f"{score.hits:9}{score.gold:8}{score.found:8}{score.value:8.3f}"
    return f"{score.figure.name:24}{score.label:22}{counts}"
