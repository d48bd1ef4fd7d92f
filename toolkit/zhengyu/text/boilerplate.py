"""Tells page furniture (navigation, bylines, footers) from text, by a linear model over cues.

A paragraph's features are character n-grams of its beginning and end with digits as `0`, its
length, its share of Chinese characters, its final punctuation, its place in the document, and
whether the same line stood before. The model is a JSON object of feature and weight.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import regex

from zhengyu.text.views import half_width

_DIGITS = regex.compile(r"[0-9]+")
_SPACE = regex.compile(r"\s+")
_CHINESE = regex.compile(r"\p{Han}")

#: Characters from either end that give n-grams: furniture shows at the edges, and text is long.
_EDGE = 24
_FINAL = '。!?;:…”")'
_PLACES = 3


class BoilerplateModel:
    """A linear model: `weights` of features by name, `bias`, and the threshold at 0."""

    def __init__(self, weights: dict[str, float], bias: float) -> None:
        self._weights = weights
        self._bias = bias

    @classmethod
    def load(cls, folder: Path) -> BoilerplateModel:
        """Reads `model.json` of a model folder."""
        stored = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        return cls(stored["weights"], stored["bias"])

    def save(self, folder: Path) -> None:
        """Writes `model.json`."""
        stored = {"bias": self._bias, "weights": self._weights}
        text = json.dumps(stored, ensure_ascii=False, indent=0)
        (folder / "model.json").write_text(text + "\n", encoding="utf-8")

    def predict(self, paragraphs: Sequence[str]) -> list[bool]:
        """For each paragraph of one document, in order, whether it is boilerplate."""
        get = self._weights.get
        return [
            self._bias + sum(get(name, 0.0) for name in features(paragraphs, i)) > 0
            for i in range(len(paragraphs))
        ]

    def reason(self, paragraphs: Sequence[str], index: int) -> str:
        """The decision on one paragraph with the five weightiest cues."""
        weighed = [(self._weights.get(n, 0.0), n) for n in features(paragraphs, index)]
        score = self._bias + sum(weight for weight, _ in weighed)
        verdict = "boilerplate" if score > 0 else "text"
        top = sorted(weighed, key=lambda pair: -abs(pair[0]))[:5]
        cues = ", ".join(f"{name} {weight:+.2f}" for weight, name in top if weight)
        return f"{verdict} with probability {1 / (1 + math.exp(-abs(score))):.2f} ({cues})"


def features(paragraphs: Sequence[str], index: int) -> Iterator[str]:
    """Names of the features that hold for paragraph `index` of a document."""
    raw = paragraphs[index].strip()
    text = _SPACE.sub(" ", _DIGITS.sub("0", half_width(raw)))
    edges = {f"^{text[:_EDGE]}", f"{text[-_EDGE:]}$"}
    yield from {edge[i : i + n] for edge in edges for n in (2, 3) for i in range(len(edge) - n + 1)}
    yield f"length={min(len(text).bit_length(), 8)}"
    yield f"chinese={len(_CHINESE.findall(text)) * 4 // max(len(text), 1)}"
    yield f"final={text[-1] if text[-1:] in _FINAL else 'none'}"
    yield f"sentences={min(text.count('。'), 2)}"
    yield f"spaces={min(text.count(' '), 4)}"
    yield f"from_start={min(index, _PLACES)}"
    yield f"from_end={min(len(paragraphs) - 1 - index, _PLACES)}"
    if any(raw == earlier.strip() for earlier in paragraphs[:index]):
        yield "repeated"
