"""The bank's card with tables by kind, level, province and decade: `corpora/terms/README.md`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import get_args

from zhengyu.terms.bank import Confidence, Entry, Kind, Level
from zhengyu.terms.senses import provinces


def overview(entries: Sequence[Entry]) -> str:
    """The card as Markdown."""
    head = Path(__file__).with_name("card.md").read_text("utf-8")
    forms = sum(len(entry.forms) for entry in entries)
    tables = [
        f"{head}\n**{len(entries):,} entries, {forms:,} forms.**\n",
        _table("Kind", entries, lambda e: e.kind, get_args(Kind)),
        _table("Level", entries, lambda e: e.level or "none", get_args(Level)),
        _table("Province", entries, _province, ["nation", *(n for n, _ in provinces().values())]),
        _table("Earliest attestation or source", entries, _decade, _DECADES),
    ]
    return "\n".join(tables)


def write_overview(entries: Sequence[Entry], folder: Path) -> None:
    """Writes the card beside the bank's files."""
    (folder / "README.md").write_text(overview(entries), encoding="utf-8")


_DECADES = ("before 1980", "1980s", "1990s", "2000s", "2010s", "2020s", "unknown")


def _table(
    title: str, entries: Iterable[Entry], group: Callable[[Entry], str], rows: Sequence[str]
) -> str:
    counted = Counter((group(entry), entry.confidence) for entry in entries)
    columns = get_args(Confidence)
    head = f"| {title} | entries | {' | '.join(columns)} |\n| --- | --- |{' --- |' * len(columns)}"
    lines = []
    for row in rows:
        cells = [counted[row, column] for column in columns]
        if any(cells):
            lines.append(f"| {row} | {sum(cells)} | {' | '.join(map(str, cells))} |")
    return "\n".join([head, *lines, ""])


def _province(entry: Entry) -> str:
    return provinces()[entry.region.code[:2]][0] if entry.region else "nation"


def _decade(entry: Entry) -> str:
    """Of the first year where it is sourced, else of the earliest text that attests the entry."""
    dates = [str(entry.first_year)] if entry.first_year else []
    if not dates and entry.attested and entry.attested.earliest:
        dates = [entry.attested.earliest]
    if not dates:
        return "unknown"
    year = int(dates[0][:4])
    return f"{year // 10 * 10}s" if year >= 1980 else "before 1980"  # noqa: PLR2004
