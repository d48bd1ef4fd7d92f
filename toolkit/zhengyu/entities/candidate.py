"""A possible entity, with the source that proposes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A range of code points with a label and a score in [0, 1]; `source` is for explanations."""

    start: int
    end: int
    label: str
    score: float
    source: str
