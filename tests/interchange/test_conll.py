"""CoNLL: rows that other programs read, and rows that they write."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.document import Document, Entity, Term
from zhengyu.errors import ConfigurationError
from zhengyu.interchange import Loss, export_documents, import_documents
from zhengyu.interchange.conll.columns import flat, spans_of, tagged
from zhengyu.interchange.conll.writing import Shape

TEXT = "在 丽水\r\n双招双引"
DOCUMENT = Document(
    TEXT,
    id="a",
    entities=(Entity(2, 4, "丽水", "GPE"),),
    terms=(Term(6, 10, "双招双引", "numeric", "双招双引"), Term(7, 8, "招", "tifa", "招")),
)

BIOES = """\
# document = {"id":"a","columns":["terms","numbers","entities"],"text":"在 丽水\\r\\n双招双引"}
在	O	O	O
丽	O	O	B-GPE
水	O	O	E-GPE

双	B-numeric	O	O
招	I-numeric	O	O
双	I-numeric	O	O
引	E-numeric	O	O

"""

BIO = """\
-DOCSTART-	O

在	O
丽	B-GPE
水	I-GPE

双	O
招	O
双	O
引	O

"""


def test_rows_are_characters_with_a_column_a_layer(tmp_path: Path) -> None:
    report = export_documents([DOCUMENT], tmp_path / "out", "conll")
    assert (tmp_path / "out").read_text(encoding="utf-8") == BIOES
    assert report.loss.of("terms") == 1


def test_plain_rows_have_no_comments(tmp_path: Path) -> None:
    shape = Shape(("entities",), "bio", comments=False)
    report = export_documents([DOCUMENT], tmp_path / "out", "conll", shape=shape)
    assert (tmp_path / "out").read_text(encoding="utf-8") == BIO
    assert report.loss.of("id") == 1
    assert report.loss.of("white space") == 2
    (document,) = import_documents(tmp_path / "out", "conll")
    assert (document.id, document.text) == ("out", "在丽水\n双招双引")
    assert document.entities == (Entity(1, 3, "丽水", "GPE"),)


def test_a_second_level_holds_what_is_nested(tmp_path: Path) -> None:
    report = export_documents([DOCUMENT], tmp_path / "out", "conll", shape=Shape(levels=2))
    assert report.loss.of("terms") == 0
    (document,) = import_documents(tmp_path / "out", "conll")
    assert [(t.start, t.end, t.kind) for t in document.terms] == [
        (6, 10, "numeric"),
        (7, 8, "tifa"),
    ]


def test_files_of_others_are_read(tmp_path: Path) -> None:
    rows = "-DOCSTART- -X- O\n\n丽 NR B-GPE\n水 NR I-GPE\n\n高质量 JJ B-tifa\n发展 NN I-tifa\n"
    second = "-DOCSTART- -X- O\n\n张 NR U-PERSON\n# 不 是 O\n"
    path = tmp_path / "news.conll"
    path.write_text(rows.replace("B-tifa", "O").replace("I-tifa", "O") + second, encoding="utf-8")
    documents = list(import_documents(path, "conll", layers=["-", "entities"]))
    assert [d.id for d in documents] == ["news", "news-2"]
    assert documents[0].text == "丽水\n高质量发展"
    assert documents[0].entities == (Entity(0, 2, "丽水", "GPE"),)
    assert documents[1].entities == (Entity(0, 1, "张", "PERSON"),)


def test_the_last_column_is_names_unless_said(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("丽\tNR\tB-GPE\n水\tNR\tI-GPE\n", encoding="utf-8")
    loss = Loss()
    (document,) = import_documents(path, "conll", loss=loss)
    assert document.entities == (Entity(0, 2, "丽水", "GPE"),)
    assert loss.lines() == ["1 column: it belongs to no layer"]
    with pytest.raises(ConfigurationError, match="'pos' is no column"):
        list(import_documents(path, "conll", layers=["pos"]))


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        ("O I-GPE I-GPE O", [(1, 3, "GPE")]),
        ("B-GPE B-GPE", [(0, 1, "GPE"), (1, 2, "GPE")]),
        ("B-GPE I-ORG", [(0, 1, "GPE"), (1, 2, "ORG")]),
        ("B-GPE E-GPE I-GPE", [(0, 2, "GPE"), (2, 3, "GPE")]),
        ("S-GPE S-GPE", [(0, 1, "GPE"), (1, 2, "GPE")]),
        ("E-GPE", [(0, 1, "GPE")]),
        ("B-GPE L-GPE U-ORG", [(0, 2, "GPE"), (2, 3, "ORG")]),
        ("B-a-b I-a-b", [(0, 2, "a-b")]),
        ("", []),
    ],
)
def test_tags_of_any_scheme_are_read_leniently(
    tags: str, spans: list[tuple[int, int, str]]
) -> None:
    assert list(spans_of(tags.split())) == spans


pieces = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from("ab")))


@given(pieces, st.sampled_from(["bio", "bioes"]), st.integers(1, 3))
def test_columns_never_overlap_and_come_back(
    given_: list[tuple[int, int, str]], scheme: str, levels: int
) -> None:
    spans = [(start, start + length, label) for start, length, label in given_]
    columns, left = flat(spans, levels)
    assert sorted([*left, *(s for column in columns for s in column)]) == sorted(spans)
    for column in columns:
        tags = tagged(column, 40, "bio" if scheme == "bio" else "bioes")
        assert list(spans_of(tags)) == column


@pytest.mark.parametrize("options", [{"levels": 0}, {"scheme": "iob"}, {"layers": ("topics",)}])
def test_shapes_that_are_none_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError):
        Shape(**options)  # type: ignore[arg-type]
