"""Scores of all short spans of a text at once: a linear model over characters at their edges.

A span's score is a sum: what stands before and at its start, at and after its end, what its
characters are, how long it is, and which marks enclose it. Each addend is looked up in one table
by a hash, so that the scores of every span of a text are a few array operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float32]
Templates = tuple[tuple[int, int], ...]

SHORTEST, LONGEST = 2, 20
_PAD = 4
_BITS = 18
SIZE = 1 << _BITS
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STEP = 1_000_003
_SHAPED = 10
_NUMERALS = "〇零一二三四五六七八九十百千万亿两双"
_LETTER = 5
_STOPS = "。!?\n\r\t\x01"
#: More than this a span's length, marks and shape hardly ever add to its score.
_MOST_OF_PAIRS = 4.0
#: Templates: which characters around an edge, relative to it, a feature reads together.
STARTS = ((-1, 0), (-2, 0), (-3, 0), (-1, 1), (0, 1), (0, 2), (0, 3), (-2, 1), (-4, 0), (-2, 2))
ENDS = ((0, 1), (0, 2), (0, 3), (-1, 1), (-1, 0), (-2, 0), (-3, 0), (-1, 2), (-2, 1), (-4, 0))
INNER = ((0, 1), (0, 2))


@dataclass(frozen=True, slots=True)
class SpanFeatures:
    """Hashed features of a text: per position for starts, ends and insides, one row a template."""

    starts: Ints
    ends: Ints
    inner: Ints
    shapes: Hashes  # one row a length, up to ten
    edges: npt.NDArray[np.uint32]
    stops: Ints


def _mixed(values: Hashes, template: int) -> Ints:
    mixed = (values + np.uint64(template + 1)) * _MIX
    return (mixed >> np.uint64(64 - _BITS)).astype(np.int64)


def _windows(padded: Hashes, templates: Templates, first: int, count: int) -> Ints:
    """For each template and position, a hash of the characters that the template reads there."""
    runs = {1: padded}
    for size in range(2, max(high - low for low, high in templates) + 1):
        runs[size] = runs[size - 1][:-1] * np.uint64(_STEP) + padded[size - 1 :]
    rows = [runs[high - low][_PAD + low : _PAD + low + count] for low, high in templates]
    numbers = np.arange(first, first + len(rows), dtype=np.uint64)[:, None] + np.uint64(1)
    mixed = (np.stack(rows) + numbers) * _MIX
    return (mixed >> np.uint64(64 - _BITS)).astype(np.int64)


def _classes() -> npt.NDArray[np.uint32]:
    """Digits as one, numerals as they are: what a template reads for each code point."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[[ord(digit) for digit in "0123456789"]] = ord("0")
    return table


def _shape_table() -> npt.NDArray[np.uint64]:
    """Shape of a code point: numeral, digit, letter, mark, ideograph."""
    table = np.full(0x10000, 1, dtype=np.uint64)
    for number, characters in enumerate((_NUMERALS, "0123456789", "+"), 2):
        table[[ord(character) for character in characters]] = number
    table[0x61:0x7B] = _LETTER
    for number, mark in enumerate('、,;:·"“”‘’()《》-', 6):
        table[ord(mark)] = number
    return table


_CLASS = _classes()
_SHAPE = _shape_table()
_IS_STOP = np.isin(np.arange(0x10000), [ord(stop) for stop in _STOPS])


def span_features(folded: str) -> SpanFeatures:
    """The features of a folded text."""
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    low = np.minimum(codes, 0xFFFF)
    padded = _padded(_CLASS[low].astype(np.uint64), _PAD, _PAD, 1)
    count = len(codes) + 1
    return SpanFeatures(
        starts=_windows(padded, STARTS, 0, count),
        ends=_windows(padded, ENDS, 20, count),
        inner=_windows(padded, INNER, 40, count),
        shapes=_shape_hashes(_SHAPE[low]),
        edges=_padded(low.astype(np.uint32), 1, 1, 10),
        stops=np.flatnonzero(_IS_STOP[low]),
    )


def _padded(values: npt.NDArray[Any], before: int, after: int, filling: float) -> npt.NDArray[Any]:
    """The row with so many cells added at each end; `np.pad` takes several times as long."""
    row = np.full(before + len(values) + after, filling, dtype=values.dtype)
    row[before : before + len(values)] = values
    return row


def _shape_hashes(shapes: Hashes) -> Hashes:
    """For each length up to ten, one number of the shapes of so many characters from each place."""
    padded = _padded(shapes, 0, _SHAPED, 0)
    total = np.zeros(len(shapes), dtype=np.uint64)
    rows = []
    for size in range(_SHAPED):
        total = total * np.uint64(31) + padded[size : size + len(shapes)]
        rows.append(total * np.uint64(31 ** (_SHAPED - 1 - size)))
    return np.stack(rows)


