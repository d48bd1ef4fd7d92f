"""The layers that can be measured, in the order of reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from zhengyu.errors import ConfigurationError
from zhengyu.evaluation import boilerplate, coarse, entities, numbers, terms, topics
from zhengyu.evaluation.figures import Figure, Tally
from zhengyu.evaluation.records import Record


@dataclass(frozen=True, slots=True)
class Measure:
    """How a layer is measured.

    Attributes:
        needs: fields that the gold document must have; one without them is not counted.
        figures: the figures, in the order of reports.
        count: adds a gold and a predicted document to a tally.
        makes: the pipeline's layers that are measured.
    """

    needs: tuple[str, ...]
    figures: tuple[Figure, ...]
    count: Callable[[Record, Record, Tally], None]
    makes: tuple[str, ...]


MEASURES: Mapping[str, Measure] = {
    "terms": Measure(("terms",), terms.FIGURES, terms.measure, ("terms",)),
    "entities": Measure(("entities",), entities.FIGURES, entities.measure, ("entities",)),
    "topics": Measure(("paragraphs", "topics"), topics.FIGURES, topics.measure, ("topics",)),
    "boilerplate": Measure(
        ("paragraphs",), boilerplate.FIGURES, boilerplate.measure, ("paragraphs",)
    ),
    "numbers": Measure(("numbers",), numbers.FIGURES, numbers.measure, ("numbers",)),
    "quantities": Measure(
        ("numbers",), numbers.QUANTITY_FIGURES, numbers.measure_quantities, ("numbers",)
    ),
    "coarse": Measure(("spans",), coarse.FIGURES, coarse.measure, ()),
}

#: What is measured where nothing is asked for; `quantities` are `numbers` with fewer fields.
LAYERS = ("terms", "entities", "topics", "boilerplate", "numbers")


def chosen(layers: Sequence[str] | None, gold: Sequence[Record]) -> dict[str, Measure]:
    """The measures of the layers asked for, else of all that the gold has.

    Raises:
        ConfigurationError: for a layer that is unknown, or that no gold document has.
    """
    unknown = sorted(set(layers or ()) - set(MEASURES))
    if unknown:
        raise ConfigurationError(
            f"unknown layer {', '.join(map(repr, unknown))}; what can be measured: "
            f"{', '.join(MEASURES)}"
        )
    if {"numbers", "quantities"} <= set(layers or ()):
        raise ConfigurationError("quantities are numbers with fewer fields; ask for one of both")
    found = [name for name in layers or LAYERS if _has(gold, MEASURES[name])]
    absent = [name for name in layers or () if name not in found]
    if absent or not found:
        raise ConfigurationError(
            f"no gold document has {', '.join(absent or LAYERS)}; ask for layers that it has"
        )
    return {name: measure for name, measure in MEASURES.items() if name in found}


def _has(gold: Sequence[Record], measure: Measure) -> bool:
    return any(all(field in record for field in measure.needs) for record in gold)
