"""Reads what Label Studio exports as JSON: the annotations of people, or predictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from zhengyu.document import Document
from zhengyu.errors import DocumentError, ReadingError
from zhengyu.interchange.label_studio.regions import Item, regions_of, topics_of
from zhengyu.interchange.label_studio.writing import CARRIED
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark, assemble, reattach, rest_of
from zhengyu.interchange.reading import Mapped, attempt_document
from zhengyu.reading.rejection import Reject

Task = Mapping[str, Any]


def read(
    path: str | Path,
    loss: Loss,
    reject: Reject,
    tags: Mapped,
    *,
    annotator: str | None = None,
    predictions: bool = False,
) -> Iterator[Document]:
    """The documents of the tasks that somebody annotated.

    Of several annotations of a task the one marked as ground truth is taken, else the last that
    was not cancelled.

    Args:
        path: what the project exports as JSON, or a folder with `tasks.json`.
        loss: counts tasks without annotation, annotations beside the one taken, and what no
            record holds.
        reject: is given tasks that cannot be read.
        tags: what the labels stand for.
        annotator: takes the annotations of this one alone: an e-mail address or id.
        predictions: takes the last prediction of tasks that nobody annotated.
    """
    file = Path(path) / "tasks.json" if Path(path).is_dir() else Path(path)
    for number, task in enumerate(_tasks(file, reject), 1):
        source = f"{file} task {number}"
        result = _result(task, loss, annotator, predictions=predictions)
        if result is not None:
            document = attempt_document(reject, source, _document, task, result, loss, tags)
            if document is not None:
                yield document


def _tasks(file: Path, reject: Reject) -> Sequence[Task]:
    try:
        tasks = msgspec.json.decode(file.read_bytes())
    except OSError as error:
        reason = f"cannot be read ({error.strerror}); check it"
    except msgspec.DecodeError as error:
        reason = f"is no JSON ({error}); export the project as JSON"
    else:
        if isinstance(tasks, list) and all(_is_task(task) for task in tasks):
            return tasks
        reason = "is no list of tasks with 'data'; export the project as JSON, not JSON-MIN"
    reject(ReadingError(f"{file} {reason}", source=str(file)))
    return ()


def _is_task(task: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(task, dict) and isinstance(task.get("data"), dict)


def _result(
    task: Task, loss: Loss, annotator: str | None, *, predictions: bool
) -> Sequence[Item] | None:
    """The result that counts, or None where there is none."""
    given = task.get("annotations") or task.get("completions") or ()
    done = [one for one in given if not one.get("was_cancelled")]
    if annotator is not None:
        done = [one for one in done if annotator in _names(one.get("completed_by"))]
    if done:
        loss.add("annotation", "another one of the same task was taken", len(done) - 1)
        chosen = next((one for one in done if one.get("ground_truth")), done[-1])
        return list(chosen.get("result") or ())
    guesses = task.get("predictions") or ()
    if predictions and guesses:
        return list(guesses[-1].get("result") or ())
    why = "nobody annotated it; --predictions takes what was predicted"
    loss.add("task", why if annotator is None else f"{annotator} did not annotate it")
    return None


def _names(person: Any) -> set[str]:  # noqa: ANN401 - an id, or an object
    if isinstance(person, dict):
        return {str(person.get(key)) for key in ("id", "email", "username")}
    return {str(person)}


def _document(task: Task, result: Sequence[Item], loss: Loss, tags: Mapped) -> Document:
    data = task["data"]
    carried = data.get(CARRIED) or {}
    identity = _identity(task, carried)
    place = f"document {identity!r}"
    text = data.get("text")
    if not isinstance(text, str):
        raise DocumentError(f"{place}: its data hold no 'text'; name the field so in the project")
    rest = rest_of(carried, place)
    offsets = carried.get("offsets", "utf-16")
    marks = reattach(regions_of(result, text, place, loss, tags, offsets), carried)
    marks = [_scored(mark, carried.get("topic_scores", ())) for mark in marks]
    if "topics" in carried.get("layers", ("topics",)):
        known = {topic["label"]: topic for topic in rest.get("topics", ())}
        rest["topics"] = [known.get(label, {"label": label}) for label in topics_of(result)]
    return assemble(text, marks, loss, id=identity, **rest)


def _identity(task: Task, carried: Mapping[str, Any]) -> str | None:
    if "id" in carried:
        return carried["id"]  # type: ignore[no-any-return]  # checked with the record
    identity = task["data"].get("id", task.get("id"))
    return None if identity is None else str(identity)


def _scored(mark: Mark, scores: Sequence[tuple[int, int, Sequence[Mapping[str, Any]]]]) -> Mark:
    """A paragraph whose topics have the scores that they had before."""
    if not mark.fields.get("topics"):
        return mark
    known = {
        topic["label"]: topic
        for start, end, topics in scores
        if (start, end) == (mark.start, mark.end)
        for topic in topics
    }
    topics = [known.get(topic["label"], topic) for topic in mark.fields["topics"]]
    return replace(mark, fields={**mark.fields, "topics": topics})