def all_spans(features: SpanFeatures, length: int) -> tuple[Ints, Ints]:
    """Starts and ends of every span of `SHORTEST` to `LONGEST` characters that holds no stop."""
    limit = _line_ends(features, length)
    starts = np.repeat(np.arange(length), LONGEST - SHORTEST + 1)
    ends = starts + np.tile(np.arange(SHORTEST, LONGEST + 1), length)
    kept = ends <= limit[starts]
    return starts[kept], ends[kept]


def pair_features(features: SpanFeatures, starts: Ints, ends: Ints) -> Ints:
    """Features of spans as wholes, one row a template: length, enclosing marks, shape.

    Spans of more than ten characters share the shape of their first ten.
    """
    before, after = features.edges[starts], features.edges[ends + 1]
    length = (ends - starts).astype(np.uint64)
    marks = np.where(_SHAPE[before] > _LETTER, before, 0).astype(np.uint64)
    close = np.where(_SHAPE[after] > _LETTER, after, 0).astype(np.uint64)
    shape = features.shapes[np.minimum(ends - starts, _SHAPED) - 1, starts]
    enclosing = marks * np.uint64(70_001) + close
    bounded = (marks > 0) * np.uint64(2) + (close > 0).astype(np.uint64)
    rows = [
        _mixed(length, 60),
        _mixed(enclosing, 61),
        _mixed(enclosing * np.uint64(31) + length, 62),
        _mixed(shape, 63),
        _mixed(shape * np.uint64(7) + bounded, 64),
    ]
    return np.stack(rows)


def score_spans(features: SpanFeatures, weights: Floats, starts: Ints, ends: Ints) -> Floats:
    """The linear score of each span, without the intercept."""
    pairs = weights.take(pair_features(features, starts, ends)).sum(axis=0)
    total: Floats = (edge_scores(features, weights, starts, ends) + pairs).astype(np.float32)
    return total


def sums(values: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """The sums of the first 0, 1, 2, … values.

    In double precision: how far into a long text a span stands must not change its score.
    """
    totals = np.zeros(len(values) + 1)
    np.cumsum(values, dtype=np.float64, out=totals[1:])
    return totals


def edge_scores(features: SpanFeatures, weights: Floats, starts: Ints, ends: Ints) -> Floats:
    """The part of each span's score that comes from its edges and its characters."""
    unigrams, bigrams = (sums(weights.take(row)) for row in features.inner)
    inside = unigrams[ends] - unigrams[starts] + bigrams[ends - 1] - bigrams[starts]
    if len(starts) < features.starts.shape[1]:
        at_start = weights.take(features.starts[:, starts]).sum(axis=0)
        at_end = weights.take(features.ends[:, ends]).sum(axis=0)
    else:
        at_start = weights.take(features.starts).sum(axis=0)[starts]
        at_end = weights.take(features.ends).sum(axis=0)[ends]
    total: Floats = (at_start + at_end + inside).astype(np.float32)
    return total


def likely_spans(
    features: SpanFeatures, weights: Floats, intercept: float, length: int, lowest: float
) -> tuple[Ints, Ints]:
    """The spans of a text whose score is above `lowest`.

    Most fall out by their edges and characters alone, before the dearer part is added.
    """
    if length < SHORTEST:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    unigrams, bigrams = (sums(weights.take(row)) for row in features.inner)
    left = weights.take(features.starts).sum(axis=0) - unigrams[:-1] - bigrams[:-1]
    right = weights.take(features.ends).sum(axis=0) + unigrams[:-1]
    right[1:] += bigrams[:-2]
    rights = _padded(right[SHORTEST:], 0, LONGEST, -np.inf)
    near = sliding_window_view(rights, LONGEST - SHORTEST + 1)[:length]
    near = left[: len(near), None] + near
    starts, sizes = np.nonzero(near + intercept > lowest - _MOST_OF_PAIRS)
    ends = starts + sizes + SHORTEST
    kept = ends <= _line_ends(features, length)[starts]
    starts, sizes, ends = starts[kept], sizes[kept], ends[kept]
    pairs = weights.take(pair_features(features, starts, ends)).sum(axis=0)
    found = near[starts, sizes] + pairs + intercept > lowest
    return starts[found], ends[found]


def _line_ends(features: SpanFeatures, length: int) -> Ints:
    """For each place, where the next stop stands."""
    where = np.searchsorted(features.stops, np.arange(length))
    ends: Ints = np.append(features.stops, length)[where]
    return ends
