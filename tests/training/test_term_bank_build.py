"""The build of the term bank: validation, merging, cores, ids, attestation, doubts."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from zhengyu.terms.bank import Entry, load_bank
from zhengyu.training.term_bank.__main__ import main
from zhengyu.training.term_bank.attestation import DatedText, Witnesses, date_of
from zhengyu.training.term_bank.entries import level, slug

PLACES = "code,name\n330000,浙江省\n331100,丽水市\n"
WORDS = "word,category,doc_freq\n雨后春笋,chengyu,900\n双招队,caijing,20\n"
TEXTS = [
    {"id": "a", "date": "2019-02-01", "title": "早", "text": "实施双招双引。“双招双引”见效。"},
    {"id": "b", "date": "2021-02-01", "title": "晚", "text": "双招双引战役，千村示范。"},
    {"id": "c", "source": "law:x", "date": "1990", "title": "法", "text": "双招双引。"},
]


def raw(canonical: str, **more: object) -> dict[str, object]:
    return {
        "c": canonical,
        "v": [],
        "k": "programme",
        "r": None,
        "z": "释义",
        "e": "gloss",
        "t": ["rural"],
    } | more


def build(tmp_path: Path, lines: Sequence[object]) -> dict[str, Entry]:
    folder, texts, out = tmp_path / "raw", tmp_path / "texts", tmp_path / "out"
    for made in (folder, texts):
        made.mkdir(exist_ok=True)
    rows = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    dated = "\n".join(json.dumps(text) for text in TEXTS)
    (texts / "t.jsonl").write_text(dated, encoding="utf-8")
    (tmp_path / "places.csv").write_text(PLACES, encoding="utf-8")
    (tmp_path / "words.csv").write_text(WORDS, encoding="utf-8")
    options = ["--places", "places.csv", "--words", "words.csv"]
    paths = [str(tmp_path / o) if o.endswith("csv") else o for o in options]
    assert main([str(folder), str(texts), *paths, "--out", str(out)]) == 0
    return {entry.canonical: entry for entry in load_bank(out)}


def test_invalid_lines_are_reported_and_dropped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        raw("双招双引"),
        "{",
        raw("山海协作", r="999999"),
        raw("一网通办", t=["music"]),
        raw("最多跑一次", k="song"),
        raw("丽水之干", z=""),
    ]
    assert set(build(tmp_path, lines)) == {"双招双引"}
    report = capsys.readouterr().err
    for word in ("a.jsonl:2", "999999", "music", "song", "gloss is missing"):
        assert word in report


def test_duplicates_are_merged_and_cores_promoted(tmp_path: Path) -> None:
    found = build(
        tmp_path,
        [
            raw("双招双引", v=["双招双引战役"], k="numeric"),
            raw("“双招双引”", t=["talent"], y=2019, s="会议 2019"),
            raw("“千村示范”工程", r="330000"),
            raw("山海协作", r="330000"),
            raw("山海协作", r="331100", loc="山海协作"),
        ],
    )
    entry = found["双招双引"]
    assert (entry.topics, entry.first_year, entry.kind) == (("rural", "talent"), 2019, "programme")
    assert found["千村示范"].variants == ("“千村示范”工程",)
    assert found["山海协作"].id == "331100-shanhaixiezuo"
    assert found["山海协作"].local_version_of == "330000-shanhaixiezuo"


def test_ids_are_kept_once_given(tmp_path: Path) -> None:
    first = build(tmp_path, [raw("双招双引"), raw("双昭双引")])
    assert first["双招双引"].id == "cn-shuangzhaoshuangyin"
    assert first["双昭双引"].id == "cn-shuangzhaoshuangyin-2"
    second = build(tmp_path, [raw("双昭双引"), raw("双招双引")])
    assert {e.canonical: e.id for e in second.values()} == {
        e.canonical: e.id for e in first.values()
    }


def test_attestation_and_first_years(tmp_path: Path) -> None:
    lines = [raw("双招双引", y=2020, s="会议 2020"), raw("千村示范", r="330000"), raw("雨后春笋")]
    found = build(tmp_path, lines)
    entry = found["双招双引"]
    assert entry.attested is not None
    assert (entry.attested.documents, entry.attested.count, entry.attested.quoted) == (3, 4, 1)
    assert (entry.attested.earliest, entry.attested.laws) == ("2019-02-01", 1)
    assert (entry.first_year, entry.source) == (2019, "早 2019-02-01")
    assert entry.confidence == "attested"
    assert any("later than" in flag for flag in entry.flags)
    assert found["雨后春笋"].flags == ("idiom: 雨后春笋",)
    assert found["雨后春笋"].confidence == "unverified"
    assert found["千村示范"].level == "provincial"


def test_the_congress_number_dates_its_report() -> None:
    assert date_of({"id": "cpc-congress-18-1e01"}) == "2012"
    assert date_of({"id": "cpc-congress-11-ec44"}) == "1977"
    assert date_of({"id": "other"}) is None


def test_forms_inside_longer_ones_attest_the_longer_one() -> None:
    entries = [Entry(id="a", canonical="专精特新"), Entry(id="b", canonical="专精特新“小巨人”")]
    witnesses = Witnesses(entries)
    witnesses.read([DatedText("2021", "", "专精特新小巨人")])
    assert witnesses.attest(entries[0]).attested is None
    assert witnesses.attest(entries[1]).attested is not None


@pytest.mark.parametrize(
    ("code", "expected"),
    [(None, "national"), ("330000", "provincial"), ("331100", "municipal"), ("331102", "county")],
)
def test_levels(code: str | None, expected: str) -> None:
    assert level(code) == expected


def test_slugs_are_ascii() -> None:
    assert slug("5+5产业“一件事”") == "5-plus-5chanyeyijianshi"


def test_a_build_goes_on_from_the_bank(tmp_path: Path) -> None:
    first = build(
        tmp_path, [raw("双招双引", v=["双招引"], q=True), raw("千万工程", abbr="千村示范")]
    )
    assert build(tmp_path, []) == first
    again = build(tmp_path, [raw("双招双引", v=["双招双引行动"]), raw("山海协作")])
    assert again["双招双引"].variants == ("双招引", "双招双引行动")
    assert {"双招双引", "千万工程", "山海协作"} <= set(again)


def test_the_overview_counts_every_entry_once_in_each_table(tmp_path: Path) -> None:
    bank = build(
        tmp_path, [raw("双招双引"), raw("丽水之干", r="331100", k="brand", y=2018, s="会")]
    )
    page = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert f"{len(bank)} entries" in page
    assert "| brand | 1 | 0 | 1 | 0 |" in page
    assert "| 浙江 | 1 | 0 | 1 | 0 |" in page
    assert "| 2010s | 2 | 1 | 1 | 0 |" in page
