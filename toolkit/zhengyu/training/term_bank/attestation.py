"""Where the forms of the bank stand in dated texts: one pass of the matcher over them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import regex

from zhengyu.terms.bank import Attestation, Entry
from zhengyu.terms.keys import key_view
from zhengyu.terms.matcher import Matcher, is_quoted, outermost
from zhengyu.training.gold import read_records

_CONGRESS = regex.compile(r"cpc-congress-(\d+)-")
_CONGRESS_YEARS = {1: 1921, 3: 1923, 7: 1945, 8: 1956, 9: 1969, 10: 1973, 11: 1977, 12: 1982}
_TERM_OF_CONGRESS = 5
#: Forms shorter than this turn up by chance: they never move the year of first use.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class DatedText:
    """A text that can attest a form; `date` is YYYY, YYYY-MM or YYYY-MM-DD, or unknown."""

    date: str | None
    title: str
    text: str
    law: bool = False


def read_texts(folders: Iterable[Path]) -> Iterator[DatedText]:
    """The documents of `*.jsonl` and `*.jsonl.gz` below each folder."""
    for folder in folders:
        for path in sorted(folder.rglob("*.jsonl*")):
            for record in read_records(path):
                title, law = record.get("title") or "", _is_law(record)
                yield DatedText(date_of(record), title, record["text"], law=law)


def date_of(record: dict[str, str]) -> str | None:
    """The date of a text; congress reports have the year of their congress, laws none."""
    if _is_law(record):
        return None  # the date is that of the first version, the wording that of the last
    if record.get("date"):
        return record["date"]
    found = _CONGRESS.match(record.get("id", ""))
    if not found:
        return None
    number = int(found.group(1))
    late = max(_CONGRESS_YEARS)
    year = _CONGRESS_YEARS.get(number)
    if year is None and number > late:
        year = _CONGRESS_YEARS[late] + _TERM_OF_CONGRESS * (number - late)
    return str(year) if year else None


def _is_law(record: dict[str, str]) -> bool:
    return record.get("source", "").startswith("law")


class Witnesses:
    """Counts the documents and occurrences of each entry, and keeps the earliest."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._matcher = Matcher(entries)
        self._documents: Counter[str] = Counter()
        self._count: Counter[str] = Counter()
        self._quoted: Counter[str] = Counter()
        self._laws: Counter[str] = Counter()
        self._earliest: dict[str, tuple[str, str]] = {}

    def read(self, texts: Iterable[DatedText]) -> None:
        """Counts the forms that stand in `texts`, those inside longer forms left out."""
        for text in texts:
            found: Counter[str] = Counter()
            view = key_view(text.text)
            for outer, _ in outermost(self._matcher.find_in(view)):
                names = [entry.id for entry in outer.form.entries]
                found.update(names)
                if is_quoted(view.folded, outer.start, outer.end):
                    self._quoted.update(names)
            self._count.update(found)
            self._documents.update(found.keys())
            if text.law:
                self._laws.update(found.keys())
            if text.date:
                for name in found:
                    here = (text.date, text.title)
                    self._earliest[name] = min(here, self._earliest.get(name, here))

    def attest(self, entry: Entry) -> Entry:
        """The entry with what was found of it, its confidence, and its first year checked."""
        documents = self._documents[entry.id]
        if not documents:
            return entry
        date, title = self._earliest.get(entry.id, (None, ""))
        name = entry.id
        attested = Attestation(
            documents, self._count[name], date, self._quoted[name], self._laws[name]
        )
        entry = msgspec.structs.replace(entry, attested=attested, confidence="attested")
        if entry.first_year is None or date is None or entry.first_year <= int(date[:4]):
            return entry
        flag = f"first_year {entry.first_year} is later than {date}"
        telling = len(entry.canonical) >= _TELLING and not entry.variants
        return msgspec.structs.replace(
            entry,
            first_year=int(date[:4]) if telling else None,
            source=f"{title} {date}" if telling else None,
            flags=(*entry.flags, flag),
        )
