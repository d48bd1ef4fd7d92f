"""Puts annotations of passages that are kept without their text back on it.

    python -m zhengyu.training.excerpts ANNOTATIONS.jsonl TEXTS.jsonl.gz… -o OUT.jsonl

The texts belong to their publishers and are no part of this project. An annotation names the
document, the range of the passage in it (code points), the CRC-32 of the passage in UTF-8, its
topics, and terms and entities as start, end, label within the passage. What comes out are gold
records, for `--whole` of the other recipes.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

from zhengyu.errors import DocumentError
from zhengyu.training.gold import read_records

Record = dict[str, Any]


def detached(record: Record, document: str, start: int) -> Record:
    """The annotation of a gold record that is the passage from `start` of a document."""
    text = record["text"]
    return {
        "id": record["id"],
        "document": document,
        "start": start,
        "end": start + len(text),
        "crc32": crc32(text.encode()),
        "topics": record["topics"],
        "terms": [[t["start"], t["end"], t["kind"]] for t in record["terms"]],
        "entities": [[e["start"], e["end"], e["label"]] for e in record["entities"]],
    }


def attached(annotation: Record, document: Record) -> Record:
    """The gold record of an annotation, with the text of its document.

    Raises:
        DocumentError: when the document's text is not the one that was annotated.
    """
    text = document["text"][annotation["start"] : annotation["end"]]
    if crc32(text.encode()) != annotation["crc32"]:
        raise DocumentError(
            f"annotation {annotation['id']}: characters {annotation['start']} to "
            f"{annotation['end']} of {document['id']} are not the text that was annotated"
        )
    return {
        "id": annotation["id"],
        "date": document.get("date"),
        "text": text,
        "topics": annotation["topics"],
        "terms": _spans(text, annotation["terms"], "kind"),
        "entities": _spans(text, annotation["entities"], "label"),
    }


def _spans(text: str, ranges: Iterable[tuple[int, int, str]], name: str) -> list[Record]:
    return [{"start": s, "end": e, "text": text[s:e], name: value} for s, e, value in ranges]


def join(annotations: Iterable[Record], texts: Iterable[Path]) -> Iterator[Record]:
    """The gold records, in the order of the texts.

    Raises:
        DocumentError: when a document is missing or differs.
    """
    wanted: dict[str, list[Record]] = defaultdict(list)
    for annotation in annotations:
        wanted[annotation["document"]].append(annotation)
    for path in texts:
        for document in read_records(path):
            for annotation in wanted.pop(document["id"], ()):
                yield attached(annotation, document)
    if wanted:
        raise DocumentError(
            f"{len(wanted)} annotated documents are in none of the texts, for example "
            f"{min(wanted)}; name the files that hold them"
        )


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args(arguments)
    with given.output.open("w", encoding="utf-8") as out:
        for record in join(read_records(given.annotations), given.texts):
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
