"""How a text is put before a recogniser: written as in print, in pieces of about a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from zhengyu.document import Range
from zhengyu.text.sentences import sentences

#: Longest piece in code points: HanLP's transformers read 510 at most, a recurrent network slows.
LONGEST = 250

#: Half-width marks that stand in Chinese prose where print has the full-width ones.
_MARK = regex.compile(r"(?<!\d)[,:](?!/)|[,:](?![\d/])|(?<=\p{Han}|[\d%”’》)])[;!?](?!\w)|[;!?]$")
_FULL = str.maketrans(",:;!?", "，：；！？")

_PIECE = regex.compile(rf".{{1,{LONGEST}}}(?<=[,，、;；:：\s])|.{{1,{LONGEST}}}", regex.DOTALL)


def as_printed(folded: str) -> str:
    """The folded view with commas and colons of prose as models of Chinese know them.

    Same length as `folded`, so that offsets hold. Marks within figures and times stay as they are.

    >>> as_printed("丽水,1,200元,9:30开工")
    '丽水，1,200元，9:30开工'
    """
    return _MARK.sub(lambda match: match[0].translate(_FULL), folded)


def pieces(text: str) -> Iterator[Range]:
    """Ranges of sentences; one that is longer than `LONGEST` is cut at a comma, or where it must.

    >>> [text.start for text in pieces("开工。投产！")]
    [0, 3]
    """
    for sentence in sentences(text):
        if sentence.end - sentence.start <= LONGEST:
            yield sentence
        else:
            for match in _PIECE.finditer(text, sentence.start, sentence.end):
                yield Range(match.start(), match.end())


def visible(piece: str) -> Sequence[int]:
    """Positions of the characters that print: white space and controls are no token of any model.

    >>> list(visible("丽 水\u200b市"))
    [0, 2, 4]
    """
    return [i for i, character in enumerate(piece) if not _BLANK.match(character)]


_BLANK = regex.compile(r"[\s\p{Z}\p{Cc}\p{Cf}\p{M}]")
