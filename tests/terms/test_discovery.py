"""Discovery over a corpus: what is counted, reprints, ranking, rows for a bank."""

import json
from pathlib import Path

from typer.testing import CliRunner

from zhengyu.cli.terms import terms_app
from zhengyu.document import Document, Term
from zhengyu.terms.bank import Entry, read_bank
from zhengyu.terms.discovery import Discoverer, discover

FILLER = ["春耕从南到北陆续展开，农机手在地头忙了一整天。", "县里的老剧院重新开了门，票卖得很快。"]


def document(text: str, *wordings: str, **meta: str) -> Document:
    terms = []
    for wording in wordings:
        at = text.index(wording)
        quoted = text[at - 1 : at] == "“"
        terms.append(
            Term(at, at + len(wording), wording, "numeric", wording, None, "open", quoted, 0.8)
        )
    return Document(text, meta=meta, terms=tuple(terms))


FIRST = document(f"{FILLER[0]}开展“五比五拼”活动。", "五比五拼", date="2021-05-02", province="浙江")
SECOND = document(f"{FILLER[1]}掀起五比五拼热潮。", "五比五拼", date="2021-03-01", province="江西")
THIRD = document("“一脉三城”布局已定，今年要见雏形，明年要见模样。", "一脉三城")


def test_counts_dates_places_and_quotes() -> None:
    (found,) = discover([FIRST, SECOND, THIRD])
    assert (found.wording, found.kind, found.documents, found.occurrences) == (
        "五比五拼",
        "numeric",
        2,
        2,
    )
    assert (found.first_date, found.places, found.quoted) == (
        "2021-03-01",
        ("330000", "360000"),
        0.5,
    )
    assert all("五比五拼" in context for context in found.contexts)


def test_reprints_count_once() -> None:
    reprint = document(FIRST.text + "（记者）", "五比五拼")
    assert discover([FIRST, reprint, reprint]) == []


def test_rare_wordings_come_when_asked_for() -> None:
    discoverer = Discoverer()
    for one in (FIRST, SECOND, THIRD):
        discoverer.read(one)
    assert [d.wording for d in discoverer.ranked(1)] == ["五比五拼", "一脉三城"]


def test_bank_terms_are_no_discoveries_and_near_ones_are_named() -> None:
    known = Term(2, 6, "五比五拼", "numeric", "五比五拼", "cn-a", "bank")
    assert discover([Document("开展五比五拼"[:6], terms=(known,))] * 3) == []
    bank = [Entry(id="cn-x", canonical="双招双引"), Entry(id="cn-y", canonical="六比六拼")]
    (found,) = discover([FIRST, SECOND], bank)
    assert found.nearest == "cn-y"


def test_rows_for_a_bank_are_read_back(tmp_path: Path) -> None:
    for number, one in enumerate((FIRST, SECOND)):
        (tmp_path / f"{number}.txt").write_text(one.text, encoding="utf-8")
    rows = tmp_path / "rows.jsonl"
    corpus = str(tmp_path / "*.txt")
    result = CliRunner().invoke(terms_app, ["discover", corpus, "--accept", str(rows)])
    assert result.exit_code == 0
    found = [json.loads(line)["wording"] for line in result.stdout.splitlines()]
    file = read_bank(rows)
    assert [entry.canonical for entry in file.entries] == found
    assert file.rejected == ()
