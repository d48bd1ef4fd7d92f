from __future__ import annotations

import pytest
from hypothesis import given

import strategies
from zhengyu.document import Document, Token
from zhengyu.errors import DocumentError
from zhengyu.writing.jsonl import JsonlEncoder

TEXT = "丽水😀"
TOKENS = (Token(0, 2, "丽水", "name", "ns"), Token(2, 3, "😀"))


def test_tokens_stand_in_the_record_before_what_produced_them() -> None:
    record = Document(TEXT, tokens=TOKENS).to_dict()
    assert list(record)[-2:] == ["tokens", "produced_by"]
    assert record["tokens"] == [
        {"start": 0, "end": 2, "text": "丽水", "unit": "name", "pos": "ns"},
        {"start": 2, "end": 3, "text": "😀", "unit": "word", "pos": None},
    ]
    assert Document.from_dict(record) == Document(TEXT, tokens=TOKENS)


@given(strategies.documents())
def test_a_record_without_tokens_has_the_fields_that_it_always_had(document: Document) -> None:
    assert list(document.to_dict()) == [
        *("schema", "id", "text", "meta", "paragraphs", "terms", "entities", "numbers", "topics"),
        "produced_by",
    ]
    assert b'"tokens"' not in JsonlEncoder()(Document("丽水", id="a"))


def test_a_token_must_be_its_slice() -> None:
    with pytest.raises(DocumentError, match=r"'a', tokens\[1\]: the text at \[2, 3\)"):
        Document(TEXT, id="a", tokens=(TOKENS[0], Token(2, 3, "水")))


def test_tokens_are_no_layer_that_comes_unasked() -> None:
    document = Document(TEXT).with_layer(tokens=TOKENS)
    assert document.with_layer(tokens=()).tokens == ()
    assert document.signed({}).tokens == TOKENS
