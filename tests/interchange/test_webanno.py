"""W3C Web Annotation: quotes that find their place again, and what other tools write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies as base
from zhengyu.cli.app import main
from zhengyu.document import Document, Entity, Term
from zhengyu.interchange import Loss, export_documents, import_documents
from zhengyu.interchange.webanno.quotes import Quote, quote, resolve
from zhengyu.interchange.webanno.writing import page_of

TEXT = "丽水与丽水,😀推进“双招双引”"
DOCUMENT = Document(
    TEXT,
    id="news/1",
    meta={"year": 2021},
    entities=(Entity(3, 5, "丽水", "GPE", "331100"),),
    terms=(Term(10, 14, "双招双引", "numeric", "双招双引"),),
)
SOURCE = "urn:zhengyu:document:news%2F1"


def imported(tmp_path: Path, value: object, **options: Any) -> list[Document]:
    path = tmp_path / "annotations.json"
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return list(import_documents(path, "webanno", **options))


def test_a_page_follows_the_model() -> None:
    page = page_of(DOCUMENT)
    assert page["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (page["type"], page["id"]) == ("AnnotationPage", f"{SOURCE}#annotations")
    term, name = page["items"]
    assert name["type"] == "Annotation"
    assert name["body"][0] == {"type": "TextualBody", "purpose": "tagging", "value": "GPE"}
    assert json.loads(name["body"][1]["value"]) == {"adcode": "331100"}
    assert name["target"] == {
        "source": SOURCE,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": "丽水",
                "prefix": "丽水与",
                "suffix": ",😀推进“双招双引”",
            },
            {"type": "TextPositionSelector", "start": 3, "end": 5},
        ],
    }
    assert term["id"] == f"{SOURCE}#terms-0"


def test_quotes_find_their_place_in_a_text_that_was_changed(tmp_path: Path) -> None:
    changed = Document("新华社讯:" + TEXT.replace("推进", "大力推进"), id="news/1")
    (document,) = imported(tmp_path, page_of(DOCUMENT), texts=[changed])
    assert document.text == changed.text
    assert document.entities == (Entity(8, 10, "丽水", "GPE", "331100"),)
    assert changed.text[document.terms[0].start :].startswith("双招双引")


def test_a_quote_that_is_not_there_is_counted_by_name(tmp_path: Path) -> None:
    loss = Loss()
    changed = Document("丽水", id="news/1")
    (document,) = imported(tmp_path, page_of(DOCUMENT), texts=[changed], loss=loss)
    assert document.terms == ()
    assert loss.total == 1
    assert (
        "document 'news/1', annotation 'urn:zhengyu:document:news%2F1#terms-0'" in loss.lines()[0]
    )


@pytest.mark.parametrize(
    ("text", "wanted", "place"),
    [
        ("丽水与丽水", Quote("丽水", prefix="与"), (3, 5)),
        ("丽水与丽水", Quote("丽水", suffix="与"), (0, 2)),
        ("丽水与丽水", Quote("丽水"), None),
        ("丽水与丽水", Quote("丽水", start=4), (3, 5)),
        ("丽水与丽水", Quote("丽水", prefix="与", start=0), (3, 5)),
        ("丽丽丽", Quote("丽丽", start=1), (1, 3)),
        ("丽水", Quote("青田"), None),
        ("丽水", Quote(""), None),
        ("在丽水办", Quote("丽水", "原文在", "办公"), (1, 3)),
    ],
)
def test_quotes_are_resolved(text: str, wanted: Quote, place: tuple[int, int] | None) -> None:
    assert resolve(text, wanted) == place


@given(st.data())
def test_a_quote_of_a_text_stands_where_it_was_taken(data: st.DataObject) -> None:
    text = data.draw(base.texts)
    start, end = data.draw(base.ranges(text))
    assert resolve(text, quote(text, start, end)) == (start, end)


def annotation(**target: Any) -> dict[str, Any]:
    body = {"type": "TextualBody", "value": "GPE", "purpose": "tagging"}
    return {
        "type": "Annotation",
        "id": "x1",
        "body": body,
        "target": {"source": "https://example.org/1", **target},
    }


TEXTS = (Document("丽水与青田", id="https://example.org/1", meta={"a": 1}),)
QUOTED = annotation(selector={"type": "TextQuoteSelector", "exact": "青田"})
PLACED = annotation(selector={"type": "TextPositionSelector", "start": 3, "end": 5})


@pytest.mark.parametrize(
    "value",
    [
        QUOTED,
        PLACED,
        [QUOTED],
        {"type": "AnnotationPage", "items": [QUOTED]},
        {"type": "AnnotationCollection", "first": {"type": "AnnotationPage", "items": [QUOTED]}},
    ],
    ids=["one", "by position", "list", "page", "collection"],
)
def test_annotations_of_others_are_read_in_every_wrapping(value: object, tmp_path: Path) -> None:
    (document,) = imported(tmp_path, value, texts=TEXTS)
    assert document.entities == (Entity(3, 5, "青田", "GPE"),)
    assert document.meta == {"a": 1}


def test_what_has_no_tag_or_place_is_counted(tmp_path: Path) -> None:
    loss = Loss()
    untagged = {**QUOTED, "body": {"type": "TextualBody", "value": "?", "purpose": "commenting"}}
    placeless = annotation(selector={"type": "FragmentSelector", "value": "x"})
    (document,) = imported(tmp_path, [untagged, placeless], texts=TEXTS, loss=loss)
    assert document.entities == ()
    assert loss.of("annotation") == 2


def test_annotations_go_without_the_text_and_come_back_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts, pages, back = (str(tmp_path / name) for name in ("in.jsonl", "w3c.jsonl", "back.jsonl"))
    export_documents([DOCUMENT], texts, "jsonl")
    assert main(["export", "webanno", texts, pages, "--no-text"]) == 0
    assert TEXT not in Path(pages).read_text(encoding="utf-8")
    assert capsys.readouterr().err == (
        "zhengyu: webanno does not hold 1 meta: the page goes without the text and what belongs to "
        "all of it\n"
    )
    assert main(["import", "w3c", pages, "-o", back, "--texts", texts]) == 0
    assert Path(back).read_bytes() == Path(texts).read_bytes()
