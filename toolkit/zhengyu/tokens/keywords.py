"""Keywords of a document: TF-IDF over its tokens, terms as units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from statistics import median
from types import MappingProxyType

import regex

from zhengyu.document import Document, Token
from zhengyu.errors import DocumentError
from zhengyu.tokens.engines import idf_path

#: A word worth a key: two characters or more, one of them Han or a letter.
_WORDY = regex.compile(r"(?=.*[\p{Han}\p{L}])(?!\d).{2,}", regex.DOTALL)


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word, name or term (in its canonical form), its score above 0, and how often it stands."""

    text: str
    score: float
    count: int


def keywords(
    document: Document, count: int = 10, idf: Mapping[str, float] | None = None
) -> list[Keyword]:
    """The `count` words, names and terms that say most of what the document is about.

    The score is term frequency times inverse document frequency; the forms of a term count as one.

    Args:
        document: with the layer `tokens`.
        count: how many at most.
        idf: inverse document frequencies, as `corpus_idf` makes them of a corpus; without them
            jieba's table of general Chinese. What it does not have is taken for as rare as the
            median of its words.

    Raises:
        DocumentError: when the document has text but no tokens.
    """
    if not document.tokens and document.text.strip():
        raise DocumentError(
            f"document {document.id!r} has no tokens to take keywords from; annotate it with "
            "Pipeline(layers=[*LAYERS, 'tokens'])"
        )
    table = idf if idf is not None else _general_idf()
    unknown = median(table.values()) if table else 1.0
    counts = Counter(_keys(document))
    total = counts.total()
    found = [Keyword(k, n / total * table.get(k, unknown), n) for k, n in counts.items()]
    return sorted(found, key=lambda keyword: -keyword.score)[:count]


def corpus_idf(documents: Iterable[Document]) -> dict[str, float]:
    """Inverse document frequencies of the words, names and terms of a corpus with tokens.

    ln((1 + documents) / (1 + documents with the word)) + 1, so that none is 0.
    """
    number, having = 0, Counter[str]()
    for document in documents:
        number += 1
        having.update(set(_keys(document)))
    return {key: log((1 + number) / (1 + n)) + 1 for key, n in having.items()}


def _keys(document: Document) -> Iterator[str]:
    """What each token counts for; function words, figures and marks count for nothing."""
    canonical = {(term.start, term.end): term.canonical for term in document.terms}
    for token in document.tokens:
        if token.unit != "word" or _telling(token):
            yield canonical.get((token.start, token.end), token.text)


def _telling(token: Token) -> bool:
    return _WORDY.fullmatch(token.text) is not None and token.text not in _stop_words()


@cache
def _stop_words() -> frozenset[str]:
    text = files("zhengyu.tokens").joinpath("stopwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


@cache
def _general_idf() -> Mapping[str, float]:
    path = idf_path()
    if path is None or not path.is_file():
        return MappingProxyType({})
    lines = (line.split(" ") for line in path.read_text(encoding="utf-8").splitlines())
    return MappingProxyType({word: float(value) for word, value in lines})
