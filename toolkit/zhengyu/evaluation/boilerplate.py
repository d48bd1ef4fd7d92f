"""Measures of boilerplate: the paragraphs marked as page furniture."""

from __future__ import annotations

from zhengyu.evaluation.figures import Figure, Tally
from zhengyu.evaluation.records import Record

PARAGRAPHS = Figure("boilerplate: paragraphs")
FIGURES = (PARAGRAPHS,)


def measure(gold: Record, found: Record, tally: Tally) -> None:
    """Counts a document's marked paragraphs."""
    wanted, got = _marked(gold), _marked(found)
    tally.add(PARAGRAPHS, hits=len(wanted & got), found=len(got), gold=len(wanted))
    for place in sorted(wanted ^ got):
        tally.error("boilerplate", "missed" if place in wanted else "spurious", place)


def _marked(record: Record) -> set[tuple[int, int]]:
    paragraphs = record.get("paragraphs", [])
    return {(p["start"], p["end"]) for p in paragraphs if p.get("boilerplate")}
