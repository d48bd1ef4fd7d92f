"""`zhengyu terms`: searching the bank, checking one's own, discovering what no bank holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from zhengyu.errors import ReadingError, ZhengyuError
from zhengyu.reading import read
from zhengyu.terms import checking
from zhengyu.terms.bank import load_bank
from zhengyu.terms.component import TermFinder
from zhengyu.terms.discovery import Discoverer

terms_app = typer.Typer(no_args_is_help=True, help="The term bank: search it, check your own.")

_REJECTED_LINES = 3


@terms_app.command()
def search(word: Annotated[str, typer.Argument(help="part of a form, an id or a gloss")]) -> None:
    """Entries that hold WORD, one JSON object a line; exit code 1 when there are none."""
    found = checking.search(word, load_bank())
    for entry in found:
        typer.echo(msgspec.json.encode(entry).decode())
    if not found:
        raise typer.Exit(1)


@terms_app.command()
def show(identity: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """The entry with this id or canonical form, as indented JSON."""
    try:
        entry = checking.show(identity, load_bank())
    except ZhengyuError as error:
        typer.echo(f"zhengyu: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(msgspec.json.format(msgspec.json.encode(entry)).decode())


@terms_app.command()
def check(
    file: Annotated[Path, typer.Argument(help="JSON lines, or one word a line")],
    text: Annotated[Path | None, typer.Option(help="a text to look the forms up in")] = None,
) -> None:
    """What FILE holds, what was rejected and why, as JSON; exit code 3 with rejected lines."""
    try:
        sample = next(read(text)).text if text else None
        report = checking.check(file, load_bank(), sample)
    except (ZhengyuError, OSError) as error:
        typer.echo(f"zhengyu: {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(msgspec.json.format(msgspec.json.encode(report)).decode())
    for rejected in report.rejected:
        typer.echo(f"rejected {rejected}", err=True)
    if report.rejected:
        raise typer.Exit(_REJECTED_LINES)


@terms_app.command()
def discover(
    corpus: Annotated[list[str], typer.Argument(help="texts, JSONL files or patterns")],
    least: Annotated[int, typer.Option(help="documents that a wording must stand in")] = 2,
    accept: Annotated[Path | None, typer.Option(help="write rows for a bank here, to edit")] = None,
) -> None:
    """Wordings of CORPUS that no bank holds, one JSON object a line, those in the most first."""
    bank = load_bank()
    finder, discoverer = TermFinder(), Discoverer(bank)
    rejected: list[ReadingError] = []
    for document in read(*corpus, on_error=rejected.append):
        discoverer.read(finder(document))
    found = discoverer.ranked(least)
    for discovery in found:
        typer.echo(msgspec.json.encode(discovery).decode())
    if accept is not None:
        rows = (msgspec.json.encode(d.entry(n)).decode() for n, d in enumerate(found, 1))
        accept.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    for error in rejected:
        typer.echo(f"rejected {error}", err=True)
    if rejected:
        raise typer.Exit(_REJECTED_LINES)
