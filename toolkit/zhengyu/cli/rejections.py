"""Documents that could not be read or annotated, while the others were."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import BinaryIO, Self

import msgspec

from zhengyu.cli.console import say
from zhengyu.document import Document
from zhengyu.errors import ReadingError
from zhengyu.writing.files import atomic


class Rejections:
    """Names each rejected document on standard error, and in a JSONL file if one is wanted.

    Args:
        path: file that gets an object `{"source", "id", "stage", "reason"}` for each; it is there
            at the end also when nothing was rejected.
    """

    def __init__(self, path: str | None) -> None:
        self.count = 0
        self._file = atomic(path) if path is not None else None
        self._stream: BinaryIO | None = None

    def __enter__(self) -> Self:
        if self._file is not None:
            self._stream = self._file.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.__exit__(kind, error, traceback)

    @property
    def status(self) -> int:
        """The exit code: 3 when something was rejected, else 0."""
        return 3 if self.count else 0

    def unread(self, error: ReadingError) -> None:
        """Notes a source, or a line of one, that could not be read."""
        say(f"rejected: {error}")
        self._note(error.source, None, "reading", str(error))

    def unfit(self, identity: str | None, stage: str, error: Exception) -> None:
        """Notes a document that the output cannot take."""
        say(f"rejected: {error}")
        self._note(None, identity, stage, str(error))

    def passed(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents but those that a component failed on, which are noted."""
        for document in documents:
            error = document.produced_by.get("error")
            if error is None:
                yield document
                continue
            stage, reason = error["stage"], error["reason"]
            say(f"rejected: document {document.id!r} in layer {stage!r}: {reason}")
            self._note(None, document.id, stage, reason)

    def _note(self, source: str | None, identity: str | None, stage: str, reason: str) -> None:
        self.count += 1
        if self._stream is not None:
            row = {"source": source, "id": identity, "stage": stage, "reason": reason}
            sound = {key: value and _sound(value) for key, value in row.items()}
            self._stream.write(msgspec.json.encode(sound) + b"\n")


def _sound(text: str) -> str:
    """The text with bytes of a file name that are no UTF-8 as escapes."""
    return text.encode("utf-8", "backslashreplace").decode()
