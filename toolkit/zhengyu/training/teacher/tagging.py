"""Spans that the teacher finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch

from zhengyu.tagging.decoding import best_tags, spans_of
from zhengyu.training.tagger.examples import Example
from zhengyu.training.teacher.batches import TeacherBatcher
from zhengyu.training.teacher.network import Teacher

Spans = list[tuple[int, int, int]]

_BATCH = 32


def tag(
    teacher: Teacher, batcher: TeacherBatcher, examples: Sequence[Example]
) -> Iterator[tuple[int, dict[str, Spans]]]:
    """For each example, in any order, its number and per head its spans (start, end, label)."""
    teacher.eval()
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].text))
    for first in range(0, len(order), _BATCH):
        rows = order[first : first + _BATCH]
        group = [examples[i] for i in rows]
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            scores = teacher(*batcher.inputs(group))
        lengths = [len(example.text) for example in group]
        found: list[dict[str, Spans]] = [{head: [] for head in scores} for _ in rows]
        for head, values in scores.items():
            likely = values.float().log_softmax(2).numpy()
            for row, length in enumerate(lengths):
                tags = best_tags(likely[row], np.array([0]), np.array([length]))
                found[row][head] = spans_of(tags)
        yield from zip(rows, found, strict=True)


def span_f1(
    teacher: Teacher, batcher: TeacherBatcher, examples: Sequence[Example], head: str
) -> float:
    """Strict F1 of spans with labels."""
    right = total = 0
    for number, found in tag(teacher, batcher, examples):
        gold = set(spans_of(examples[number].tags[head]))
        right += len(gold & set(found[head]))
        total += len(gold) + len(found[head])
    return 2 * right / max(total, 1)
