"""Agreement beyond chance, for labels without order.

Units are given counted: a table says how often each combination of labels occurs, one label an
annotator. Long texts have few combinations, however many characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

#: The labels of a unit, one an annotator.
_Labels = TypeVar("_Labels", bound=tuple[str | None, ...])


def observed(pairs: Mapping[tuple[str, str], int]) -> float | None:
    """The share of units with the same label, 0 to 1; None without units."""
    total = sum(pairs.values())
    same = sum(number for (one, other), number in pairs.items() if one == other)
    return same / total if total else None


def cohen_kappa(pairs: Mapping[tuple[str, str], int]) -> float | None:
    """Cohen's kappa of two annotators.

    Cohen (1960), A coefficient of agreement for nominal scales. 1 is full agreement, 0 what chance
    would give with each annotator's own shares of labels; None where chance alone agrees fully,
    because both gave one label throughout, or without units.

    Args:
        pairs: how often the first annotator gave one label where the second gave the other.

    >>> cohen_kappa({("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15})
    0.4
    """
    total = sum(pairs.values())
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), number in pairs.items():
        first[one] += number
        second[other] += number
    # In whole numbers as long as possible, so that chance of 1 is seen as such.
    by_chance = sum(first[label] * second[label] for label in first)
    same = sum(number for (one, other), number in pairs.items() if one == other)
    if by_chance == total * total:
        return None
    return (same * total - by_chance) / (total * total - by_chance)


def krippendorff_alpha(units: Mapping[_Labels, int]) -> float | None:
    """Krippendorff's alpha of any number of annotators, with units that some passed over.

    Krippendorff (2019), Content Analysis, chapter 12, nominal metric. 1 is full agreement, 0 what
    chance would give with the shares of labels of all together; None where all labels are one, or
    fewer than two annotators gave any.

    Args:
        units: how often each combination of labels occurs; None for an annotator who gave none.

    >>> krippendorff_alpha({("a", "a", None): 2, ("b", "b", "b"): 1})
    1.0
    """
    values: Counter[str] = Counter()
    disagreement = 0.0
    for labels, number in units.items():
        given = Counter(label for label in labels if label is not None)
        size = given.total()
        if size < 2:  # noqa: PLR2004 - a label alone is compared with nothing
            continue
        same = sum(count * (count - 1) for count in given.values())
        disagreement += number * (size * (size - 1) - same) / (size - 1)
        for label, count in given.items():
            values[label] += number * count
    total = values.total()
    expected = total * total - sum(count * count for count in values.values())
    return None if expected == 0 else 1 - (total - 1) * disagreement / expected
