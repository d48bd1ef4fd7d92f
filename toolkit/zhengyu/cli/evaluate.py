"""`zhengyu evaluate`: scores against a gold standard, floors for them, and other systems."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer

from zhengyu.cli import options
from zhengyu.cli.console import progress, say, standard_output
from zhengyu.errors import ConfigurationError

if TYPE_CHECKING:
    from zhengyu.evaluation import Difference, Report
    from zhengyu.evaluation.gate import Gold
    from zhengyu.evaluation.records import Record

_FAILED = 1


def evaluate(  # noqa: PLR0913 - one option a parameter
    gold: Annotated[
        Path,
        typer.Argument(exists=True, help="JSONL file of annotated documents, or a folder of such."),
    ],
    predicted: Annotated[
        Path | None,
        typer.Argument(
            exists=True,
            help="JSONL file of the same documents as annotated by a system.",
            show_default="the pipeline annotates the gold's texts",
        ),
    ] = None,
    *,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="What to measure, of terms, entities, topics, boilerplate, numbers; quantities: "
            "numbers by span, value, unit and approximation alone.",
            show_default="all that the gold has",
        ),
    ] = None,
    errors: Annotated[
        int, typer.Option(min=0, metavar="N", help="List up to N errors of each kind.")
    ] = 0,
    tables: Annotated[
        bool, typer.Option("--tables", help="Show figures by label, and confused labels.")
    ] = False,
    compare: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            metavar="OTHER",
            help="Another system's documents: the difference of each figure, and its p.",
            show_default=False,
        ),
    ] = None,
    part: Annotated[
        Literal["train", "dev", "test"] | None,
        typer.Option(help="Take this part of the gold alone.", show_default="all"),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name
        Literal["zhengyu", "msra"],
        typer.Option(help="msra: lines of text and spans with PER, LOC, ORG, for the tagger."),
    ] = "zhengyu",
    json: Annotated[bool, typer.Option("--json", help="Put everything out as one object.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page for a browser.", show_default=False),
    ] = None,
    gate: Annotated[
        Path | None,
        typer.Option(
            metavar="FLOORS",
            help="Fail when a figure is below its floor in this file; show what moved.",
            show_default=False,
        ),
    ] = None,
    raise_floors: Annotated[
        bool, typer.Option("--raise", help="Raise the floors to what was measured.")
    ] = False,
    allow_lower: Annotated[
        bool, typer.Option("--allow-lower", help="With --raise: lower floors as well.")
    ] = False,
    peers: Annotated[
        bool, typer.Option("--peers", help="Other systems on this gold, as a Markdown page.")
    ] = False,
    jobs: options.Jobs = 1,
) -> int:
    """Score annotations against a gold standard.

    Exit codes: 0 done, 1 failed or below a floor, 2 wrong usage.
    """
    from zhengyu import evaluation  # noqa: PLC0415 - not for other commands
    from zhengyu.evaluation import running  # noqa: PLC0415
    from zhengyu.evaluation.gate import Gold  # noqa: PLC0415

    if (raise_floors and gate is None) or (allow_lower and not raise_floors):
        raise ConfigurationError("--raise goes with --gate, and --allow-lower with --raise")
    wanted = ["coarse"] if format == "msra" else options.layers(layers)
    records = running.read(gold, format, part)
    if peers:
        return _peers(records)
    found = (
        running.annotated(records, format, wanted, jobs=jobs)
        if predicted is None
        else running.read(predicted, format)
    )
    report = evaluation.evaluate(records, progress(found, "documents"), layers=wanted)
    differences: list[Difference] = []
    if compare is not None:
        other = evaluation.evaluate(records, running.read(compare, format), layers=wanted)
        differences = evaluation.compare(report.table, other.table)
    if html is not None:
        _write_page(html, report, f"{predicted or 'zhengyu'} against {gold}", differences)
    if gate is not None:
        known = Gold.of(records, part)
        return _gate(gate, report, known, change=raise_floors, allow_lower=allow_lower)
    if json:
        _put_object(report, differences, errors)
    else:
        _put_lines(_text(report, differences, errors, tables=tables))
    return 0


def _text(
    report: Report, differences: list[Difference], errors: int, *, tables: bool
) -> Iterator[str]:
    from zhengyu.evaluation import plain  # noqa: PLC0415

    yield from plain.figures(report)
    if tables:
        yield from plain.tables(report)
    if differences:
        yield from plain.comparison(differences)
    if errors:
        yield from plain.errors(report, errors)


def _put_lines(lines: Iterable[str]) -> None:
    with standard_output() as stream:
        for line in lines:
            stream.write(f"{line}\n".encode())


def _put_object(report: Report, differences: list[Difference], errors: int) -> None:
    made = report.to_dict(errors=errors)
    if differences:
        made["comparison"] = [msgspec.to_builtins(difference) for difference in differences]
    with standard_output() as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")


def _write_page(path: Path, report: Report, title: str, differences: list[Difference]) -> None:
    from zhengyu.evaluation.html import page  # noqa: PLC0415
    from zhengyu.writing.files import atomic  # noqa: PLC0415

    with atomic(path) as stream:
        stream.write(page(report, title, differences=differences).encode())


def _gate(path: Path, report: Report, gold: Gold, *, change: bool, allow_lower: bool) -> int:
    """Checks the floors, or sets them; shows what moved."""
    from zhengyu.evaluation import gate  # noqa: PLC0415

    try:
        if change:
            old = gate.Floors.read(path) if path.exists() else None
            floors = gate.raised(report, gold, old, allow_lower=allow_lower)
            floors.write(path)
            moved = gate.moved(report, old) if old else []
            say(f"{len(floors.floors)} floors in {path}")
        else:
            floors = gate.Floors.read(path)
            moved = gate.check(report, gold, floors)
            say(f"no figure fell below its floor, of {len(floors.floors)} in {path}")
    except gate.GateError as error:
        _put_lines(gate.table(error.moved) if error.moved else [])
        say(str(error))
        return _FAILED
    _put_lines(gate.table(moved) if moved else [])
    return 0


def _peers(gold: list[Record]) -> int:
    from zhengyu.evaluation.peers import comparison  # noqa: PLC0415

    rows = progress(comparison.measure(gold), "systems")
    command = shlex.join(["zhengyu", *sys.argv[1:]])
    _put_lines(comparison.markdown(list(rows), gold, command))
    return 0
