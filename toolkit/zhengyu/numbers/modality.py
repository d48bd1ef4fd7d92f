"""Whether a figure is a fact, an expectation or a target."""

from __future__ import annotations

import re

from zhengyu.numbers.draft import Draft
from zhengyu.numbers.lexicon import alternatives, load
from zhengyu.numbers.passage import Passage

_WORDS = load("context")
_TARGET = re.compile(
    rf"{alternatives(_WORDS['target'].split())}|到20\d\d年底?(?!以来)[^,。;]*?(?:达到?|实现|建成)|到[“\"]?十[一二三四五]五"
)
_EXPECTED = re.compile(alternatives(_WORDS["expected"].split()))
_ACTUAL = re.compile(alternatives(_WORDS["actual"].split()))


def modality(passage: Passage, draft: Draft) -> str:
    """Follows the clause; a cue before it holds on within the part of the sentence."""
    start = draft.mention.start
    begin = passage.part_start(start)
    left = passage.text[begin:start]
    best, name = -1, "actual"
    for label, pattern in (("target", _TARGET), ("expected", _EXPECTED), ("actual", _ACTUAL)):
        for match in pattern.finditer(left):
            if match.start() > best:
                best, name = match.start(), label
                draft.rules["modality"] = match.group()
    return name
