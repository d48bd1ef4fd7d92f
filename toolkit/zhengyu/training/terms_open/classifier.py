"""The classifier over candidates: small networks that are averaged, and their calibration."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from zhengyu.terms.open.features import Matrix
from zhengyu.terms.open.model import Layer

Labels = npt.NDArray[np.bool_]
Network = tuple[Layer, ...]
_HIDDEN = 32
_SEEDS = 3


def standard(inputs: Matrix) -> tuple[Matrix, Matrix]:
    """Mean and scale of each column; constant columns keep a scale of one."""
    scale = inputs.std(axis=0)
    return inputs.mean(axis=0).astype(np.float32), np.where(scale > 0, scale, 1).astype(np.float32)


def fit_networks(inputs: Matrix, labels: Labels) -> tuple[Network, ...]:
    """Networks that differ in their seeds, on standardised inputs."""
    networks = []
    for seed in range(_SEEDS):
        model = MLPClassifier(
            (_HIDDEN,),
            alpha=0.1,
            max_iter=25,
            batch_size=min(512, len(inputs)),
            learning_rate_init=2e-3,
            random_state=seed,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(inputs, labels)
        pairs = zip(model.coefs_, model.intercepts_, strict=True)
        networks.append(tuple(Layer(w.astype(np.float32), b.astype(np.float32)) for w, b in pairs))
    return tuple(networks)


def calibrate(odds: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset that turn log-odds into log-odds of the observed share (Platt)."""
    model = LogisticRegression(C=1e6, max_iter=1000)
    model.fit(np.array(odds).reshape(-1, 1), np.array(labels))
    return float(model.coef_[0][0]), float(model.intercept_[0])


def calibration_error(probabilities: Sequence[float], labels: Sequence[bool]) -> float:
    """Expected calibration error in ten bins of equal width."""
    p, y = np.array(probabilities), np.array(labels, dtype=float)
    bins = np.minimum((p * 10).astype(int), 9)
    gaps = [
        abs(p[bins == b].mean() - y[bins == b].mean()) * (bins == b).mean()
        for b in range(10)
        if (bins == b).any()
    ]
    return float(sum(gaps))
