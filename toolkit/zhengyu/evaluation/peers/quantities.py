"""Other readers of Chinese quantities on the same gold: `docs/reference/numbers-peers.md`.

    python -m zhengyu.evaluation.peers.quantities GOLD.jsonl… > docs/reference/numbers-peers.md

Whoever is installed is measured: `recognizers-text-suite`, `jionlp`, `chinese2digits` and
`quantulum3`, best in an environment of their own. They find numbers, not claims, so that only
recall is fair: how many of the gold's quantities have a span that is exactly theirs, one that
overlaps them and has their value, and both.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

from zhengyu.training.gold import read_records


class Found(NamedTuple):
    """A quantity that a system found; the value is None where it gives none."""

    start: int
    end: int
    value: float | None


Finder = Callable[[str], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class Row:
    """Shares of the gold's quantities, 0 to 1, and characters a second."""

    name: str
    span: float
    value: float
    both: float
    speed: float


def _zhengyu() -> Finder:
    from zhengyu.numbers import quantities  # noqa: PLC0415 - each system is loaded for its row

    def find(text: str) -> Iterator[Found]:
        for q in quantities(text):
            yield Found(q.start, q.end, None if q.value is None else float(q.value))

    return find


def _recognizers() -> Finder:
    number = import_module("recognizers_number")
    measure = import_module("recognizers_number_with_unit")
    culture = import_module("recognizers_text").Culture.Chinese
    readers = (
        measure.recognize_currency,
        measure.recognize_dimension,
        number.recognize_percentage,
        number.recognize_number,
    )

    def find(text: str) -> Iterator[Found]:
        for read in readers:
            for item in read(text, culture):
                value = str((item.resolution or {}).get("value") or "").rstrip("%")
                yield Found(item.start, item.end + 1, _float(value))

    return find


def _jionlp() -> Finder:
    from zhengyu.evaluation.peers.jio import load  # noqa: PLC0415

    read = load()

    def find(text: str) -> Iterator[Found]:
        for claim in read(text)["numbers"]:
            yield Found(claim["start"], claim["end"], claim["value"])

    return find


def _chinese2digits() -> Finder:
    take = import_module("chinese2digits").takeNumberFromString

    def find(text: str) -> Iterator[Found]:
        taken = take(text)
        place = 0
        pairs = zip(taken["CHNumberStringList"], taken["digitsStringList"], strict=False)
        for wording, digits in pairs:
            start = text.find(wording, place)
            if start >= 0:
                place = start + len(wording)
                percent = 100 if wording.endswith("%") or "分之" in wording else 1
                value = _float(str(digits))
                yield Found(start, place, None if value is None else value * percent)

    return find


def _quantulum() -> Finder:
    parse = import_module("quantulum3.parser").parse

    def find(text: str) -> Iterator[Found]:
        for quantity in parse(text):
            start, end = quantity.span
            yield Found(start, end, float(quantity.value))

    return find


#: Distribution and how it reads; zhengyu first.
SYSTEMS: tuple[tuple[str, Callable[[], Finder]], ...] = (
    ("zhengyu", _zhengyu),
    ("recognizers-text-suite", _recognizers),
    ("jionlp", _jionlp),
    ("chinese2digits", _chinese2digits),
    ("quantulum3", _quantulum),
)


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def measure(name: str, find: Finder, records: Sequence[dict[str, Any]]) -> Row:
    """A system's row; paragraphs on which it raises hold none of its quantities."""
    span = value = both = total = characters = 0
    seconds = 0.0
    list(find("总投资3.5亿元。"))  # what is loaded at the first text is no reading
    for record in records:
        for paragraph in record["paragraphs"]:
            offset = paragraph["start"]
            text = record["text"][offset : paragraph["end"]]
            gold = [c for c in record["numbers"] if offset <= c["start"] < paragraph["end"]]
            begin = time.process_time()
            try:
                found = list(find(text))
            except Exception:  # noqa: BLE001 - another's fault on one text is part of its figures
                found = []
            seconds += time.process_time() - begin
            characters += len(text)
            for claim in gold:
                same, right, whole = _judge(claim, found, offset)
                span, value, both, total = span + same, value + right, both + whole, total + 1
    return Row(name, span / total, value / total, both / total, characters / max(seconds, 1e-9))


def _judge(claim: dict[str, Any], found: list[Found], offset: int) -> tuple[bool, bool, bool]:
    start, end = claim["start"] - offset, claim["end"] - offset
    near = [item for item in found if item.start < end and start < item.end]
    same = [item for item in near if (item.start, item.end) == (start, end)]
    right = [item for item in near if _equal(item.value, claim["value"])]
    return bool(same), bool(right), any(item in right for item in same)


def _equal(given: float | None, wanted: float | None) -> bool:
    if given is None or wanted is None:
        return given is wanted
    return abs(abs(given) - abs(wanted)) <= 1e-6 * max(1.0, abs(wanted))


def table(records: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The page's lines, a row for each system that is installed."""
    count = sum(len(record["numbers"]) for record in records)
    yield "# Quantities: other systems\n"
    yield (
        f"Recall on {count:,} quantities of {len(records)} annotated texts: the share with exactly "
        "their span (approximator, number,\nmagnitude and unit), the share that a span overlaps "
        "with their value in the base unit, and the share with both. The\nothers find numbers or "
        "money and are not made for claims. Made by "
        "`python -m zhengyu.evaluation.peers.quantities`.\n"
    )
    yield "| system | version | span | value | span and value | characters a second |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, load in SYSTEMS:
        try:
            installed = version(name) if name != "zhengyu" else "this"
            with redirect_stdout(sys.stderr):
                row = measure(name, load(), records)
        except (PackageNotFoundError, ImportError) as error:
            yield f"| {name} | not measured: {str(error).splitlines()[0]} | – | – | – | – |"
            continue
        shares = " | ".join(f"{share:.3f}" for share in (row.span, row.value, row.both))
        yield f"| {name} | {installed} | {shares} | {row.speed:,.0f} |"


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--part", help="train, dev or test; all documents without it")
    given = parser.parse_args(arguments)
    records = [r for path in given.gold for r in read_records(path, given.part)]
    for line in table([r for r in records if r.get("numbers") is not None]):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
