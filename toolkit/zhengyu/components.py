"""From names to components: the built-in ones, and third parties' by entry point.

A component is a callable `Document -> Document` that adds one layer and changes nothing else. One
with a faster form for many documents also has `batch(documents) -> list of documents`. A factory is
called with the layer's options as keywords and returns the component.

A package offers its own under the entry-point group `zhengyu.components`, named `LAYER.NAME`:

    [project.entry-points."zhengyu.components"]
    "entities.mine" = "my_package:MyTagger"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol, cast, runtime_checkable

from zhengyu.document import Document
from zhengyu.errors import ConfigurationError

Component = Callable[[Document], Document]

GROUP = "zhengyu.components"

#: Layers in the order in which they are made; each may read those before it.
ORDER = ("paragraphs", "terms", "entities", "numbers", "topics", "tokens", "extra")

#: What each layer reads off the document before it is made.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "paragraphs": (),
    "terms": ("paragraphs",),
    "entities": ("paragraphs", "terms"),
    "numbers": ("paragraphs", "terms", "entities"),
    "topics": ("paragraphs", "terms"),
    "tokens": ("paragraphs", "terms", "entities"),
}

BUILT_IN: Mapping[str, str] = {
    "paragraphs.default": "zhengyu.text.paragraphs:ParagraphFinder",
    "terms.default": "zhengyu.terms.component:TermFinder",
    "entities.default": "zhengyu.entities.component:EntityFinder",
    "entities.hanlp": "zhengyu.entities.backends.hanlp:finder",
    "entities.lac": "zhengyu.entities.backends.lac:finder",
    "numbers.default": "zhengyu.numbers.component:ClaimFinder",
    "topics.default": "zhengyu.topics.component:TopicFinder",
    "tokens.default": "zhengyu.tokens.component:TokenFinder",
}


@runtime_checkable
class BatchComponent(Protocol):
    """A component that annotates many documents faster together than one by one."""

    def __call__(self, document: Document, /) -> Document:
        """The document with the layer added."""

    def batch(self, documents: list[Document], /) -> list[Document]:
        """The documents in the same order, each with the layer added."""


def build(layer: str, name: str, options: Mapping[str, Any]) -> Component:
    """Makes the component `name` of `layer`.

    Raises:
        ConfigurationError: for an unknown name, naming those that exist, for one that cannot be
            imported, or for unfit options.
    """
    factory = _factory(f"{layer}.{name}")
    try:
        component: Component = factory(**options)
    except TypeError as error:
        raise ConfigurationError(
            f"component {name!r} of layer {layer!r} does not take the options "
            f"{sorted(options)}: {error}"
        ) from error
    return component


def with_needs(layers: Iterable[str]) -> list[str]:
    """The layers and those that they need, in the order in which they are made.

    >>> with_needs(["topics"])
    ['paragraphs', 'terms', 'topics']
    """
    wanted = set(layers)
    wanted.update(*(NEEDS.get(layer, ()) for layer in layers))
    return [layer for layer in ORDER if layer in wanted]


def available(layer: str) -> list[str]:
    """Names of the components that can make `layer`, third parties' included."""
    known = {*BUILT_IN, *(point.name for point in entry_points(group=GROUP))}
    return sorted(name.removeprefix(f"{layer}.") for name in known if name.startswith(f"{layer}."))


def _factory(full_name: str) -> Callable[..., Component]:
    found = [EntryPoint(full_name, BUILT_IN[full_name], GROUP)] if full_name in BUILT_IN else []
    for point in [*found, *entry_points(group=GROUP, name=full_name)]:
        try:
            return cast("Callable[..., Component]", point.load())
        except (ImportError, AttributeError) as error:
            raise ConfigurationError(
                f"component {full_name!r} cannot be loaded from {point.value}: {error}; install "
                "the package or the extra that it needs"
            ) from error
    layer, _, name = full_name.partition(".")
    raise ConfigurationError(
        f"no component {name!r} makes the layer {layer!r}; there are: "
        f"{', '.join(available(layer)) or 'none'}; others come with packages that declare the "
        f"entry point {GROUP!r}"
    )
