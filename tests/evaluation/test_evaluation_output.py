"""Scores as text and as a page."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from zhengyu.evaluation import Report, compare, evaluate, html, plain, read_gold

HERE = Path(__file__).parent
GOLD = read_gold(HERE / "gold.jsonl")


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(GOLD, read_gold(HERE / "predicted.jsonl"), resamples=50)


def test_a_line_a_figure(report: Report) -> None:
    lines = list(plain.figures(report))
    assert lines[0].startswith("4 documents, 116 characters")
    [strict] = [line for line in lines if line.startswith("terms: strict span")]
    assert "P 0.500  R 0.500  F1 0.500  (2 of 4 found, 4 gold)  [" in strict
    assert len(lines) == 1 + len(report.flat())


def test_the_matrix_names_both_sides(report: Report) -> None:
    head, *lines = plain.matrix(report.confusion["entities"])
    assert head.split() == ["EVENT", "GOV", "GPE", "PERSON", "TITLE", "ZONE", "–"]
    assert [line.split()[0] for line in lines][-2:] == ["ZONE", "–"]
    [persons] = [line for line in lines if line.split()[0] == "PERSON"]
    assert persons.split() == ["PERSON", "·", "1", "·", "·", "·", "·", "·"]


def test_errors_are_cut_but_counted(report: Report) -> None:
    lines = list(plain.errors(report, 1))
    assert "## topics: missed: 3" in lines
    assert sum(line.startswith("  ") for line in lines) == len(report.errors())
    assert any("[莲都区委]书记" in line for line in lines)


class Page(HTMLParser):
    """Notes tags, what refers elsewhere, and whether all tags are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.outside: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.outside += [name for name, _ in attrs if name in {"src", "href", "onclick", "onload"}]
        if tag not in {"meta", "rect"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "rect":
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_page_stands_alone(report: Report) -> None:
    other = evaluate(GOLD, GOLD, resamples=5)
    text = html.page(report, "a <b> & c", differences=compare(report.table, other.table, 50))
    page = Page(text)
    assert page.open == []
    assert page.tags.isdisjoint({"script", "link", "img", "iframe", "b"})
    assert page.outside == []
    assert "url(" not in text
    words = "".join(page.words)
    for wanted in ("a <b> & c", "terms: strict span", "招引项目", "wrong border and label: 1"):
        assert wanted in words


def test_a_page_escapes_the_texts() -> None:
    text = "甲<script>乙"
    mention = {"start": 1, "end": 9, "text": text[1:9], "kind": "<i>"}
    gold = [{"id": "<x>", "text": text, "terms": [mention]}]
    page = Page(html.page(evaluate(gold, [{**gold[0], "terms": []}], resamples=2), "t"))
    assert page.tags.isdisjoint({"script", "i", "x"})
    assert "<script>" in "".join(page.words)
