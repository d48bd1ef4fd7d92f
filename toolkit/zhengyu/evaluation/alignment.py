"""Which predicted span stands for which gold span, for errors and confused labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhengyu.evaluation.figures import NONE, Tally
from zhengyu.evaluation.records import Place

#: Start, end and label.
Labelled = tuple[int, int, str]
Pair = tuple[Labelled | None, Labelled | None]


def overlap(one: Labelled | Place, other: Labelled | Place) -> int:
    """Code points that two ranges share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def align(gold: Iterable[Labelled], found: Iterable[Labelled]) -> Iterator[Pair]:
    """Pairs each span with at most one of the other side, in the order of the text.

    Equal spans come first, then those with the same borders, then those that overlap, the largest
    share of their union first. A span without partner is paired with None.

    >>> list(align([(0, 2, "GPE"), (5, 9, "GOV")], [(0, 2, "LOC"), (4, 9, "GOV"), (11, 12, "GPE")]))
    [((0, 2, 'GPE'), (0, 2, 'LOC')), ((5, 9, 'GOV'), (4, 9, 'GOV')), (None, (11, 12, 'GPE'))]
    """
    wanted, got = sorted(set(gold)), sorted(set(found))
    ranked = sorted((_nearness(w, g), w, g) for w in wanted for g in got if overlap(w, g))
    partner: dict[Labelled, Labelled] = {}
    taken: set[Labelled] = set()
    for _, w, g in ranked:
        if w not in partner and g not in taken:
            partner[w] = g
            taken.add(g)
    pairs: list[Pair] = [(w, partner.get(w)) for w in wanted]
    pairs += [(None, g) for g in got if g not in taken]
    return iter(sorted(pairs, key=lambda pair: pair[0] or pair[1] or ()))


def _nearness(one: Labelled, other: Labelled) -> tuple[float, bool]:
    """Sorts the nearest first: by the share of the union, then by the label."""
    shared = overlap(one, other)
    union = (one[1] - one[0]) + (other[1] - other[0]) - shared
    return -shared / union, one[2] != other[2]


def note(
    tally: Tally, layer: str, gold: Iterable[Labelled], found: Iterable[Labelled], label: str | None
) -> None:
    """Notes confused labels and errors of a layer's spans.

    Args:
        tally: where to.
        layer: the layer's name.
        gold: the spans wanted.
        found: the spans got.
        label: what the labels are called; None where a wrong one is no error of its own.
    """
    for wanted, got in align(gold, found):
        tally.confuse(layer, wanted[2] if wanted else NONE, got[2] if got else NONE)
        kind = error_kind(wanted, got, label)
        if kind is not None:
            place = wanted or got or (0, 0, "")
            tally.error(layer, kind, place[:2], _shown(wanted, got), _shown(got, wanted))


def error_kind(wanted: Labelled | None, got: Labelled | None, label: str | None) -> str | None:
    """What is wrong with a pair: None, or missed, spurious, wrong border, wrong label, both."""
    if wanted is None or got is None:
        return "missed" if got is None else "spurious"
    wrong = ["border"] if wanted[:2] != got[:2] else []
    if label is not None and wanted[2] != got[2]:
        wrong.append(label)
    return f"wrong {' and '.join(wrong)}" if wrong else None


def _shown(span: Labelled | None, other: Labelled | None) -> str:
    """A span's label, and its borders where they differ from the other's."""
    if span is None:
        return NONE
    same = other is None or span[:2] == other[:2]
    return span[2] if same else f"{span[2]} {span[0]}–{span[1]}"
