from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from zhengyu import artefacts
from zhengyu.errors import ArtefactError


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A checkout with one model and one corpus."""
    model = tmp_path / "models" / "small"
    model.mkdir(parents=True)
    (model / "weights.json").write_text("[1, 2]")
    (model / "README.md").write_text("# card")
    (tmp_path / "corpora" / "terms").mkdir(parents=True)
    (tmp_path / "corpora" / "terms" / "bank.jsonl").write_text("{}\n")
    monkeypatch.setattr(artefacts, "_PACKAGE", tmp_path / "toolkit" / "zhengyu")
    artefacts.inventory.cache_clear()
    yield tmp_path
    artefacts.inventory.cache_clear()


class TestDataRoot:
    def test_is_the_checkout(self, root: Path) -> None:
        assert artefacts.data_root() == root

    def test_of_a_wheel_comes_first(self, root: Path) -> None:
        data = root / "toolkit" / "zhengyu" / "_data"
        (data / "models").mkdir(parents=True)
        (data / "corpora").mkdir()
        assert artefacts.data_root() == data

    def test_that_is_missing_says_what_to_do(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(artefacts, "_PACKAGE", tmp_path / "a" / "b")
        with pytest.raises(ArtefactError, match="install zhengyu from its wheel"):
            artefacts.data_root()


class TestModel:
    def test_whose_checksums_hold_is_given(self, root: Path) -> None:
        folder = root / "models" / "small"
        artefacts.write_checksums(folder)
        assert artefacts.model("small") == folder

    def test_lists_the_sha256_of_all_but_its_card(self, root: Path) -> None:
        artefacts.write_checksums(root / "models" / "small")
        listed = json.loads((root / "models" / "small" / "checksums.json").read_text())
        assert listed == {"weights.json": hashlib.sha256(b"[1, 2]").hexdigest()}

    @pytest.mark.parametrize("damage", ["change", "remove"])
    def test_that_was_damaged_is_refused(self, root: Path, damage: str) -> None:
        weights = root / "models" / "small" / "weights.json"
        artefacts.write_checksums(weights.parent)
        if damage == "change":
            weights.write_text("[1, 3]")
        else:
            weights.unlink()
        with pytest.raises(ArtefactError, match=r"weights.json is missing or was changed"):
            artefacts.model("small")

    def test_without_checksums_is_refused(self, root: Path) -> None:
        assert root.is_dir()
        with pytest.raises(ArtefactError, match="'small' has no .*checksums.json"):
            artefacts.model("small")


class TestCorpus:
    def test_is_found_by_its_name(self, root: Path) -> None:
        expected = root / "corpora" / "terms" / "bank.jsonl"
        assert artefacts.corpus("terms", "bank.jsonl") == expected

    def test_that_is_missing_is_named(self, root: Path) -> None:
        with pytest.raises(ArtefactError, match=r"corpora.places is missing"):
            artefacts.corpus("places")
        assert root.is_dir()


class TestInventory:
    def test_lists_models_and_corpora(self, root: Path) -> None:
        assert list(artefacts.inventory()) == ["corpora/terms", "models/small"]
        bank = root / "corpora" / "terms"
        assert artefacts.inventory()["corpora/terms"] == artefacts.checksum(bank)

    def test_changes_with_a_file_and_with_its_name(self, root: Path) -> None:
        bank = root / "corpora" / "terms"
        first = artefacts.checksum(bank)
        (bank / "bank.jsonl").rename(bank / "other.jsonl")
        second = artefacts.checksum(bank)
        (bank / "other.jsonl").write_text("{} \n")
        assert len({first, second, artefacts.checksum(bank)}) == 3


def test_the_package_finds_its_own() -> None:
    root = artefacts.data_root()
    assert (root / "models").is_dir()
    assert (root / "corpora").is_dir()
