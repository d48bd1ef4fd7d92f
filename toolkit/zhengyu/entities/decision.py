"""One decision over all candidates: flat, non-overlapping names by the rules of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import regex

from zhengyu.document import Term
from zhengyu.entities.candidate import Candidate

_OPENING, _CLOSING = "“‘(（[【〔", "”’)）]】〕"
_PAIR = dict(zip(_CLOSING, _OPENING, strict=True))
_EDGE = regex.compile(r"^[\s,，、;；:：。]+|[\s,，、;；:：。]+$")


def decide(folded: str, candidates: Iterable[Candidate], terms: Sequence[Term]) -> list[Candidate]:
    """The entities among the candidates, in order of their place.

    Marks round a whole name are stripped and unpaired ones cut off; a name inside a quoted term is
    none, and no person stands in any term; of names that overlap, the surer one stays.
    """
    trimmed = [c for c in (_trimmed(folded, c) for c in candidates) if c is not None]
    outside = [c for c in trimmed if not any(_swallowed(c, term) for term in terms)]
    chosen: list[Candidate] = []
    taken = bytearray(len(folded))
    for candidate in sorted(outside, key=_rank):
        if not any(taken[candidate.start : candidate.end]):
            chosen.append(candidate)
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
    return sorted(chosen, key=lambda c: c.start)


def _rank(candidate: Candidate) -> tuple[float, int, int]:
    """Sure titles first, then by score, then the longer one."""
    return -round(candidate.score, 2), candidate.start - candidate.end, candidate.start


def _swallowed(candidate: Candidate, term: Term) -> bool:
    inside = term.start <= candidate.start and candidate.end <= term.end
    if not inside or candidate.label == "DOCUMENT":
        return False
    whole = (term.start, term.end) == (candidate.start, candidate.end)
    if candidate.label == "PERSON":
        return True
    return term.quoted and not (whole and candidate.label in {"ZONE", "LOC"})


def _trimmed(folded: str, candidate: Candidate) -> Candidate | None:
    start, end = candidate.start, candidate.end
    text = folded[start:end]
    bare = _EDGE.sub("", text)
    if not bare:
        return None
    start += text.index(bare)
    end = start + len(bare)
    if candidate.label != "DOCUMENT":
        start, end = _without_marks(folded, start, end)
    if start >= end:
        return None
    return (
        candidate
        if (start, end) == (candidate.start, candidate.end)
        else replace(candidate, start=start, end=end)
    )


def _without_marks(folded: str, start: int, end: int) -> tuple[int, int]:
    """Cuts off marks that enclose the whole name, and marks whose partner stands outside."""
    while end - start > 1:
        text = folded[start:end]
        if text[0] in _OPENING and _partner(text) in (len(text) - 1, None):
            start += 1
            if text[-1] in _CLOSING and _PAIR[text[-1]] == text[0]:
                end -= 1
        elif text[-1] in _OPENING or _closes_nothing(text):
            end -= 1
        else:
            break
    return start, end


def _closes_nothing(text: str) -> bool:
    last = text[-1]
    return last in _CLOSING and text.count(_PAIR[last]) < text.count(last)


def _partner(text: str) -> int | None:
    """Where the mark that opens `text` is closed, or None."""
    depth = 0
    for position, character in enumerate(text):
        if character == text[0]:
            depth += 1
        elif _PAIR.get(character) == text[0]:
            depth -= 1
            if depth == 0:
                return position
    return None
