"""Resident memory of an export: `python tests/benchmarks/export_memory.py 200000`.

Generates that many annotated documents of about four hundred characters and forty items, exports
them with splits, and prints the peak resident memory in megabytes, the processor time and the size
of the files.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from zhengyu.document import (
    Document,
    Entity,
    NumericClaim,
    Paragraph,
    Period,
    Range,
    Span,
    Term,
    Topic,
)
from zhengyu.huggingface.card import About
from zhengyu.huggingface.repository import export
from zhengyu.huggingface.splits import parse_splits

_SENTENCE = (
    "{year}年，丽水经开区第{n}次推进“双招双引”，招引项目{count}个，"
    "同比增长{rate}%，总投资{sum}亿元。"
)
_SENTENCES = 8


def documents(number: int) -> Iterator[Document]:
    """Documents that all differ."""
    for i in range(number):
        yield _document(i)


def _document(number: int) -> Document:
    parts = [_sentence(number * _SENTENCES + i) for i in range(_SENTENCES)]
    text = "\n".join(parts)
    paragraphs, terms, entities, claims = [], [], [], []
    start = 0
    for part in parts:
        evidence = Range(start, start + len(part))
        topics = (Topic("investment", 0.9), Topic("projects", 0.6))
        paragraphs.append(Paragraph(start, start + len(part), False, topics))
        span = _find(text, "双招双引", start)
        terms.append(Term(span.start, span.end, span.text, "numeric", span.text, "n1", quoted=True))
        zone = _find(text, "丽水经开区", start)
        entities.append(Entity(zone.start, zone.end, zone.text, "ZONE", None, zone.text, 0.97))
        year = _find(text, part[:5], start)
        period = Period(year.start, year.end, year.text, date(2021, 1, 1), date(2021, 12, 31))
        indicator = _find(text, "项目", start)
        for before, after in (("项目", "个"), ("增长", "%")):
            at = text.index(before, start) + len(before)
            end = text.index(after, at) + 1
            claims.append(
                NumericClaim(
                    *(at, end, text[at:end], "level", Decimal(text[at : end - 1]), after),
                    indicator=indicator,
                    period=period,
                    subject=zone,
                    evidence=evidence,
                )
            )
        start += len(part) + 1
    return Document(
        text,
        id=f"news-{number}",
        meta={"title": f"第{number}篇", "date": "2021-06-14"},
        paragraphs=tuple(paragraphs),
        terms=tuple(terms),
        entities=tuple(entities),
        numbers=tuple(claims),
        topics=(Topic("investment", 0.9),),
        produced_by={"zhengyu": "0.1.0", "artefacts": {"models/tagger": "0" * 64}},
    )


def _sentence(number: int) -> str:
    amount = number * 7919 % 100_003
    return _SENTENCE.format(
        year=2000 + number % 25,
        n=number,
        count=amount,
        rate=amount % 991 / 10,
        sum=number * 104_729 % 1_000_003 / 100,
    )


def _find(text: str, mention: str, start: int) -> Span:
    at = text.index(mention, start)
    return Span(at, at + len(mention), mention)


def main() -> None:
    """Exports as many documents as the command line says."""
    number = int(sys.argv[1])
    splits = parse_splits("train=0.8,validation=0.1,test=0.1")
    with tempfile.TemporaryDirectory() as folder:
        made = export(documents(number), Path(folder) / "out", About("cc0-1.0"), splits=splits)
        size = sum(made.files.values()) / 10**6
    # Not getrusage: its maximum includes what the process that started this one held.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    [kilobytes] = re.findall(r"VmHWM:\s+(\d+) kB", status)
    peak = int(kilobytes) / 1024
    seconds = time.process_time()
    sys.stdout.write(
        f"{peak:.0f} MB resident, {seconds:.0f} s of processor time, {size:.0f} MB of files\n"
    )


if __name__ == "__main__":
    main()
