"""Rows made as they are read, as an `IterableDataset`."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from datasets import Features, IterableDataset

from zhengyu.errors import ConfigurationError

Row = Mapping[str, Any]


def stream(rows: Callable[[], Iterator[Row]], features: Features) -> IterableDataset:
    """A dataset of the rows that `rows()` makes each time that it is read."""
    return IterableDataset.from_generator(_Rows(rows), features=features)


class _Rows:
    """Calls a function that may hold what no other process can have, such as an open file."""

    def __init__(self, rows: Callable[[], Iterator[Row]]) -> None:
        self._rows = rows

    def __call__(self) -> Iterator[Row]:
        return self._rows()

    def __reduce__(self) -> tuple[Callable[[str], NoReturn], tuple[str]]:
        # The library pickles it for a fingerprint, and nobody may take that for the thing itself.
        return _refuse, (uuid.uuid4().hex,)


def _refuse(_: str) -> NoReturn:
    raise ConfigurationError(
        "a stream of documents cannot be sent to another process; write it with `zhengyu export "
        "hf` and load that with streaming=True"
    )
