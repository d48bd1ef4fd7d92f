"""Topics as text classification with several labels a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, get_args

from datasets import Features, List, Value

from zhengyu.document import Document, Topic
from zhengyu.errors import ConfigurationError
from zhengyu.huggingface.features import closed
from zhengyu.huggingface.views import Row, View
from zhengyu.labels import keys

Level = Literal["paragraph", "document"]


def topic_view(level: Level = "paragraph") -> View:
    """One row a text: `topics` as classes, and `labels`, a vector of zeros and ones.

    The vector has a place for each topic, in the order of the classes, and is what `transformers`
    takes with `problem_type="multi_label_classification"`. Paragraphs that are page furniture are
    left out; a text without topics has a vector of zeros.

    Args:
        level: `paragraph`, or `document` for whole texts.

    Raises:
        ConfigurationError: for another level.
    """
    if level not in get_args(Level):
        raise ConfigurationError(
            f"unknown level {level!r}; the levels are {', '.join(get_args(Level))}"
        )
    names = keys("topics.label")

    def rows(document: Document) -> Iterator[Row]:
        for start, end, topics in _texts(document, level):
            found = {names.index(topic.label) for topic in topics}
            yield {
                "document": document.id,
                "start": start,
                "end": end,
                "text": document.text[start:end],
                "topics": sorted(found),
                "labels": [float(number in found) for number in range(len(names))],
            }

    features = Features(
        {
            "document": Value("string"),
            "start": Value("int64"),
            "end": Value("int64"),
            "text": Value("large_string"),
            "topics": List(closed("topics.label")),
            "labels": List(Value("float32"), length=len(names)),
        }
    )
    fields, tasks = ("topics.label",), ("text-classification",)
    return View("topics", f"one row a {level} with its topics", features, rows, fields, tasks)


def _texts(document: Document, level: Level) -> Iterator[tuple[int, int, Sequence[Topic]]]:
    if level == "document":
        yield 0, len(document.text), document.topics
        return
    for paragraph in document.paragraphs:
        if not paragraph.boilerplate:
            yield paragraph.start, paragraph.end, paragraph.topics
