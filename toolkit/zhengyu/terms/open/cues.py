"""What speaks for a span, in words: the inputs of the classifier that fired."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhengyu.terms.open import features

_SAYINGS = {
    "read_lead": "is read as a term by the tagger",
    "quoted": "stands in quotation marks",
    "repeated_quoted": "is quoted elsewhere in the text",
    "numerals": "holds numerals",
    "digits": "holds digits",
    "in_title": "stands in a title",
    "dun_inside": "joins parts with 、",
    "comma_inside": "joins parts with a comma",
    "latin": "holds Latin letters",
    "holds_bank_hit": "holds a form of the bank",
    "inside_bank_hit": "lies inside a form of the bank",
    "first_line": "stands in the headline",
}


def cues(row: npt.NDArray[np.float32], models: int) -> tuple[str, ...]:
    """The cues of a candidate.

    Args:
        row: its inputs, those of the `models` span models first.
        models: number of span models.
    """
    named = dict(zip(features.NAMES, row[models:], strict=False))
    fired = [saying for name, saying in _SAYINGS.items() if named[name] > 0]
    return (f"wording and surroundings {float(row[0]):+.1f} log-odds", *fired)
