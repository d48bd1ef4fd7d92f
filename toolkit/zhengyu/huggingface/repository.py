"""A folder laid out as a repository of the hub: Parquet files of each configuration, and a card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhengyu.document import Document
from zhengyu.errors import WritingError
from zhengyu.huggingface.card import About, write_card
from zhengyu.huggingface.checking import check
from zhengyu.huggingface.shards import ShardWriter, parse_size
from zhengyu.huggingface.splits import Splits, check_count
from zhengyu.huggingface.tally import Tally
from zhengyu.huggingface.views import View, corpus_views
from zhengyu.labels import check_labels
from zhengyu.writing.files import atomic_folder

#: Rows that wait to be written, in bytes of JSON: in memory they take about six times as much.
_WAITING = 16 * 10**6


@dataclass(frozen=True, slots=True)
class Export:
    """What was written: size of each file in bytes, rows by configuration and split.

    `left_out` counts, by reason, what a configuration could not hold.
    """

    files: Mapping[str, int]
    rows: Mapping[str, Mapping[str, int]]
    left_out: Mapping[str, int]


def export(
    documents: Iterable[Document],
    folder: str | Path,
    about: About,
    *,
    views: Sequence[View] | None = None,
    splits: Splits | None = None,
    shard_size: str = "500MB",
) -> Export:
    """Writes documents as a dataset repository; `datasets.load_dataset(folder, name)` reads it.

    Each view is a configuration, whose splits are Parquet files of at most `shard_size`. A
    configuration or split without a row is left out, since the library could not load it. What was
    written is loaded again and compared row by row. Memory does not grow with the corpus.

    Args:
        documents: may be lazy; they are read once.
        folder: a new one, there whole or not at all.
        about: what the card must say that no document does.
        views: without them the whole records and a table of each layer.
        splits: which split a document belongs to; without it all are in `train`.
        shard_size: such as `500MB`.

    Raises:
        DocumentError: for a label outside its set or a document without split; it names document,
            place and remedy.
        ConfigurationError: for a size that is none.
        WritingError: when the folder exists, there are no documents, or what was loaded again
            differs.
    """
    largest = parse_size(shard_size)
    with atomic_folder(folder) as part:
        writer = _Writer(part, views or corpus_views(), largest)
        try:
            writer.write(documents, splits or Splits())
        except BaseException:
            writer.abandon()
            raise
        if not writer.tally.documents:
            raise WritingError(f"{folder} is not written: there are no documents to export")
        paths = writer.finish()
        write_card(part, about, writer.views, writer.writers, writer.tally, Path(folder).name)
        check(part, writer.views, writer.writers)
        files = {
            path.relative_to(part).as_posix(): path.stat().st_size
            for path in [part / "README.md", *paths]
        }
    return Export(files, writer.rows(), writer.left_out())


class _Writer:
    """Keeps a writer for each view and split."""

    def __init__(self, folder: Path, views: Sequence[View], largest: int) -> None:
        self.views = views
        self.tally = Tally()
        self.writers: dict[str, dict[str, ShardWriter]] = {view.name: {} for view in views}
        self._folder, self._largest = folder, largest

    def write(self, documents: Iterable[Document], splits: Splits) -> None:
        """Writes all documents, as they come."""
        waiting = 0
        for document in documents:
            check_labels(document)
            split = splits(document)
            self.tally.add(document, split)
            if not splits.shares:
                check_count(len(self.tally.splits), splits.by)
            waiting += sum(self._add(view, split, document) for view in self.views)
            if waiting > min(_WAITING, self._largest):
                self._flush()
                waiting = 0

    def _add(self, view: View, split: str, document: Document) -> int:
        size = 0
        for row in view.rows(document):
            writer = self.writers[view.name].get(split)
            if writer is None:
                folder = self._folder / view.name
                folder.mkdir(exist_ok=True)
                writer = ShardWriter(folder, split, view.features, self._largest)
                self.writers[view.name][split] = writer
            size += writer.add(row)
        return size

    def _all(self) -> list[ShardWriter]:
        return [writer for parts in self.writers.values() for writer in parts.values()]

    def _flush(self) -> None:
        for writer in self._all():
            writer.flush()

    def finish(self) -> list[Path]:
        """Ends all files; returns them in order of configuration and split."""
        return [path for writer in self._all() for path in writer.finish()]

    def abandon(self) -> None:
        """Closes what is open after a failure."""
        for writer in self._all():
            writer.abandon()

    def rows(self) -> dict[str, dict[str, int]]:
        """Rows by configuration and split."""
        return {
            name: {split: writer.digest.rows for split, writer in parts.items()}
            for name, parts in self.writers.items()
        }

    def left_out(self) -> dict[str, int]:
        """What the views could not hold, by reason."""
        return {reason: n for view in self.views for reason, n in view.left_out.items()}
