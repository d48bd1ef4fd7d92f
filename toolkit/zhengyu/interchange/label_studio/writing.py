"""Writes tasks with predictions, and the configuration of the project that they are for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from zhengyu.document import Document
from zhengyu.interchange import holding
from zhengyu.interchange.label_studio.config import (
    CHOICES,
    LAYERS,
    LINES,
    PARAGRAPH_TOPICS,
    POINTED,
    USUAL,
    configuration,
)
from zhengyu.interchange.label_studio.offsets import Units, counting
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark, beside, marks_of
from zhengyu.interchange.tags import PARTS, SPAN_LAYERS
from zhengyu.writing.files import atomic_folder

#: Where a task keeps what its regions cannot hold.
CARRIED = "zhengyu"

#: Fields that stand at a region and are not carried beside it.
AT_REGION = {
    *(name for fields in (*CHOICES.values(), *LINES.values()) for name in fields),
    "score",
    "topics",
}


def write(
    documents: Iterable[Document],
    path: str | Path,
    loss: Loss,
    *,
    layers: Collection[str] | None = None,
    offsets: Units = "utf-16",
    refuse: holding.Refuse = holding.refuse_none,
) -> int:
    """Writes a new folder with `tasks.json` and `labelling.xml`; says how many tasks there are.

    Args:
        documents: may be lazy.
        path: the folder, there whole or not at all.
        loss: counts what is left behind.
        layers: what annotators see and correct, of the codebook's layers; the others travel in
            the task's data and come back unchanged.
        offsets: how Label Studio counts (see `offsets`), which differs by release, but only behind
            emoji and rare characters.
        refuse: is given documents that cannot be written.

    Raises:
        WritingError: when something stands at `path`, or its parent is missing.
    """
    shown = USUAL if layers is None else holding.checked_layers(layers, LAYERS)
    count = 0
    with atomic_folder(path) as folder:
        (folder / "labelling.xml").write_text(configuration(shown), encoding="utf-8")
        with (folder / "tasks.json").open("wb") as stream:
            for document in holding.fit(documents, partial(holding.topics_once, loss=loss), refuse):
                task = msgspec.json.encode(task_of(document, shown, offsets))
                stream.write((b",\n" if count else b"[\n") + task)
                count += 1
            stream.write(b"\n]\n" if count else b"[]\n")
    return count


def task_of(
    document: Document, layers: Collection[str] = USUAL, offsets: Units = "utf-16"
) -> dict[str, Any]:
    """A task with one prediction.

    `score` of the prediction is the mean score of its terms and names, 0 to 1, by which a project
    can be put in order; each region has its own. The model version names zhengyu's version.
    """
    marks = marks_of(document, [layer for layer in SPAN_LAYERS if layer in layers])
    carried = {**beside(document, marks, without=AT_REGION), "layers": list(layers)}
    carried["offsets"] = offsets
    scores = [[m.start, m.end, m.fields["topics"]] for m in marks if m.fields.get("topics")]
    if scores:
        carried["topic_scores"] = scores
    count = counting(document.text, offsets).units
    result = [item for mark in marks for item in _region(mark, document.text, count)]
    result += _relations(marks)
    if "topics" in layers and document.topics:
        labels = [topic.label for topic in document.topics]
        result.append(_item("topics", "topics", "choices", {"choices": labels}))
    prediction: dict[str, Any] = {"model_version": model_version(document), "result": result}
    sure = [term.score for term in document.terms] + [name.score for name in document.entities]
    if sure:
        prediction["score"] = sum(sure) / len(sure)
    data = {"id": document.id, "text": document.text, CARRIED: carried}
    return {"data": data, "predictions": [prediction]}


def model_version(document: Document) -> str:
    """The name of what made the annotations, such as `zhengyu 0.1.0`."""
    version = document.produced_by.get("zhengyu")
    return f"zhengyu {version}" if version else "zhengyu"


def _item(identity: str, name: str, sort: str, value: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": identity, "from_name": name, "to_name": "text", "type": sort, "value": value}


def _region(mark: Mark, text: str, count: Callable[[int], int]) -> Iterator[dict[str, Any]]:
    """The items of a region: its label, and a control for each field that has one."""
    place = {"start": count(mark.start), "end": count(mark.end)}
    shown = {**place, "text": text[mark.start : mark.end]}
    layer = POINTED if mark.layer in PARTS else mark.layer
    labelled = _item(mark.id, layer, "labels", {**shown, "labels": [mark.label]})
    if "score" in mark.fields:
        labelled["score"] = mark.fields["score"]
    yield labelled
    defaults = {"approx": "exact", "modality": "actual"} if layer == "numbers" else {}
    fields = {**defaults, **mark.fields}
    for name in CHOICES.get(layer, ()):
        if fields.get(name) is not None:
            value = {**shown, "choices": [fields[name]]}
            yield _item(mark.id, f"{layer}_{name}", "choices", value)
    for name in LINES.get(layer, ()):
        if fields.get(name) is not None:
            value = {**place, "text": [str(fields[name])]}
            yield _item(mark.id, f"{layer}_{name}", "textarea", value)
    if fields.get("topics"):
        labels = [topic["label"] for topic in fields["topics"]]
        yield _item(mark.id, PARAGRAPH_TOPICS, "choices", {**shown, "choices": labels})


def _relations(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    return [
        {
            "type": "relation",
            "from_id": owner,
            "to_id": mark.id,
            "direction": "right",
            "labels": [mark.label],
        }
        for mark in marks
        for owner in mark.owners
    ]
