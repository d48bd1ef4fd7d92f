"""Cross-validation of the classifier: scores with the whole bank and without the gold's terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhengyu.terms.open.candidates import Candidates
from zhengyu.terms.open.features import Matrix
from zhengyu.terms.open.model import calibrated, log_odds
from zhengyu.terms.open.selection import select, thresholds
from zhengyu.training.terms_open import classifier
from zhengyu.training.terms_open.classifier import Labels
from zhengyu.training.terms_open.corpus import Sample

#: States of the bank that are measured, and the sets that the classifier learns from.
BANKS = ("full", "fair", "half", "without")
TAUGHT = ("fair", "half", "without", "laws")

#: Slope and offset of the calibration.
Line = tuple[float, float]
#: Least probability of hits of the bank, of other spans, and of terms inside terms.
Thresholds = tuple[float, float, float]
#: Further pairs of thresholds that are reported.
_OTHERS = ((0.3, 0.3), (0.4, 0.4), (0.5, 0.5), (0.6, 0.6), (0.5, 0.75))


@dataclass(frozen=True, slots=True)
class Scored:
    """A sample's candidates, made by models that have not seen it."""

    sample: Sample
    candidates: Candidates
    inputs: Matrix
    labels: Labels
    fold: int


@dataclass(frozen=True, slots=True)
class Report:
    """Calibration and lines for the card."""

    slope: float
    offset: float
    lines: tuple[str, ...]


def stacked(rows: Sequence[Scored]) -> tuple[Matrix, Labels]:
    """The inputs and labels of many samples; rows that touch unknown spans are left out."""
    kept = [row for row in rows if len(row.candidates)]
    taken = [_taught(row) for row in kept]
    inputs = np.concatenate([row.inputs[t] for row, t in zip(kept, taken, strict=True)])
    labels = np.concatenate([row.labels[t] for row, t in zip(kept, taken, strict=True)])
    return inputs, labels


def _taught(row: Scored) -> Labels:
    starts, ends = row.candidates.starts, row.candidates.ends
    free = np.ones(len(starts), dtype=np.bool_)
    for start, end in row.sample.unknown:
        free &= (ends <= start) | (starts >= end)
    return free


def evaluate(data: dict[str, list[Scored]], seen: Sequence[set[str]], at: Thresholds) -> Report:
    """Trains on all folds but one and predicts that one, for every fold."""
    odds: dict[int, np.ndarray] = {}
    for fold in range(len(seen)):
        inputs, labels = stacked([s for name in TAUGHT for s in data[name] if s.fold != fold])
        mean, scale = classifier.standard(inputs)
        networks = classifier.fit_networks((inputs - mean) / scale, labels)
        for row in (s for rows in data.values() for s in rows if s.fold == fold):
            standard = (row.inputs - mean) / scale
            odds[id(row)] = np.mean([log_odds(n, standard) for n in networks], axis=0)
    fitted = [row for row in data["fair"] if len(row.candidates)]
    slope, offset = classifier.calibrate(
        np.concatenate([odds[id(row)] for row in fitted]).tolist(),
        np.concatenate([row.labels for row in fitted]).tolist(),
    )
    lines: list[str] = []
    for bank in BANKS:
        lines += _lines(bank, data[bank], odds, (slope, offset), at, seen)
    lines.append(_alarms(data["laws"], odds, (slope, offset), at))
    return Report(slope, offset, tuple(lines))


def _chosen(
    row: Scored, odds: np.ndarray, line: Line, at: Thresholds
) -> list[tuple[tuple[int, int], float]]:
    p = calibrated(odds, *line)
    c = row.candidates
    known, unknown, nested = at
    least = thresholds(c, known, unknown)
    rows = select(c.starts, c.ends, p, threshold=least, nested_threshold=nested)
    return [((int(c.starts[i]), int(c.ends[i])), float(p[i])) for i in rows]


def _lines(
    bank: str,
    rows: Sequence[Scored],
    odds: dict[int, np.ndarray],
    line: Line,
    at: Thresholds,
    seen: Sequence[set[str]],
) -> list[str]:
    lines = []
    for known, unknown in (at[:2], *_OTHERS):
        tried = (known, unknown, at[2])
        counts = {"all": [0, 0, 0], "new": [0, 0, 0]}
        p: list[float] = []
        y: list[bool] = []
        for row in rows:
            found = _chosen(row, odds[id(row)], line, tried) if len(row.candidates) else []
            p += [probability for _, probability in found]
            y += [span in row.sample.kinds for span, _ in found]
            for name, spans in (("found", [s for s, _ in found]), ("gold", row.sample.kinds)):
                for span in spans:
                    groups = ["all"]
                    if row.sample.wording(span) not in seen[row.fold]:
                        groups.append("new")
                    for group in groups:
                        counts[group][1 if name == "found" else 2] += 1
                        counts[group][0] += name == "found" and span in row.sample.kinds
        scores = ", ".join(f"{group} {_prf(*counts[group])}" for group in counts)
        error = classifier.calibration_error(p, y)
        lines.append(
            f"bank {bank}, thresholds {known}, {unknown}: {scores}, calibration {error:.3f}"
        )
    return lines


def _prf(hits: int, found: int, gold: int) -> str:
    p, r, f = hits / max(found, 1), hits / max(gold, 1), 2 * hits / max(found + gold, 1)
    return f"P {p:.3f} R {r:.3f} F1 {f:.3f}"


def _alarms(
    rows: Sequence[Scored],
    odds: dict[int, np.ndarray],
    line: Line,
    at: Thresholds,
) -> str:
    characters = sum(len(row.sample.text) for row in rows)
    found = [
        span
        for row in rows
        if len(row.candidates)
        for span, _ in _chosen(row, odds[id(row)], line, at)
    ]
    return f"laws: {1000 * len(found) / max(characters, 1):.2f} spans per 1,000 characters"
