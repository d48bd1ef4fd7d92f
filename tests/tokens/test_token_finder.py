from __future__ import annotations

import csv
import itertools
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from zhengyu.document import Document, Entity, Term
from zhengyu.errors import ConfigurationError
from zhengyu.pipeline import Pipeline
from zhengyu.tokens import engines
from zhengyu.tokens.component import TokenFinder
from zhengyu.tokens.units import units

ROOT = Path(__file__).parent
HERE = ROOT / "tokens.tsv"
LABELS = {"ZONE", "PERSON", "TITLE", "GOV", "EVENT"}


def rows() -> list[list[str]]:
    with HERE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader((line for line in file if line[0] != "#"), delimiter="\t"))


@pytest.fixture(scope="module")
def finder() -> TokenFinder:
    return TokenFinder(engine="jieba", pos=True)


def annotated(text: str, mentions: str) -> Document:
    document = Document(text)
    for mention in mentions.split():
        words, _, kind = mention.rpartition("/")
        start = text.index(words)
        place = (start, start + len(words), words)
        if kind in LABELS:
            document = document.with_layer(entities=[*document.entities, Entity(*place, kind)])
        else:
            term = Term(*place, kind, words)
            document = document.with_layer(terms=[*document.terms, term])
    return document


@pytest.mark.parametrize(("label", "mentions", "expected"), rows())
def test_cuts(label: str, mentions: str, expected: str, finder: TokenFinder) -> None:
    pairs = [token.rpartition("/")[::2] for token in expected.split()]
    gap = " \u3000" if label == "white space is no token" else ""
    tokens = finder(annotated(gap.join(word for word, _ in pairs), mentions)).tokens
    assert [(token.text, token.pos) for token in tokens] == pairs


def test_units_say_what_they_are(finder: TokenFinder) -> None:
    document = annotated("丽水经开区推进双招双引", "丽水经开区/ZONE 双招双引/numeric")
    assert [t.unit for t in finder(document).tokens] == ["name", "word", "term"]


@given(strategies.documents())
def test_no_term_and_no_name_is_cut(document: Document) -> None:
    tokens = FINDER(document).tokens
    bounds = {bound for token in tokens for bound in (token.start, token.end)}
    for mention in (*document.terms, *document.entities):
        assert bounds.isdisjoint(range(mention.start + 1, mention.end))


@given(st.one_of(strategies.texts, st.text(st.sampled_from("丽水招引 \n项目-1.5%😀a"))))
def test_all_that_prints_is_in_one_token_in_order(text: str) -> None:
    tokens = FINDER(Document(text)).tokens
    assert all(before.end <= after.start for before, after in itertools.pairwise(tokens))
    assert all(text[t.start : t.end] == t.text and not t.text.isspace() for t in tokens)
    inside = {place for t in tokens for place in range(t.start, t.end)}
    assert all(text[place].isspace() for place in set(range(len(text))) - inside)


FINDER = TokenFinder()


def test_what_overlaps_is_one_unit() -> None:
    document = annotated("最多跑一次改革", "最多跑一次/numeric 跑一次改革/EVENT")
    assert [(unit.start, unit.end, unit.kind) for unit in units(document)] == [(0, 7, "term")]


def test_engines_agree_but_for_ascii_words_with_hyphens_and_dots() -> None:
    """rjieba keeps 2023-12-05 and www.example.cn whole, which jieba cuts: nothing else differs."""
    jieba, rjieba = engines.engine("jieba"), engines.engine("rjieba")
    gold = (ROOT.parents[1] / "corpora" / "gold" / "local.jsonl").read_text(encoding="utf-8")
    places, differing = 0, set()
    for record in gold.splitlines():
        line = json.loads(record)["text"]
        ours, theirs = ends(jieba.cut(line)), ends(rjieba.cut(line))
        places += len(ours)
        assert theirs <= ours
        for place in ours - theirs:
            before, after = re.search(r"[\w.-]*$", line[:place], re.ASCII), line[place:]
            following = re.match(r"[\w.-]*", after, re.ASCII)
            assert before is not None
            assert following is not None
            differing.add(before[0] + following[0])
    assert places > 50_000
    assert differing
    assert not [
        word for word in differing if not re.fullmatch(r"[\w.-]*[.-][\w.-]*", word, re.ASCII)
    ]


def ends(words: object) -> set[int]:
    assert isinstance(words, list)
    return set(itertools.accumulate(map(len, words)))


@pytest.mark.parametrize("word", ["推进", "项目", "2021", "5%", "AI", "，", "丽水", "的"])
def test_engines_name_the_same_part_of_speech(word: str) -> None:
    assert engines.engine("jieba").tag(word) == engines.engine("rjieba").tag(word)


def test_an_unknown_engine_lists_those_there_are() -> None:
    with pytest.raises(ConfigurationError, match="engine='thulac' is unknown; give one of auto"):
        TokenFinder(engine="thulac")


def test_without_rjieba_jieba_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(engines.engine("auto"), engines.RJieba)
    monkeypatch.setattr(engines, "find_spec", lambda _: None)
    assert isinstance(engines.engine("auto"), engines.Jieba)
    monkeypatch.setitem(__import__("sys").modules, "rjieba", None)
    with pytest.raises(ConfigurationError, match="pip install rjieba"):
        engines.engine("rjieba")


def test_the_pipeline_makes_tokens_where_they_are_asked_for() -> None:
    nlp = Pipeline(layers=["tokens"], tokens="default", options={"tokens": {"pos": True}})
    assert [t.pos for t in nlp("招引项目").tokens] == ["v", "n"]
    assert Pipeline(layers=["paragraphs"])("招引项目").tokens == ()
