"""Annotations kept apart from their texts come back on them, and never on other ones."""

import json
from pathlib import Path

import pytest

from zhengyu.errors import DocumentError
from zhengyu.training.excerpts import detached, join, main

TEXT = "第一段。\n衢州市实施“山海协作”。"
RECORD = {
    "id": "e1",
    "date": "2024-05-01",
    "text": TEXT[5:],
    "topics": ["regional_cooperation"],
    "terms": [{"start": 6, "end": 10, "text": "山海协作", "kind": "programme"}],
    "entities": [{"start": 0, "end": 3, "text": "衢州市", "label": "GPE"}],
}


def texts(folder: Path, text: str, name: str = "d1") -> Path:
    path = folder / "texts.jsonl"
    document = {"id": name, "date": "2024-05-01", "text": text}
    path.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def test_what_is_detached_holds_no_text_and_comes_back(tmp_path: Path) -> None:
    annotation = detached(RECORD, "d1", 5)
    assert "山海" not in json.dumps(annotation, ensure_ascii=False)
    assert list(join([annotation], [texts(tmp_path, TEXT)])) == [RECORD]


def test_another_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"e1.*d1 are not the text"):
        list(join([detached(RECORD, "d1", 5)], [texts(tmp_path, TEXT.replace("衢", "徐"))]))


def test_a_missing_document_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"1 annotated .* d1;"):
        list(join([detached(RECORD, "d1", 5)], [texts(tmp_path, TEXT, "d2")]))


def test_the_command_writes_gold_records(tmp_path: Path) -> None:
    annotations, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    annotations.write_text(json.dumps(detached(RECORD, "d1", 5)) + "\n", encoding="utf-8")
    main([str(annotations), str(texts(tmp_path, TEXT)), "-o", str(out)])
    assert json.loads(out.read_text("utf-8")) == RECORD
