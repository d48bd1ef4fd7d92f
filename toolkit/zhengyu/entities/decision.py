"""One decision over all candidates: flat, non-overlapping names by the rules of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

import regex

from zhengyu.document import Term
from zhengyu.entities.candidate import Candidate

_OPENING, _CLOSING = "“‘(（[【〔", "”’)）]】〕"
_PAIR = dict(zip(_CLOSING, _OPENING, strict=True))
_ANY_MARK = frozenset(_OPENING + _CLOSING + " \t\r\n\u3000,，、;；:：。")
#: A level of government without its place; not 市场监管总局, nor places that begin so (镇海, 乡宁).
_LEVEL_ALONE = regex.compile(
    r"自治区|自治州|地区|省|市(?!场|北区|南区|中区)|县|区(?!域|块)|州|旗"
    r"|镇(?![海江平原康安宁雄沅坪巴赉远赣])|乡(?![宁城])"
)
_EDGE = regex.compile(r"^[\s,，、;；:：。]+|[\s,，、;；:：。]+$")


def decide(folded: str, candidates: Iterable[Candidate], terms: Sequence[Term]) -> list[Candidate]:
    """The entities among the candidates, in order of their place.

    Marks round a whole name are stripped and unpaired ones cut off; a name inside a quoted term is
    none, and no person stands in any term; of names that overlap, the surer one stays; a bare kind
    of organ or place is no name.
    """
    trimmed = [c for c in (_trimmed(folded, c) for c in candidates) if c is not None]
    outside = [c for c in trimmed if not _inside_any(c, terms)]
    return list(_without_generic(folded, _flat(folded, outside)))


def _flat(folded: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that overlap none that is surer, in order of their place."""
    chosen: list[Candidate] = []
    taken = bytearray(len(folded))
    for candidate in sorted(candidates, key=_rank):
        if taken.find(1, candidate.start, candidate.end) < 0:
            chosen.append(candidate)
            taken[candidate.start : candidate.end] = b"\1" * (candidate.end - candidate.start)
    return sorted(chosen, key=lambda c: c.start)


def _without_generic(folded: str, chosen: Sequence[Candidate]) -> Iterator[Candidate]:
    """Drops bare kinds (公司, 市委) and organs named by their level alone (区教育局).

    An organ that goes on after a named one or its post stays. Codebook, entities, rule 3:
    丽水经开区党工委 | 书记 、 管委会 | 主任.
    """
    generic = generic_nouns()
    before: Candidate | None = None
    for candidate in chosen:
        name = folded[candidate.start : candidate.end]
        unnamed = name in generic or (candidate.label == "GOV" and _LEVEL_ALONE.match(name))
        if unnamed and not _goes_on(folded, before, candidate):
            continue
        yield candidate
        before = candidate


def _goes_on(folded: str, before: Candidate | None, candidate: Candidate) -> bool:
    if before is None or candidate.label != "GOV" or before.label not in {"GOV", "TITLE"}:
        return False
    return folded[before.end : candidate.start] in {"", *"、和及与"}


@cache
def generic_nouns() -> frozenset[str]:
    """Nouns that are no name when they stand alone."""
    text = files("zhengyu.entities").joinpath("generic.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def _rank(candidate: Candidate) -> tuple[float, int, int]:
    """Sure titles first, then by score, then the longer one."""
    return -round(candidate.score, 2), candidate.start - candidate.end, candidate.start


def _inside_any(candidate: Candidate, terms: Sequence[Term]) -> bool:
    start, end = candidate.start, candidate.end
    return any(_swallowed(candidate, t) for t in terms if t.start <= start and end <= t.end)


def _swallowed(candidate: Candidate, term: Term) -> bool:
    """Whether a name is none for standing inside this term."""
    if candidate.label == "DOCUMENT":
        return False
    whole = (term.start, term.end) == (candidate.start, candidate.end)
    if candidate.label == "PERSON":
        return True
    return term.quoted and not (whole and candidate.label in {"ZONE", "LOC"})


def _trimmed(folded: str, candidate: Candidate) -> Candidate | None:
    start, end = candidate.start, candidate.end
    text = folded[start:end]
    if _ANY_MARK.isdisjoint(text):  # most names: nothing to cut off
        return candidate
    bare = _EDGE.sub("", text)
    if not bare:
        return None
    start += text.index(bare)
    end = start + len(bare)
    if candidate.label != "DOCUMENT":
        start, end = _without_marks(folded, start, end)
    if start >= end:
        return None
    return (
        candidate
        if (start, end) == (candidate.start, candidate.end)
        else replace(candidate, start=start, end=end)
    )


def _without_marks(folded: str, start: int, end: int) -> tuple[int, int]:
    """Cuts off marks that enclose the whole name, and marks whose partner stands outside."""
    while end - start > 1:
        text = folded[start:end]
        if text[0] in _OPENING and _partner(text) in (len(text) - 1, None):
            start += 1
            if text[-1] in _CLOSING and _PAIR[text[-1]] == text[0]:
                end -= 1
        elif text[-1] in _OPENING or _closes_nothing(text):
            end -= 1
        else:
            break
    return start, end


def _closes_nothing(text: str) -> bool:
    last = text[-1]
    return last in _CLOSING and text.count(_PAIR[last]) < text.count(last)


def _partner(text: str) -> int | None:
    """Where the mark that opens `text` is closed, or None."""
    depth = 0
    for position, character in enumerate(text):
        if character == text[0]:
            depth += 1
        elif _PAIR.get(character) == text[0]:
            depth -= 1
            if depth == 0:
                return position
    return None
