"""Banks: the project's own is strict, people's own are forgiving and say what they left out."""

from pathlib import Path

import pytest

from zhengyu.errors import ArtefactError, ReadingError
from zhengyu.terms.bank import load_bank, read_bank, read_banks


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "utf-16"],
    ids=["utf-8", "BOM", "GB18030", "UTF-16"],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, line_end: str) -> None:
    path = tmp_path / "own.txt"
    path.write_bytes(
        line_end.join(["# 注释", "双招双引", "", "五比五拼\tnumeric"]).encode(encoding)
    )
    file = read_bank(path)
    assert [(e.canonical, e.kind) for e in file.entries] == [
        ("双招双引", "tifa"),
        ("五比五拼", "numeric"),
    ]
    assert file.lines == (2, 4)
    assert file.rejected == ()


def test_malformed_lines_are_named_and_the_rest_loads(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text(
        '{"canonical": "双招双引", "kind": "numeric"}\n{"canonical": 3}\n{"kanonisch": "x"}\n'
        '甲\n{"canonical": "一脉三城"\n五比五拼\tsong\n智创南城\n',
        encoding="utf-8",
    )
    entries, rejected = read_banks([path])
    assert [entry.canonical for entry in entries] == ["双招双引", "智创南城"]
    assert [line.line for line in rejected] == [2, 3, 4, 5, 6]
    assert "too short" in rejected[2].reason
    assert str(rejected[0]).startswith(f"{path}:2: ")


def test_missing_and_binary_files(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="cannot read"):
        read_bank(tmp_path / "none.txt")
    binary = tmp_path / "binary"
    binary.write_bytes(b"\x00\xff\x00\xff\x80")
    with pytest.raises(ReadingError, match="UTF-8"):
        read_bank(binary)


def test_the_built_in_bank_is_strict(tmp_path: Path) -> None:
    (tmp_path / "national.jsonl").write_text('{"id": "cn-x", "canonical": "双创"}\n{"id": 1}\n')
    with pytest.raises(ArtefactError, match=r"national\.jsonl:2"):
        load_bank(tmp_path)


def test_the_built_in_bank_is_whole() -> None:
    entries = load_bank()
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.gloss_zh, entry.id
        assert entry.gloss_en, entry.id
        assert entry.topics, entry.id
        assert (entry.region is None) == (entry.level == "national"), entry.id
        assert entry.first_year is None or entry.source, entry.id
        assert (entry.attested is not None) == (entry.confidence == "attested"), entry.id
    known = {entry.id for entry in entries}
    for entry in entries:
        for link in (entry.successor_of, entry.abbreviates, entry.local_version_of):
            assert link is None or link in known, entry.id
