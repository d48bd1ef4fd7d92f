"""Whether a figure is a fact, an expectation or a target."""

from __future__ import annotations

import re

from zhengyu.numbers.draft import Draft
from zhengyu.numbers.lexicon import alternatives, load
from zhengyu.numbers.linear import Features, LinearModel
from zhengyu.numbers.passage import Passage

LABELS = ("actual", "expected", "target")
_CUE = re.compile(alternatives(load("modality")["cues"].split()))
_AHEAD = re.compile(
    r"到?20\d\d年|到[“\"]?十[一二三四五]五|到年底|年底前|年内|明年|未来|今后|届时|达产|建成后|投产后|三年内|两年内|五年内|前完成"
)
#: In the clause of the figure these make a target whatever else stands there.
_AIM = re.compile(r"力争|确保|争取|奋力")
_MOST = 4
#: Cues farther back say nothing of a figure; also keeps long sentences linear.
_WINDOW = 160


class ModalityFinder:
    """Chooses the modality of each claim from left to right."""

    def __init__(self, model: LinearModel) -> None:
        self._models = [
            (
                label,
                LinearModel(
                    {
                        name.removeprefix(label + " "): weight
                        for name, weight in model.weights.items()
                        if name.startswith(label + " ")
                    }
                ),
            )
            for label in LABELS
        ]

    def choose(self, passage: Passage, drafts: list[Draft], index: int) -> tuple[str, str]:
        """The most fitting of the three labels, and what spoke for it."""
        start = drafts[index].mention.start
        clause = max(passage.clause_start(start), start - _WINDOW)
        aim = _AIM.search(passage.text, clause, start)
        if aim is not None:
            return "target", aim.group()
        facts = features(passage, drafts, index)
        _, label = max((model.score(facts), label) for label, model in self._models)
        return label, "cues " + " ".join(facts[4:8])


def features(passage: Passage, drafts: list[Draft], index: int) -> Features:
    """Cues before the figure in its clause and sentence, behind it, and the claim before."""
    draft, text = drafts[index], passage.text
    start, end = draft.mention.start, draft.mention.end
    clause = passage.clause_start(start)
    part = passage.part_start(start)
    sentence = passage.sentence_start(start)
    found = ["", "k=" + draft.kind, "approx=" + draft.mention.approx, "u=" + draft.mention.group]
    inside = _CUE.findall(text, max(clause, start - 40), start)
    earlier = _CUE.findall(text, max(part, clause - 60), clause)
    found += [f"in={cue}" for cue in inside]
    found += [f"last={cue}" for cue in inside[-1:]]
    found += [f"earlier={cue}" for cue in set(earlier)]
    found += [f"opening={cue}" for cue in _CUE.findall(text, sentence, min(sentence + 16, start))]
    behind = text[end : min(passage.clause_end(end), end + 12)]
    found += [f"behind={cue}" for cue in _CUE.findall(behind)[:_MOST]]
    for match in _AHEAD.finditer(text, max(sentence, start - _WINDOW), start):
        scope = "clause" if match.start() >= clause else "part" if match.start() >= part else "far"
        found.append(f"ahead {scope}={match.group()[:3]}")
    found.append(f"before={text[max(clause, start - 2) : start]}")
    if index:
        other = drafts[index - 1]
        distance = passage.clause_index(start) - passage.clause_index(other.mention.start)
        if other.mention.start >= part:
            found.append(f"previous={other.modality} d={min(distance, 3)}")
            found.append(f"previous={other.modality} k={draft.kind}")
            found.append(f"previous={other.modality} cues={len(inside) > 0} d={min(distance, 2)}")
        elif other.mention.start >= sentence:
            found.append(f"previous={other.modality} semicolon")
        else:
            found.append(f"previous={other.modality} sentence")
    return found
