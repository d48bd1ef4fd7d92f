"""Documents to and from a Hugging Face `datasets.Dataset` with declared features."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
from datasets import Dataset, Features, Value
from datasets.exceptions import DatasetGenerationError

from zhengyu.document import Document
from zhengyu.errors import WritingError, ZhengyuError

_RANGE = {"start": Value("int64"), "end": Value("int64")}
_SPAN = {**_RANGE, "text": Value("string")}
_TOPIC = {"label": Value("string"), "score": Value("float64")}

#: The wire record as columns. It differs where a column must have one type: a figure's `value` is
#: a float beside its exact digits in `value_exact`, and `meta` and `produced_by` are JSON.
FEATURES = Features(
    {
        "schema": Value("int32"),
        "id": Value("string"),
        "text": Value("large_string"),
        "meta": Value("string"),
        "paragraphs": [{**_RANGE, "boilerplate": Value("bool"), "topics": [_TOPIC]}],
        "terms": [
            {
                **_SPAN,
                "kind": Value("string"),
                "canonical": Value("string"),
                "term_id": Value("string"),
                "source": Value("string"),
                "quoted": Value("bool"),
                "score": Value("float64"),
            }
        ],
        "entities": [
            {
                **_SPAN,
                "label": Value("string"),
                "adcode": Value("string"),
                "canonical": Value("string"),
                "score": Value("float64"),
            }
        ],
        "numbers": [
            {
                **_SPAN,
                "kind": Value("string"),
                "value": Value("float64"),
                "value_exact": Value("string"),
                "unit": Value("string"),
                "value_high": Value("float64"),
                "value_high_exact": Value("string"),
                "approx": Value("string"),
                "indicator": _SPAN,
                "basis": Value("string"),
                "direction": Value("string"),
                "modality": Value("string"),
                "period": {**_SPAN, "from": Value("date32"), "to": Value("date32")},
                "subject": _SPAN,
                "evidence": _RANGE,
            }
        ],
        "topics": [_TOPIC],
        "produced_by": Value("string"),
    }
)


def to_dataset(documents: Iterable[Document], *, cache_dir: str | Path | None = None) -> Dataset:
    """A dataset of annotated documents, one row each, with the columns of `FEATURES`.

    The rows go through a file on disk, so that memory does not grow with the corpus.

    Args:
        documents: may be lazy, and are read once.
        cache_dir: folder of that file; without it one that is removed when Python ends, so that a
            dataset to keep is kept by `save_to_disk` or `to_parquet`.

    Raises:
        ZhengyuError: whatever reading or annotating the documents raises.
    """
    stream = iter(documents)
    first = next(stream, None)
    if first is None:  # from_generator cannot make a dataset of no rows
        return Dataset.from_dict({name: [] for name in FEATURES}, features=FEATURES)
    folder = str(cache_dir) if cache_dir is not None else _temporary()

    def rows() -> Iterator[dict[str, Any]]:
        yield from map(_row, chain([first], stream))

    # A fingerprint of its own: the library would hash the generator, which nothing can.
    fingerprint = uuid.uuid4().hex
    try:
        return Dataset.from_generator(
            rows, features=FEATURES, cache_dir=folder, fingerprint=fingerprint
        )
    except DatasetGenerationError as error:
        if isinstance(error.__cause__, ZhengyuError):
            raise error.__cause__ from None
        raise


def from_dataset(dataset: Iterable[Mapping[str, Any]]) -> Iterator[Document]:
    """The documents of a dataset that `to_dataset` made, lazily; other columns are left alone.

    Raises:
        DocumentError: when a row is no record.
    """
    for row in dataset:
        yield Document.from_dict(_record(row))


def save(dataset: Dataset, folder: str | Path) -> None:
    """Writes a dataset to a new folder, whole or not at all (`datasets.load_from_disk` reads it).

    Raises:
        WritingError: when something stands there already, or the parent folder is missing.
    """
    target = Path(folder).resolve()
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise WritingError(f"{folder} exists; give a new folder, or remove it first")
    if not target.parent.is_dir():
        raise WritingError(f"{folder} cannot be written: create the folder {target.parent} first")
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent))
    try:
        # Without rows the library would write no shard, and then not read what it wrote.
        dataset.save_to_disk(part / "dataset", num_shards=None if len(dataset) else 1)
        (part / "dataset").replace(target)
    finally:
        shutil.rmtree(part)


def _temporary() -> str:
    folder = tempfile.mkdtemp(prefix="zhengyu-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _row(document: Document) -> dict[str, Any]:
    row = document.to_dict()
    for name in ("meta", "produced_by"):
        row[name] = msgspec.json.encode(row[name]).decode()
    for claim, figure in zip(document.numbers, row["numbers"], strict=True):
        for name, exact in (("value", claim.value), ("value_high", claim.value_high)):
            figure[name] = None if exact is None else float(exact)
            figure[f"{name}_exact"] = None if exact is None else str(exact)
        if claim.period is not None:
            days = {"from": claim.period.from_date, "to": claim.period.to_date}
            figure["period"] = {**figure["period"], **days}
    return row


def _record(row: Mapping[str, Any]) -> dict[str, Any]:
    record = {name: row[name] for name in FEATURES if name in row}
    for name in ("meta", "produced_by"):
        record[name] = msgspec.json.decode(record.get(name) or "{}")
    record["numbers"] = [_figure(figure) for figure in record.get("numbers") or ()]
    return record


def _figure(row: Mapping[str, Any]) -> dict[str, Any]:
    figure = dict(row)
    for name in ("value", "value_high"):
        figure[name] = figure.pop(f"{name}_exact", figure.get(name))
    period = figure.get("period")
    if period is not None:
        days = {key: _iso(period[key]) for key in ("from", "to")}
        figure["period"] = {**period, **days}
    return figure


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
