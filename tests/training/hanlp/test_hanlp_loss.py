from __future__ import annotations

import itertools
import math

import pytest
import torch

from zhengyu.entities.backends.paths import LegalPaths
from zhengyu.training.hanlp.loss import LegalPathLoss

NAMES = ["O", "B-GPE", "I-GPE", "B-ORG", "I-ORG"]
#: All sequences of two tags in which nothing goes on that has not begun.
LEGAL = [
    (a, b)
    for a, b in itertools.product(range(5), repeat=2)
    if NAMES[a][0] != "I" and (NAMES[b][0] != "I" or NAMES[a][1:] == NAMES[b][1:])
]


def test_the_loss_is_that_of_the_path_among_the_legal_ones() -> None:
    scores = torch.randn(1, 2, 5, generator=torch.Generator().manual_seed(3))
    sums = {path: float(scores[0, 0, path[0]] + scores[0, 1, path[1]]) for path in LEGAL}
    expected = math.log(sum(map(math.exp, sums.values()))) - sums[1, 2]
    loss = LegalPathLoss(LegalPaths(NAMES))(scores, torch.tensor([[1, 2]]), torch.ones(1, 2) > 0)
    assert float(loss) == pytest.approx(expected / 2, abs=1e-5)


def test_what_stands_after_a_rows_end_does_not_count() -> None:
    generator = torch.Generator().manual_seed(4)
    scores = torch.randn(2, 4, 5, generator=generator)
    tags = torch.tensor([[1, 2, 0, 3], [0, 1, 0, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 0, 0]]) > 0
    loss = LegalPathLoss(LegalPaths(NAMES))
    first = loss(scores[:1], tags[:1], mask[:1]) * 4
    second = loss(scores[1:, :2], tags[1:, :2], mask[1:, :2]) * 2
    assert float(loss(scores, tags, mask)) == pytest.approx(float(first + second) / 6, abs=1e-5)
