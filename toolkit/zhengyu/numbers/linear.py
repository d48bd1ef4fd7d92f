"""Linear choice among candidates: each has named features, the heaviest sum wins."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

Features = list[str]


class LinearModel:
    """Weights by feature name; an unknown feature weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._get = dict(weights).get

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of the features."""
        get = self._get
        return sum([get(feature, 0.0) for feature in features])

    def weigh(self, features: Iterable[str], most: int = 3) -> str:
        """The weightiest features with their weights, for an explanation."""
        weighed = sorted(((self._get(f, 0.0), f) for f in features), key=lambda pair: -abs(pair[0]))
        return ", ".join(f"{name} {weight:+.1f}" for weight, name in weighed[:most] if weight)


def load_models(folder: Path) -> dict[str, LinearModel]:
    """The models of a folder's `weights.json`, by name."""
    stored = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    return {name: LinearModel(weights) for name, weights in stored.items()}
