"""Terms that no bank holds: quoted spans, span scores, selection, kinds, traps."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.document import Document, Range
from zhengyu.terms.component import TermFinder
from zhengyu.terms.joined import Joined
from zhengyu.terms.keys import key_view
from zhengyu.terms.open import features
from zhengyu.terms.open.candidates import find_candidates
from zhengyu.terms.open.kinds import KINDS, kind_features, predict_kind
from zhengyu.terms.open.kinds import SIZE as KIND_SIZE
from zhengyu.terms.open.quotes import quoted_spans
from zhengyu.terms.open.reading import Reading
from zhengyu.terms.open.selection import select
from zhengyu.terms.open.spans import (
    LONGEST,
    SHORTEST,
    SIZE,
    all_spans,
    likely_spans,
    pair_features,
    score_spans,
    span_features,
)

TRAPS = [
    line.split("\t")
    for line in Path(__file__).with_name("traps.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
WEIGHTS = np.random.default_rng(0).normal(size=SIZE).astype(np.float32)
SMALL = WEIGHTS * np.float32(0.1)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(["“", "”", '"', "双招双引", "、", "\n", "。", "12", "𠀀"]),
        st.characters(codec="utf-8"),
    ),
    max_size=25,
).map("".join)


@pytest.fixture(scope="module")
def finder() -> TermFinder:
    return TermFinder(bank=())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“五比五拼”活动", ["五比五拼"]),
        ("“做好‘六稳’工作”", ["六稳", "做好‘六稳’工作"]),
        ('"双创"和"双引"', ["双创", "双引"]),
        ("“没有结束\n”", []),
        ("“”", []),
        ("”先关后开“", []),
        (f"“{'长' * 41}”", []),
    ],
)
def test_quoted_spans(text: str, expected: list[str]) -> None:
    assert [text[s:e] for s, e in quoted_spans(text)] == expected


@given(TEXTS)
def test_spans_lie_in_lines_and_limits(text: str) -> None:
    folded = key_view(text).folded
    starts, ends = all_spans(span_features(folded), len(folded))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        assert 0 <= start < end <= len(text)
        assert SHORTEST <= end - start <= LONGEST
        assert not set(folded[start:end]) & set("。\n")


@given(TEXTS)
def test_scores_are_the_sums_of_their_features(text: str) -> None:
    folded = key_view(text).folded
    found = span_features(folded)
    starts, ends = all_spans(found, len(folded))
    starts, ends = starts[:40], ends[:40]
    fast = score_spans(found, WEIGHTS, starts, ends)
    pairs = pair_features(found, starts, ends)
    for i, (s, e) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        rows = [found.starts[:, s], found.ends[:, e], pairs[:, i]]
        rows += [found.inner[0][s:e], found.inner[1][s : e - 1]]
        assert fast[i] == pytest.approx(WEIGHTS[np.concatenate(rows)].sum(), abs=1e-3)


@given(TEXTS)
def test_a_span_is_scored_the_same_in_a_longer_text(text: str) -> None:
    core = "。全面推进一脉三城建设取得"
    at = (np.array([5]), np.array([9]))
    moved = (at[0] + len(text) + 1, at[1] + len(text) + 1)
    alone = score_spans(span_features(core), WEIGHTS, *at)
    folded = key_view(text).folded
    within = score_spans(span_features(f"{folded}。{core}{folded}"), WEIGHTS, *moved)
    assert alone == pytest.approx(within, abs=1e-3)


@given(TEXTS)
def test_likely_spans_are_those_with_a_high_score(text: str) -> None:
    folded = key_view(text).folded
    found = span_features(folded)
    starts, ends = likely_spans(found, WEIGHTS, 0.0, len(folded), 3.0)
    assert (score_spans(found, WEIGHTS, starts, ends) > 3.0).all()


@given(TEXTS)
def test_every_input_has_its_name_and_is_finite(text: str) -> None:
    texts = Joined.of([text])
    nothing = Reading(np.log(np.full((len(text) + 1, 4), 0.01, dtype=np.float32)))
    found = find_candidates(texts, [(SMALL, 0.0), (SMALL, 0.0)], (), nothing)
    if len(found):
        matrix = features.feature_matrix(texts, found, {"雨后春笋"})
        assert matrix.shape == (len(found), 2 + len(features.NAMES))
        assert np.isfinite(matrix).all()


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8), st.floats(0, 1)), min_size=1, max_size=20
)


@given(SPANS)
def test_selected_spans_never_cross(spans: list[tuple[int, int, float]]) -> None:
    spans = sorted(spans)
    starts = np.array([s for s, _, _ in spans])
    ends = starts + np.array([length for _, length, _ in spans])
    chances = np.array([p for _, _, p in spans], dtype=np.float32)
    rows = select(starts, ends, chances, threshold=0.4, nested_threshold=0.6)
    for i in rows:
        assert chances[i] >= np.float32(0.4)
        for j in rows:
            crossing = starts[i] < starts[j] < ends[i] < ends[j]
            assert not crossing


def test_certain_spans_are_selected_first() -> None:
    starts, ends = np.array([0, 2]), np.array([4, 6])
    chances = np.array([0.9, 0.1], dtype=np.float32)
    rows = select(starts, ends, chances, threshold=0.4, nested_threshold=0.6, certain=[False, True])
    assert rows == [1]


def test_kinds_are_those_of_the_heaviest_column() -> None:
    table = np.zeros((KIND_SIZE, len(KINDS)), dtype=np.float32)
    found = kind_features("一网通办", "推行", "改革", quoted=True)
    table[found, KINDS.index("mechanism")] = 1
    assert predict_kind(table, found) == "mechanism"


@pytest.mark.parametrize(
    ("text", "expected", "kind"),
    [
        ("全市开展“五比五拼”竞赛，掀起热潮。", "五比五拼", "numeric"),
        ("加快打造“智创南城”，建设产业新高地。", "智创南城", "brand"),
        ("全面推行“田长制”，守住耕地红线。", "田长制", "mechanism"),
        ("深入实施“三聚三保三落实”专项行动。", "三聚三保三落实", "numeric"),
        ("构建“一核三带五区”发展格局。", "一核三带五区", "frame"),
    ],
)
def test_new_terms_are_found_at_first_sight(
    finder: TermFinder, text: str, expected: str, kind: str
) -> None:
    terms = {term.text: term for term in finder(Document(text)).terms}
    assert expected in terms
    term = terms[expected]
    assert (term.kind, term.source, term.term_id) == (kind, "open", None)
    assert 0 < term.score <= 1


def test_explanations_name_cues(finder: TermFinder) -> None:
    (reason, *_) = finder.explain(Document("开展“五比五拼”竞赛"), Range(3, 7))
    assert "in no bank" in reason
    assert "quotation marks" in reason


def test_few_traps_are_fallen_into(finder: TermFinder) -> None:
    fallen = [text for _, text in TRAPS if finder(Document(text)).terms]
    assert len(TRAPS) == 60
    assert len(fallen) <= 3, fallen


def test_another_source_proposes_spans() -> None:
    text = "推进某某某某某某工作"
    quiet = TermFinder(bank=(), threshold=0.0)
    told = TermFinder(bank=(), threshold=0.0, source=lambda _: [(2, 8)])
    assert (2, 8) not in {(t.start, t.end) for t in quiet(Document(text)).terms}
    assert told(Document(text)) is not None


@given(TEXTS)
def test_terms_hold_the_contract_of_the_record(text: str) -> None:
    document = TermFinder(bank=(), open_vocabulary=False)(Document(text))
    assert document.text == text
