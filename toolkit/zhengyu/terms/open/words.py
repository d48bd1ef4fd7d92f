"""Where words begin, and whether they are verbs or nouns: a linear model over characters."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhengyu.terms.open.spans import Floats, Ints, SpanFeatures, sums

#: Questions that the model answers for each place between two characters, as log-odds.
QUESTIONS = ("word_begins", "verb_before", "noun_before", "noun_after", "verb_after")
NAMES = (
    *(f"start_{name}" for name in QUESTIONS),
    *(f"end_{name}" for name in QUESTIONS),
    "words_inside",
    "words_per_character",
    "surest_break_inside",
    "surest_bond_inside",
)
_LIMIT = 6.0

Matrix = npt.NDArray[np.float32]


def word_features(
    features: SpanFeatures, weights: Floats, biases: Floats, starts: Ints, ends: Ints
) -> Matrix:
    """Columns `NAMES` for spans of the text.

    Args:
        features: the text's features.
        weights: one row a question, one column a hashed feature.
        biases: one a question.
        starts: starts of the spans.
        ends: their ends.
    """
    first = weights[0].take(features.starts).sum(axis=0) + biases[0]
    begins = 1 / (1 + np.exp(-np.clip(first, -_LIMIT, _LIMIT)))
    at_start, at_end = (
        np.clip(weights[:, features.starts[:, at]].sum(axis=1).T + biases, -_LIMIT, _LIMIT)
        for at in (starts, ends)
    )
    total = sums(begins)
    inside = total[ends] - total[np.minimum(starts + 1, ends)]
    places = begins.tolist()
    surest = np.array(
        [
            (max(places[s + 1 : e], default=0.0), min(places[s + 1 : e], default=1.0))
            for s, e in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
    ).reshape(-1, 2)
    columns = (at_start, at_end, inside[:, None], (inside / (ends - starts))[:, None])
    return np.concatenate((*columns, surest), axis=1).astype(np.float32)
