"""Measures of entities: spans with fine, coarse and no labels, and the codes of places."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from zhengyu.evaluation.alignment import Labelled, note
from zhengyu.evaluation.figures import Figure, Tally
from zhengyu.evaluation.records import Record

FINE = Figure("entities: fine")
COARSE = Figure("entities: coarse PER/LOC/ORG")
SPAN = Figure("entities: span only")
CODE = Figure("entities: adcode of matched spans", "accuracy")
FIGURES = (FINE, COARSE, SPAN, CODE)


@cache
def coarse_labels() -> Mapping[str, str]:
    """PER, LOC or ORG for each fine label that has a coarse one."""
    text = files("zhengyu.evaluation").joinpath("coarse.json").read_text(encoding="utf-8")
    labels: dict[str, str] = json.loads(text)
    return labels


def measure(gold: Record, found: Record, tally: Tally) -> None:
    """Counts a document's entities."""
    wanted, got = spans(gold), spans(found)
    count(FINE, wanted, got, tally)
    names = coarse_labels()
    coarse = [{(s, e, names[x]) for s, e, x in side if x in names} for side in (wanted, got)]
    count(COARSE, coarse[0], coarse[1], tally)
    bare = [{(s, e) for s, e, _ in side} for side in (wanted, got)]
    tally.add(SPAN, hits=len(bare[0] & bare[1]), found=len(bare[1]), gold=len(bare[0]))
    _codes(gold, found, tally)
    note(tally, "entities", wanted, got, "label")


def spans(record: Record) -> set[Labelled]:
    """Start, end and label of a record's entities."""
    return {(e["start"], e["end"], e["label"]) for e in record.get("entities", [])}


def count(figure: Figure, wanted: set[Labelled], got: set[Labelled], tally: Tally) -> None:
    """Counts spans that must agree in borders and label, in a row for each label."""
    sides = (wanted & got, got, wanted)
    hits, found, gold = (Counter(label for _, _, label in side) for side in sides)
    for label in sorted(found | gold):
        tally.add(figure, label, hits=hits[label], found=found[label], gold=gold[label])


def _codes(gold: Record, found: Record, tally: Tally) -> None:
    codes = {(e["start"], e["end"]): e.get("adcode") for e in found.get("entities", [])}
    right = []
    for entity in gold["entities"]:
        place = (entity["start"], entity["end"])
        if entity.get("adcode") and place in codes:
            wanted, got = str(entity["adcode"]), str(codes[place])
            right.append(wanted == got)
            if wanted != got:
                tally.error("entities", "wrong adcode", place, wanted, got)
    tally.judge(CODE, right)
