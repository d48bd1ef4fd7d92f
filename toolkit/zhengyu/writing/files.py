"""Files and folders that are there whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from zhengyu.errors import WritingError


@contextmanager
def atomic(path: str | Path) -> Iterator[BinaryIO]:
    """Opens a file that takes its name only when the block ends well; else nothing stays behind.

    What stood there before is replaced in one step and lends its permissions. A device or named
    pipe is written to as it is.

    Raises:
        WritingError: when the folder is missing or not writable, or a folder has that name.
    """
    target = Path(path).resolve()
    if target.is_dir():
        raise WritingError(f"{path} is a folder; give a file in it, such as {target / 'out.jsonl'}")
    if target.exists() and not target.is_file():
        with target.open("wb") as device:
            yield device
        return
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    stream = _create(part, path)
    try:
        with stream:
            yield stream
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def atomic_folder(path: str | Path) -> Iterator[Path]:
    """Makes a folder that takes its name only when the block ends well; else nothing stays behind.

    Yields a folder beside it to fill. What stands there before, unless it is empty, is never
    replaced.

    Raises:
        WritingError: when something stands there already, or the parent folder is missing or not
            writable.
    """
    target = Path(path).resolve()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise WritingError(f"{path} exists; give a new folder, or remove it first")
    if not target.parent.is_dir():
        raise WritingError(f"{path} cannot be written: create the folder {target.parent} first")
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        part.mkdir()
    except OSError as error:
        reason = f"{os.strerror(error.errno or 0)}; check the folder {part.parent}"
        raise WritingError(f"{path} cannot be written: {reason}") from error
    try:
        yield part
        part.replace(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _create(part: Path, path: str | Path) -> BinaryIO:
    try:
        return part.open("xb")
    except FileNotFoundError:
        reason = f"its folder {part.parent} does not exist; create it"
    except OSError as error:
        reason = f"{os.strerror(error.errno or 0)}; check the folder {part.parent}"
    raise WritingError(f"{path} cannot be written: {reason}")
