"""Features of how a candidate stands to a claim: in clauses, sentences and roles."""

from __future__ import annotations

from zhengyu.numbers.draft import Place
from zhengyu.numbers.linear import Features
from zhengyu.numbers.passage import Passage


def nearness(passage: Passage, place: Place, start: int) -> Features:
    """Distance and position of a candidate relative to the figure that begins at `start`."""
    text = passage.text
    head = passage.clause_start(place[0])
    follows = passage.label_at(place[1])
    clauses = passage.clause_index(start) - passage.clause_index(place[0])
    same = place[0] >= passage.sentence_start(start)
    part = place[0] >= passage.part_start(start)
    initial = place[0] - head
    opening = "0" if initial == 0 else "1-4" if initial < 5 else "5+"  # noqa: PLR2004
    sentence = place[0] == passage.sentence_start(place[0])
    after = text[place[1] : place[1] + 1]
    before = text[place[0] - 1 : place[0]]
    distance = max(-2, min(clauses, 6))
    if clauses == 0 and place[0] > start:
        distance = -1
    where = f"d={distance} same={same}"
    return [
        where,
        f"{where} part={part}",
        f"{where} head={opening}",
        f"head={opening} sentence={sentence} same={same}",
        f"after={after} same={same}",
        f"before={before} same={same}",
        f"after={text[place[1] : place[1] + 2]}",
        f"then={follows}",
        f"then={follows} head={opening} same={same}",
        f"before={text[max(0, place[0] - 2) : place[0]]}",
        f"after={after} head={opening} d={distance}",
        f"gap={min((start - place[1]) // 4, 8) if clauses == 0 else 'x'}",
    ]
