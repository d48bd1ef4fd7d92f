"""The term bank: frozen records of slogans and policy terms, the project's and people's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from zhengyu import artefacts
from zhengyu.errors import ArtefactError, ReadingError

Kind = Literal[
    "designation",
    "frame",
    "programme",
    "mechanism",
    "numeric",
    "clause",
    "brand",
    "metaphor",
    "tifa",
]
Level = Literal["national", "provincial", "municipal", "county"]
Confidence = Literal["attested", "sourced", "unverified"]


class Region(msgspec.Struct, frozen=True):
    """A place: six-digit GB/T 2260 code and name."""

    code: str
    name: str


class Sense(msgspec.Struct, frozen=True):
    """What an ambiguous form means in one place."""

    region: Region | None
    gloss_zh: str


class Attestation(msgspec.Struct, frozen=True):
    """Where the forms of an entry stand in the texts that the build reads.

    `documents` and `count` are of all texts, `laws` of documents among them that are laws, `quoted`
    of occurrences in quotation marks; `earliest` is YYYY, YYYY-MM or a day.
    """

    documents: int
    count: int
    earliest: str | None = None
    quoted: int = 0
    laws: int = 0


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A term's record; the codebook's page on terms says what each field means.

    `confidence` is `attested` (found in dated texts), `sourced` (first use with a document) or
    `unverified`; `needs_quotes` marks forms that are terms in quotation marks alone; `flags` are
    doubts that the build raised; `first_year` always comes with a `source`.
    """

    id: str = ""
    canonical: str
    variants: tuple[str, ...] = ()
    kind: Kind = "tifa"
    level: Level | None = None
    region: Region | None = None
    first_year: int | None = None
    source: str | None = None
    gloss_zh: str = ""
    gloss_en: str = ""
    topics: tuple[str, ...] = ()
    expands_to: tuple[str, ...] = ()
    successor_of: str | None = None
    abbreviates: str | None = None
    local_version_of: str | None = None
    blockers: tuple[str, ...] = ()
    ambiguous: tuple[Sense, ...] = ()
    needs_quotes: bool = False
    confidence: Confidence = "unverified"
    attested: Attestation | None = None
    flags: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """The canonical form and the variants."""
        return (self.canonical, *self.variants)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line of a bank file that is no entry, and why; lines count from 1."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class BankFile:
    """What was read from one file: the entries with their lines, and the lines rejected."""

    entries: tuple[Entry, ...]
    lines: tuple[int, ...]
    rejected: tuple[Rejected, ...]


_decode = msgspec.json.Decoder(Entry).decode


def load_bank(folder: Path | None = None) -> tuple[Entry, ...]:
    """The project's bank, `corpora/terms/*.jsonl`, in the order of file names and lines.

    Args:
        folder: another folder of the same files.

    Raises:
        ArtefactError: when it is missing or a line of it is damaged.
    """
    folder = folder or artefacts.corpus("terms")
    entries: list[Entry] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().splitlines(), 1):
            try:
                entries.append(_decode(line))
            except msgspec.MsgspecError as error:
                raise ArtefactError(
                    f"{path}:{number} is no entry of the term bank ({error}); reinstall zhengyu or "
                    "restore the file"
                ) from error
    return tuple(entries)


def read_bank(path: Path) -> BankFile:
    """Reads a bank of one's own: JSON lines, or one word a line; `#` starts a comment line.

    Only `canonical` is required. UTF-8 (with or without BOM), UTF-16 with BOM and GB18030 are
    read, and any line ends. A word may be followed by a tab and its kind.

    Raises:
        ReadingError: when the file is missing or is no text in these encodings.
    """
    found = [(n, _entry(line)) for n, line in enumerate(_lines(path), 1) if _has_content(line)]
    good = [(n, entry) for n, entry in found if isinstance(entry, Entry)]
    bad = [Rejected(str(path), n, reason) for n, reason in found if isinstance(reason, str)]
    return BankFile(tuple(e for _, e in good), tuple(n for n, _ in good), tuple(bad))


def read_banks(paths: Iterable[Path]) -> tuple[tuple[Entry, ...], tuple[Rejected, ...]]:
    """The entries of several files, and the lines that were rejected."""
    files = [read_bank(path) for path in paths]
    entries = tuple(entry for file in files for entry in file.entries)
    return entries, tuple(line for file in files for line in file.rejected)


def _has_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _lines(path: Path) -> Iterator[str]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadingError(f"cannot read the term bank {path}: {error.strerror}") from error
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return iter(text.splitlines())
    raise ReadingError(f"{path} is no text in UTF-8, UTF-16 or GB18030; save it as UTF-8")


def _entry(line: str) -> Entry | str:
    """The entry on a line, or why there is none."""
    try:
        if line.lstrip().startswith("{"):
            entry = _decode(line)
        else:
            word, _, kind = line.strip().partition("\t")
            fields = {"canonical": word.strip(), **({"kind": kind.strip()} if kind else {})}
            entry = msgspec.convert(fields, Entry)
    except msgspec.MsgspecError as error:
        return str(error)
    empty = [form for form in entry.forms if len(form.strip(" \t“”‘’\"'、,，")) < 2]  # noqa: PLR2004
    if empty:
        return f"the form {empty[0]!r} is too short: a form has at least two characters"
    if entry.id:
        return entry
    return msgspec.structs.replace(entry, id=f"own-{entry.canonical}")
