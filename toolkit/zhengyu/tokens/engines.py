"""The segmenters: jieba behind a private tokenizer, and rjieba, the same in Rust."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, cast

import msgspec

from zhengyu.errors import ConfigurationError
from zhengyu.tokens import cache

_FIGURE, _LATIN = re.compile(r"[0-9][0-9.%-]*"), re.compile(r"[A-Za-z][A-Za-z0-9.&_-]*")

_FREQUENCIES = msgspec.msgpack.Decoder(tuple[dict[str, int], int])


class Engine(Protocol):
    """Cuts text into words that, one after another, are the text."""

    def cut(self, text: str) -> Sequence[str]:
        """The words."""

    def tag(self, word: str) -> str:
        """Part of speech of a word, as jieba names it."""


class Jieba:
    """jieba 0.42 with a tokenizer of its own: no other user of jieba in the process is touched.

    jieba itself would tell standard error what it loads and keep its cache in the folder for
    temporary files, where anybody may have put it.
    """

    def __init__(self) -> None:
        jieba = _imported("jieba")
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ, self._tokenizer.total = _frequencies(self._tokenizer)
        self._tokenizer.initialized = True
        self._tags: dict[str, str] = {}

    def cut(self, text: str) -> Sequence[str]:
        """The words; words in no dictionary are found by jieba's hidden Markov model."""
        return cast("Sequence[str]", self._tokenizer.lcut(text))

    def tag(self, word: str) -> str:
        """Part of speech; of a word that tagging would cut, that of its last part."""
        if word not in self._tags:
            self._tags[word] = _plain_tag(word) or self._tagger.lcut(word)[-1].flag
        return self._tags[word]

    @cached_property
    def _tagger(self) -> Any:  # noqa: ANN401 - jieba has no types
        return _imported("jieba.posseg").POSTokenizer(self._tokenizer)


class RJieba:
    """rjieba, the binding of jieba-rs: the same dictionary and model, many times as fast."""

    def __init__(self) -> None:
        self._jieba = _imported("rjieba").Jieba()
        self._tags: dict[str, str] = {}

    def cut(self, text: str) -> Sequence[str]:
        """The words; words in no dictionary are found by a hidden Markov model."""
        return cast("Sequence[str]", self._jieba.cut(text))

    def tag(self, word: str) -> str:
        """Part of speech; of a word that tagging would cut, that of its last part."""
        if word not in self._tags:
            self._tags[word] = _plain_tag(word) or self._jieba.tag(word)[-1][1]
        return self._tags[word]


def _plain_tag(word: str) -> str | None:
    """Part of speech of figures and Latin words, of which the engines have different ideas."""
    if _FIGURE.fullmatch(word):
        return "m"
    return "eng" if _LATIN.fullmatch(word) else None


ENGINES: Mapping[str, Callable[[], Engine]] = {"jieba": Jieba, "rjieba": RJieba}


def engine(name: str) -> Engine:
    """The segmenter `jieba` or `rjieba`; for `auto` rjieba where it is installed.

    Raises:
        ConfigurationError: for another name, or one that is not installed.
    """
    if name == "auto":
        name = "rjieba" if find_spec("rjieba") else "jieba"
    if name not in ENGINES:
        raise ConfigurationError(
            f"engine={name!r} is unknown; give one of auto, {', '.join(ENGINES)}"
        )
    return ENGINES[name]()


def _imported(name: str) -> Any:  # noqa: ANN401 - neither has types
    try:
        with warnings.catch_warnings():
            # jieba's sources have escapes that current Python warns of, and ask for pkg_resources.
            warnings.simplefilter("ignore")
            return import_module(name)
    except ImportError as error:
        raise ConfigurationError(
            f"the segmenter cannot be imported: {error}; install it by pip install "
            f"{name.partition('.')[0]}, or use engine='jieba'"
        ) from error


def _frequencies(tokenizer: Any) -> tuple[dict[str, int], int]:  # noqa: ANN401
    """Frequencies of jieba's dictionary and their sum, from the cache if it has them."""
    with tokenizer.get_dict_file() as file:
        source: bytes = file.read()
    digest = hashlib.sha256(source).hexdigest()[:16]
    name = f"jieba-{version('jieba')}-{digest}.msgpack"
    stored = cache.cached(name)
    if stored is not None:
        try:
            return _FREQUENCIES.decode(stored)
        except msgspec.DecodeError:  # half of a file, or another's: made anew
            pass
    found: tuple[dict[str, int], int] = tokenizer.gen_pfdict(_named(source))
    cache.keep(name, msgspec.msgpack.encode(found))
    return found


class _NamedBytes(io.BytesIO):
    """Bytes with the name that jieba puts into its error messages."""

    name = "dict.txt"


def _named(source: bytes) -> io.BytesIO:
    return _NamedBytes(source)


def idf_path() -> Path | None:
    """The table of inverse document frequencies in jieba, or None where that is not installed."""
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "analyse" / "idf.txt"
