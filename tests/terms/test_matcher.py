"""The matcher: golden lines, and invariants over any text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.terms.bank import Entry
from zhengyu.terms.keys import key_view
from zhengyu.terms.matcher import Matcher, is_quoted, outermost

LINES = Path(__file__).with_name("matching.tsv").read_text("utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if line and not line.startswith("#")]


def entries(column: str) -> list[Entry]:
    made = []
    for spec in column.split("|"):
        forms, _, blockers = spec.partition("!")
        canonical, *variants = forms.split(";")
        blocked = tuple(blockers.split(";")) if blockers else ()
        made.append(
            Entry(id=canonical, canonical=canonical, variants=tuple(variants), blockers=blocked)
        )
    return made


@pytest.mark.parametrize(("label", "bank", "text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_golden(label: str, bank: str, text: str, expected: str) -> None:
    text = text.replace("\\n", "\n")
    found = [text[hit.start : hit.end] for hit in Matcher(entries(bank)).find(text)]
    assert found == (expected.split("|") if expected else []), label


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“双创”", True),
        ("双创", False),
        ('"双创"', True),
        ("「双创」", True),
        ("“双创活动”", False),
    ],
)
def test_quoted(text: str, quoted: bool) -> None:
    (hit,) = Matcher([Entry(id="1", canonical="双创")]).find(text)
    assert is_quoted(key_view(text).folded, hit.start, hit.end) is quoted


FORMS = ["双招双引", "专精特新“小巨人”", "5+5", "不干则已、干则必成", "1+N", "双创"]
PIECES = st.lists(
    st.one_of(
        st.sampled_from([*FORMS, "“", "”", "、", ",", " ", "\n", "５＋５", "雙創", "𠀀", "1"]),
        st.characters(codec="utf-8"),
    ),
    max_size=30,
).map("".join)


@given(PIECES)
def test_hits_lie_in_the_text_and_fold_to_their_form(text: str) -> None:
    matcher = Matcher([Entry(id=form, canonical=form) for form in FORMS])
    keys = {form.key for form in matcher.forms}
    for hit in matcher.find(text):
        assert 0 <= hit.start < hit.end <= len(text)
        assert key_view(text[hit.start : hit.end]).key in keys
        assert "\n" not in text[hit.start : hit.end]


@given(PIECES)
def test_outermost_hits_do_not_overlap(text: str) -> None:
    hits = Matcher([Entry(id=form, canonical=form) for form in FORMS]).find(text)
    outer = [hit for hit, _ in outermost(hits)]
    assert all(a.end <= b.start for a, b in pairwise(outer))
    for hit, inside in outermost(hits):
        assert all(hit.start <= i.start and i.end <= hit.end for i in inside)


@given(st.text())
def test_views_have_the_length_of_the_text(text: str) -> None:
    view = key_view(text)
    assert len(view.folded) == len(text)
    assert len(view.key) == len(view.positions)
    assert all(view.folded[p] == c for p, c in zip(view.positions, view.key, strict=True))


def test_an_empty_bank_finds_nothing() -> None:
    assert Matcher([]).find("双招双引") == []


def test_an_emoji_moves_nothing_and_a_rare_character_is_only_itself() -> None:
    matcher = Matcher([Entry(id="a", canonical="双招双引"), Entry(id="b", canonical="𠮷祥计划")])
    text = "😀推进“双招双引”,落实𠮷祥计划"
    assert [text[h.start : h.end] for h in matcher.find(text)] == ["双招双引", "𠮷祥计划"]
    twin = chr(ord("𠮷") + 6144)
    assert matcher.find(f"{twin}祥计划") == []


@given(st.text(alphabet="双招引最多跑一次A\ufee0\u3a2d1、“”", max_size=40))
def test_halves_of_characters_make_no_hit(text: str) -> None:
    matcher = Matcher([Entry(id=form, canonical=form) for form in FORMS])
    found = {(hit.start, hit.end) for hit in matcher.find(text)}
    key = key_view(text).key
    assert len(found) <= sum(key.count(form.key) for form in matcher.forms)
