from pathlib import Path

import pytest

from zhengyu.document import Entity
from zhengyu.entities.holders import holders
from zhengyu.training.markup import MarkedText

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "holders.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("marked", "wanted"), [(r[1], r[2:]) for r in ROWS], ids=[r[0] for r in ROWS]
)
def test_posts_find_their_holders(marked: str, wanted: list[str]) -> None:
    text = MarkedText()
    text.add(marked)
    entities = sorted((Entity(**e) for e in text.entities), key=lambda e: e.start)

    found: dict[str, list[str]] = {}
    for title, person in sorted(holders(text.text, entities).items()):
        found.setdefault(text.text[person.start : person.end], []).append(entities[title].text)

    assert [f"{name}: {' '.join(posts)}" for name, posts in found.items()] == wanted
