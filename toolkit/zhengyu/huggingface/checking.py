"""Loads what was written as its readers will, and compares it with what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from datasets import IterableDataset, load_dataset

from zhengyu.errors import WritingError
from zhengyu.huggingface.shards import Digest, ShardWriter
from zhengyu.huggingface.views import View

#: Rows in memory at a time.
_BATCH = 500


def check(
    folder: Path, views: Sequence[View], writers: Mapping[str, Mapping[str, ShardWriter]]
) -> None:
    """Reads every row again through `datasets.load_dataset`, as a stream.

    Raises:
        WritingError: when columns, number or content of the rows differ; it names configuration
            and split.
    """
    for view in views:
        if not writers[view.name]:
            continue
        loaded = load_dataset(str(folder), view.name, streaming=True)
        for split, writer in writers[view.name].items():
            found = _digest(loaded[split])
            if loaded[split].features != view.features or found.value != writer.digest.value:
                raise WritingError(
                    f"configuration {view.name!r}, split {split!r}: what was loaded again differs "
                    f"from what was written ({found.rows} and {writer.digest.rows} rows); check "
                    "the disk, and the versions of datasets and pyarrow"
                )


def _digest(dataset: IterableDataset) -> Digest:
    found = Digest()
    # By groups of rows: of a whole file a gigabyte is decoded ahead of a reader as slow as this.
    for table in dataset.reshard().with_format("arrow").iter(batch_size=_BATCH):
        for row in table.to_pylist():
            found.add(row)
    return found
