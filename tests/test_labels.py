from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

import msgspec
import pytest

from zhengyu import artefacts
from zhengyu.document import Document, Entity, NumericClaim, Paragraph, Term, Topic
from zhengyu.errors import DocumentError
from zhengyu.labels import check_labels, keys, label_sets
from zhengyu.terms.bank import Kind
from zhengyu.topics.taxonomy import taxonomy

TEXT = "丽水招引项目220个"
CLAIM = NumericClaim(6, 10, "220个", "level", Decimal(220), "个")


def test_are_those_that_the_components_give() -> None:
    heads = msgspec.json.decode((artefacts.model("tagger") / "config.json").read_bytes())["heads"]
    assert set(keys("entities.label")) == set(heads["entities"])
    assert set(keys("terms.kind")) == set(get_args(Kind))
    assert keys("topics.label") == tuple(topic.key for topic in taxonomy())


@pytest.mark.parametrize("field", sorted(label_sets()))
def test_each_has_two_names_and_a_definition_of_one_line_in_each(field: str) -> None:
    labels = label_sets()[field]
    assert len({label.key for label in labels}) == len(labels)
    for label in labels:
        cells = (label.zh, label.en, label.definition_zh, label.definition_en)
        assert all(cell and cell == cell.strip() for cell in cells), label
        assert not any(mark in cell for cell in cells for mark in "\n|"), label


def test_a_document_that_keeps_to_them_passes() -> None:
    check_labels(
        Document(
            TEXT,
            paragraphs=(Paragraph(0, 10, False, (Topic("investment"),)),),
            terms=(Term(4, 6, "项目", "tifa", "项目"),),
            entities=(Entity(0, 2, "丽水", "GPE"),),
            numbers=(CLAIM, replace(CLAIM, basis="yoy", direction="up")),
            topics=(Topic("projects"),),
        )
    )


OUTSIDE: dict[str, dict[str, Any]] = {
    "paragraphs[0].topics[1].label": {
        "paragraphs": (Paragraph(0, 10, False, (Topic("talent"), Topic("weather"))),)
    },
    "terms[0].kind": {"terms": (Term(4, 6, "项目", "slogan", "项目"),)},
    "terms[0].source": {"terms": (Term(4, 6, "项目", "tifa", "项目", source="web"),)},
    "entities[0].label": {"entities": (Entity(0, 2, "丽水", "CITY"),)},
    "numbers[1].kind": {"numbers": (CLAIM, replace(CLAIM, kind="sum"))},
    "numbers[0].modality": {"numbers": (replace(CLAIM, modality="wish"),)},
    "topics[0].label": {"topics": (Topic(""),)},
}


@pytest.mark.parametrize("path", OUTSIDE)
def test_one_outside_is_named_with_document_place_and_remedy(path: str) -> None:
    with pytest.raises(DocumentError) as caught:
        check_labels(Document(TEXT, id="a1", **OUTSIDE[path]))
    message = str(caught.value)
    assert message.startswith(f"document 'a1', {path}: ")
    assert "is none of" in message
    assert "give one of these" in message
