"""Annotates the texts of an existing dataset and keeps its other columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import tee
from typing import Any, Literal

from datasets import Dataset, Features, IterableDataset

from zhengyu.document import LAYERS, Document
from zhengyu.errors import ComponentError, ConfigurationError, DocumentError
from zhengyu.huggingface.features import FEATURES
from zhengyu.huggingface.rows import document_row
from zhengyu.huggingface.streams import Row, stream
from zhengyu.pipeline import Pipeline

#: The columns that annotation adds, beside `tokens` if the pipeline makes them.
ADDED = (*LAYERS, "produced_by")

#: Rows of a stream that its columns are inferred from where it declares none.
_HEAD = 100

OnError = Literal["raise", "record"]


def annotate_dataset(
    dataset: Any,  # noqa: ANN401 - Dataset, IterableDataset, or a dictionary of either
    column: str = "text",
    *,
    num_proc: int = 1,
    pipeline: Pipeline | None = None,
    batch_size: int = 64,
    on_error: OnError = "raise",
) -> Any:  # noqa: ANN401
    """The dataset with the columns paragraphs, terms, entities, numbers, topics, produced_by.

    All other columns stay as they are. An `IterableDataset` stays lazy; one that declares no
    features has them inferred from its first hundred rows. Of a `DatasetDict` each split is
    annotated.

    Args:
        dataset: whose texts to annotate.
        column: the column that holds the texts.
        num_proc: processes to work in. A stream read in one process keeps its shards, so that
            several workers of a `DataLoader` can share it.
        pipeline: what annotates; without it `Pipeline()`.
        batch_size: texts that go through a component together.
        on_error: `raise` ends the run at a text that fails; `record` leaves its layers empty and
            says stage and reason in `produced_by`.

    Raises:
        ConfigurationError: when there is no such column, or one of those to add is there already.
        DocumentError: for a row without text; it names the row.
        ComponentError: when a component fails on a text.
    """
    options = {"num_proc": num_proc, "batch_size": batch_size, "on_error": on_error}
    pipeline = pipeline or Pipeline()
    if isinstance(dataset, dict):
        parts = {
            name: annotate_dataset(part, column, pipeline=pipeline, **options)  # type: ignore[arg-type]
            for name, part in dataset.items()
        }
        return type(dataset)(parts)
    annotator = _Annotator(pipeline, column, on_error)
    columns = _columns(dataset, column, annotator.added)
    if isinstance(dataset, IterableDataset):
        if num_proc > 1:
            rows = partial(_in_processes, dataset, annotator, num_proc, batch_size)
            return stream(rows, columns)
        return dataset.map(
            annotator, with_indices=True, batched=True, batch_size=batch_size, features=columns
        )
    if not len(dataset):  # map would leave the columns out
        return Dataset.from_dict({name: [] for name in columns}, features=columns)
    return dataset.map(
        annotator,
        with_indices=True,
        batched=True,
        batch_size=batch_size,
        features=columns,
        num_proc=num_proc if num_proc > 1 else None,
        desc="Annotating",
    )


def _columns(dataset: Any, column: str, added: Sequence[str]) -> Features:  # noqa: ANN401
    """The columns of the annotated dataset.

    Raises:
        ConfigurationError: as `annotate_dataset`.
    """
    features = dataset.features
    if features is None:
        features = Dataset.from_list(list(dataset.take(_HEAD))).features
    if column not in features:
        raise ConfigurationError(
            f"the dataset has no column {column!r}; give one of {', '.join(features)}"
        )
    there = [name for name in added if name in features]
    if there:
        raise ConfigurationError(
            f"the dataset has columns {', '.join(there)} already; rename or remove them first "
            "(dataset.remove_columns)"
        )
    return Features({**features, **{name: FEATURES[name] for name in added}})


class _Annotator:
    """Annotates batches of rows; in another process its pipeline is made anew."""

    def __init__(self, pipeline: Pipeline, column: str, on_error: OnError) -> None:
        self.pipeline = pipeline
        self.column = column
        self._on_error = on_error
        # Goes into the fingerprint that the library keeps results under: other models, others.
        self._made_by = pipeline.describe()
        with_tokens = any(name.startswith("tokens.") for name in self._made_by["components"])
        self.added = (*ADDED, "tokens") if with_tokens else ADDED

    def __call__(self, batch: Mapping[str, Sequence[Any]], indices: Sequence[int]) -> Row:
        """The columns to add, for a batch of rows."""
        ids = batch.get("id", indices)
        pairs = zip(batch[self.column], ids, strict=True)
        documents = [self.document(text, name) for text, name in pairs]
        rows = list(map(self.row, self.pipeline.pipe(documents, on_error="record")))
        return {name: [row[name] for row in rows] for name in self.added}

    def document(self, text: object, name: object) -> Document:
        """The text as a document, empty where there is none.

        Raises:
            DocumentError: for what is no text, unless that is to be recorded.
        """
        if isinstance(text, str):
            return Document(str(text), id=str(name))
        reason = (
            f"row {name}: the column {self.column!r} holds {type(text).__name__}, not a text; "
            "fill it, or filter such rows out"
        )
        if self._on_error == "raise":
            raise DocumentError(reason)
        error = {"stage": "reading", "reason": reason}
        return Document("", id=str(name), meta={"error": error})

    def row(self, document: Document) -> Row:
        """The row of an annotated document.

        Raises:
            ComponentError: when its annotation failed, unless that is to be recorded.
        """
        if "error" in document.meta:
            document = Document("").signed({"error": document.meta["error"]})
        error = document.produced_by.get("error")
        if error is not None and self._on_error == "raise":
            raise ComponentError(document.id, error["stage"], error["reason"])
        return document_row(document)


def _in_processes(
    dataset: IterableDataset, annotator: _Annotator, jobs: int, batch_size: int
) -> Iterator[Row]:
    """The rows of a stream with their new columns, annotated in several processes."""
    rows, twins = tee(dataset)
    column = annotator.column
    documents = (annotator.document(row[column], row.get("id", i)) for i, row in enumerate(twins))
    annotated = annotator.pipeline.pipe(
        documents, batch_size=batch_size, jobs=jobs, on_error="record"
    )
    for row, document in zip(rows, annotated, strict=True):
        added = annotator.row(document)
        yield {**row, **{name: added[name] for name in annotator.added}}
