"""The component: names, titles, nesting, own banks, senses, explanations."""

from pathlib import Path

import pytest

from zhengyu.components import build
from zhengyu.document import Document, Range
from zhengyu.terms.bank import Entry, Region
from zhengyu.terms.component import TermFinder
from zhengyu.terms.senses import Situation, resolve, situation

ZHEJIANG, LISHUI, ANHUI = (
    Region("330000", "浙江省"),
    Region("331100", "丽水市"),
    Region("340000", "安徽省"),
)
BANK = [
    Entry(id="a", canonical="乡村振兴", kind="programme"),
    Entry(id="b", canonical="双招双引", kind="numeric"),
    Entry(id="c", canonical="专精特新“小巨人”", kind="designation"),
    Entry(id="d", canonical="专精特新", kind="designation"),
    Entry(id="e", canonical="国家高新技术企业", kind="designation"),
    Entry(id="f", canonical="高新技术企业", kind="designation"),
    Entry(id="g", canonical="产教融合", kind="tifa"),
    Entry(id="h", canonical="国家产教融合试点城市", kind="designation"),
    Entry(id="i", canonical="一件事", kind="mechanism", needs_quotes=True),
    Entry(id="j", canonical="1315", kind="numeric"),
]
FINDER = TermFinder(bank=BANK, open_vocabulary=False)


def found(text: str) -> list[str]:
    return [term.text for term in FINDER(Document(text)).terms]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全面推进乡村振兴。", ["乡村振兴"]),
        ("省乡村振兴局副局长到会。", []),
        ("“乡村振兴”产业园开工。", ["乡村振兴"]),
        ("乡村振兴产业园开工。", []),
        ("《关于推进乡村振兴的意见》", ["乡村振兴"]),
        ("纪录片《乡村振兴》开播。", []),
        ("入选专精特新“小巨人”。", ["专精特新“小巨人”", "专精特新"]),
        ("入选国家高新技术企业。", ["国家高新技术企业"]),
        ("获批国家产教融合试点城市。", ["国家产教融合试点城市", "产教融合"]),
        ("一件事联办。", []),
        ("“一件事”联办。", ["一件事"]),
        ("电话1315。", []),
        ("“1315”人才计划。", ["1315"]),
    ],
)
def test_what_counts(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_own_banks_come_first_and_always_count(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("乡村振兴产业园\n双招双引\tmechanism\n甲\n", encoding="utf-8")
    finder = TermFinder([path], bank=BANK, open_vocabulary=False)
    terms = finder(Document("双招双引助力乡村振兴产业园建设")).terms
    assert [(t.text, t.kind, t.term_id) for t in terms] == [
        ("双招双引", "mechanism", "own-双招双引"),
        ("乡村振兴产业园", "tifa", "own-乡村振兴产业园"),
    ]
    assert [line.line for line in finder.rejected] == [3]


def test_own_banks_always_count_beside_the_model(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "own.txt"
    path.write_text("报告\n预算的报告\n甲\n", encoding="utf-8")
    finder = TermFinder([path], bank=BANK)
    terms = finder(Document("会议听取了关于预算的报告。")).terms
    assert [(t.text, t.score) for t in terms] == [("预算的报告", 1.0), ("报告", 1.0)]
    assert "own.txt:3" in caplog.text


def test_batch_is_the_same_as_one_by_one() -> None:
    documents = [Document("乡村振兴"), Document(""), Document("“一件事”")]
    assert FINDER.batch(documents) == [FINDER(document) for document in documents]


def test_explain_names_the_entry() -> None:
    document = FINDER(Document("推进双招双引和乡村振兴"))
    (reason,) = FINDER.explain(document, Range(2, 6))
    assert "双招双引" in reason
    assert " b " in reason


def test_built_by_name() -> None:
    finder = build("terms", "default", {"bank": BANK, "open_vocabulary": False})
    assert finder(Document("乡村振兴")).terms[0].canonical == "乡村振兴"


SENSES = [
    Entry(id="zj", canonical="两山", region=ZHEJIANG, first_year=2005, source="x"),
    Entry(id="ls", canonical="两山", region=LISHUI),
    Entry(id="ah", canonical="两山", region=ANHUI),
]


@pytest.mark.parametrize(
    ("where", "identity", "settled"),
    [
        (Situation("331102", 2021), "ls", True),
        (Situation("331100", 2021), "ls", True),
        (Situation("330000", 2021), "zj", True),
        (Situation("340100", None), "ah", True),
        (Situation(None, None), "zj", False),
        (Situation("330000", 2001), "ls", True),
    ],
)
def test_senses(where: Situation, identity: str, settled: bool) -> None:
    resolution = resolve(SENSES, where)
    assert (resolution.entry.id, resolution.settled) == (identity, settled)


def test_an_unsettled_form_has_no_id_and_says_so() -> None:
    finder = TermFinder(bank=SENSES, open_vocabulary=False)
    document = finder(Document("践行“两山”"))
    assert document.terms[0].term_id is None
    assert "not told apart" in finder.explain(document, Range(0, 5))[0]
    placed = finder(Document("践行“两山”", meta={"province": "安徽"}))
    assert placed.terms[0].term_id == "ah"


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"adcode": "331100", "year": 2021}, Situation("331100", 2021)),
        ({"province": "内蒙古自治区"}, Situation("150000", None)),
        ({"date": "2021-08-03"}, Situation(None, 2021)),
        ({}, Situation()),
    ],
)
def test_situation(meta: dict[str, object], expected: Situation) -> None:
    assert situation(meta) == expected
