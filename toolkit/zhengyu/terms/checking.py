"""Looking into banks: what a file of one's own holds, and what the built-in one knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from zhengyu.errors import ConfigurationError
from zhengyu.terms.bank import BankFile, Entry, Rejected, read_bank
from zhengyu.terms.keys import key
from zhengyu.terms.matcher import Matcher


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a line of the file; lines count from 1."""

    line: int
    form: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundForm:
    """A form of the file that stands in the text given: `[start, end)` in code points."""

    start: int
    end: int
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class BankReport:
    """What `check` found.

    `duplicates` are forms that an earlier line has, `shadowed` forms that the built-in bank has too
    or that lie inside a longer form of it, where the longer one is marked.
    """

    read: int
    forms: int
    rejected: tuple[Rejected, ...]
    duplicates: tuple[Remark, ...]
    shadowed: tuple[Remark, ...]
    hits: tuple[FoundForm, ...]


def check(path: Path, built_in: Sequence[Entry] = (), text: str | None = None) -> BankReport:
    """Reads a bank of one's own and says what became of each line.

    Args:
        path: the file, as `read_bank` takes it.
        built_in: entries that are used beside it, for `shadowed`.
        text: a text in which to look the forms up, for `hits`.

    Raises:
        ReadingError: when the file is missing or no text.
    """
    file = read_bank(path)
    return BankReport(
        read=len(file.entries),
        forms=sum(len(entry.forms) for entry in file.entries),
        rejected=file.rejected,
        duplicates=tuple(_duplicates(file)),
        shadowed=tuple(_shadowed(file, built_in)),
        hits=tuple(_hits(file, text)) if text else (),
    )


def _lined_forms(file: BankFile) -> Iterator[tuple[int, str]]:
    for line, entry in zip(file.lines, file.entries, strict=True):
        for form in entry.forms:
            yield line, form


def _duplicates(file: BankFile) -> Iterator[Remark]:
    first: dict[str, int] = {}
    for line, form in _lined_forms(file):
        known = first.setdefault(key(form), line)
        if known != line:
            yield Remark(line, form, f"the same form stands on line {known}")


def _shadowed(file: BankFile, built_in: Sequence[Entry]) -> Iterator[Remark]:
    longer = {key(form): entry.id for entry in built_in for form in entry.forms}
    matcher = Matcher(file.entries)
    inside: dict[str, str] = {}
    for form_key, identity in longer.items():
        for hit in matcher.find(form_key):
            inside.setdefault(hit.form.key, f"lies inside {form_key} ({identity})")
    for line, form in _lined_forms(file):
        if key(form) in longer:
            yield Remark(
                line, form, f"the built-in entry {longer[key(form)]} has it; yours is used"
            )
        elif key(form) in inside:
            yield Remark(line, form, inside[key(form)])


def _hits(file: BankFile, text: str) -> Iterator[FoundForm]:
    for hit in Matcher(file.entries).find(text):
        yield FoundForm(hit.start, hit.end, text[hit.start : hit.end], hit.form.entries[0].id)


def search(word: str, entries: Iterable[Entry]) -> list[Entry]:
    """Entries that hold `word` in a form, id or gloss: whole forms first, glosses last."""
    wanted, plain = key(word), word.casefold()
    ranked: list[tuple[int, Entry]] = []
    for entry in entries:
        forms = [key(form) for form in entry.forms]
        if wanted and wanted in forms:
            ranked.append((0, entry))
        elif wanted and any(wanted in form for form in forms):
            ranked.append((1, entry))
        elif plain in entry.id or plain in entry.gloss_en.casefold() or word in entry.gloss_zh:
            ranked.append((2, entry))
    return [entry for _, entry in sorted(ranked, key=lambda pair: (pair[0], pair[1].id))]


def show(identity: str, entries: Iterable[Entry]) -> Entry:
    """The entry with an id, or whose canonical form it is.

    Raises:
        ConfigurationError: when there is none; names near ones.
    """
    by_id = {entry.id: entry for entry in entries}
    if identity in by_id:
        return by_id[identity]
    by_form = {key(entry.canonical): entry for entry in by_id.values()}
    if key(identity) in by_form:
        return by_form[key(identity)]
    near = get_close_matches(identity, [*by_id, *by_form], n=3)
    raise ConfigurationError(
        f"no entry {identity!r} in the term bank; near it: {', '.join(near) or 'nothing'}; "
        "look it up with `zhengyu terms search`"
    )
