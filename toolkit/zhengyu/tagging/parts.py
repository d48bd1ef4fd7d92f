"""Where spans begin, go on and end, as probabilities, from the scores of a head's tags."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhengyu.tagging.decoding import Scores

#: What a span of one character adds to the three chances.
_SINGLE = np.array([1, 0, 1], dtype=np.float32)
#: Scores above this would leave single precision as odds.
_HIGHEST = 60.0

Chances = npt.NDArray[np.float32]


def part_chances(scores: Scores) -> Chances:
    """Chances that a character begins, goes on with, and ends a span of each label.

    Args:
        scores: of O, then B, I, E, S of each label, shape (length, 1 + 4 * labels).

    Returns:
        Shape (length, labels, 3); a span of one character begins and ends there.
    """
    odds = np.exp(np.minimum(scores, _HIGHEST))
    odds /= odds.sum(axis=1, keepdims=True)
    tags = odds[:, 1:].reshape(len(odds), -1, 4)
    chances: Chances = tags[:, :, :3] + tags[:, :, 3:] * _SINGLE
    return chances
