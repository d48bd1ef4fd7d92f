"""Scores of one run: every figure with its counts and interval, confused labels, errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from zhengyu.evaluation import resampling
from zhengyu.evaluation.figures import Figure, Finding, Tally
from zhengyu.evaluation.layers import chosen
from zhengyu.evaluation.records import Record, paired
from zhengyu.evaluation.table import FOUND, GOLD, HITS, Floats, Table, f1, rates, tabulate


@dataclass(frozen=True, slots=True)
class Score:
    """One figure, or one row of it.

    `value` is F1, or the share of right ones; `low` and `high` are the ends of its 95 % interval.
    `hits` of `found` are right, `gold` were wanted; a macro figure has its number of labels in
    `gold`, and nothing else.
    """

    figure: Figure
    label: str
    value: float
    precision: float
    recall: float
    hits: int
    found: int
    gold: int
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types, rounded to nothing: `f1` or `acc` with the counts behind it."""
        interval = {"low": self.low, "high": self.high}
        if self.figure.kind == "accuracy":
            return {"acc": self.value, "n": self.gold, **interval}
        if self.figure.kind == "macro":
            return {"f1": self.value, "n": self.gold, **interval}
        rates = {"p": self.precision, "r": self.recall, "f1": self.value}
        return {**rates, "tp": self.hits, "pred": self.found, "gold": self.gold, **interval}


@dataclass(frozen=True, slots=True)
class Report:
    """What `evaluate` returns.

    Attributes:
        documents: number of gold documents.
        characters: code points of their texts.
        scores: the figures, in order.
        rows: by figure, its rows by label.
        confusion: by layer, how often a label was wanted and another got; NONE is no label.
        findings: every error.
        table: the counts by document, for comparison with another run.
    """

    documents: int
    characters: int
    scores: tuple[Score, ...]
    rows: dict[str, tuple[Score, ...]]
    confusion: dict[str, Counter[tuple[str, str]]]
    findings: tuple[Finding, ...]
    table: Table

    def flat(self) -> dict[str, Score]:
        """Figures by name, with the labels of entities among them (`entities: GPE`)."""
        named: dict[str, Score] = {}
        for score in self.scores:
            named[score.figure.name] = score
            if score.figure.name in _WITH_LABELS:
                rows = self.rows.get(score.figure.name, ())
                named |= {f"{row.figure.layer}: {row.label}": row for row in rows}
        return named

    def to_dict(self, errors: int | None = None) -> dict[str, Any]:
        """Plain JSON types.

        Args:
            errors: how many errors of each kind to list; all by default.
        """
        return {
            "documents": self.documents,
            "characters": self.characters,
            "figures": {name: score.to_dict() for name, score in self.flat().items()},
            "labels": {
                name: {row.label: row.to_dict() for row in rows} for name, rows in self.rows.items()
            },
            "confusion": {
                layer: [
                    {"gold": wanted, "predicted": got, "n": count}
                    for (wanted, got), count in sorted(cells.items())
                ]
                for layer, cells in self.confusion.items()
            },
            "errors": {
                f"{layer}: {kind}": {
                    "n": len(found),
                    "examples": [_example(finding) for finding in found[:errors]],
                }
                for (layer, kind), found in self.errors().items()
            },
        }

    def errors(self) -> dict[tuple[str, str], list[Finding]]:
        """Errors by layer and kind, the kinds of a layer with the most first."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault((finding.layer, finding.kind), []).append(finding)
        order = list(dict.fromkeys(finding.layer for finding in self.findings))
        return dict(sorted(groups.items(), key=lambda g: (order.index(g[0][0]), -len(g[1]))))


#: Both ends of an interval.
Ends = tuple[float, float]

#: Figures whose rows are figures of their own.
_WITH_LABELS = ("entities: fine", "coarse: spans")


def evaluate(
    gold: Sequence[Record],
    found: Iterable[Record],
    *,
    layers: Sequence[str] | None = None,
    resamples: int = resampling.RESAMPLES,
    seed: int = resampling.SEED,
) -> Report:
    """Scores predicted documents against gold ones.

    Args:
        gold: as `read_gold` gives them; a document that lacks a layer does not count for it.
        found: records of the same ids and texts, as `Document.to_dict` gives them.
        layers: what to measure (see `layers.MEASURES`); by default all that the gold has.
        resamples: how often documents are drawn anew for the intervals.
        seed: of the drawing.

    Raises:
        ConfigurationError: for a layer that is unknown or not in the gold.
        DocumentError: for predictions that do not fit the gold's texts.
    """
    measures = chosen(layers, gold)
    tallies = []
    for wanted, got in paired(gold, found):
        tally = Tally(wanted["id"], wanted["text"])
        for measure in measures.values():
            if all(field in wanted for field in measure.needs):
                measure.count(wanted, got, tally)
        tallies.append(tally)
    figures = [figure for measure in measures.values() for figure in measure.figures]
    table = tabulate(tallies, figures)
    ends = resampling.intervals(table, resamples, seed)
    confusion: dict[str, Counter[tuple[str, str]]] = {}
    for tally in tallies:
        for layer, cells in tally.confusion.items():
            confusion.setdefault(layer, Counter()).update(cells)
    return Report(
        len(gold),
        sum(len(record["text"]) for record in gold),
        tuple(_score(table, figure, ends[figure.name, ""]) for figure in figures),
        {figure.name: rows for figure in figures if (rows := _rows(table, figure, ends))},
        confusion,
        tuple(finding for tally in tallies for finding in tally.findings),
        table,
    )


def _score(table: Table, figure: Figure, ends: Ends) -> Score:
    totals = table.counts.sum(axis=0)
    rows = totals[table.rows(figure)]
    value = float(table.values(figure, totals))
    if figure.kind == "macro":
        labels = int((rows[:, GOLD] > 0).sum())
        return Score(figure, "", value, value, value, 0, 0, labels, *ends)
    return _counted(figure, "", rows.sum(axis=0), ends)


def _rows(table: Table, figure: Figure, ends: Mapping[tuple[str, str], Ends]) -> tuple[Score, ...]:
    """The rows of a figure by label; none for a figure without labels."""
    totals = table.counts.sum(axis=0)
    if figure.kind == "macro":
        return ()
    labelled = [(table.columns[i][1], totals[i]) for i in table.rows(figure)]
    return tuple(
        _counted(figure, label, counts, ends[figure.name, label])
        for label, counts in labelled
        if label
    )


def _counted(figure: Figure, label: str, counts: Floats, ends: Ends) -> Score:
    precision, recall = rates(counts)
    hits, found, gold = (int(counts[i]) for i in (HITS, FOUND, GOLD))
    return Score(
        figure, label, float(f1(counts)), float(precision), float(recall), hits, found, gold, *ends
    )


def _example(finding: Finding) -> dict[str, Any]:
    return {k: v for k, v in asdict(finding).items() if k not in ("layer", "kind")}
