"""Files of sentences with `spans`, such as MSRA's, and the tagger's own coarse labels.

A line is `{"text": …, "spans": [[start, end, label], …]}` with the labels PER, LOC and ORG; spans
with other labels are not counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from zhengyu.errors import DocumentError
from zhengyu.evaluation.alignment import Labelled, note
from zhengyu.evaluation.entities import count
from zhengyu.evaluation.figures import Figure, Tally
from zhengyu.evaluation.records import Record
from zhengyu.tagging.tagger import Tagger
from zhengyu.text.views import FoldedView
from zhengyu.training.gold import read_records

SPANS = Figure("coarse: spans")
FIGURES = (SPANS,)
LABELS = ("PER", "LOC", "ORG")

_HEAD = "coarse"


def measure(gold: Record, found: Record, tally: Tally) -> None:
    """Counts a sentence's spans, borders and label."""
    wanted, got = _spans(gold), _spans(found)
    count(SPANS, wanted, got, tally)
    note(tally, "coarse", wanted, got, "label")


def _spans(record: Record) -> set[Labelled]:
    return {(s, e, label) for s, e, label in record["spans"] if label in LABELS}


def read_sentences(path: Path) -> list[Record]:
    """The sentences of a file of JSON lines (`.gz` or not), with the number of the line as id.

    Raises:
        DocumentError: for a line without `text` and `spans`.
    """
    records: list[Record] = []
    for number, record in enumerate(read_records(path), 1):
        if "text" not in record or "spans" not in record:
            raise DocumentError(
                f'{path}:{number}: give {{"text": …, "spans": [[start, end, label], …]}}'
            )
        records.append({"id": f"{number:06}", **{k: record[k] for k in ("text", "spans")}})
    return records


def tagged(sentences: Sequence[Record], tagger: Tagger | None = None) -> Iterator[Record]:
    """The sentences with what the tagger's coarse head finds in them.

    Args:
        sentences: with `id` and `text`.
        tagger: by default the one in `models/tagger`.
    """
    tagger = tagger or Tagger.load()
    fold = FoldedView()
    found = tagger([fold(sentence["text"]) for sentence in sentences], _HEAD)
    for sentence, spans in zip(sentences, found, strict=True):
        yield {**sentence, "spans": [[span.start, span.end, span.label] for span in spans]}
