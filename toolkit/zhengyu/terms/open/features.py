"""What the classifier reads of a candidate: numbers, one column each, named in `NAMES`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from typing import get_args

import numpy as np
import numpy.typing as npt

from zhengyu.terms.bank import Entry, Kind
from zhengyu.terms.context import inside_name, whole_title
from zhengyu.terms.matcher import Hit
from zhengyu.terms.nesting import keeps_its_sense
from zhengyu.terms.open.candidates import Candidates

Matrix = npt.NDArray[np.float32]

KINDS: tuple[str, ...] = get_args(Kind)
_RIVALS = ("rival_crossing", "rival_outside", "rival_inside", "inside_bank_hit", "keeps_sense",
           "holds_bank_hit", "crosses_bank_hit")  # fmt: skip
_SPAN = ("length", "long", "mark_before", "mark_after", "quotes_inside", "comma_inside",
         "dun_inside", "of_inside", "digits", "numerals", "latin", "in_name", "whole_title",
         "in_title", "said_before", "stop_inside_marks", "idiom", "first_line")  # fmt: skip
_BANK = ("bank", "bank_canonical", "bank_national", "bank_attested", "bank_sourced",
         "bank_documents", "bank_quoted_share", "bank_law_share", "bank_needs_quotes",
         "bank_flagged", *(f"bank_{kind}" for kind in KINDS))  # fmt: skip
#: Columns after those of the span models' scores.
NAMES: tuple[str, ...] = ("quoted", "repeated", "repeated_quoted", *_RIVALS, *_SPAN, *_BANK)
_NUMERALS = frozenset("一二三四五六七八九十百千万亿两双〇零")
_MARKS = frozenset('“”‘’"')
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_LONG = 12
_TITLE = 40


def feature_matrix(folded: str, candidates: Candidates, idioms: Collection[str]) -> Matrix:
    """One row a candidate, one column a span model's score or a name of `NAMES`."""
    count = len(candidates)
    spans = list(zip(candidates.starts.tolist(), candidates.ends.tolist(), strict=True))
    line = max(folded.find("\n"), 0)
    names = {end: float(inside_name(folded, end)) for _, end in spans}
    titles = "《" in folded
    text = [
        (*_of_span(folded, s, e, idioms, names[e], titles=titles), float(e <= line))
        for s, e in spans
    ]
    columns = (
        candidates.scores,
        candidates.quoted[:, None],
        _repeats(folded, spans, candidates.quoted),
        _rivals(candidates),
        np.array(text, dtype=np.float32).reshape(count, len(_SPAN)),
        np.array([_of_hit(hit) for hit in candidates.hits]).reshape(count, len(_BANK)),
    )
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _of_span(
    folded: str, start: int, end: int, idioms: Collection[str], in_name: float, *, titles: bool
) -> tuple[float, ...]:
    inner = folded[start:end]
    characters = set(inner)
    before, after = folded[start - 1 : start], folded[end : end + 1]
    title = folded.rfind("《", max(0, start - _TITLE), start) if titles else -1
    in_title = title >= 0 and "》" not in folded[title:start]
    spoken = before in _MARKS and folded[start - 2 : start - 1] in (":", "说", "道")
    return (
        float(end - start),
        float(end - start >= _LONG),
        float(bool(before) and before in _MARKS),
        float(bool(after) and after in _MARKS),
        float(not characters.isdisjoint(_MARKS)),
        float("," in characters),
        float("、" in characters),
        float("的" in characters),
        float(not characters.isdisjoint(_DIGITS)),
        0.0 if characters.isdisjoint(_NUMERALS) else float(sum(map(_NUMERALS.__contains__, inner))),
        float(not characters.isdisjoint(_LETTERS)),
        in_name,
        float(whole_title(folded, start, end)),
        float(in_title),
        float(spoken),
        float(after in _MARKS and inner[-1:] in "。!?…,"),
        float(inner in idioms),
    )


def _repeats(folded: str, spans: list[tuple[int, int]], quoted: npt.NDArray[np.bool_]) -> Matrix:
    """How often the wording stands in the text, and whether it does so quoted elsewhere."""
    words = [folded[s:e] for s, e in spans]
    marked = Counter(word for word, mark in zip(words, quoted, strict=True) if mark)
    times = {word: folded.count(word) for word in set(words)}
    rows = [
        (math.log(times[word]), float(marked[word] - bool(mark) > 0))
        for word, mark in zip(words, quoted, strict=True)
    ]
    return np.array(rows, dtype=np.float32).reshape(len(spans), 2)


def _rivals(candidates: Candidates) -> Matrix:
    """The best scores of candidates that cross, hold or lie in each one, and the bank's hits."""
    starts, ends = candidates.starts, candidates.ends
    score = candidates.scores[None, :, 0]
    overlap = np.less.outer(starts, ends)
    overlap &= overlap.T
    holds = np.less_equal.outer(starts, starts) & np.greater_equal.outer(ends, ends)
    np.fill_diagonal(holds, val=False)
    outside, inside = holds.T, holds
    crossing = overlap & ~outside & ~inside
    np.fill_diagonal(crossing, val=False)
    bank = candidates.in_bank[None, :]
    low = np.float32(-8.0)
    columns = [
        np.where(mask, score, low).max(axis=1, initial=low) for mask in (crossing, outside, inside)
    ]
    columns += [(outside & bank).any(axis=1), _keeps_sense(candidates, outside & bank)]
    columns += [(inside & bank).any(axis=1), (crossing & bank).any(axis=1)]
    return np.stack(columns, axis=1).astype(np.float32)


def _keeps_sense(candidates: Candidates, outer: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether each hit of the bank keeps its sense inside all longer hits around it."""
    kept = np.zeros(len(candidates), dtype=np.bool_)
    for i, hit in enumerate(candidates.hits):
        if hit is not None and outer[i].any():
            around = (candidates.hits[j] for j in np.flatnonzero(outer[i]))
            kept[i] = all(keeps_its_sense(hit, other) for other in around if other is not None)
    return kept


def _of_hit(hit: Hit | None) -> tuple[float, ...]:
    if hit is None:
        return (0.0,) * len(_BANK)
    return _of_entry(hit.form.entries[0], hit.form.spelling)


@lru_cache(maxsize=4096)
def _of_entry(entry: Entry, spelling: str) -> tuple[float, ...]:
    attested = entry.attested
    documents = attested.documents if attested else 0
    return (
        1.0,
        float(spelling == entry.canonical),
        float(entry.region is None),
        float(entry.confidence == "attested"),
        float(entry.confidence == "sourced"),
        math.log1p(documents),
        attested.quoted / attested.count if attested else 0.0,
        attested.laws / documents if attested else 0.0,
        float(entry.needs_quotes),
        float(bool(entry.flags)),
        *(float(entry.kind == kind) for kind in KINDS),
    )
