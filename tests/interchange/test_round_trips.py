"""Every format gives back all that it says it can hold, and says what it cannot."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from generated_documents import collections, documents
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengyu.document import Document
from zhengyu.interchange import Loss, brat, conll, export_documents, import_documents, tables
from zhengyu.interchange import holding as held
from zhengyu.interchange.conll.writing import Shape
from zhengyu.interchange.tags import SPAN_LAYERS

Hold = Callable[[Document, Loss], Document]

BIOES_2 = Shape(scheme="bioes", levels=2)
BIO = Shape(("entities",), "bio")


def whole(document: Document, _: Loss) -> Document:
    return document


#: Name, format, what it holds, options of writing, options of reading.
CASES: list[tuple[str, str, Hold, dict[str, Any], dict[str, Any]]] = [
    ("jsonl", "jsonl", whole, {}, {}),
    ("csv", "csv", partial(tables.hold, kind="csv"), {}, {}),
    ("parquet", "parquet", partial(tables.hold, kind="parquet"), {}, {}),
    ("brat", "brat", brat.hold, {}, {}),
    (
        "brat with paragraphs",
        "brat",
        partial(brat.hold, layers=SPAN_LAYERS),
        {"layers": SPAN_LAYERS},
        {},
    ),
    ("conll", "conll", conll.hold, {}, {}),
    ("conll, two levels", "conll", partial(conll.hold, shape=BIOES_2), {"shape": BIOES_2}, {}),
    ("conll, names in bio", "conll", partial(conll.hold, shape=BIO), {"shape": BIO}, {}),
    ("label-studio", "label-studio", held.topics_once, {}, {"predictions": True}),
    (
        "label-studio in code points",
        "label-studio",
        held.topics_once,
        {"offsets": "code-points"},
        {"predictions": True},
    ),
    (
        "label-studio with paragraphs",
        "label-studio",
        held.topics_once,
        {"layers": (*SPAN_LAYERS, "topics")},
        {"predictions": True},
    ),
    ("doccano", "doccano", whole, {}, {}),
    ("doccano without relations", "doccano", whole, {"relations": False}, {}),
    ("spacy", "spacy", held.topics_once, {}, {}),
    ("webanno", "webanno", whole, {}, {}),
]

NAMES = [case[0] for case in CASES]


def check(name: str, documents: list[Document]) -> None:
    """Writes the documents, reads them again, and compares both with what the format holds."""
    _, format_, hold, out, back = next(case for case in CASES if case[0] == name)
    expected, loss = Loss(), Loss()
    held_documents = [hold(document, expected) for document in documents]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        report = export_documents(documents, path, format_, **out)
        found = {d.id: d for d in import_documents(path, format_, loss=loss, **back)}
    assert report.documents == len(documents)
    assert found == {document.id: document for document in held_documents}
    assert report.loss.lines() == expected.lines()
    assert loss.lines() == []
    if not out:  # what nobody asked for is left out without a word
        assert (expected.total == 0) == (held_documents == documents)


@settings(max_examples=100)
@given(document=documents(st.text(min_size=1, max_size=12)))
def test_a_hundred_documents_come_back_as_each_format_holds_them(document: Document) -> None:
    for name in NAMES:
        check(name, [document])


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=5)
@given(many=collections(6))
def test_several_documents_in_one_file_come_back(name: str, many: list[Document]) -> None:
    check(name, many)


@pytest.mark.parametrize("name", ["jsonl", "conll", "label-studio", "doccano", "spacy", "webanno"])
@settings(max_examples=5)
@given(document=documents(st.none() | st.just("")))
def test_documents_without_id_come_back_where_the_format_needs_none(
    name: str, document: Document
) -> None:
    check(name, [document])


@pytest.mark.parametrize("hold", [case[2] for case in CASES], ids=NAMES)
@settings(max_examples=10)
@given(document=documents())
def test_what_is_held_is_held_whole(hold: Hold, document: Document) -> None:
    again = Loss()
    once = hold(document, Loss())
    assert hold(once, again) == once
    assert again.lines() == []
