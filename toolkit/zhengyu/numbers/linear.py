"""Linear choice among candidates: each has named features, the heaviest sum wins."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

Features = list[str]
#: A place in the text, or None for: there is none, with its features.
Option = tuple[tuple[int, int] | None, Features]


class LinearModel:
    """Weights by feature name; an unknown feature weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._get = dict(weights).get

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of the features."""
        get = self._get
        return sum([get(feature, 0.0) for feature in features])

    def best(self, text: str, options: list[Option]) -> Option:
        """The likeliest option, where options of the same wording add up.

        The same name often stands in several places: each alone may lose against another
        option though together they are likelier.
        """
        scores = [self.score(features) for _, features in options]
        top = max(scores)
        totals: dict[str | None, float] = {}
        leaders: dict[str | None, tuple[float, Option]] = {}
        for score, option in zip(scores, options, strict=True):
            key = text[option[0][0] : option[0][1]] if option[0] else None
            totals[key] = totals.get(key, 0.0) + math.exp(score - top)
            if key not in leaders or score > leaders[key][0]:
                leaders[key] = (score, option)
        winner = max(totals, key=totals.__getitem__)
        return leaders[winner][1]

    def weigh(self, features: Iterable[str], most: int = 3) -> str:
        """The weightiest features with their weights, for an explanation."""
        weighed = sorted(((self._get(f, 0.0), f) for f in features), key=lambda pair: -abs(pair[0]))
        return ", ".join(f"{name} {weight:+.1f}" for weight, name in weighed[:most] if weight)


def load_models(folder: Path) -> dict[str, LinearModel]:
    """The models of a folder's `weights.json`, by name."""
    stored = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    return {name: LinearModel(weights) for name, weights in stored.items()}
