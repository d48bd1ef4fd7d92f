from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import datasets
import pyarrow.parquet as pq
import pytest
from dataset_examples import EMPTY, FULL, documents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhengyu.document import Document, Entity
from zhengyu.errors import ConfigurationError, DocumentError, WritingError
from zhengyu.huggingface import FEATURES, checking, from_dataset
from zhengyu.huggingface.card import About
from zhengyu.huggingface.features import TABLES
from zhengyu.huggingface.repository import export
from zhengyu.huggingface.shards import SMALLEST, parse_size
from zhengyu.huggingface.splits import Splits, parse_splits
from zhengyu.writing.rows import rows as flat_rows

pytestmark = pytest.mark.usefixtures("quiet_datasets")

ABOUT = About("cc0-1.0")
Load = Callable[..., Any]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """The library's own reading, with a cache that goes away."""

    def function(name: str, **options: Any) -> Any:
        return datasets.load_dataset(
            str(tmp_path / "out"), name, cache_dir=str(tmp_path / "cache"), **options
        )

    return function


class TestConfigurations:
    def test_hold_the_documents_whole(self, tmp_path: Path, load: Load) -> None:
        export([FULL, EMPTY], tmp_path / "out", ABOUT)
        loaded = load("documents")["train"]
        assert loaded.features == FEATURES
        assert list(from_dataset(loaded)) == [FULL, EMPTY]
        assert list(from_dataset(load("documents", split="train", streaming=True))) == [FULL, EMPTY]
        assert [path.name for path in tmp_path.iterdir() if path.name != "cache"] == ["out"]

    def test_are_tables_with_one_row_a_span(self, tmp_path: Path, load: Load) -> None:
        export([FULL, EMPTY], tmp_path / "out", ABOUT)
        for layer, features in TABLES.items():
            table = load(layer)["train"]
            assert table.features == features
            expected = list(flat_rows(FULL, layer))
            assert len(table) == len(expected)
            shared = set(features) & set(expected[0]) - {"start", "end", "value", "value_high"}
            for row, cells in zip(table, expected, strict=True):
                for name in shared - {"period_from", "period_to"}:
                    assert named(features[name], row[name]) == cells[name], (layer, name)

    def test_of_numbers_have_dates_and_exact_digits(self, tmp_path: Path, load: Load) -> None:
        export([FULL], tmp_path / "out", ABOUT)
        row = load("numbers")["train"][0]
        assert (row["period_from"], row["period_to"]) == (date(2021, 1, 1), date(2021, 12, 31))
        assert (row["value"], row["value_exact"]) == (
            0.12345678901234568,
            "0.1234567890123456789",
        )
        assert (row["subject"], row["evidence"]) == ("丽水", FULL.text[1:16])

    def test_without_a_row_are_left_out_and_the_card_says_so(
        self, tmp_path: Path, load: Load
    ) -> None:
        made = export([EMPTY], tmp_path / "out", ABOUT)
        assert made.rows["terms"] == {}
        assert list(from_dataset(load("documents")["train"])) == [EMPTY]
        card = (tmp_path / "out" / "README.md").read_text()
        assert "left out: `terms`, `entities`, `numbers`, `topics`" in card

    @settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(documents(), min_size=1, max_size=5))
    def test_round_trip(self, tmp_path_factory: Any, some: list[Document]) -> None:
        folder = tmp_path_factory.mktemp("any") / "out"
        export(some, folder, ABOUT)
        stream = datasets.load_dataset(str(folder), split="train", streaming=True)
        assert list(from_dataset(stream)) == some


def named(feature: Any, value: Any) -> Any:
    names = getattr(feature, "names", None)
    return names[value] if names and value is not None else value


