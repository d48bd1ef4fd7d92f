"""Plain text: one file, one document."""

from __future__ import annotations

import os
from pathlib import PurePath

from zhengyu.document import Document
from zhengyu.errors import ReadingError
from zhengyu.reading.encoding import decode


def read_text(name: str, data: bytes) -> Document:
    r"""The document of a text file.

    Its `id` is the file's name without its ending, `meta["encoding"]` the encoding that was found.
    Line ends stay as they are (`\r\n` is two code points); a byte order mark is removed.

    Args:
        name: path of the file.
        data: its bytes.

    Raises:
        ReadingError: when the bytes are no text, or there is nothing but white space in them.

    >>> read_text("news/开工.txt", b"\xef\xbb\xbfA\r\n").text
    'A\r\n'
    """
    text, encoding = decode(data, name)
    if not text or text.isspace():
        raise ReadingError(
            f"{name} is empty: there is no text to annotate; leave it out, or fill it", source=name
        )
    return Document(text, id=identity(name), meta={"encoding": encoding})


def identity(name: str) -> str:
    """The file's name without folder and ending, in characters that any output can carry.

    Names that another system wrote in GB18030 reach Python as surrogates; they are read again.
    """
    stem = PurePath(name).stem
    try:
        stem.encode()
    except UnicodeEncodeError:
        return os.fsencode(stem).decode("gb18030", "replace")
    return stem
