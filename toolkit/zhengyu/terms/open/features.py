"""What the classifier reads of a candidate: numbers, one column each, named in `NAMES`."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import get_args

import numpy as np
import numpy.typing as npt

from zhengyu.terms.bank import Entry, Kind
from zhengyu.terms.context import inside_name
from zhengyu.terms.joined import Joined
from zhengyu.terms.matcher import Hit
from zhengyu.terms.open import characters, reading, rivals
from zhengyu.terms.open.candidates import Candidates
from zhengyu.terms.open.spans import Ints

Matrix = npt.NDArray[np.float32]

KINDS: tuple[str, ...] = get_args(Kind)
_SPAN = ("length", "long", "mark_before", "mark_after", "quotes_inside", "comma_inside",
         "dun_inside", "of_inside", "digits", "numerals", "latin", "in_name", "whole_title",
         "in_title", "said_before", "stop_inside_marks", "idiom", "first_line")  # fmt: skip
_BANK = ("bank", "bank_canonical", "bank_national", "bank_attested", "bank_sourced",
         "bank_documents", "bank_quoted_share", "bank_law_share", "bank_needs_quotes",
         "bank_flagged", *(f"bank_{kind}" for kind in KINDS))  # fmt: skip
#: Columns after those of the span models' scores.
NAMES: tuple[str, ...] = (
    "quoted",
    "repeated",
    "repeated_quoted",
    *rivals.NAMES,
    *_SPAN,
    *_BANK,
    *reading.NAMES,
)
_LONG = 12
_TITLE = 40


def feature_matrix(texts: Joined, candidates: Candidates, idioms: Collection[str]) -> Matrix:
    """One row a candidate, one column a span model's score or a name of `NAMES`."""
    count = len(candidates)
    folded = texts.view.folded
    spans = list(zip(candidates.starts.tolist(), candidates.ends.tolist(), strict=True))
    words = [folded[s:e] for s, e in spans]
    own = np.searchsorted(texts.starts, candidates.starts, side="right") - 1
    columns = (
        candidates.scores,
        candidates.quoted[:, None],
        _repeats(texts, own.tolist(), words, candidates.quoted),
        rivals.rivals(candidates),
        _of_characters(folded, candidates, np.array(texts.starts)[own]),
        np.array([word in idioms for word in words])[:, None],
        _in_first_line(texts, candidates.ends, own)[:, None],
        np.array([_of_hit(hit) for hit in candidates.hits]).reshape(count, len(_BANK)),
        candidates.read,
    )
    return np.concatenate(columns, axis=1, dtype=np.float32)


def _of_characters(folded: str, candidates: Candidates, first: Ints) -> Matrix:
    """The columns `_SPAN` but for the last two; `first` is where each one's text begins."""
    marks = characters.Characters(folded)
    starts, ends = candidates.starts, candidates.ends
    size = ends - starts
    before, after = marks.before(starts), marks.at(ends)
    opened = marks.last("《", starts)
    in_title = (opened >= np.maximum(first, starts - _TITLE)) & (opened > marks.last("》", starts))
    in_quotes = np.isin(after, characters.MARKS)
    spoken = np.isin(before, characters.MARKS) & np.isin(marks.before(starts - 1), characters.SAYS)
    names = {end: inside_name(folded, end) for end in set(ends.tolist())}
    columns = (
        size,
        size >= _LONG,
        np.isin(before, characters.MARKS),
        in_quotes,
        *(marks.count(sort, starts, ends) > 0 for sort in characters.BEFORE_NUMERALS),
        marks.count("numerals", starts, ends),
        marks.count("letters", starts, ends) > 0,
        [names[end] for end in ends.tolist()],
        (before == ord("《")) & (after == ord("》")),
        in_title,
        spoken,
        in_quotes & np.isin(marks.before(ends), characters.STOPS),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _in_first_line(texts: Joined, ends: Ints, own: Ints) -> npt.NDArray[np.bool_]:
    folded, bounds = texts.view.folded, zip(texts.starts, texts.ends, strict=True)
    lines = np.array([max(folded.find("\n", s, e), s) for s, e in bounds])
    answer: npt.NDArray[np.bool_] = ends <= lines[own]
    return answer


def _repeats(
    texts: Joined, own: Sequence[int], words: Sequence[str], quoted: npt.NDArray[np.bool_]
) -> Matrix:
    """How often the wording stands in its text, and whether it does so quoted elsewhere."""
    folded = texts.view.folded
    placed = list(zip(words, own, strict=True))
    marked = Counter(place for place, mark in zip(placed, quoted.tolist(), strict=True) if mark)
    times = {
        (word, text): folded.count(word, texts.starts[text], texts.ends[text])
        for word, text in set(placed)
    }
    rows = [
        (math.log(times[place]), float(marked[place] - mark > 0))
        for place, mark in zip(placed, quoted.tolist(), strict=True)
    ]
    return np.array(rows, dtype=np.float32).reshape(len(words), 2)


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
