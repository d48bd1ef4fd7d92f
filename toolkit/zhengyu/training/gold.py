"""Reads annotated documents for training: JSON lines, or labels kept apart from their texts."""

from __future__ import annotations

import csv
import gzip
import json
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from zhengyu.training.split import PARTS, Part, part_of


def read_records(path: Path, part: Part | None = None) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, packed (`.gz`) or not; only those of a part, if given.

    Raises:
        DocumentError: for an object that belongs to no part, when a part is wanted.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                record: dict[str, Any] = json.loads(line)
                if part is None or part_of(record) == part:
                    yield record


def add_part_options(parser: ArgumentParser) -> None:
    """Adds `--part` and `--whole`, which say what a recipe may learn from."""
    parser.add_argument(
        "--part",
        choices=PARTS,
        help="take only this part of the gold files' documents (zhengyu.training.split); all "
        "without it",
    )
    parser.add_argument(
        "--whole",
        type=Path,
        nargs="*",
        default=[],
        metavar="GOLD",
        help="further gold files, of which all documents are taken: those of no split",
    )


def chosen_records(options: Namespace) -> Iterator[dict[str, Any]]:
    """Records of `options.gold`, of the part that `--part` names, then those of `--whole`.

    Whole records, such as `zhengyu import` and `zhengyu annotate` write, come in the short form.
    """
    for path in options.gold:
        yield from map(short, read_records(path, options.part))
    for path in options.whole:
        yield from map(short, read_records(path))


def short(record: dict[str, Any]) -> dict[str, Any]:
    """A record in the form of gold files: bare labels of topics, bare ranges of what figures name.

    >>> short({"text": "…", "topics": [{"label": "rural", "score": 0.9}]})["topics"]
    ['rural']
    """
    changed = dict(record)
    if "topics" in record:
        changed["topics"] = _labels(record["topics"])
    if "paragraphs" in record:
        changed["paragraphs"] = [
            {**p, "topics": _labels(p.get("topics", ()))} for p in record["paragraphs"]
        ]
    if "numbers" in record:
        changed["numbers"] = [_short_claim(claim) for claim in record["numbers"]]
    return changed


def _labels(topics: Iterable[Any]) -> Any:  # noqa: ANN401 - what is no list stays for the reader
    if isinstance(topics, str):
        return topics
    return [topic["label"] if isinstance(topic, dict) else topic for topic in topics]


def _short_claim(claim: dict[str, Any]) -> dict[str, Any]:
    ranges = {
        name: [part["start"], part["end"]]
        for name in ("indicator", "period", "subject")
        if isinstance(part := claim.get(name), dict)
    }
    return {**claim, **ranges}


def labelled_paragraphs(labels: Path, texts: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Records of single paragraphs (`id`, `text`, `topics`) whose labels are kept without the text.

    Args:
        labels: CSV with `document`, `paragraph` (number of the line in the document, from 0) and
            `topics` (keys, separated by spaces).
        texts: `.jsonl.gz` files with `id` and `text` that hold the documents.
    """
    wanted: dict[str, dict[int, list[str]]] = defaultdict(dict)
    with labels.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            wanted[row["document"]][int(row["paragraph"])] = row["topics"].split()
    for path in texts:
        for document in read_records(path):
            for number, topics in wanted.get(document["id"], {}).items():
                text = document["text"].split("\n")[number]
                yield {"id": f"{document['id']}#{number}", "text": text, "topics": topics}
