"""Keys: what the matcher compares, a folded text without the marks that matching ignores."""

from __future__ import annotations

from codecs import utf_16_le_decode, utf_16_le_encode
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zhengyu.text.views import Simplifier, half_width

#: Marks in which a form and a text may differ: quotation marks, separators, spaces.
QUOTES = "“”‘’\"'"
SEPARATORS = "、,;·・"
_IGNORED = QUOTES + SEPARATORS + " \t"
_PLANE = 0x10000
_IDEOGRAPHS = range(0x3400, 0xA000)

Codes = npt.NDArray[np.uint16]
Positions = npt.NDArray[np.intp]


class KeyView(NamedTuple):
    """A text as the matcher sees it.

    `folded` is half-width, simplified and lower-case, one code point for one of the text; `key` is
    `folded` without the ignored marks; `positions[i]` is where its i-th code point stands in the
    text.
    """

    folded: str
    key: str
    positions: Positions


@lru_cache(maxsize=1)
def _tables() -> tuple[Codes, npt.NDArray[np.bool_]]:
    """For the code points of the basic plane: each folded, and whether a key keeps it.

    Single characters are simplified, not phrases: many times as fast, and since forms and texts
    are folded alike, characters with two simplified readings still meet. Those whose simplified
    form lies beyond the plane stay as they are.
    """
    folded = np.arange(_PLANE, dtype=np.uint16)
    others = [code for code in range(_PLANE) if not 0x80 <= code < 0x3000]  # noqa: PLR2004
    others = [code for code in others if not 0x3400 <= code < 0xFE00]  # noqa: PLR2004
    for code in (*others, 0xA0):
        lower = half_width(chr(code)).lower()
        folded[code] = ord(lower) if len(lower) == 1 else code
    characters = Simplifier()("\n".join(map(chr, _IDEOGRAPHS)))[::2]
    simple = [ord(c) if ord(c) < _PLANE else code for code, c in zip(_IDEOGRAPHS, characters)]  # noqa: B905
    folded[_IDEOGRAPHS.start : _IDEOGRAPHS.stop] = simple
    ignored = np.isin(folded, [ord(mark) for mark in _IGNORED])
    return folded, ~ignored


def key_view(text: str) -> KeyView:
    """The view of `text` that forms are looked up in.

    >>> view = key_view("專精特新“小巨人”")
    >>> view.key, int(view.positions[4])
    ('专精特新小巨人', 5)
    """
    table, kept = _tables()
    raw = utf_16_le_encode(text, "surrogatepass")[0]
    if len(raw) > 2 * len(text):
        return _view_beyond(text)
    codes = np.frombuffer(raw, np.uint16).astype(np.intp)  # both tables take these as they are
    folded = table[codes]
    positions = kept[codes].nonzero()[0]
    return KeyView(_string(folded), _string(folded[positions]), positions)


def _string(codes: Codes) -> str:
    return utf_16_le_decode(codes.tobytes(), "surrogatepass", True)[0]


def _view_beyond(text: str) -> KeyView:
    """The view of a text with code points beyond the basic plane, which fold to themselves."""
    table, kept = _tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    beyond = codes >= _PLANE
    low = np.where(beyond, 0, codes).astype(np.uint16)
    folded = np.where(beyond, codes, table.take(low)).astype(np.uint32)
    positions = (beyond | kept.take(low)).nonzero()[0]
    string, key_string = (
        part.tobytes().decode("utf-32-le", "surrogatepass")
        for part in (folded, folded.take(positions))
    )
    return KeyView(string, key_string, positions)


def key(form: str) -> str:
    """The key of a form of the bank."""
    return key_view(form).key


def keys(forms: list[str]) -> list[str]:
    """The keys of many forms, in one pass."""
    if not forms:
        return []
    return key_view("\n".join(form.replace("\n", " ") for form in forms)).key.split("\n")
