"""Characters of a text by sort, counted and looked up for many spans at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zhengyu.terms.open.spans import Ints

Codes = npt.NDArray[np.uint32]


def _codes(characters: str) -> Codes:
    return np.array([ord(character) for character in characters], dtype=np.uint32)


_SORTS = {
    "marks": '“”‘’"',
    "comma": ",",
    "dun": "、",
    "of": "的",
    "digits": "0123456789",
    "numerals": "一二三四五六七八九十百千万亿两双〇零",
    "letters": "abcdefghijklmnopqrstuvwxyz",
}
BEFORE_NUMERALS = ("marks", "comma", "dun", "of", "digits")
MARKS = _codes(_SORTS["marks"])
#: What ends a clause that says something, and what ends a sentence inside marks.
SAYS, STOPS = _codes(":说道"), _codes("。!?…,")


class Characters:
    """The code points of a folded text."""

    def __init__(self, folded: str) -> None:
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self._padded = np.zeros(len(codes) + 3, dtype=np.uint32)  # two before the text, one after
        self._padded[2:-1] = codes
        self._codes = codes

    def at(self, places: Ints) -> Codes:
        """The code points that stand there; 0 at the end of the text."""
        found: Codes = self._padded[places + 2]
        return found

    def before(self, places: Ints) -> Codes:
        """The code points right before; 0 at the start of the text, and one before it."""
        return self.at(places - 1)

    def count(self, sort: str, starts: Ints, ends: Ints) -> Ints:
        """How many characters of a sort each span holds."""
        totals = np.zeros(len(self._codes) + 1, dtype=np.int64)
        np.cumsum(np.isin(self._codes, _codes(_SORTS[sort])), out=totals[1:])
        counts: Ints = totals[ends] - totals[starts]
        return counts

    def last(self, character: str, places: Ints) -> Ints:
        """Where the character stands last before each place; -1 where it does not."""
        found = np.flatnonzero(self._codes == ord(character))
        rows = np.searchsorted(found, places) - 1
        answer: Ints = np.append(found, -1)[rows]
        return answer
