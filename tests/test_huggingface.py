from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import datasets
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies
import zhengyu
from zhengyu.document import (
    Document,
    Entity,
    NumericClaim,
    Paragraph,
    Period,
    Range,
    Span,
    Term,
    Topic,
)
from zhengyu.errors import ReadingError, WritingError
from zhengyu.huggingface import FEATURES, from_dataset, save, to_dataset

TEXT = "😀2021年丽水招引项目220个"
FULL = Document(
    TEXT,
    id="full",
    meta={"title": "开工", "tags": ["a", None], "nested": {"x": 1.5}},
    paragraphs=(Paragraph(0, len(TEXT), False, (Topic("investment", 0.5),)),),
    terms=(Term(10, 12, "项目", "tifa", "项目", "t1", "open", True, 0.25),),
    entities=(Entity(6, 8, "丽水", "GPE", "331100", "丽水市", 0.75),),
    numbers=(
        NumericClaim(
            *(12, 16, "220个", "growth", Decimal("0.1234567890123456789"), "个"),
            value_high=Decimal(38560000000),
            approx="about",
            indicator=Span(10, 12, "项目"),
            basis="yoy",
            direction="up",
            modality="target",
            period=Period(1, 6, "2021年", date(2021, 1, 1), date(2021, 12, 31)),
            subject=Span(6, 8, "丽水"),
            evidence=Range(1, 16),
        ),
        NumericClaim(12, 16, "220个", "level", None, None, period=Period(1, 6, "2021年")),
    ),
    topics=(Topic("investment", 1.0),),
    produced_by={"zhengyu": "0.1.0", "artefacts": {"models/x": "ab"}},
)
EMPTY = Document("")


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    datasets.disable_progress_bars()
    yield
    datasets.enable_progress_bars()


class TestDisk:
    def test_gives_back_what_was_written(self, tmp_path: Path) -> None:
        save(to_dataset([FULL, EMPTY]), tmp_path / "out")
        loaded = datasets.load_from_disk(str(tmp_path / "out"))
        assert loaded.features == FEATURES
        assert list(from_dataset(loaded)) == [FULL, EMPTY]
        assert [path.name for path in tmp_path.iterdir()] == ["out"]

    def test_and_parquet_too(self, tmp_path: Path) -> None:
        to_dataset([FULL, EMPTY]).to_parquet(tmp_path / "x.parquet")
        loaded = datasets.Dataset.from_parquet(
            str(tmp_path / "x.parquet"), cache_dir=str(tmp_path / "cache")
        )
        assert loaded.features == FEATURES
        assert list(from_dataset(loaded)) == [FULL, EMPTY]

    def test_of_no_documents_has_its_columns(self, tmp_path: Path) -> None:
        save(to_dataset([]), tmp_path / "out")
        loaded = datasets.load_from_disk(str(tmp_path / "out"))
        assert (loaded.features, len(loaded)) == (FEATURES, 0)

    def test_never_replaces_what_is_there(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "precious").touch()
        with pytest.raises(WritingError, match="exists; give a new folder"):
            save(to_dataset([FULL]), tmp_path / "out")
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["precious"]

    def test_needs_the_folder_above(self, tmp_path: Path) -> None:
        with pytest.raises(WritingError, match="create the folder"):
            save(to_dataset([FULL]), tmp_path / "no" / "out")

    def test_leaves_nothing_when_it_fails(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: Any, **__: Any) -> None:
            raise OSError("disk full")

        dataset = to_dataset([FULL])
        monkeypatch.setattr(datasets.Dataset, "save_to_disk", fail)
        with pytest.raises(OSError, match="disk full"):
            save(dataset, tmp_path / "out")
        assert list(tmp_path.iterdir()) == []


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

    def test_has_a_column_for_each_field_of_the_record(self) -> None:
        record = FULL.to_dict()
        assert list(FEATURES) == list(record)
        for layer in ("paragraphs", "terms", "entities", "topics"):
            assert list(_columns(FEATURES[layer])) == list(record[layer][0]), layer
        exact = {"value_exact", "value_high_exact"}
        assert set(_columns(FEATURES["numbers"])) == set(record["numbers"][0]) | exact

    def test_is_made_lazily_from_what_is_read_once(self) -> None:
        documents = (Document(f"第{i}篇", id=str(i)) for i in range(2500))
        dataset = to_dataset(documents)
        assert len(dataset) == 2500
        assert dataset[2499]["text"] == "第2499篇"

    def test_differs_from_the_one_before(self) -> None:
        first, second = to_dataset([Document("a")]), to_dataset([Document("b")])
        assert (first[0]["text"], second[0]["text"]) == ("a", "b")

    def test_can_be_mapped_further(self) -> None:
        dataset = to_dataset([FULL, EMPTY]).map(lambda row: {"length": len(row["text"])})
        assert dataset["length"][:] == [len(TEXT), 0]
        assert list(from_dataset(dataset)) == [FULL, EMPTY]

    def test_keeps_its_file_where_it_is_told(self, tmp_path: Path) -> None:
        dataset = to_dataset([FULL], cache_dir=tmp_path)
        assert Path(dataset.cache_files[0]["filename"]).is_relative_to(tmp_path)

    def test_raises_what_the_documents_raise(self) -> None:
        with pytest.raises(ReadingError, match="does not exist"):
            to_dataset(zhengyu.read("no-such-file.txt"))

    @settings(max_examples=10)
    @given(st.lists(strategies.documents(), max_size=5))
    def test_round_trips(self, documents: list[Document]) -> None:
        assert list(from_dataset(to_dataset(documents))) == documents

    def test_is_a_public_name(self) -> None:
        assert zhengyu.to_dataset is to_dataset
        with pytest.raises(AttributeError, match="no attribute 'to_nothing'"):
            zhengyu.to_nothing  # noqa: B018


def _columns(feature: Any) -> dict[str, Any]:
    """The fields of a list of structs."""
    inner: dict[str, Any] = feature[0] if isinstance(feature, list) else feature.feature
    return inner
