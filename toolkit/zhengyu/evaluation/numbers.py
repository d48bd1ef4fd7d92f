"""Measures of numeric claims: spans, span with value and unit, each field, the whole claim."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from zhengyu.evaluation.alignment import note, overlap
from zhengyu.evaluation.figures import Figure, Tally
from zhengyu.evaluation.records import Place, Record, place_of, wording

SPAN = Figure("numbers: span")
VALUED = Figure("numbers: span + value + unit")
WHOLE = Figure("numbers: whole claim")
LABELLED = Figure("numbers: span and kind")

QUANTITY = ("value", "unit", "approx")
FIELDS = (*QUANTITY, "kind", "indicator", "basis", "direction", "modality", "period", "subject")
FIELD_FIGURES = {f: Figure(f"numbers: {f} of matched spans", "accuracy") for f in FIELDS}
FIGURES = (SPAN, VALUED, WHOLE, *FIELD_FIGURES.values(), LABELLED)
QUANTITY_FIGURES = (SPAN, VALUED, WHOLE, *(FIELD_FIGURES[f] for f in QUANTITY))

#: Values that differ by less, as a share of the wanted one, are the same.
_SAME = 1e-6

Claim = Mapping[str, Any]


def measure(gold: Record, found: Record, tally: Tally) -> None:
    """Counts a document's claims with all their fields."""
    wanted, got = _count(gold, found, tally, FIELDS)
    sides = [{(*p, str(c.get("kind"))) for p, c in side.items()} for side in (wanted, got)]
    parts = (sides[0] & sides[1], sides[1], sides[0])
    hits, all_found, all_gold = (Counter(kind for _, _, kind in part) for part in parts)
    for kind in sorted(all_found | all_gold):
        tally.add(LABELLED, kind, hits=hits[kind], found=all_found[kind], gold=all_gold[kind])
    note(tally, "numbers", sides[0], sides[1], None)


def measure_quantities(gold: Record, found: Record, tally: Tally) -> None:
    """Counts a document's quantities: a whole claim is then value, unit and approximation."""
    sides = _count(gold, found, tally, QUANTITY)
    spans = [{(*place, "quantity") for place in side} for side in sides]
    note(tally, "numbers", spans[0], spans[1], None)


def _count(
    gold: Record, found: Record, tally: Tally, fields: Sequence[str]
) -> tuple[dict[Place, Claim], dict[Place, Claim]]:
    """Counts spans and fields; returns both sides' claims by their span, the last of each."""
    wanted: dict[Place, Claim] = {(c["start"], c["end"]): c for c in gold["numbers"]}
    got: dict[Place, Claim] = {(c["start"], c["end"]): c for c in found.get("numbers", [])}
    right: dict[str, list[bool]] = defaultdict(list)
    valued = whole = 0
    shared = sorted(wanted.keys() & got.keys())
    for place in shared:
        good = judged(wanted[place], got[place], gold["text"], fields)
        for name, is_right in good.items():
            right[name].append(is_right)
            if not is_right:
                a, b = (_shown(side[place], name, gold["text"]) for side in (wanted, got))
                tally.error("numbers", f"wrong {name}", place, a, b)
        valued += good["value"] and good["unit"]
        whole += all(good.values())
    for figure, hits in ((SPAN, len(shared)), (VALUED, valued), (WHOLE, whole)):
        tally.add(figure, hits=hits, found=len(got), gold=len(wanted))
    for name in fields:
        tally.judge(FIELD_FIGURES[name], right[name])
    return wanted, got


def judged(wanted: Claim, got: Claim, text: str, fields: Sequence[str] = FIELDS) -> dict[str, bool]:
    """Which fields of two claims agree.

    Values agree within a millionth. Indicators agree when their spans share at least half of the
    longer one. Periods and subjects agree when the wording of one holds that of the other, since
    either may be mentioned in several places. Other fields are equal or not.
    """
    return {name: _agree(name, wanted, got, text) for name in fields}


def _agree(name: str, wanted: Claim, got: Claim, text: str) -> bool:
    if name == "value":
        return all(_same(wanted.get(key), got.get(key)) for key in ("value", "value_high"))
    if name == "indicator":
        return _near(place_of(wanted.get(name)), place_of(got.get(name)))
    if name in ("period", "subject"):
        a, b = wording(wanted, name, text), wording(got, name, text)
        return a == b or bool(a and b and (a in b or b in a))
    return bool(wanted.get(name) == got.get(name))


def _same(wanted: float | str | None, got: float | str | None) -> bool:
    if wanted is None or got is None:
        return wanted is None and got is None
    return abs(float(wanted) - float(got)) <= _SAME * max(1.0, abs(float(wanted)))


def _near(wanted: Place | None, got: Place | None) -> bool:
    if wanted is None or got is None:
        return wanted is None and got is None
    return overlap(wanted, got) * 2 >= max(wanted[1] - wanted[0], got[1] - got[0])


def _shown(claim: Claim, name: str, text: str) -> str:
    """A field as it is shown to people."""
    if name in ("indicator", "period", "subject"):
        return str(wording(claim, name, text))
    if name == "value" and claim.get("value_high") is not None:
        return f"{claim.get('value')}–{claim['value_high']}"
    return str(claim.get(name))
