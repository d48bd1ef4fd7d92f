"""Numeric claims as lines that a reader corrects by hand, and back into the gold standard.

    python -m zhengyu.training.claim_sheets write GOLD.jsonl -o SHEET.txt
    python -m zhengyu.training.claim_sheets read GOLD.jsonl SHEET.txt… -o OUT.jsonl

A sheet repeats each document's paragraphs (`¶ text`), each followed by its claims, one a line, in
the order of the text:

    - 近400亿元 | level 40000000000 CNY | approx=below | ind=总投资 | per=2021年 | sub=丽水经开区

After the mention come kind, value (`3..5` for a range, `-` for none) and unit (`-` for none);
fields at their commonest value (`exact`, `actual`, else none) are left out. A mention is looked
for from the end of the claim before it, the spans of a field nearest to the mention; `x#2` is the
second x of the paragraph, wherever that rule would find another.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import regex

from zhengyu.errors import DocumentError
from zhengyu.training.gold import read_records

_KINDS = ("level", "growth", "change", "share", "completion", "rank", "multiple")
_FIELDS = {
    "approx": ("exact", "about", "below", "above", "at_most"),
    "basis": ("yoy", "mom", "annual_average", "versus", "unstated"),
    "dir": ("up", "down", "flat"),
    "mod": ("actual", "expected", "target"),
}
_SPANS = {"ind": "indicator", "per": "period", "sub": "subject"}
_NAMES = {"dir": "direction", "mod": "modality"}
_COMMONEST: dict[str, str | None] = {"approx": "exact", "mod": "actual"}
_NUMBERED = regex.compile(r"(.+)#(\d+)")
Record = dict[str, Any]


def write_sheet(records: Iterable[Record]) -> Iterator[str]:
    """Yields the lines of a sheet for records with a list of `numbers`."""
    for record in records:
        meta = record.get("meta") or {}
        yield f"=== {record['id']} | year={meta.get('year', '')} date={meta.get('date', '')}"
        for paragraph in record["paragraphs"]:
            begin, end = paragraph["start"], paragraph["end"]
            yield f"¶ {record['text'][begin:end]}"
            after = begin
            for claim in record["numbers"]:
                if begin <= claim["start"] < end:
                    yield _line(record["text"], claim, (begin, end), after)
                    after = claim["end"]


def read_sheet(lines: Iterable[str], records: dict[str, Record]) -> Iterator[Record]:
    """Yields each record of a sheet with the `numbers` that the sheet gives it.

    Raises:
        DocumentError: with document and line, for an unknown document, paragraph, field or value,
            or for a mention that does not stand where it should.
    """
    record: Record | None = None
    paragraphs: Iterator[Record] = iter(())
    where, after = (0, 0), 0
    for line in lines:
        if line.startswith("=== "):
            if record is not None:
                yield record
            name = line[4:].split("|")[0].strip()
            if name not in records:
                raise DocumentError(f"the sheet names a document {name!r} that the gold has not")
            record = {**records[name], "numbers": []}
            paragraphs = iter(record["paragraphs"])
        elif line.startswith("¶ ") and record is not None:
            where = _paragraph(record, paragraphs, line)
            after = where[0]
        elif line.startswith("- ") and record is not None:
            try:
                claim = read_claim(record["text"], line, where, after)
            except DocumentError as error:
                raise DocumentError(f"{record['id']}: {error}") from error
            record["numbers"].append(claim)
            after = claim["end"]
        elif line.strip():
            raise DocumentError(f"a line begins with none of '=== ', '¶ ', '- ': {line!r}")
    if record is not None:
        yield record


def _paragraph(record: Record, paragraphs: Iterator[Record], line: str) -> tuple[int, int]:
    paragraph = next(paragraphs, None)
    text = "" if paragraph is None else record["text"][paragraph["start"] : paragraph["end"]]
    if paragraph is None or line[2:].strip() != text.strip():
        raise DocumentError(f"{record['id']}: the paragraph {line[:30]!r} is not the text's next")
    return paragraph["start"], paragraph["end"]


def _line(text: str, claim: Record, where: tuple[int, int], after: int) -> str:
    mention = text[claim["start"] : claim["end"]]
    if text.find(mention, after, where[1]) != claim["start"]:
        mention = _numbered(text, mention, claim["start"], where)
    value = "-" if claim["value"] is None else str(claim["value"])
    if claim.get("value_high") is not None:
        value += f"..{claim['value_high']}"
    parts = [mention, f"{claim['kind']} {value} {claim['unit'] or '-'}"]
    for key in _FIELDS:
        found = claim.get(_NAMES.get(key, key))
        if found is not None and found != _COMMONEST.get(key):
            parts.append(f"{key}={found}")
    for key, name in _SPANS.items():
        if claim.get(name) is not None:
            begin, end = _range(claim[name])
            spelt = text[begin:end]
            if _nearest(text, spelt, where, claim["start"]) != begin:
                spelt = _numbered(text, spelt, begin, where)
            parts.append(f"{key}={spelt}")
    return "- " + " | ".join(parts)


def _range(span: Any) -> tuple[int, int]:  # noqa: ANN401 - the gold has lists, the record objects
    return (span[0], span[1]) if isinstance(span, list) else (span["start"], span["end"])


def _numbered(text: str, spelt: str, start: int, where: tuple[int, int]) -> str:
    return f"{spelt}#{_places(text, spelt, where).index(start) + 1}"


def _places(text: str, spelt: str, where: tuple[int, int]) -> list[int]:
    pattern = regex.compile(regex.escape(spelt))
    return [match.start() for match in pattern.finditer(text, where[0], where[1], overlapped=True)]


def _nearest(text: str, spelt: str, where: tuple[int, int], at: int) -> int | None:
    """The last place before a mention, else the first after it."""
    places = _places(text, spelt, where)
    before = [place for place in places if place + len(spelt) <= at]
    return before[-1] if before else min((p for p in places if p >= at), default=None)


def _find(text: str, spelt: str, where: tuple[int, int], at: int) -> tuple[int, int]:
    numbered = _NUMBERED.fullmatch(spelt)
    if numbered is None:
        place = _nearest(text, spelt, where, at)
        if place is None:
            raise DocumentError(f"{spelt!r} does not stand in the paragraph")
        return place, place + len(spelt)
    places = _places(text, numbered[1], where)
    if not 1 <= int(numbered[2]) <= len(places):
        raise DocumentError(f"{numbered[1]!r} stands {len(places)} times in the paragraph")
    place = places[int(numbered[2]) - 1]
    return place, place + len(numbered[1])


def read_claim(text: str, line: str, where: tuple[int, int], after: int) -> Record:
    """The claim of a line `- …` under the paragraph at `where`, whose claims so far end at `after`.

    Raises:
        DocumentError: for a field or value that is not legal, or a mention that is not there.
    """
    try:
        return _claim(text, line.removeprefix("- "), where, after)
    except (DocumentError, InvalidOperation, ValueError) as error:
        raise DocumentError(f"{line.strip()!r}: {error}") from error


def _claim(text: str, line: str, where: tuple[int, int], after: int) -> Record:
    mention, amount, *rest = (part.strip() for part in line.split("|"))
    start = text.find(mention, after, where[1])
    if _NUMBERED.fullmatch(mention) or start < 0:
        start, end = _find(text, mention, where, after)
    else:
        end = start + len(mention)
    kind, value, unit = amount.split(maxsplit=2)
    low, _, high = value.partition("..")
    fields = dict(part.split("=", 1) for part in rest)
    claim: Record = {
        "start": start,
        "end": end,
        "text": text[start:end],
        "kind": _legal("kind", kind, _KINDS),
        "value": None if low == "-" else _number(low),
        "value_high": _number(high) if high else None,
        "unit": None if unit == "-" else unit,
    }
    for key, legal in _FIELDS.items():
        given = fields.pop(key, _COMMONEST.get(key))
        claim[_NAMES.get(key, key)] = None if given is None else _legal(key, given, legal)
    for key, name in _SPANS.items():
        spelt = fields.pop(key, None)
        span = None if spelt is None else _find(text, spelt, where, start)
        claim[name] = None if span is None else list(span)
        claim[f"{name}_text"] = None if span is None else text[span[0] : span[1]]
    if fields:
        raise DocumentError(f"unknown field {', '.join(fields)}; known: {[*_FIELDS, *_SPANS]}")
    return claim


def _number(digits: str) -> int | float:
    value = Decimal(digits)
    return int(value) if value == value.to_integral_value() else float(value)


def _legal(field: str, given: str, legal: Iterable[str]) -> str:
    if given not in legal:
        raise DocumentError(f"{field} is {given!r}; legal are {', '.join(legal)}")
    return given


def main() -> None:
    """Runs the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("what", choices=["write", "read"])
    parser.add_argument("gold", type=Path)
    parser.add_argument("sheets", type=Path, nargs="*")
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()
    records = {record["id"]: record for record in read_records(args.gold)}
    if args.what == "write":
        lines: Iterable[str] = write_sheet(records.values())
    else:
        for sheet in args.sheets:
            for record in read_sheet(sheet.read_text(encoding="utf-8").splitlines(), records):
                records[record["id"]] = record
        lines = (json.dumps(record, ensure_ascii=False) for record in records.values())
    args.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
