"""The view that the rules read: half-width, simplified, and without the spaces that PDF leaves."""

from __future__ import annotations

import re
from bisect import bisect_left

from zhengyu.text.views import FoldedView

#: A single space (or two) with a digit, point or percent sign on one side and text on the other,
#: or inside a unit after a magnitude (亿 元), is typesetting. Longer runs of spaces are layout.
_GAP = re.compile(
    r"(?<=[0-9.%])[ \u3000]{1,2}(?=[.%‰\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff,，、:：;；(（])[ \u3000]{1,2}(?=[0-9])"
    r"|(?<=[0-9])[ ](?=[0-9]{3}(?:[ ]?[.%|\u4e00-\u9fff]|$"
    r"|[ ][0-9]{3}(?:[^0-9]|$)))(?<![0-9]{4}[ ])"
    r"|(?<=\.)[ ](?=[0-9])"
    r"|(?<=[0-9])[ ](?=[0-9]{1,2}[ ]?\.[ ]?[0-9])(?<![0-9]{3}[ ])"
    r"|(?<=[^0-9.][0-9])[ ](?=[0-9](?:[ ]?[%万亿元家个人户名项件平亩吨公]))"
    r"|(?<=[万亿千百美港欧])[ ]{1,2}(?=[万亿元美港欧吨亩人户千])"
    r"|(?<=[元米人])[ ](?=以上|左右|以内)"
)
_ANY = re.compile(r"[0-9万亿][ \u3000]|[ \u3000][0-9]")
#: Digits set apart by single spaces (1 7 0, 4 198, 28 76), with a Chinese character behind.
_APART = re.compile(
    r"(?<![0-9.,:/-])[0-9]{1,3}(?:[ ]?\.[ ]?[0-9]+|[ ][0-9]{1,3}){1,8}(?=[ ]{0,2}[%‰\u4e00-\u9fff])"
)
#: 3 2 万 标箱: a space behind the magnitude of a number.
_BEHIND = re.compile(r"(?<=[0-9余多])[ ]{0,2}[万亿千百]{1,2}([ ]{1,2})(?=[\u4e00-\u9fff])")


_MARKS = {ord("∶"): ":", ord("︰"): ":", ord("﹕"): ":", ord("－"): "-", ord("−"): "-"}

_ODD = re.compile("[∶︰﹕－−]")


class View:
    """A text to match on, and the way back to the offsets of the text as given.

    Attributes:
        raw: the text as given, without typesetting spaces.
        text: the same, folded to half-width and simplified characters; same length as `raw`.
    """

    __slots__ = ("_index", "raw", "text")

    def __init__(self, text: str, fold: FoldedView) -> None:
        self.raw = text
        self._index: list[int] | None = None
        if _ANY.search(text) is not None:
            self._close_gaps(text)
        self.text = self.raw if self.raw.isascii() else fold(self.raw)
        if _ODD.search(self.text) is not None:
            self.text = self.text.translate(_MARKS)

    def start(self, position: int) -> int:
        """Offset in the text as given of the character at `position` of the view."""
        return position if self._index is None else self._index[position]

    def end(self, position: int) -> int:
        """Offset just behind the character before `position`."""
        return position if self._index is None else self._index[position - 1] + 1

    def find(self, offset: int) -> int:
        """Position in the view of the character at `offset`, or of the next one that is kept."""
        if self._index is None:
            return offset
        return bisect_left(self._index, offset)

    def _close_gaps(self, text: str) -> None:
        drop: set[int] = set()
        for match in _GAP.finditer(text):
            drop.update(range(match.start(), match.end()))
        for match in _APART.finditer(text):
            drop.update(i for i in range(match.start(), match.end()) if text[i] == " ")
        for match in _BEHIND.finditer(text):
            drop.update(range(match.start(1), match.end(1)))
        if drop:
            self._index = [i for i in range(len(text)) if i not in drop]
            self.raw = "".join([text[i] for i in self._index])
