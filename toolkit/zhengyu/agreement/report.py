"""Two annotations of the same texts, compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from zhengyu.agreement import units
from zhengyu.agreement.coefficients import cohen_kappa, krippendorff_alpha, observed
from zhengyu.agreement.units import Pairs
from zhengyu.errors import ConfigurationError, DocumentError
from zhengyu.evaluation import Report, evaluate
from zhengyu.evaluation.records import Record, by_id
from zhengyu.interchange.tags import LABEL_FIELD
from zhengyu.labels import keys

#: What can be compared, in the order of reports.
LAYERS = (*LABEL_FIELD, "boilerplate", "topics")


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Agreement on one label, or on all of a layer.

    Attributes:
        layer: of `LAYERS`.
        unit: `characters`, `paragraphs`, or `documents`.
        label: the label, asked alone; empty for all labels together.
        units: how many were compared; for topics together each topic of each unit counts.
        observed: share of units with the same label.
        kappa: Cohen's kappa, None where chance agrees fully.
        alpha: Krippendorff's alpha, None where there is one label only.
    """

    layer: str
    unit: str
    label: str
    units: int
    observed: float | None
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What `agree` returns.

    Attributes:
        documents: number of documents that both have.
        alone: ids of documents that only one has.
        coefficients: by layer, all labels first, then those that occur.
        spans: F1 of spans by layer and label, the first annotation taken as gold; it is the same
            the other way round.
    """

    documents: int
    alone: tuple[str, ...]
    coefficients: tuple[Coefficient, ...]
    spans: Report | None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        spans = {} if self.spans is None else self.spans.to_dict(0)
        return {
            "documents": self.documents,
            "alone": list(self.alone),
            "coefficients": [asdict(coefficient) for coefficient in self.coefficients],
            "spans": {name: spans[name] for name in ("figures", "labels") if name in spans},
        }


def agree(
    one: Iterable[Record], other: Iterable[Record], *, layers: Sequence[str] | None = None
) -> Agreement:
    """Compares two annotations of the documents that both have.

    Args:
        one: records, whole or in the short form of gold files.
        other: records of the same texts by somebody else.
        layers: of `LAYERS`; all by default.

    Raises:
        ConfigurationError: for an unknown layer.
        DocumentError: when no document is in both, or a text differs.
    """
    wanted = _layers(layers)
    first, second = by_id(one, "the first file"), by_id(other, "the second file")
    common = sorted(first.keys() & second.keys())
    if not common:
        raise DocumentError("no document is in both files; give annotations of the same ids")
    pairs = [(first[identity], second[identity]) for identity in common]
    for a, b in pairs:
        if a["text"] != b["text"]:
            raise DocumentError(
                f"document {a['id']!r}: its text differs; both must have annotated the same text"
            )
    coefficients = [c for layer in wanted for c in _COUNTED[layer](pairs, layer)]
    spans = [
        layer for layer in wanted if layer in LABEL_FIELD and any(layer in a for a, _ in pairs)
    ]
    return Agreement(
        len(common),
        tuple(sorted(first.keys() ^ second.keys())),
        tuple(coefficients),
        evaluate([a for a, _ in pairs], [b for _, b in pairs], layers=spans) if spans else None,
    )


def _layers(layers: Sequence[str] | None) -> Sequence[str]:
    unknown = [layer for layer in layers or () if layer not in LAYERS]
    if unknown:
        raise ConfigurationError(
            f"unknown layer {unknown[0]!r}; what can be compared: {', '.join(LAYERS)}"
        )
    return layers or LAYERS


_Both = Sequence[tuple[Record, Record]]


def _spans(pairs: _Both, layer: str) -> Iterator[Coefficient]:
    total: Pairs = Counter()
    for one, other in pairs:
        total.update(units.characters(one, other, layer))
    yield _coefficient(layer, "characters", "", total)
    for label in keys(f"{layer}.{LABEL_FIELD[layer]}"):
        yield from _present(layer, "characters", label, units.with_label(total, label))


def _boilerplate(pairs: _Both, layer: str) -> Iterator[Coefficient]:
    both = [unit for one, other in pairs for unit in units.paragraphs(one, other)]
    yield _coefficient(layer, "paragraphs", "", units.boilerplate(both))


def _topics(pairs: _Both, layer: str) -> Iterator[Coefficient]:
    both = [unit for one, other in pairs for unit in units.paragraphs(one, other)]
    for unit, counted in (("paragraphs", units.topics(both)), ("documents", units.topics(pairs))):
        yield _coefficient(layer, unit, "", _summed(counted))
        for label, found in counted.items():
            yield from _present(layer, unit, label, found)


def _summed(counted: Mapping[str, Pairs]) -> Pairs:
    total: Pairs = Counter()
    for pairs in counted.values():
        total.update(pairs)
    return total


def _present(layer: str, unit: str, label: str, pairs: Pairs) -> Iterator[Coefficient]:
    """The coefficient of a label that one of both gave."""
    if any("yes" in answers for answers in pairs):
        yield _coefficient(layer, unit, label, pairs)


def _coefficient(layer: str, unit: str, label: str, pairs: Pairs) -> Coefficient:
    kappa, alpha = cohen_kappa(pairs), krippendorff_alpha(pairs)
    return Coefficient(layer, unit, label, pairs.total(), observed(pairs), kappa, alpha)


_COUNTED = {**dict.fromkeys(LABEL_FIELD, _spans), "boilerplate": _boilerplate, "topics": _topics}
