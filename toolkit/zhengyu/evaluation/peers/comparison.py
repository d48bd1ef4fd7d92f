"""Measures all systems that are installed, and puts them in one table."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from zhengyu.errors import ZhengyuError
from zhengyu.evaluation.peers import PEERS, Peer, Reader
from zhengyu.evaluation.records import Record
from zhengyu.evaluation.report import Report, Score, evaluate

#: Units of money in the codebook.
_MONEY = ("CNY", "USD", "EUR", "HKD", "JPY", "GBP")
_LABELS = ("PER", "LOC", "ORG")


@dataclass(frozen=True, slots=True)
class Row:
    """One system's figures by column; `missing` says why there are none."""

    peer: Peer
    version: str
    scores: dict[str, Score]
    speed: float
    missing: str | None = None


def measure(gold: Sequence[Record], peers: Sequence[Peer] = PEERS) -> Iterator[Row]:
    """A row for each system: its figures on the gold's texts, or why it cannot be measured."""
    for peer in peers:
        try:
            installed = version(peer.package)
            reader = import_module(f"{__package__}.{peer.module}").load()
        except PackageNotFoundError:
            yield Row(peer, "", {}, 0.0, "not installed")
        except (ImportError, OSError, ZhengyuError) as error:
            yield Row(peer, installed, {}, 0.0, str(error).split("\n")[0])
        else:
            yield _row(peer, installed, gold, reader)


def _row(peer: Peer, installed: str, gold: Sequence[Record], reader: Reader) -> Row:
    reader(gold[0]["text"])  # what is loaded at the first text is no reading
    begin = time.perf_counter()
    found: list[dict[str, Any]] = [
        {**reader(r["text"]), "id": r["id"], "text": r["text"]} for r in gold
    ]
    seconds = time.perf_counter() - begin
    scores: dict[str, Score] = {}
    if "entities" in peer.layers and _has(gold, "entities"):
        scores |= _entities(evaluate(gold, found, layers=["entities"]))
    with_numbers = [record for record in gold if "numbers" in record]
    if with_numbers and "quantities" in peer.layers:
        flat = evaluate(with_numbers, found, layers=["quantities"]).flat()
        scores["quantities"] = flat["numbers: span"]
    if with_numbers and "money" in peer.layers:
        sides = [[_money(record) for record in side] for side in (with_numbers, found)]
        flat = evaluate(sides[0], sides[1], layers=["quantities"]).flat()
        scores |= {
            "money": flat["numbers: span"],
            "money value": flat["numbers: span + value + unit"],
        }
    return Row(peer, installed, scores, sum(len(r["text"]) for r in gold) / seconds)


def _has(gold: Sequence[Record], layer: str) -> bool:
    return any(layer in record for record in gold)


def _entities(report: Report) -> dict[str, Score]:
    whole = report.flat()["entities: coarse PER/LOC/ORG"]
    rows = {row.label: row for row in report.rows[whole.figure.name]}
    return {"entities": whole, **{label: rows[label] for label in _LABELS if label in rows}}


def _money(record: Record) -> dict[str, Any]:
    """The record with amounts of money alone."""
    claims = [claim for claim in record.get("numbers", []) if claim.get("unit") in _MONEY]
    return {**record, "numbers": claims}


def markdown(rows: Sequence[Row], gold: Sequence[Record], command: str) -> Iterator[str]:
    """A page for the documentation: how it was measured, and the table."""
    characters = sum(len(record["text"]) for record in gold)
    template = files(__package__).joinpath("page.md").read_text(encoding="utf-8")
    yield template.format(documents=len(gold), characters=characters, command=command)
    heads = ("system", "version", "names", "PER", "LOC", "ORG", "quantities", "money: span")
    yield f"| {' | '.join(heads)} | money: value and unit | characters a second |"
    yield "| --- | --- |" + " ---: |" * (len(heads))
    for row in rows:
        yield _line(row)


_COLUMNS = ("entities", *_LABELS, "quantities", "money", "money value")


def _line(row: Row) -> str:
    if row.missing:
        return f"| {row.peer.name} | {row.version} | {row.missing} |" + " |" * len(_COLUMNS)
    cells = [_cell(row.scores.get(column)) for column in _COLUMNS]
    return f"| {row.peer.name} | {row.version} | {' | '.join(cells)} | {row.speed:,.0f} |"


def _cell(score: Score | None) -> str:
    if score is None:
        return "–"
    return f"{score.value:.3f} ({score.low:.2f}–{score.high:.2f})"