class TestShards:
    def test_keep_within_the_size(self, tmp_path: Path, load: Load) -> None:
        def many() -> Iterator[Document]:
            for number in range(400):
                # Characters that compress badly.
                text = "".join(
                    chr(0x4E00 + (number * 7919 + i * 104729) % 20000) for i in range(500)
                )
                yield Document(text, id=str(number))

        made = export(many(), tmp_path / "out", ABOUT, shard_size="200KB")
        sizes = [size for name, size in made.files.items() if name.startswith("documents/")]
        assert len(sizes) > 2
        assert max(sizes) <= 200_000
        names = sorted(path.name for path in (tmp_path / "out" / "documents").iterdir())
        assert names[0] == f"train-00000-of-{len(sizes):05d}.parquet"
        assert load("documents")["train"]["id"][:] == [str(number) for number in range(400)]

    def test_are_few_where_documents_are_small(self, tmp_path: Path) -> None:
        some = (Document(f"第{i}篇", id=str(i)) for i in range(3000))
        made = export(some, tmp_path / "out", ABOUT)
        assert list(made.files) == ["README.md", "documents/train-00000-of-00001.parquet"]
        (file,) = (tmp_path / "out" / "documents").iterdir()
        assert pq.ParquetFile(file).num_row_groups == 1

    @pytest.mark.parametrize("given", ["", "500", "5 MB or so", "0MB", "99KB", "-1GB"])
    def test_of_no_size_are_refused(self, given: str) -> None:
        with pytest.raises(ConfigurationError, match="is no size of a file; give one such as"):
            parse_size(given)

    @pytest.mark.parametrize(
        ("given", "size"), [("100KB", SMALLEST), ("2mb", 2 * 10**6), ("1 GB", 10**9)]
    )
    def test_have_sizes_in_units_of_a_thousand(self, given: str, size: int) -> None:
        assert parse_size(given) == size


class TestSplits:
    def test_are_one_by_default(self) -> None:
        assert Splits()(FULL) == "train"

    def test_by_id_keep_a_document_where_it_is_and_near_the_shares(self) -> None:
        splits = parse_splits("train=0.8, test=0.2")
        found = [splits(Document("x", id=f"news-{i}")) for i in range(2000)]
        assert found == [splits(Document("y", id=f"news-{i}")) for i in range(2000)]
        assert 0.77 < found.count("train") / 2000 < 0.83

    def test_of_documents_without_id_follow_the_text(self) -> None:
        splits = parse_splits("a=0.5,b=0.5")
        assert len({splits(Document(f"第{i}篇")) for i in range(20)}) == 2
        assert splits(Document("一")) == splits(Document("一"))

    def test_by_field_are_its_values(self) -> None:
        assert Splits(by="part")(FULL) == "test"
        assert Splits(by="year")(Document("a", meta={"year": 2021})) == "2021"

    def test_by_field_with_shares_keep_its_values_together(self) -> None:
        splits = parse_splits("train=0.5,test=0.5", by="place")
        for place in ("丽水", "青田", "a b"):
            some = [Document("a", id=str(i), meta={"place": place}) for i in range(20)]
            assert len(set(map(splits, some))) == 1
        assert {splits(Document("a", meta={"place": str(i)})) for i in range(9)} == {
            "train",
            "test",
        }

    @pytest.mark.parametrize("value", ["2021-05", "a b", "", "all", None, 1.5, True])
    def test_by_a_value_that_is_no_name_are_refused(self, value: Any) -> None:
        with pytest.raises(DocumentError, match="document 'a', meta.place: "):
            Splits(by="place")(Document("x", id="a", meta={"place": value}))

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ("train", "'train' is no split with its share"),
            ("train=x", "'train=x' is no split with its share"),
            ("train=0.5,test=0.4", "add up to 0.9"),
            ("train=1.5,test=-0.5", "give shares above 0"),
            ("a-b=1", "no split can be called 'a-b'"),
            ("all=1", "no split can be called 'all'"),
        ],
    )
    def test_that_are_none_are_refused(self, given: str, message: str) -> None:
        with pytest.raises(ConfigurationError, match=message):
            parse_splits(given)

    def test_become_the_librarys(self, tmp_path: Path, load: Load) -> None:
        some = [replace(FULL, id=str(i), meta={"part": "浙江" if i else "test"}) for i in range(4)]
        export(some, tmp_path / "out", ABOUT, splits=Splits(by="part"))
        sizes = {name: len(rows) for name, rows in load("terms").items()}
        assert sizes == {"浙江": 3, "test": 1}

    def test_by_a_field_with_too_many_values_are_refused(self, tmp_path: Path) -> None:
        some = (Document("a", id=str(i), meta={"n": i}) for i in range(60))
        with pytest.raises(ConfigurationError, match="meta.n has more than 50 values"):
            export(some, tmp_path / "out", ABOUT, splits=Splits(by="n"))
        assert list(tmp_path.iterdir()) == []


