"""Reads annotated documents for training: JSON lines, or labels kept apart from their texts."""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def read_records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, packed (`.gz`) or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


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
