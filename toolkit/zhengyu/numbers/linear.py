"""Linear choice among options: each has named features, the heaviest sum wins."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

Features = list[str]


class Option(NamedTuple):
    """A place in the text, or None for: there is none.

    `own` are features of this option alone; `shared` lists of features serve several options,
    so that each list is weighed once.
    """

    place: tuple[int, int] | None
    own: Features
    shared: tuple[Features, ...] = ()

    def features(self) -> Features:
        """All features, own and shared."""
        return [*self.own, *(feature for part in self.shared for feature in part)]


class LinearModel:
    """Weights by feature name; an unknown feature weighs nothing."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = dict(weights)
        self._get = self.weights.get

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights of the features."""
        get = self._get
        return sum([get(feature, 0.0) for feature in features])

    def scores(self, options: list[Option], known: dict[int, float]) -> list[float]:
        """The score of each option; `known` remembers shared lists, which must stay alive."""
        found = []
        for _, own, shared in options:
            total = self.score(own)
            for part in shared:
                weight = known.get(id(part))
                if weight is None:
                    weight = known[id(part)] = self.score(part)
                total += weight
            found.append(total)
        return found

    def best(self, text: str, options: list[Option], known: dict[int, float]) -> Option:
        """The likeliest option, where options of the same wording add up.

        The same name often stands in several places: each alone may lose against another
        option though together they are likelier.
        """
        if len(options) == 1:
            return options[0]
        scores = self.scores(options, known)
        top = max(scores)
        totals: dict[str | None, float] = {}
        leaders: dict[str | None, tuple[float, Option]] = {}
        for score, option in zip(scores, options, strict=True):
            place = option.place
            key = text[place[0] : place[1]] if place else None
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
