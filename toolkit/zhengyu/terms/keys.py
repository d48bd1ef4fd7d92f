"""Keys: what the matcher compares, a folded text without the marks that matching ignores."""

from __future__ import annotations

import re
import sys
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

#: Code points beyond the basic plane stand in `packed` as one of these, for private use.
_STANDING_IN = range(0xE000, 0xF900)
_RARE = re.compile(
    f"[{chr(_STANDING_IN.start)}-{chr(_STANDING_IN.stop - 1)}{chr(_PLANE)}-{chr(sys.maxunicode)}]"
)

Codes = npt.NDArray[np.uint16]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class KeyView:
    """A text as the matcher sees it.

    `folded` is half-width, simplified and lower-case, one code point for one of the text; `packed`
    is `folded` without the ignored marks, two bytes (UTF-16, little-endian) a code point;
    `positions[i]` is where its i-th code point stands in the text.
    """

    folded: str
    packed: bytes
    positions: Positions

    @property
    def key(self) -> str:
        """The kept characters of `folded`."""
        return "".join([self.folded[position] for position in self.positions.tolist()])


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
    raw = text.encode("utf-16-le", "surrogatepass")
    if len(raw) > 2 * len(text):
        return _view_beyond(text)
    codes = np.frombuffer(raw, dtype=np.uint16)
    folded = table.take(codes)
    positions = np.flatnonzero(kept.take(codes))
    string = folded.tobytes().decode("utf-16-le", "surrogatepass")
    return KeyView(string, folded.take(positions).tobytes(), positions)


def _view_beyond(text: str) -> KeyView:
    """The view of a text with code points beyond the basic plane, which fold to themselves."""
    table, kept = _tables()
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    beyond = codes >= _PLANE
    standing_in = _STANDING_IN.start + codes % len(_STANDING_IN)
    low = np.where(beyond, standing_in, codes).astype(np.uint16)
    folded = table.take(low)
    positions = np.flatnonzero(kept.take(low))
    string = np.where(beyond, codes, folded).astype(np.uint32).tobytes()
    return KeyView(
        string.decode("utf-32-le", "surrogatepass"), folded.take(positions).tobytes(), positions
    )


def stands_in(form_key: str) -> bool:
    """Whether a key's packed form may meet that of another key.

    It may where the key has code points beyond the basic plane, or those that stand in for them.
    """
    return _RARE.search(form_key) is not None


def packed(form_key: str) -> bytes:
    """A key as `KeyView.packed` would have it."""
    if stands_in(form_key):
        return key_view(form_key).packed
    return form_key.encode("utf-16-le", "surrogatepass")


def key(form: str) -> str:
    """The key of a form of the bank."""
    return key_view(form).key


def keys(forms: list[str]) -> list[str]:
    """The keys of many forms, in one pass."""
    if not forms:
        return []
    return key_view("\n".join(form.replace("\n", " ") for form in forms)).key.split("\n")
