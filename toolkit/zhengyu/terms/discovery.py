"""Terms that a corpus holds and the bank does not: ranked, with where and when they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

from zhengyu.document import Document, Term
from zhengyu.terms.bank import Entry
from zhengyu.terms.keys import key
from zhengyu.terms.senses import situation

_AROUND = 16
_CONTEXTS = 3
_SIGNATURE = 8
_SHINGLE = 12
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Discovery:
    """A wording that no bank holds.

    `documents` counts near-identical reprints once; `places` are region codes of the documents
    that name one, `quoted` is the share of occurrences in quotation marks, `nearest` the id of the
    bank's entry with the most characters in common, `score` the mean probability.
    """

    wording: str
    kind: str
    documents: int
    occurrences: int
    first_date: str | None
    places: tuple[str, ...]
    quoted: float
    score: float
    nearest: str | None
    contexts: tuple[str, ...]

    def entry(self, number: int) -> Entry:
        """A row for a bank of one's own, to be edited."""
        return Entry(
            id=f"found-{number}",
            canonical=self.wording,
            kind=self.kind,  # type: ignore[arg-type]
            gloss_zh=self.contexts[0] if self.contexts else "",
        )


@dataclass(slots=True)
class _Tally:
    wordings: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    occurrences: int = 0
    quoted: int = 0
    score: float = 0.0
    dates: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    contexts: list[str] = field(default_factory=list)


class Discoverer:
    """Collects the open terms of annotated documents, one after another.

    Args:
        bank: entries for `nearest`.
    """

    def __init__(self, bank: Sequence[Entry] = ()) -> None:
        self._tallies: dict[str, _Tally] = {}
        self._bank = [(entry.id, frozenset(key(entry.canonical))) for entry in bank]
        self._bearers: dict[str, list[int]] = {}
        for number, (_, characters) in enumerate(self._bank):
            for character in characters:
                self._bearers.setdefault(character, []).append(number)
        self._signatures: dict[int, list[frozenset[int]]] = {}

    def read(self, document: Document) -> None:
        """Counts the open terms of one document; a reprint of an earlier one counts for nothing."""
        if self._is_reprint(document.text):
            return
        seen: set[str] = set()
        for term in document.terms:
            if term.source == "open":
                self._count(document, term, first=key(term.text) not in seen)
                seen.add(key(term.text))

    def ranked(self, least_documents: int = 2) -> list[Discovery]:
        """Wordings in at least so many documents, those in the most first."""
        kept = [
            (tally.documents * tally.score / tally.occurrences, name, tally)
            for name, tally in self._tallies.items()
            if tally.documents >= least_documents
        ]
        kept.sort(key=lambda item: (-item[0], item[1]))
        return [self._discovery(name, tally) for _, name, tally in kept]

    def _count(self, document: Document, term: Term, *, first: bool) -> None:
        tally = self._tallies.setdefault(key(term.text), _Tally())
        tally.wordings[term.text] += 1
        tally.kinds[term.kind] += 1
        tally.occurrences += 1
        tally.quoted += term.quoted
        tally.score += term.score
        if not first:
            return
        tally.documents += 1
        tally.dates += _dates(document.meta)
        region = situation(document.meta).region
        tally.places |= {region} if region else set()
        if len(tally.contexts) < _CONTEXTS:
            around = document.text[max(0, term.start - _AROUND) : term.end + _AROUND]
            tally.contexts.append(" ".join(around.split()))

    def _is_reprint(self, text: str) -> bool:
        signature = _signature(text)
        for value in signature:
            for other in self._signatures.get(value, ()):
                if len(signature & other) >= _SAME * len(signature | other):
                    return True
        for value in signature:
            self._signatures.setdefault(value, []).append(signature)
        return False

    def _discovery(self, name: str, tally: _Tally) -> Discovery:
        return Discovery(
            wording=tally.wordings.most_common(1)[0][0],
            kind=tally.kinds.most_common(1)[0][0],
            documents=tally.documents,
            occurrences=tally.occurrences,
            first_date=min(tally.dates, default=None),
            places=tuple(sorted(tally.places)),
            quoted=round(tally.quoted / tally.occurrences, 3),
            score=round(tally.score / tally.occurrences, 4),
            nearest=self._nearest(frozenset(name)),
            contexts=tuple(tally.contexts),
        )

    def _nearest(self, characters: frozenset[str]) -> str | None:
        shared = Counter(n for ch in characters for n in self._bearers.get(ch, ()))
        if not shared:
            return None
        best = min(shared, key=lambda n: (-shared[n] / len(characters | self._bank[n][1]), n))
        return self._bank[best][0]


def _dates(meta: Mapping[str, object]) -> Iterator[str]:
    if meta.get("date"):
        yield str(meta["date"])


def _signature(text: str) -> frozenset[int]:
    """The least hashes of a text's runs of twelve characters: equal for near-equal texts."""
    folded = "".join(text.split())
    runs = {
        crc32(folded[i : i + _SHINGLE].encode("utf-8", "surrogatepass"))
        for i in range(max(1, len(folded) - _SHINGLE + 1))
    }
    return frozenset(sorted(runs)[:_SIGNATURE])


def discover(documents: Iterable[Document], bank: Sequence[Entry] = ()) -> list[Discovery]:
    """The open terms of annotated documents, ranked; see `Discoverer`."""
    discoverer = Discoverer(bank)
    for document in documents:
        discoverer.read(document)
    return discoverer.ranked()
