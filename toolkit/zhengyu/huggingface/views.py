"""Views of a corpus: each is one configuration of a repository, with its columns and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from datasets import Features

from zhengyu.document import Document
from zhengyu.huggingface.features import FEATURES, TABLES
from zhengyu.huggingface.rows import document_row, table_rows

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """One configuration: what its rows are, and how a document becomes rows.

    `rows` is given documents whose labels are all within their sets (`labels.check_labels`).
    `fields` are the closed sets (`zhengyu.labels`) whose labels it holds, and `tasks` what the
    hub calls its use. `left_out` counts what the view could not hold, by reason.
    """

    name: str
    summary: str
    features: Features
    rows: Callable[[Document], Iterable[Row]]
    fields: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    left_out: dict[str, int] = field(default_factory=dict)


_CLAIM_FIELDS = tuple(
    f"numbers.{name}" for name in ("kind", "approx", "basis", "direction", "modality")
)


def corpus_views() -> tuple[View, ...]:
    """The whole records, then a tidy table of each layer."""
    return (
        View(
            "documents",
            "one row a document: the text, its metadata, and every layer with its offsets",
            FEATURES,
            lambda document: [document_row(document)],
            tasks=("token-classification", "text-classification"),
        ),
        _table("terms", "one row a slogan or policy term", ("terms.kind", "terms.source")),
        _table("entities", "one row a name or post", ("entities.label",)),
        _table("numbers", "one row a numeric claim, values in base units", _CLAIM_FIELDS),
        _table("topics", "one row a topic of a paragraph or document", ("topics.label",)),
    )


def _table(layer: str, summary: str, fields: tuple[str, ...]) -> View:
    return View(layer, summary, TABLES[layer], lambda document: table_rows(document, layer), fields)
