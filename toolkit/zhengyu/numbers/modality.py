"""Whether a figure is a fact, an expectation or a target."""

from __future__ import annotations

import re
from bisect import bisect_left

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


LabelModels = list[tuple[str, LinearModel]]


def label_models(model: LinearModel) -> LabelModels:
    """One model a label, from a model whose features begin with the label."""
    return [
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


class ModalityFinder:
    """Chooses the modality of each claim of a passage from left to right."""

    def __init__(self, models: LabelModels, passage: Passage) -> None:
        self._models = models
        self._passage = passage
        text = passage.text
        self._cues = [(match.start(), match.group()) for match in _CUE.finditer(text)]
        self._places = [start for start, _ in self._cues]
        self._ahead = [(match.start(), match.group()[:3]) for match in _AHEAD.finditer(text)]
        self._ahead_places = [place for place, _ in self._ahead]

    def choose(self, drafts: list[Draft], index: int) -> tuple[str, str]:
        """The most fitting of the three labels, and what spoke for it."""
        start = drafts[index].mention.start
        clause = max(self._passage.clause_start(start), start - _WINDOW)
        aim = _AIM.search(self._passage.text, clause, start)
        if aim is not None:
            return "target", aim.group()
        facts = self.features(drafts, index)
        _, label = max((model.score(facts), label) for label, model in self._models)
        return label, "cues " + " ".join(facts[4:8])

    def _between(self, start: int, end: int) -> list[str]:
        low, high = bisect_left(self._places, start), bisect_left(self._places, end)
        return [cue for _, cue in self._cues[low:high]]

    def features(self, drafts: list[Draft], index: int) -> Features:
        """Cues before the figure in its clause and sentence, behind it, and the claim before."""
        passage, draft = self._passage, drafts[index]
        start, end = draft.mention.start, draft.mention.end
        clause, part = passage.clause_start(start), passage.part_start(start)
        sentence = passage.sentence_start(start)
        found = ["", "k=" + draft.kind, "approx=" + draft.mention.approx]
        found.append("u=" + draft.mention.group)
        inside = self._between(max(clause, start - 40), start)
        found += [f"in={cue}" for cue in inside]
        found += [f"last={cue}" for cue in inside[-1:]]
        earlier = self._between(max(part, clause - 60), clause)
        found += [f"earlier={cue}" for cue in sorted(set(earlier))]
        opening = self._between(sentence, min(sentence + 16, start))
        found += [f"opening={cue}" for cue in opening]
        behind = self._between(end, min(passage.clause_end(end), end + 12))
        found += [f"behind={cue}" for cue in behind[:_MOST]]
        low = bisect_left(self._ahead_places, max(sentence, start - _WINDOW))
        for place, words in self._ahead[low : bisect_left(self._ahead_places, start)]:
            scope = "clause" if place >= clause else "part" if place >= part else "far"
            found.append(f"ahead {scope}={words}")
        found.append(f"before={passage.text[max(clause, start - 2) : start]}")
        if index:
            found += self._history(drafts[index - 1], draft, bool(inside))
        return found

    def _history(self, other: Draft, draft: Draft, cued: bool) -> Features:
        passage, start = self._passage, draft.mention.start
        distance = passage.clause_index(start) - passage.clause_index(other.mention.start)
        if other.mention.start >= passage.part_start(start):
            return [
                f"previous={other.modality} d={min(distance, 3)}",
                f"previous={other.modality} k={draft.kind}",
                f"previous={other.modality} cues={cued} d={min(distance, 2)}",
            ]
        same = other.mention.start >= passage.sentence_start(start)
        return [f"previous={other.modality} {'semicolon' if same else 'sentence'}"]
