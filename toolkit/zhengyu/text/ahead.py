"""Work done one step ahead, in a thread beside the one that uses what is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def ahead(make: Callable[[T], U], items: Iterable[T]) -> Iterator[U]:
    """What `make` gives for each item, in order; while one is used the next is made.

    It pays where `make` spends its time outside Python. A single item is made here, without a
    thread.
    """
    rest = iter(items)
    first = list(islice(rest, 2))
    if not first[1:]:
        yield from map(make, first)
        return
    with ThreadPoolExecutor(1) as pool:
        made = (pool.submit(make, item) for item in chain(first, rest))
        waiting = next(made)
        for following in made:
            yield waiting.result()
            waiting = following
        yield waiting.result()
