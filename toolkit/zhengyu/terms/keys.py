"""Keys: what the matcher compares, a folded text without the marks that matching ignores."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from zhengyu.text.views import Simplifier, half_width

#: Marks in which a form and a text may differ: quotation marks, separators, spaces.
QUOTES = "“”‘’\"'"
SEPARATORS = "、,;·・"
_IGNORED = QUOTES + SEPARATORS + " \t"
_PLANE = 0x10000
_IDEOGRAPHS = range(0x3400, 0xA000)

Codes = npt.NDArray[np.uint32]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class KeyView:
    """A text as the matcher sees it.

    `folded` is half-width, simplified and lower-case, one code point for one of the text; `key`
    is `folded` without the ignored marks; `positions[i]` is where `key[i]` stands in the text.
    """

    folded: str
    key: str
    positions: Positions


@lru_cache(maxsize=1)
def _tables() -> tuple[Codes, npt.NDArray[np.bool_]]:
    """Folded code points of the basic plane, and which of them a key keeps.

    Single characters are simplified, not phrases: many times as fast, and since forms and texts
    are folded alike, characters with two simplified readings still meet.
    """
    folded = np.arange(_PLANE, dtype=np.uint32)
    others = [code for code in range(_PLANE) if not 0x80 <= code < 0x3000]  # noqa: PLR2004
    others = [code for code in others if not 0x3400 <= code < 0xFE00]  # noqa: PLR2004
    for code in (*others, 0xA0):
        lower = half_width(chr(code)).lower()
        folded[code] = ord(lower) if len(lower) == 1 else code
    characters = Simplifier()("\n".join(map(chr, _IDEOGRAPHS)))[::2]
    folded[_IDEOGRAPHS.start : _IDEOGRAPHS.stop] = [ord(character) for character in characters]
    kept = np.ones(_PLANE, dtype=np.bool_)
    kept[[ord(mark) for mark in _IGNORED]] = False
    return folded, kept


def key_view(text: str) -> KeyView:
    """The view of `text` that forms are looked up in.

    >>> view = key_view("專精特新“小巨人”")
    >>> view.key, int(view.positions[4])
    ('专精特新小巨人', 5)
    """
    table, kept = _tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    low = np.minimum(codes, _PLANE - 1)
    folded = np.where(codes < _PLANE, table[low], codes) if _beyond(codes) else table[low]
    keep = kept[np.minimum(folded, _PLANE - 1)]
    positions = np.flatnonzero(keep)
    return KeyView(_string(folded), _string(folded[positions]), positions)


def key(form: str) -> str:
    """The key of a form of the bank."""
    return key_view(form).key


def keys(forms: list[str]) -> list[str]:
    """The keys of many forms, in one pass."""
    if not forms:
        return []
    return key_view("\n".join(form.replace("\n", " ") for form in forms)).key.split("\n")


def _beyond(codes: Codes) -> bool:
    return bool(codes.size) and int(codes.max()) >= _PLANE


def _string(codes: Codes) -> str:
    return codes.astype(np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
