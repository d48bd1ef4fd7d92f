"""Scores as plain text, for a terminal or a log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from zhengyu.evaluation.figures import NONE, Finding
from zhengyu.evaluation.report import Report, Score
from zhengyu.evaluation.resampling import Difference

#: Longest label that heads a column of a matrix.
_HEAD = 6
_WIDE = 44


def figures(report: Report) -> Iterator[str]:
    """A line for each figure, with its interval."""
    yield f"{report.documents} documents, {report.characters} characters; [95 % interval]"
    for name, score in report.flat().items():
        yield f"{name:{_WIDE}} {_numbers(score)}  {_interval(score)}"


def _numbers(score: Score) -> str:
    if score.figure.kind == "accuracy":
        return f"acc {score.value:.3f}  (of {score.gold})"
    if score.figure.kind == "macro":
        return f"F1 {score.value:.3f}  ({score.gold} labels)"
    return (
        f"P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.value:.3f}  "
        f"({score.hits} of {score.found} found, {score.gold} gold)"
    )


def _interval(score: Score) -> str:
    return f"[{score.low:.3f}, {score.high:.3f}]"


def tables(report: Report) -> Iterator[str]:
    """Figures by label, then how often each label was taken for which other."""
    for name, rows in report.rows.items():
        yield from ("", f"## {name}, by label")
        for row in rows:
            yield f"  {row.label:{_WIDE - 2}} {_numbers(row)}  {_interval(row)}"
    for layer, cells in report.confusion.items():
        yield from ("", f"## {layer}: label of the gold (line) and of the prediction (column)")
        yield from matrix(cells)


def matrix(cells: Counter[tuple[str, str]]) -> Iterator[str]:
    """Confused labels as a matrix; the labels of columns are cut to a few letters."""
    names = labels(cells)
    yield " " * 14 + "".join(f"{column[:_HEAD]:>{_HEAD + 1}}" for column in names)
    for line in names:
        counts = (cells.get((line, column), 0) for column in names)
        yield f"  {line:12}" + "".join(f"{n or '·':>{_HEAD + 1}}" for n in counts)


def labels(cells: Iterable[tuple[str, str]]) -> list[str]:
    """The labels of gold and prediction, NONE at the end."""
    return sorted({label for pair in cells for label in pair}, key=lambda x: (x == NONE, x))


def errors(report: Report, most: int) -> Iterator[str]:
    """Errors by layer and kind, at most so many of each."""
    for (layer, kind), found in report.errors().items():
        yield from ("", f"## {layer}: {kind}: {len(found)}")
        yield from (f"  {_shown(finding)}" for finding in found[:most])


def _shown(finding: Finding) -> str:
    mention = f"{finding.mention[:40]}…" if len(finding.mention) > _WIDE else finding.mention
    place = f"{finding.before}[{mention}]{finding.after}".replace("\n", "⏎")
    sides = f"  want {finding.wanted}, got {finding.got}" if finding.wanted or finding.got else ""
    return f"{finding.document}:{finding.start}  {place}{sides}"


def comparison(differences: Sequence[Difference]) -> Iterator[str]:
    """A line for each figure of two runs."""
    yield ""
    yield f"{'figure':{_WIDE}}   this  other   diff       p"
    for d in differences:
        numbers = f"{d.this:6.3f} {d.other:6.3f} {d.this - d.other:+6.3f}  {d.p:6.4f}"
        yield f"{d.name:{_WIDE}} {numbers}"
