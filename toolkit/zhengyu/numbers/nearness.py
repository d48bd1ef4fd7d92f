"""Features of how a candidate stands to a claim: in clauses, sentences and roles."""

from __future__ import annotations

from zhengyu.numbers.draft import Place
from zhengyu.numbers.linear import Features
from zhengyu.numbers.passage import Passage

_FAR = 6


class Nearness:
    """Features of places relative to figures in one passage.

    What depends on clause and sentence alone is made once for all figures of a clause: the same
    list object is given again, so that a model weighs it once.
    """

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._made: dict[tuple[Place, int, bool, bool], Features] = {}

    def __call__(self, place: Place, start: int) -> Features:
        """Distance and position of a candidate relative to the figure that begins at `start`."""
        passage = self._passage
        clauses = passage.clause_index(start) - passage.clause_index(place[0])
        if clauses == 0 and place[0] > start:
            clauses = -1
        distance = max(-2, min(clauses, _FAR))
        same = place[0] >= passage.sentence_start(start)
        part = same and place[0] >= passage.part_start(start)
        key = (place, distance, same, part)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = _features(passage, *key)
        return found


def gap(place: Place, start: int, clauses: int) -> str:
    """The distance in characters, in steps of four, within one clause."""
    return f"gap={min((start - place[1]) // 4, 8) if clauses == 0 else 'x'}"


def _features(passage: Passage, place: Place, distance: int, same: bool, part: bool) -> Features:
    text = passage.text
    initial = place[0] - passage.clause_start(place[0])
    opening = "0" if initial == 0 else "1-4" if initial < 5 else "5+"  # noqa: PLR2004
    sentence = place[0] == passage.sentence_start(place[0])
    after, before = text[place[1] : place[1] + 1], text[place[0] - 1 : place[0]]
    follows = passage.label_at(place[1])
    where = f"d={distance} same={same}"
    return [
        where,
        f"{where} part={part}",
        f"{where} head={opening}",
        f"head={opening} sentence={sentence} same={same}",
        f"after={after} same={same}",
        f"before={before} same={same}",
        f"after={text[place[1] : place[1] + 2]}",
        f"before={text[max(0, place[0] - 2) : place[0]]}",
        f"after={after} head={opening} d={distance}",
        f"then={follows}",
        f"then={follows} head={opening} same={same}",
    ]
