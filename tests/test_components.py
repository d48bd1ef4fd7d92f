from __future__ import annotations

from pathlib import Path

import pytest

from zhengyu import components
from zhengyu.components import NEEDS, ORDER, BatchComponent, available, build, with_needs
from zhengyu.document import ALL_LAYERS, Document
from zhengyu.errors import ConfigurationError

MODULE = """
class Shout:
    def __init__(self, mark="!"):
        self.mark = mark
    def __call__(self, document):
        return document.with_layer(topics=())

def broken(**options):
    raise TypeError("needs a model")
"""

ENTRY_POINTS = """[zhengyu.components]
topics.shout = shouting:Shout
topics.broken = shouting:broken
topics.absent = no_such_module:Thing
topics.gone = shouting:Missing
"""


@pytest.fixture
def third_party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package, as pip installs one, that offers components."""
    info = tmp_path / "shouting-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shouting\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)
    (tmp_path / "shouting.py").write_text(MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("third_party")
class TestThirdParty:
    def test_is_found_by_its_entry_point(self) -> None:
        component = build("topics", "shout", {"mark": "?"})
        assert vars(component) == {"mark": "?"}
        assert component(Document("a")) == Document("a")

    def test_is_listed_beside_the_built_in(self) -> None:
        assert available("topics") == ["absent", "broken", "default", "gone", "shout"]

    @pytest.mark.parametrize("name", ["absent", "gone"])
    def test_that_cannot_be_imported_says_where_it_was_looked_for(self, name: str) -> None:
        with pytest.raises(ConfigurationError, match=f"'topics.{name}' cannot be loaded from"):
            build("topics", name, {})

    def test_that_refuses_its_options_is_named(self) -> None:
        with pytest.raises(ConfigurationError, match="'broken'.*'size'.*needs a model"):
            build("topics", "broken", {"size": 1})


def test_an_unknown_name_lists_those_that_exist() -> None:
    with pytest.raises(ConfigurationError, match="no component 'mine'.*'entities'.*default"):
        build("entities", "mine", {})


def test_each_layer_has_a_built_in_component() -> None:
    assert all("default" in available(layer) for layer in ALL_LAYERS)


def test_what_a_layer_needs_is_made_before_it() -> None:
    for layer, needed in NEEDS.items():
        assert all(ORDER.index(need) < ORDER.index(layer) for need in needed)
        assert all(set(NEEDS[need]) <= set(needed) for need in needed)


def test_needs_come_in_order_and_once() -> None:
    assert with_needs(["numbers", "paragraphs"]) == ["paragraphs", "terms", "entities", "numbers"]
    assert with_needs([]) == []
    assert set(NEEDS) == set(ALL_LAYERS)


def test_a_component_with_batch_is_told_apart() -> None:
    class Batching:
        def __call__(self, document: Document) -> Document:
            return document

        def batch(self, documents: list[Document]) -> list[Document]:
            return documents

    assert isinstance(Batching(), BatchComponent)
    assert not isinstance(lambda document: document, BatchComponent)
    assert components.GROUP == "zhengyu.components"
