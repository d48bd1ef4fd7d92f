"""Files that save time when they are there: in the user's cache folder, never needed."""

from __future__ import annotations

import logging
import os
import secrets
import sys
from pathlib import Path

_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """The folder for what can be made again: `XDG_CACHE_HOME`, or what the system has for it."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "zhengyu"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "zhengyu"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/zhengyu"
    return Path.home() / ".cache/zhengyu"


def cached(name: str) -> bytes | None:
    """What the cache holds under a name, or None."""
    try:
        return (cache_folder() / name).read_bytes()
    except (OSError, RuntimeError):  # RuntimeError: the user has no home
        return None


def keep(name: str, content: bytes) -> None:
    """Puts a file into the cache, whole or not at all; where none can be written, nothing is."""
    try:
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.{secrets.token_hex(4)}.part"
        part.write_bytes(content)
        part.replace(folder / name)
    except (OSError, RuntimeError) as error:
        _log.debug("no cache for %s: %s", name, error)
