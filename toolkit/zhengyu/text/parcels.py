"""Texts in groups: many short ones are read faster together than one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def parcels(items: Iterable[tuple[T, int]], size: int) -> Iterator[list[T]]:
    """Items with their sizes, in order, in groups of at most `size`; a greater one stands alone."""
    group: list[T] = []
    total = 0
    for item, own in items:
        if group and total + own > size:
            yield group
            group, total = [], 0
        group.append(item)
        total += own
    if group:
        yield group
