from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from datasets import (
    ClassLabel,
    Dataset,
    DatasetDict,
    Features,
    IterableDataset,
    Value,
    load_from_disk,
)

import zhengyu
from zhengyu.document import Document
from zhengyu.errors import ComponentError, ConfigurationError, DocumentError
from zhengyu.huggingface import FEATURES, from_dataset
from zhengyu.huggingface.mapping import ADDED
from zhengyu.pipeline import Pipeline

pytestmark = pytest.mark.usefixtures("quiet_datasets")

TEXTS = [f"第{i}期。\n丽水招引项目{i}个😀。" for i in range(5)]
GIVEN = Features(
    {"content": Value("string"), "label": ClassLabel(names=["no", "yes"]), "id": Value("int64")}
)
ROWS = [{"content": text, "label": i % 2, "id": 100 + i} for i, text in enumerate(TEXTS)]
#: Layers that load quickly.
LAYERS = ["paragraphs", "numbers"]


def failing(document: Document) -> Document:
    if "第3期" in document.text:
        raise RuntimeError("cannot read this")
    return document


@pytest.fixture(scope="module")
def nlp() -> Pipeline:
    return Pipeline(layers=LAYERS)


def rows() -> Iterator[dict[str, Any]]:
    yield from ROWS


KINDS: dict[str, Callable[[], Any]] = {
    "dataset": lambda: Dataset.from_list(ROWS, features=GIVEN),
    "stream": lambda: IterableDataset.from_generator(rows, features=GIVEN),
    "shards": lambda: Dataset.from_list(ROWS, features=GIVEN).to_iterable_dataset(num_shards=2),
    "numpy": lambda: Dataset.from_list(ROWS, features=GIVEN).with_format("numpy"),
}


@pytest.mark.parametrize("num_proc", [1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_adds_its_columns_and_keeps_the_others(kind: str, num_proc: int, nlp: Pipeline) -> None:
    given = KINDS[kind]()
    done = zhengyu.annotate_dataset(given, "content", num_proc=num_proc, pipeline=nlp)
    assert type(done) is type(given)
    assert done.features == Features({**GIVEN, **{name: FEATURES[name] for name in ADDED}})
    found = list(done.with_format(None))
    assert [{name: row[name] for name in GIVEN} for row in found] == ROWS
    renamed = ({**row, "text": row["content"], "id": str(row["id"])} for row in found)
    expected = [nlp(text, id=str(100 + i)) for i, text in enumerate(TEXTS)]
    assert list(from_dataset(renamed)) == expected
    assert len(expected[3].numbers) == 1


def test_a_dictionary_of_splits_is_one_again(nlp: Pipeline) -> None:
    part = Dataset.from_list(ROWS, features=GIVEN)
    done = zhengyu.annotate_dataset(
        DatasetDict(train=part, test=part.select([0])), "content", pipeline=nlp
    )
    assert isinstance(done, DatasetDict)
    assert {name: len(rows) for name, rows in done.items()} == {"train": 5, "test": 1}
    assert set(ADDED) < set(done["test"].features)


def test_a_stream_without_features_gets_them(nlp: Pipeline) -> None:
    stream = zhengyu.annotate_dataset(IterableDataset.from_generator(rows), "content", pipeline=nlp)
    assert stream.features["content"] == Value("string")
    assert stream.features["topics"] == FEATURES["topics"]
    assert [row["id"] for row in stream] == [row["id"] for row in ROWS]


def test_a_stream_stays_lazy() -> None:
    read = []

    def counted() -> Iterator[dict[str, Any]]:
        for number, row in enumerate(ROWS):
            read.append(number)
            yield row

    given = IterableDataset.from_generator(counted, features=GIVEN)
    nlp = Pipeline(layers=["paragraphs"])
    done = zhengyu.annotate_dataset(given, "content", pipeline=nlp, batch_size=2)
    assert read == []
    next(iter(done))
    assert len(read) <= 3


def test_an_empty_dataset_has_the_columns(nlp: Pipeline) -> None:
    given = Dataset.from_dict({name: [] for name in GIVEN}, features=GIVEN)
    done = zhengyu.annotate_dataset(given, "content", pipeline=nlp)
    assert (len(done), set(done.features)) == (0, {*GIVEN, *ADDED})


@pytest.mark.parametrize("num_proc", [1, 2])
@pytest.mark.parametrize("kind", ["dataset", "stream"])
class TestFailure:
    def test_of_a_component_ends_the_run(self, kind: str, num_proc: int) -> None:
        nlp = Pipeline(layers=["paragraphs"], extra=[failing])
        with pytest.raises(ComponentError, match="document '103' failed in layer 'extra'"):
            list(annotated(kind, num_proc, nlp))

    def test_is_recorded_if_asked(self, kind: str, num_proc: int) -> None:
        nlp = Pipeline(layers=["paragraphs"], extra=[failing])
        found = list(annotated(kind, num_proc, nlp, on_error="record"))
        assert [row["id"] for row in found if '"error"' in row["produced_by"]] == [103]
        assert len(found) == len(ROWS)

    def test_of_a_row_without_text_is_named(self, kind: str, num_proc: int, nlp: Pipeline) -> None:
        bad = [*ROWS[:2], {**ROWS[2], "content": None}]
        with pytest.raises(DocumentError, match="row 102: the column 'content' holds NoneType"):
            list(annotated(kind, num_proc, nlp, bad))

    def test_of_a_row_without_text_is_recorded(
        self, kind: str, num_proc: int, nlp: Pipeline
    ) -> None:
        bad = [*ROWS[:2], {**ROWS[2], "content": None}]
        found = list(annotated(kind, num_proc, nlp, bad, on_error="record"))
        assert (found[2]["paragraphs"], found[2]["content"]) == ([], None)
        assert "not a text" in found[2]["produced_by"]


def annotated(
    kind: str,
    num_proc: int,
    nlp: Pipeline,
    given: list[dict[str, Any]] = ROWS,
    **options: Any,
) -> Any:
    dataset: Any = Dataset.from_list(given, features=GIVEN)
    if kind == "stream":
        dataset = dataset.to_iterable_dataset()
    return zhengyu.annotate_dataset(dataset, "content", num_proc=num_proc, pipeline=nlp, **options)


def test_wrong_columns_are_named(nlp: Pipeline) -> None:
    given = Dataset.from_list(ROWS, features=GIVEN)
    with pytest.raises(ConfigurationError, match="no column 'text'; give one of content, label"):
        zhengyu.annotate_dataset(given, pipeline=nlp)
    taken = given.rename_column("label", "topics")
    with pytest.raises(ConfigurationError, match="has columns topics already; rename or remove"):
        zhengyu.annotate_dataset(taken, "content", pipeline=nlp)


def test_results_that_the_library_kept_are_found_again_for_the_same_pipeline_alone(
    nlp: Pipeline, tmp_path: Path
) -> None:
    Dataset.from_list(ROWS, features=GIVEN).save_to_disk(tmp_path / "disk")
    given = load_from_disk(str(tmp_path / "disk"))
    first, again = (zhengyu.annotate_dataset(given, "content", pipeline=nlp) for _ in range(2))
    assert first.cache_files == again.cache_files
    other = Pipeline(layers=["paragraphs"])
    second = zhengyu.annotate_dataset(given, "content", pipeline=other)
    assert second.cache_files != first.cache_files
    assert first[1]["numbers"] != second[1]["numbers"] == []
