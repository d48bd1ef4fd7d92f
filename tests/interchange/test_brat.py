"""brat: what its server reads and writes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from zhengyu.document import Document, Entity, NumericClaim, Period, Span, Term
from zhengyu.interchange import Loss, export_documents, import_documents
from zhengyu.interchange.brat.lines import lines_of
from zhengyu.interchange.brat.writing import file_name

TEXT = "😀丽水\r\n2021年项目220个"
DOCUMENT = Document(
    TEXT,
    id="a/b",
    entities=(Entity(1, 3, "丽水", "GPE", "331100", "丽水市"),),
    terms=(Term(2, 6, "水\r\n2", "tifa", "水2", quoted=True, score=0.5),),
    numbers=(
        NumericClaim(
            *(12, 16, "220个", "level", Decimal(220), "个"),
            approx="above",
            indicator=Span(10, 12, "项目"),
            period=Period(5, 10, "2021年", date(2021, 1, 1)),
        ),
    ),
)

LINES = [
    "T1\tterm-tifa 2 3;5 6\t水 2",
    "T2\tGPE 1 3\t丽水",
    "T3\tnumber-level 12 16\t220个",
    "T4\tindicator 10 12\t项目",
    "T5\tperiod 5 10\t2021年",
    "R1\tindicator Arg1:T3 Arg2:T4\t",
    "R2\tperiod Arg1:T3 Arg2:T5\t",
    "A1\tSource T1 bank",
    "A2\tQuoted T1",
    "N1\tReference T2 GBT2260:331100\t丽水",
    "A3\tApprox T3 above",
    '#1\tAnnotatorNotes T1\t{"canonical":"水2","score":0.5}',
    '#2\tAnnotatorNotes T2\t{"canonical":"丽水市"}',
    '#3\tAnnotatorNotes T3\t{"value":220,"unit":"个","period_dates":{"from":"2021-01-01"}}',
]


def test_lines_are_those_of_the_standoff_format() -> None:
    assert sorted(lines_of(DOCUMENT).splitlines()) == sorted(LINES)


def test_the_folder_has_the_text_as_it_is_and_the_configuration(tmp_path: Path) -> None:
    export_documents([DOCUMENT], tmp_path / "out", "brat")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["a%2Fb.ann", "a%2Fb.txt", "annotation.conf", "visual.conf"]
    assert (tmp_path / "out" / "a%2Fb.txt").read_bytes() == TEXT.encode()
    conf = (tmp_path / "out" / "annotation.conf").read_text(encoding="utf-8")
    sections = [line for line in conf.splitlines() if line.startswith("[")]
    assert sections == ["[entities]", "[relations]", "[events]", "[attributes]"]
    assert "\nBasis\tArg:number-level|" in conf
    assert "Value:yoy|mom|annual_average|versus|unstated\n" in conf
    visual = (tmp_path / "out" / "visual.conf").read_text(encoding="utf-8")
    assert "\nterm-tifa | 提法 | Formulation\n" in visual


def corrected(tmp_path: Path, lines: str) -> tuple[Document, Loss]:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    (tmp_path / "a.ann").write_bytes(lines.encode())
    loss = Loss()
    (document,) = import_documents(tmp_path, "brat", loss=loss)
    return document, loss


def test_corrections_are_read(tmp_path: Path) -> None:
    document, loss = corrected(
        tmp_path,
        "T1\tGOV 1 3\t丽水\nT2\tnumber-level 12 16\t220个\nT7\tsubject 1 3\t丽水\n"
        "R1\tsubject Arg1:T2 Arg2:T7\t\nA1\tApprox T2 about\nA2\tBasis T2 yoy\n",
    )
    assert document.entities == (Entity(1, 3, "丽水", "GOV"),)
    (claim,) = document.numbers
    assert (claim.approx, claim.basis, claim.value) == ("about", "yoy", None)
    assert claim.subject == Span(1, 3, "丽水")
    assert loss.lines() == []


def test_what_no_record_holds_is_counted(tmp_path: Path) -> None:
    document, loss = corrected(
        tmp_path,
        "T1\tGPE 1 3\t丽水\nT2\tGPE 1 2;10 11\t丽 项\nE1\tSigning:T1\nM1\tNegation T1\n"
        "*\tEquiv T1 T2\nR1\tsame Arg1:T1 Arg2:T2\t\n#1\tAnnotatorNotes T1\tsure?\n"
        "T3\tsubject 1 3\t丽水\nA1\tColour T1 red\n",
    )
    assert [(e.start, e.end) for e in document.entities] == [(1, 3), (1, 11)]
    assert loss.total == 8
    assert loss.of("discontinuous span") == loss.of("relation") == loss.of("note") == 1
    assert loss.of("subject") == 1
    assert loss.of("annotation") == 4


def test_labels_of_another_name_are_mapped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("丽水青田", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\t地名 0 2\t丽水\nT2\t其他 2 4\t青田\n", encoding="utf-8")
    loss = Loss()
    names = {"地名": "GPE", "其他": ""}
    (document,) = import_documents(tmp_path, "brat", loss=loss, labels=names)
    assert document.entities == (Entity(0, 2, "丽水", "GPE"),)
    assert loss.lines() == ["1 其他: the mapping of labels leaves it out"]


@pytest.mark.parametrize("identity", ["丽水-1", "a b", ".hidden", "..", "50%", "CON?", "e\u0301"])
def test_ids_are_names_of_files_and_back(identity: str, tmp_path: Path) -> None:
    assert "/" not in file_name(identity)
    assert not file_name(identity).startswith(".")
    export_documents([Document("丽", id=identity)], tmp_path / "out", "brat")
    assert [d.id for d in import_documents(tmp_path / "out", "brat")] == [identity]
