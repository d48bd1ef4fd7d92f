from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import datasets
import pytest
from dataset_examples import EMPTY, FULL, TEXT, documents
from hypothesis import given, settings
from hypothesis import strategies as st

import zhengyu
from zhengyu.document import Document, Entity
from zhengyu.errors import ConfigurationError, DocumentError, ReadingError
from zhengyu.huggingface import FEATURES, from_dataset, to_dataset

pytestmark = pytest.mark.usefixtures("quiet_datasets")


class TestDataset:
    def test_has_exact_digits_beside_floats_and_days_as_dates(self) -> None:
        row = to_dataset([FULL])[0]
        figure = row["numbers"][0]
        assert (figure["value"], figure["value_exact"]) == (
            0.12345678901234568,
            "0.1234567890123456789",
        )
        assert figure["value_high"] == 38560000000.0
        assert figure["period"]["from"] == date(2021, 1, 1)
        assert row["numbers"][1]["subject"] is None

    def test_has_closed_sets_as_classes(self) -> None:
        dataset = to_dataset([FULL])
        label = dataset.features["entities"].feature["label"]
        assert label.names[:3] == ["PERSON", "TITLE", "GPE"]
        assert label.int2str(dataset[0]["entities"][0]["label"]) == "GPE"
        assert dataset[0]["numbers"][1]["basis"] is None

    def test_has_a_column_for_each_field_of_the_record(self) -> None:
        record = FULL.to_dict()
        assert [name for name in FEATURES if name != "tokens"] == list(record)
        for layer in ("paragraphs", "terms", "entities", "topics"):
            assert list(FEATURES[layer].feature) == list(record[layer][0]), layer
        exact = {"value_exact", "value_high_exact"}
        assert set(FEATURES["numbers"].feature) == set(record["numbers"][0]) | exact

    def test_is_made_of_a_stream_of_documents_larger_than_one_batch(self) -> None:
        many = (Document(f"第{i}篇", id=str(i)) for i in range(2500))
        dataset = to_dataset(many)
        assert len(dataset) == 2500
        assert dataset[2499]["text"] == "第2499篇"

    def test_of_no_documents_has_its_columns(self) -> None:
        dataset = to_dataset([])
        assert (dataset.features, len(dataset)) == (FEATURES, 0)

    def test_differs_from_the_one_before(self) -> None:
        first, second = to_dataset([Document("a")]), to_dataset([Document("b")])
        assert (first[0]["text"], second[0]["text"]) == ("a", "b")

    def test_can_be_mapped_further(self) -> None:
        dataset = to_dataset([FULL, EMPTY]).map(lambda row: {"length": len(row["text"])})
        assert dataset["length"][:] == [len(TEXT), 0]
        assert list(from_dataset(dataset)) == [FULL, EMPTY]

    def test_goes_through_the_librarys_own_files(self, tmp_path: Path) -> None:
        to_dataset([FULL, EMPTY]).save_to_disk(tmp_path / "disk")
        loaded = datasets.load_from_disk(str(tmp_path / "disk"))
        assert loaded.features == FEATURES
        assert list(from_dataset(loaded)) == [FULL, EMPTY]

    def test_keeps_its_file_where_it_is_told(self, tmp_path: Path) -> None:
        dataset = to_dataset([FULL], cache_dir=tmp_path)
        assert Path(dataset.cache_files[0]["filename"]).is_relative_to(tmp_path)

    def test_raises_what_the_documents_raise(self) -> None:
        with pytest.raises(ReadingError, match="does not exist"):
            to_dataset(zhengyu.read("no-such-file.txt"))

    def test_names_a_label_outside_its_set(self) -> None:
        odd = Document("丽水", id="a1", entities=(Entity(0, 2, "丽水", "CITY"),))
        with pytest.raises(DocumentError, match=r"document 'a1', entities\[0\].label: 'CITY'"):
            to_dataset([FULL, odd])

    @settings(max_examples=10)
    @given(st.lists(documents(), max_size=5))
    def test_round_trips(self, some: list[Document]) -> None:
        assert list(from_dataset(to_dataset(some))) == some

    def test_is_a_public_name(self) -> None:
        assert zhengyu.to_dataset is to_dataset
        with pytest.raises(AttributeError, match="no attribute 'to_nothing'"):
            zhengyu.to_nothing  # noqa: B018


class TestStream:
    def test_reads_documents_only_when_it_is_read(self) -> None:
        read = []

        def lazily() -> Iterator[Document]:
            for number in range(3):
                read.append(number)
                yield Document(str(number))

        stream = to_dataset(lazily(), streaming=True)
        assert (read, stream.features) == ([], FEATURES)
        assert next(iter(stream))["text"] == "0"
        assert read == [0]

    def test_gives_documents_back(self) -> None:
        stream = to_dataset([FULL, EMPTY], streaming=True)
        assert list(from_dataset(stream)) == [FULL, EMPTY]
        assert list(from_dataset(stream)) == [FULL, EMPTY]

    def test_says_that_it_cannot_be_sent_to_a_process(self) -> None:
        stream = to_dataset(iter([FULL]), streaming=True)
        with pytest.raises(ConfigurationError, match="cannot be sent to another process"):
            pickle.loads(pickle.dumps(stream))  # noqa: S301 - made here


def spoilt(**changes: Any) -> list[dict[str, Any]]:
    return [{**to_dataset([FULL])[0], **changes}]


class TestRows:
    def test_may_have_labels_by_name(self) -> None:
        row = to_dataset([FULL])[0]
        row["entities"][0]["label"] = "GPE"
        assert list(from_dataset([row])) == [FULL]

    def test_of_a_dataset_with_other_classes_are_read_by_its_own(self) -> None:
        dataset = to_dataset([FULL])
        fields = {**dataset.features["entities"].feature}
        fields["label"] = datasets.ClassLabel(names=["GPE", "PERSON"])
        rows = dataset.to_list()
        rows[0]["entities"][0]["label"] = 0
        features = datasets.Features({**dataset.features, "entities": datasets.List(fields)})
        other = datasets.Dataset.from_list(rows, features=features)
        assert list(from_dataset(other)) == [FULL]

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"schema": 7}, "document 'full': schema 7 is unknown"),
            ({"meta": "{"}, "document 'full', meta: '{' is no JSON"),
            ({"topics": [{"label": 20, "score": 1.0}]}, "document 'full', topics.label: 20 is no"),
            (
                {"entities": [{"start": 0, "end": 99, "text": "丽水", "label": "GPE"}]},
                r"document 'full', entities\[0\]: range \[0, 99\) does not lie",
            ),
        ],
        ids=["schema", "meta", "class", "offset"],
    )
    def test_that_are_no_record_are_named(self, changes: Any, message: str) -> None:
        with pytest.raises(DocumentError, match=message):
            list(from_dataset(spoilt(**changes)))

    def test_without_an_id_are_read(self) -> None:
        nameless = replace(FULL, id=None)
        assert list(from_dataset(to_dataset([nameless]))) == [nameless]
