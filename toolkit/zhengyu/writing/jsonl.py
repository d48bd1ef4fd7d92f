"""JSONL: the whole record, one line a document, the same bytes for the same document."""

from __future__ import annotations

import msgspec

from zhengyu.document import Document
from zhengyu.errors import WritingError


class JsonlEncoder:
    """Encodes each document as one line of UTF-8 JSON, keys in the order of the schema."""

    mark = b""
    header = b""

    def __init__(self) -> None:
        self._encode = msgspec.json.Encoder().encode

    def __call__(self, document: Document) -> bytes:
        """The line, with its line feed.

        Raises:
            WritingError: when the metadata holds what JSON cannot; names the document.
        """
        try:
            return self._encode(document.to_dict()) + b"\n"
        except (TypeError, UnicodeEncodeError) as error:
            raise WritingError(
                f"document {document.id!r} cannot be written as JSON: {error}; keep to text, "
                "numbers, lists and mappings in meta and produced_by"
            ) from error
