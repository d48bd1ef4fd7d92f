"""Span scores against nervaluate, the reference implementation of SemEval 2013's measures."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate.evaluator import Evaluator

from zhengyu.evaluation import evaluate
from zhengyu.evaluation.alignment import align, overlap

TEXT = "零一二三四五六七八九" * 3
LABELS = ["GPE", "GOV", "PERSON"]


@st.composite
def spans(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Spans that do not overlap: among others nervaluate's counts depend on their order."""
    cuts = sorted(draw(st.sets(st.integers(0, len(TEXT)), max_size=12)))
    pieces = [piece for piece in pairwise(cuts) if draw(st.booleans())]
    return [
        {"start": s, "end": e, "text": TEXT[s:e], "label": draw(st.sampled_from(LABELS))}
        for s, e in pieces
    ]


@given(st.lists(st.tuples(spans(), spans()), min_size=1, max_size=4))
def test_entities_as_nervaluate_scores_them(
    documents: list[tuple[list[dict[str, Any]], list[dict[str, Any]]]],
) -> None:
    gold = [{"id": str(i), "text": TEXT, "entities": g} for i, (g, _) in enumerate(documents)]
    found = [{"id": str(i), "text": TEXT, "entities": p} for i, (_, p) in enumerate(documents)]
    ours = evaluate(gold, found, layers=["entities"], resamples=2).flat()
    inclusive = [
        [[{**span, "end": span["end"] - 1} for span in side] for side in sides]
        for sides in zip(*documents, strict=True)
    ]
    overall = Evaluator(*inclusive, tags=LABELS, loader="dict").evaluate()["overall"]
    for name, strategy in (("entities: fine", "strict"), ("entities: span only", "exact")):
        theirs = overall[strategy]
        assert (ours[name].hits, ours[name].found) == (theirs.correct, theirs.actual)
        assert ours[name].gold == theirs.possible
        assert ours[name].value == pytest.approx(theirs.f1)


@given(spans(), spans())
def test_alignment_pairs_everything_once(
    gold: list[dict[str, Any]], found: list[dict[str, Any]]
) -> None:
    sides = [[(s["start"], s["end"], s["label"]) for s in side] for side in (gold, found)]
    pairs = list(align(*sides))
    assert sorted(w for w, _ in pairs if w) == sorted(sides[0])
    assert sorted(g for _, g in pairs if g) == sorted(sides[1])
    assert all(overlap(w, g) for w, g in pairs if w and g)
    lonely = [w for w, g in pairs if w and not g], [g for w, g in pairs if g and not w]
    assert not any(overlap(w, g) for w in lonely[0] for g in lonely[1])
    assert {(w, w) for w in set(sides[0]) & set(sides[1])} <= set(pairs)
