"""Annotated documents as a Hugging Face dataset, on disk or as a stream."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from datasets import Dataset, IterableDataset
from datasets.exceptions import DatasetGenerationError

from zhengyu.document import Document
from zhengyu.errors import ZhengyuError
from zhengyu.huggingface.features import FEATURES
from zhengyu.huggingface.rows import document_row
from zhengyu.huggingface.streams import stream


def to_dataset(
    documents: Iterable[Document],
    *,
    streaming: bool = False,
    cache_dir: str | Path | None = None,
) -> Dataset | IterableDataset:
    """A dataset of annotated documents, one row each, with the columns of `FEATURES`.

    The rows go through a file on disk, so that memory does not grow with the corpus; with
    `streaming` there is no file, and the documents are read when the dataset is.

    Args:
        documents: may be lazy, and are read once.
        streaming: gives an `IterableDataset`; it can be read as often as `documents` can.
        cache_dir: folder of that file; without it one that is removed when Python ends, so that a
            dataset to keep is kept by `save_to_disk` or `to_parquet`.

    Raises:
        DocumentError: for a label outside its closed set; it names document, place and remedy.
        ZhengyuError: whatever reading or annotating the documents raises.
    """
    if streaming:
        return stream(lambda: map(document_row, documents), FEATURES)
    rest = iter(documents)
    first = next(rest, None)
    if first is None:  # from_generator cannot make a dataset of no rows
        return Dataset.from_dict({name: [] for name in FEATURES}, features=FEATURES)
    folder = str(cache_dir) if cache_dir is not None else _temporary()

    def rows() -> Iterator[dict[str, Any]]:
        yield from map(document_row, chain([first], rest))

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


def _temporary() -> str:
    folder = tempfile.mkdtemp(prefix="zhengyu-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
