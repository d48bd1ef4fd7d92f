from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.document import Term
from zhengyu.entities.candidate import Candidate
from zhengyu.entities.canonical import Canonical
from zhengyu.entities.consistency import consistent, short_forms
from zhengyu.entities.decision import decide
from zhengyu.entities.places import Places
from zhengyu.entities.titles import titles


def at(text: str, mention: str, label: str, score: float = 0.9) -> Candidate:
    start = text.index(mention)
    return Candidate(start, start + len(mention), label, score, "test")


def decided(
    text: str, *candidates: Candidate, terms: tuple[Term, ...] = ()
) -> list[tuple[str, str]]:
    return [(text[c.start : c.end], c.label) for c in decide(text, candidates, terms)]


def term(text: str, mention: str, *, quoted: bool) -> Term:
    start = text.index(mention)
    return Term(start, start + len(mention), mention, "brand", mention, quoted=quoted)


class TestDecision:
    def test_the_surer_of_two_that_overlap_stays(self) -> None:
        text = "丽水经开区发布"
        got = decided(text, at(text, "丽水", "GPE", 0.6), at(text, "丽水经开区", "ZONE", 0.9))
        assert got == [("丽水经开区", "ZONE")]

    @pytest.mark.parametrize(
        ("text", "mention", "wanted"),
        [
            ("“中国眼谷”开园", "“中国眼谷”", "中国眼谷"),
            ("参加“双招双引”(上海)推介会", "“双招双引”(上海)推介会", "“双招双引”(上海)推介会"),
            ("由维康药业)建设", "维康药业)", "维康药业"),
            ("航迅信息(丽水)基地", "航迅信息(丽水)基地", "航迅信息(丽水)基地"),
            ("在、丽水,举行", "、丽水,", "丽水"),
        ],
    )
    def test_marks_round_a_name_are_stripped(self, text: str, mention: str, wanted: str) -> None:
        assert decided(text, at(text, mention, "ZONE")) == [(wanted, "ZONE")]

    def test_an_organ_named_by_its_level_alone_is_none_unless_it_goes_on(self) -> None:
        text = "莲都区教育局、区财政局与镇海区政府、市场监管总局"
        names = ("莲都区教育局", "区财政局", "镇海区政府", "市场监管总局")
        found = [at(text, name, "GOV") for name in names]
        assert [name for name, _ in decided(text, *found)] == list(names)
        alone = "近日,区教育局召开会议"
        assert decided(alone, at(alone, "区教育局", "GOV")) == []

    def test_nothing_in_a_quoted_slogan_is_a_name(self) -> None:
        text = "践行“丽水之干”,在丽水"
        slogan = term(text, "丽水之干", quoted=True)
        late = Candidate(10, 12, "GPE", 0.9, "test")
        got = decided(text, at(text, "丽水", "GPE"), late, terms=(slogan,))
        assert got == [("丽水", "GPE")]

    def test_a_place_in_an_unquoted_term_is_a_name_and_a_person_is_not(self) -> None:
        text = "推进东北全面振兴,学习习近平文化思想"
        terms = (
            term(text, "东北全面振兴", quoted=False),
            term(text, "习近平文化思想", quoted=False),
        )
        got = decided(text, at(text, "东北", "LOC"), at(text, "习近平", "PERSON"), terms=terms)
        assert got == [("东北", "LOC")]

    def test_a_quoted_park_that_is_a_brand_is_both(self) -> None:
        text = "走进“中国药谷”"
        park = term(text, "中国药谷", quoted=True)
        assert decided(text, at(text, "中国药谷", "ZONE"), terms=(park,)) == [("中国药谷", "ZONE")]

    def test_a_bare_kind_is_no_name_unless_it_goes_on_after_one(self) -> None:
        text = "丽水经开区党工委书记、管委会主任到公司"
        got = decided(
            text,
            at(text, "丽水经开区党工委", "GOV"),
            at(text, "书记", "TITLE"),
            at(text, "管委会", "GOV"),
            at(text, "公司", "COMPANY"),
        )
        assert got == [("丽水经开区党工委", "GOV"), ("书记", "TITLE"), ("管委会", "GOV")]
        assert decided("市委召开会议", at("市委召开会议", "市委", "GOV")) == []

    @given(
        st.text(alphabet=st.sampled_from("丽水“”()《》,、 "), min_size=1, max_size=12),
        st.lists(st.tuples(st.integers(0, 11), st.integers(1, 12), st.floats(0, 1)), max_size=6),
    )
    def test_what_comes_out_is_flat_and_within_the_text(
        self, text: str, ranges: list[tuple[int, int, float]]
    ) -> None:
        given = [
            Candidate(s, e, "ORG", score, "test") for s, e, score in ranges if s < e <= len(text)
        ]
        found = decide(text, given, ())
        assert all(0 <= c.start < c.end <= len(text) for c in found)
        assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("印发《关于推进数字乡村的意见》。", [("《关于推进数字乡村的意见》", "DOCUMENT", True)]),
        ("《丽水日报》报道", [("丽水日报", "ORG", True)]),
        ("演唱《我的祖国》", [("《我的祖国》", "DOCUMENT", False)]),
        ("依据《〈条例〉实施办法》", [("《〈条例〉实施办法》", "DOCUMENT", True)]),
        ("《未完", []),
    ],
)
def test_titles(text: str, wanted: list[tuple[str, str, bool]]) -> None:
    found = [(text[c.start : c.end], c.label, c.score > 0.9) for c in titles(text)]
    assert found == wanted


class TestConsistency:
    def test_a_sure_name_is_found_where_it_is_repeated(self) -> None:
        text = "浙江维康药业股份有限公司投产。维康药业说,浙江维康药业将扩产。"
        first = at(text, "浙江维康药业股份有限公司", "COMPANY", 0.95)
        found = {text[c.start : c.end] for c in consistent(text, [first])}
        assert found == {"浙江维康药业股份有限公司", "浙江维康药业", "浙江维康"} - {"浙江维康"}

    def test_an_unsure_name_is_not_spread(self) -> None:
        text = "大成集团,大成集团"
        assert len(consistent(text, [at(text, "大成集团", "COMPANY", 0.5)])) == 1

    def test_one_string_takes_the_label_of_the_stronger_evidence(self) -> None:
        text = "碧湖工业园 碧湖工业园 碧湖工业园"
        found = [
            Candidate(i * 6, i * 6 + 5, label, 0.8, "t")
            for i, label in enumerate(["ZONE", "ZONE", "FACILITY"])
        ]
        found.append(Candidate(0, 5, "ZONE", 0.8, "t"))
        assert {c.label for c in consistent(text, found)} == {"ZONE"}

    def test_short_forms_of_firms(self) -> None:
        assert short_forms("丽水中欣晶圆半导体科技有限公司") == [
            "丽水中欣晶圆半导体",
            "丽水中欣晶圆",
        ]
        assert short_forms("京东方") == []


class TestCanonical:
    canonical = Canonical.load(Places.load())

    @pytest.mark.parametrize(
        ("name", "label", "code", "wanted"),
        [
            ("丽水", "GPE", "331100", "丽水市"),
            ("丽水经开区", "ZONE", None, "丽水经济技术开发区"),
            ("丽水经济技术开发区", "ZONE", None, "丽水经济技术开发区"),
            ("国家发改委", "GOV", None, "国家发展和改革委员会"),
            ("美国", "GPE", None, None),
            ("陈磊", "PERSON", None, None),
        ],
    )
    def test_names(self, name: str, label: str, code: str | None, wanted: str | None) -> None:
        assert self.canonical(name, label, code) == wanted
