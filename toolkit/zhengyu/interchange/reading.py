"""What all readers of corrected files share: labels of other names, and errors with their place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import ParamSpec

from zhengyu.document import Document
from zhengyu.errors import DocumentError, ReadingError
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.tags import untag
from zhengyu.reading.rejection import Reject

_Given = ParamSpec("_Given")


class Mapped:
    """Turns a tool's labels into layer and label.

    Args:
        names: tags for labels that go by another name; an empty one leaves their spans out.
    """

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = dict(names or {})

    def __call__(self, tag: str, place: str, loss: Loss) -> tuple[str, str] | None:
        """Layer and label, or None where spans of this label are left out, which is counted.

        Raises:
            DocumentError: for a label that is none; names `place`.
        """
        name = self._names.get(tag, tag)
        if not name:
            loss.add(tag, "the mapping of labels leaves it out")
            return None
        return untag(name, place)


def attempt_document(
    reject: Reject,
    source: str,
    make: Callable[_Given, Document],
    *arguments: _Given.args,
    **options: _Given.kwargs,
) -> Document | None:
    """The document, or None after the reason that there is none was given to `reject`."""
    try:
        return make(*arguments, **options)
    except DocumentError as error:
        reject(ReadingError(f"{source}: {error}", source=source))
    except UnicodeDecodeError as error:
        reject(ReadingError(f"{source} is no UTF-8 ({error}); save it as UTF-8", source=source))
    return None


def lines_of_file(path: str | Path, reject: Reject) -> Iterator[tuple[int, str]]:
    """The lines of a file in UTF-8 with their numbers, split at line feeds alone.

    One that cannot be opened or decoded is given to `reject`, and ends the file.
    """
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        reject(
            ReadingError(f"{path} cannot be read ({error.strerror}); check it", source=str(path))
        )
        return
    with stream:
        for number, line in enumerate(stream, 1):
            try:
                text = line.decode()
            except UnicodeDecodeError as error:
                place = f"{path}:{number}"
                reject(ReadingError(f"{place} is no UTF-8 ({error}); save it so", source=place))
                return
            yield number, text.removesuffix("\n").removesuffix("\r")
