"""What happens to a source that cannot be read, while the others are."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from zhengyu.errors import ReadingError

#: Is given each error; one that returns lets the reading go on.
Reject = Callable[[ReadingError], None]

_Result = TypeVar("_Result")
_Given = ParamSpec("_Given")


def raise_error(error: ReadingError) -> None:
    """Raises the first error, so that nothing is read after it."""
    raise error


def attempt(
    reject: Reject,
    function: Callable[_Given, _Result],
    *arguments: _Given.args,
    **options: _Given.kwargs,
) -> _Result | None:
    """The function's result, or None after its `ReadingError` was given to `reject`."""
    try:
        return function(*arguments, **options)
    except ReadingError as error:
        reject(error)
        return None
