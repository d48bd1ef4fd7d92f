"""Measures of topics: labels of paragraphs, micro- and macro-averaged, and of documents."""

from __future__ import annotations

from zhengyu.evaluation.figures import NONE, Figure, Tally
from zhengyu.evaluation.records import Record, labels

MICRO = Figure("topics: paragraphs, micro")
MACRO = Figure("topics: paragraphs, macro", "macro", rows_of=MICRO.name)
DOCUMENTS = Figure("topics: documents, micro")
FIGURES = (MICRO, MACRO, DOCUMENTS)


def measure(gold: Record, found: Record, tally: Tally) -> None:
    """Counts the labels of a document and of its paragraphs that are no boilerplate."""
    predicted = {(p["start"], p["end"]): labels(p) for p in found.get("paragraphs", [])}
    for paragraph in gold["paragraphs"]:
        if paragraph.get("boilerplate"):
            continue
        place = (paragraph["start"], paragraph["end"])
        wanted, got = labels(paragraph), predicted.get(place, set())
        for label in sorted(wanted | got):
            hit = label in wanted and label in got
            tally.add(MICRO, label, hits=hit, found=label in got, gold=label in wanted)
        for label in sorted(wanted - got):
            tally.error("topics", "missed", place, label, NONE)
        for label in sorted(got - wanted):
            tally.error("topics", "spurious", place, NONE, label)
    wanted, got = labels(gold), labels(found)
    tally.add(DOCUMENTS, hits=len(wanted & got), found=len(got), gold=len(wanted))
