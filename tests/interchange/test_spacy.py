"""spaCy for real: it loads what we write and learns from it; its own files are read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example
from thinc.api import fix_random_seed

from zhengyu.document import Document, Entity, Term, Topic
from zhengyu.errors import ConfigurationError, ReadingError
from zhengyu.interchange import Loss, export_documents, import_documents

TEXT = "😀丽水经开区 推进“双招双引”"
DOCUMENT = Document(
    TEXT,
    id="a",
    entities=(
        Entity(1, 6, "丽水经开区", "ZONE", "331100"),
        Entity(1, 3, "丽水", "GPE", "331100"),
        Entity(6, 9, " 推进", "ORG"),
    ),
    terms=(Term(10, 14, "双招双引", "numeric", "双招双引", "t-1"),),
    topics=(Topic("investment", 0.75),),
)


@pytest.fixture
def doc(tmp_path: Path) -> Doc:
    export_documents([DOCUMENT], tmp_path / "a.spacy", "spacy")
    (found,) = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("zh").vocab)
    return found


def test_spacy_loads_spans_names_and_categories(doc: Doc) -> None:
    assert doc.text == TEXT
    assert [token.text for token in doc] == list(TEXT)
    assert [(s.text, s.label_, s.kb_id_) for s in doc.spans["terms"]] == [
        *[("双招双引", "numeric", "t-1")]
    ]
    assert [s.text for s in doc.spans["entities"]] == ["丽水经开区", "丽水", " 推进"]
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents] == [("丽水经开区", "ZONE", "331100")]
    assert doc.cats == {"investment": 0.75}


def test_spacys_recogniser_learns_from_it(doc: Doc) -> None:
    fix_random_seed(1)
    nlp = spacy.blank("zh")
    nlp.add_pipe("ner")
    examples = [Example(nlp.make_doc(doc.text), doc)]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    assert [(e.text, e.label_) for e in nlp(TEXT).ents] == [("丽水经开区", "ZONE")]


def test_files_of_others_are_read_by_their_entities(tmp_path: Path) -> None:
    doc = Doc(spacy.blank("zh").vocab, words=["丽水", "张三"], spaces=[False, False])
    doc.ents = [Span(doc, 0, 1, label="GPE", kb_id="331100"), Span(doc, 1, 2, label="人物")]
    DocBin(docs=[doc]).to_disk(tmp_path / "news.spacy")
    names = {"人物": "PERSON"}
    (document,) = import_documents(tmp_path / "news.spacy", "spacy", labels=names)
    assert document.id == "news-1"
    assert document.entities == (
        Entity(0, 2, "丽水", "GPE", "331100"),
        Entity(2, 4, "张三", "PERSON"),
    )
    with pytest.raises(ReadingError, match=r"'news-1', entities\[1\]: '人物' is none of"):
        list(import_documents(tmp_path / "news.spacy", "spacy"))


def test_corrected_groups_and_categories_are_read(doc: Doc, tmp_path: Path) -> None:
    doc.spans["terms"] = [Span(doc, 10, 12, label="brand")]
    doc.cats = {"investment": 0.0, "rural": 1.0}
    DocBin(store_user_data=True, docs=[doc]).to_disk(tmp_path / "b.spacy")
    loss = Loss()
    (document,) = import_documents(tmp_path / "b.spacy", "spacy", loss=loss)
    assert document.terms == (Term(10, 12, "双招", "brand", "双招", source="open"),)
    assert document.topics == (Topic("rural", 1.0),)
    assert document.entities == DOCUMENT.entities


def test_without_spacy_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'zhengyu\[spacy\]'"):
        export_documents([DOCUMENT], tmp_path / "a.spacy", "spacy")
    assert list(tmp_path.iterdir()) == []
