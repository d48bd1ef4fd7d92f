"""What the choices of subject and period have in common: a model over options near a claim."""

from __future__ import annotations

from abc import ABC, abstractmethod

from zhengyu.numbers.draft import Draft
from zhengyu.numbers.linear import LinearModel, Option
from zhengyu.numbers.nearness import Nearness
from zhengyu.numbers.passage import Passage


class Chooser(ABC):
    """Chooses, from left to right, one option for each claim of a passage."""

    def __init__(self, model: LinearModel, passage: Passage) -> None:
        self._model = model
        self._passage = passage
        self._near = Nearness(passage)
        self._known: dict[int, float] = {}

    @abstractmethod
    def options(self, drafts: list[Draft], index: int) -> list[Option]:
        """Every candidate of the claim at `index`, none included, with its features."""

    def choose(self, drafts: list[Draft], index: int) -> Option:
        """The best option for the claim at `index`; earlier claims have theirs."""
        return self._model.best(self._passage.text, self.options(drafts, index), self._known)

    def reason(self, option: Option) -> str:
        """The features that weighed most for the option."""
        return self._model.weigh(option.features())
