"""Measures of terms: spans, strictly and by overlap, and their kinds."""

from __future__ import annotations

from collections import Counter

from zhengyu.evaluation.alignment import note, overlap
from zhengyu.evaluation.figures import Figure, Tally
from zhengyu.evaluation.records import Record

STRICT = Figure("terms: strict span")
LOOSE = Figure("terms: overlapping span")
KIND = Figure("terms: kind of matched spans", "accuracy")
LABELLED = Figure("terms: span and kind")
FIGURES = (STRICT, LOOSE, KIND, LABELLED)


def measure(gold: Record, found: Record, tally: Tally) -> None:
    """Counts a document's terms; of two terms with one span the last stands for both."""
    wanted = {(t["start"], t["end"]): t.get("kind") for t in gold["terms"]}
    got = {(t["start"], t["end"]): t.get("kind") for t in found.get("terms", [])}
    hits = wanted.keys() & got.keys()
    tally.add(STRICT, hits=len(hits), found=len(got), gold=len(wanted))
    tally.add(
        LOOSE,
        hits=sum(any(overlap(x, y) for y in wanted) for x in got),
        found=len(got),
        met=sum(any(overlap(x, y) for y in got) for x in wanted),
        gold=len(wanted),
    )
    tally.judge(KIND, [wanted[span] == got[span] for span in hits])
    right = Counter(str(wanted[span]) for span in hits if wanted[span] == got[span])
    per_gold, per_found = Counter(map(str, wanted.values())), Counter(map(str, got.values()))
    for kind in sorted(per_gold | per_found):
        tally.add(LABELLED, kind, hits=right[kind], found=per_found[kind], gold=per_gold[kind])
    sides = [{(*span, str(kind)) for span, kind in side.items()} for side in (wanted, got)]
    note(tally, "terms", sides[0], sides[1], "kind")
