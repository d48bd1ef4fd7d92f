"""Errors a user can meet: each message says what was given, what is legal, and what to do."""


class ZhengyuError(Exception):
    """Base of every error that the toolkit raises on purpose."""


class DocumentError(ZhengyuError, ValueError):
    """A record breaks its contract: an offset out of range, a mention that is not its slice."""


class ConfigurationError(ZhengyuError, ValueError):
    """A layer, component, option or format that does not exist was asked for."""


class ArtefactError(ZhengyuError):
    """A model or corpus file is missing, damaged or of an unknown version."""


class ReadingError(ZhengyuError):
    """A source cannot be read as text: it is missing, a directory, or not text at all.

    Args:
        message: what was found, what is legal, what to do; it names the source.
        source: the file, or `file:line`, that was refused.
    """

    def __init__(self, message: str, *, source: str | None = None) -> None:
        super().__init__(message)
        self.source = source


class WritingError(ZhengyuError):
    """An output cannot be written: its folder is missing, or something else stands there."""


class ProcessError(ZhengyuError):
    """A worker process ended before its work was done."""


class ComponentError(ZhengyuError):
    """A component failed on a document; names the document and the stage.

    Args:
        document_id: `id` of the document that failed.
        stage: name of the layer whose component failed.
        reason: what the component said.
    """

    def __init__(self, document_id: str | None, stage: str, reason: str) -> None:
        super().__init__(f"document {document_id!r} failed in layer {stage!r}: {reason}")
        self.document_id = document_id
        self.stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[type["ComponentError"], tuple[str | None, str, str]]:
        """Crosses process borders: the default would call the constructor with one argument."""
        return type(self), (self.document_id, self.stage, self.reason)
