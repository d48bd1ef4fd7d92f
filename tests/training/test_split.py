from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path

import pytest

from zhengyu.errors import DocumentError
from zhengyu.training.gold import add_part_options, chosen_records, read_records
from zhengyu.training.split import FOLDS, PARTS, fold_of, part_of, part_of_id

#: Worked out with sha256sum: the corpus and its figures stand or fall with this assignment.
KNOWN = {"L0-01": "train", "L1-14": "dev", "L0-10": "test", "GA-03": "dev"}


def write(path: Path, *identities: str) -> Path:
    rows = [json.dumps({"id": identity, "text": "甲"}) for identity in identities]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("identity", "part"), KNOWN.items())
def test_known_documents_stay_where_they_are(identity: str, part: str) -> None:
    assert part_of_id(identity) == part


def test_the_shares_are_as_stated() -> None:
    counts = Counter(part_of_id(f"d{number}") for number in range(20_000))
    assert counts["train"] == pytest.approx(17_200, abs=200)
    assert counts["dev"] == pytest.approx(1_400, abs=150)
    assert counts["test"] == pytest.approx(1_400, abs=150)


def test_a_part_that_the_record_fixes_wins() -> None:
    assert part_of({"id": "L0-01", "meta": {"part": "dev"}}) == "dev"
    assert part_of({"id": "L0-01", "meta": {"year": 2020}}) == part_of_id("L0-01")


@pytest.mark.parametrize(
    "record", [{"text": "甲"}, {"id": None, "text": "甲"}, {"id": "a", "meta": {"part": "trian"}}]
)
def test_a_record_of_no_part_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(DocumentError, match="part"):
        part_of(record)


def test_the_parts_of_a_file_make_up_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", *(f"d{number}" for number in range(60)))
    found = {part: [r["id"] for r in read_records(path, part)] for part in PARTS}
    assert all(found.values())
    assert sorted(i for part in found.values() for i in part) == sorted(
        r["id"] for r in read_records(path)
    )


def test_a_recipe_takes_a_part_of_some_files_and_others_whole(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", *(f"d{number}" for number in range(60)))
    other = write(tmp_path / "other.jsonl", *(f"o{number}" for number in range(60)))
    parser = ArgumentParser()
    parser.add_argument("gold", nargs="+", type=Path)
    add_part_options(parser)
    chosen = parser.parse_args([str(gold), "--part", "train", "--whole", str(other)])
    found = [record["id"] for record in chosen_records(chosen)]
    assert 0 < sum(identity.startswith("d") for identity in found) < 60
    assert sum(identity.startswith("o") for identity in found) == 60
    assert len(list(chosen_records(parser.parse_args([str(gold)])))) == 60


def test_folds_are_of_like_size_and_known_texts_stay_where_they_are() -> None:
    found = Counter(fold_of(f"第{n}次会议召开。") for n in range(900))
    assert set(found) == set(range(FOLDS))
    assert min(found.values()) > 240
    assert [fold_of(text) for text in ("", "双招双引", "\ud800")] == [0, 2, 1]
