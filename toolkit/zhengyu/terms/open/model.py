"""The model of open-vocabulary terms: loading, probabilities of candidates, kinds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zhengyu import artefacts
from zhengyu.errors import ArtefactError
from zhengyu.terms.bank import Kind
from zhengyu.terms.joined import Joined
from zhengyu.terms.matcher import Hit
from zhengyu.terms.open import features, words
from zhengyu.terms.open.candidates import Candidates, find_candidates
from zhengyu.terms.open.kinds import kind_features, predict_kind
from zhengyu.terms.open.reading import Reading
from zhengyu.terms.open.spans import Floats

NAME = "terms-open"
VERSION = 3
_AROUND = 3
#: Beyond these log-odds a probability is nothing or all, in single precision.
_FURTHEST = 60.0
_PRODUCT = "ij,jk->ik"


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer of the classifier: `weights` of inputs by outputs, and `biases`."""

    weights: Floats
    biases: Floats


@dataclass(frozen=True, slots=True)
class OpenModel:
    """Everything that training wrote; `read_model` makes it.

    `spans` are weights and intercept of the span models, `word_weights` and `word_biases` those of
    the word model; `mean` and `scale` standardise the classifier's inputs; `networks` are averaged
    and their log-odds corrected by `slope` and `offset`; hits of the bank are terms from
    `threshold` on, and other spans from `open_threshold` on.
    """

    spans: tuple[tuple[Floats, float], ...]
    word_weights: Floats
    word_biases: Floats
    kind_weights: Floats
    mean: Floats
    scale: Floats
    networks: tuple[tuple[Layer, ...], ...]
    slope: float
    offset: float
    threshold: float
    open_threshold: float
    nested_threshold: float
    idioms: frozenset[str]

    def candidates(
        self,
        texts: Joined,
        hits: Iterable[Hit],
        reading: Reading,
        extra: Iterable[tuple[int, int]] = (),
    ) -> Candidates:
        """The candidates of texts; `extra` are spans that another source proposes."""
        return find_candidates(texts, self.spans, hits, reading, extra)

    def inputs(self, texts: Joined, candidates: Candidates) -> features.Matrix:
        """What the classifier reads, one row a candidate."""
        by_words = words.word_features(
            candidates.features,
            self.word_weights,
            self.word_biases,
            candidates.starts,
            candidates.ends,
        )
        own = features.feature_matrix(texts, candidates, self.idioms)
        return np.concatenate((own, by_words), axis=1)

    def probabilities(self, inputs: features.Matrix) -> npt.NDArray[np.float32]:
        """The calibrated probability of each row to be a term."""
        standard = (inputs - self.mean) / self.scale
        odds = np.mean([log_odds(network, standard) for network in self.networks], axis=0)
        return calibrated(odds, self.slope, self.offset)

    def kind(self, texts: Joined, start: int, end: int, *, quoted: bool) -> Kind:
        """The kind of a span that no bank knows."""
        folded, (first, last) = texts.view.folded, texts.bounds(start)
        before = folded[max(first, start - _AROUND) : start]
        after = folded[end : min(last, end + _AROUND)]
        found = kind_features(folded[start:end], before, after, quoted=quoted)
        return predict_kind(self.kind_weights, found)


def calibrated(
    odds: npt.NDArray[np.float32], slope: float, offset: float
) -> npt.NDArray[np.float32]:
    """Probabilities of corrected log-odds."""
    corrected = np.clip(slope * odds + offset, -_FURTHEST, _FURTHEST)
    chances: npt.NDArray[np.float32] = (1 / (1 + np.exp(-corrected))).astype(np.float32)
    return chances


def log_odds(network: Iterable[Layer], inputs: features.Matrix) -> npt.NDArray[np.float32]:
    """What one network says of each row of standardised inputs.

    Not by `@`, whose sums depend on how many rows there are: a text's terms must not depend on
    those it is read with.
    """
    *hidden, last = network
    values = inputs
    for layer in hidden:
        values = np.maximum(np.einsum(_PRODUCT, values, layer.weights) + layer.biases, 0)
    answer: npt.NDArray[np.float32] = np.einsum(_PRODUCT, values, last.weights)[:, 0] + last.biases
    return answer


def read_model(folder: Path | None = None) -> OpenModel:
    """The model in `models/terms-open/`, checksums compared.

    Raises:
        ArtefactError: when it is missing, changed, or of another version.
    """
    folder = folder or artefacts.model(NAME)
    settings = json.loads((folder / "settings.json").read_text("utf-8"))
    if settings["version"] != VERSION:
        raise ArtefactError(
            f"{folder} has version {settings['version']}, this zhengyu reads {VERSION}; reinstall"
        )
    with np.load(folder / "weights.npz", allow_pickle=False) as stored:
        tables = {name: stored[name].astype(np.float32) for name in stored.files}
    networks = tuple(
        tuple(
            Layer(tables[f"network{n}_weights{i}"], tables[f"network{n}_biases{i}"])
            for i in range(settings["layers"])
        )
        for n in range(settings["networks"])
    )
    biases = tables["span_biases"].tolist()
    return OpenModel(
        spans=tuple(zip(tables["span_weights"], biases, strict=True)),
        word_weights=tables["word_weights"],
        word_biases=tables["word_biases"],
        kind_weights=tables["kind_weights"],
        mean=tables["mean"],
        scale=tables["scale"],
        networks=networks,
        slope=settings["slope"],
        offset=settings["offset"],
        threshold=settings["threshold"],
        open_threshold=settings["open_threshold"],
        nested_threshold=settings["nested_threshold"],
        idioms=frozenset((folder / "idioms.txt").read_text("utf-8").split()),
    )