def broken() -> Iterator[Document]:
    yield FULL
    yield Document("丽水", id="a1", entities=(Entity(0, 2, "丽水", "CITY"),))


class TestFailure:
    def test_leaves_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentError, match=r"document 'a1', entities\[0\].label: 'CITY'"):
            export(broken(), tmp_path / "out", ABOUT)
        assert list(tmp_path.iterdir()) == []

    def test_never_replaces_what_is_there(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "precious").touch()
        with pytest.raises(WritingError, match="exists; give a new folder"):
            export([FULL], tmp_path / "out", ABOUT)
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["precious"]

    def test_needs_the_folder_above(self, tmp_path: Path) -> None:
        with pytest.raises(WritingError, match="create the folder"):
            export([FULL], tmp_path / "no" / "out", ABOUT)

    def test_needs_documents(self, tmp_path: Path) -> None:
        with pytest.raises(WritingError, match="there are no documents to export"):
            export([], tmp_path / "out", ABOUT)
        assert list(tmp_path.iterdir()) == []

    def test_of_what_was_loaded_again_is_found(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def spoilt(folder: str, name: str, **options: Any) -> Any:
            part = datasets.load_dataset(folder, name, **options)["train"]
            changed = part.map(lambda row: {"text": row["text"] + " "}, features=part.features)
            return {"train": changed}

        monkeypatch.setattr(checking, "load_dataset", spoilt)
        with pytest.raises(WritingError, match="'documents', split 'train': what was loaded again"):
            export([FULL], tmp_path / "out", ABOUT)
        assert list(tmp_path.iterdir()) == []


class TestCard:
    def card(self, tmp_path: Path, about: About = ABOUT) -> str:
        export([FULL, EMPTY], tmp_path / "out", about, splits=parse_splits("a=0.5,b=0.5"))
        return (tmp_path / "out" / "README.md").read_text(encoding="utf-8")

    def test_has_metadata_that_the_hub_reads(self, tmp_path: Path) -> None:
        from huggingface_hub import DatasetCard  # noqa: PLC0415

        other = About("other", "news terms", "https://example.org/terms", title="开工 news")
        data: Any = DatasetCard(self.card(tmp_path, other)).data
        assert (data.language, data.license, data.pretty_name) == (["zh"], "other", "开工 news")
        assert data.license_link == "https://example.org/terms"
        assert data.size_categories == ["n<1K"]
        defaults = [c["config_name"] for c in data.configs if c.get("default")]
        assert defaults == ["documents"]
        (info,) = (info for info in data.dataset_info if info["config_name"] == "documents")
        assert sum(split["num_examples"] for split in info["splits"]) == 2

    def test_says_what_how_many_and_by_which_models(self, tmp_path: Path) -> None:
        card = self.card(tmp_path, About("cc-by-4.0", source="county news | 2021"))
        assert "| 2 | 16 |" in card
        assert "- Texts: county news \\| 2021\n" in card
        assert "- Licence: `cc-by-4.0`\n" in card
        assert "| `GPE` | 行政区 | Geopolitical entity | a country, province" in card
        assert "- zhengyu 0.1.0\n- component `terms.x`\n- `models/x` SHA-256 `ab`\n" in card
        assert "Documents without an id, to which rows of the tables cannot be joined: 1." in card
        assert "$" not in card

    def test_has_a_row_for_each_label_and_its_number(self, tmp_path: Path) -> None:
        rows = [line for line in self.card(tmp_path).splitlines() if line.startswith("| `")]
        counts = {row.split("`")[1]: row.rsplit(" ", 2)[1] for row in rows}
        assert (counts["GPE"], counts["EVENT"], counts["investment"]) == ("1", "0", "2")

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ({"license": ""}, "is no identifier of the hub"),
            ({"license": "CC BY 4.0"}, "is no identifier of the hub"),
            ({"license": "other"}, "has a name and a link"),
            ({"license": "mit", "license_name": "x", "license_link": "y"}, "and it alone"),
        ],
    )
    def test_needs_a_licence(self, given: dict[str, str], message: str) -> None:
        with pytest.raises(ConfigurationError, match=message):
            About(**given)


def test_metadata_that_json_cannot_hold_is_named(tmp_path: Path) -> None:
    odd = Document("a", id="odd", meta={"x": object()})
    with pytest.raises(WritingError, match="document 'odd' cannot be a row"):
        export([odd], tmp_path / "out", ABOUT)
