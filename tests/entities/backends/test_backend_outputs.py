from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from zhengyu.document import Range
from zhengyu.entities.backends.alignment import align
from zhengyu.entities.backends.labels import OWN, scheme_of, schemes
from zhengyu.entities.backends.outputs import mentions
from zhengyu.entities.backends.reading import LONGEST, as_printed, pieces, visible
from zhengyu.labels import keys
from zhengyu.text.views import FoldedView

RECORDED = json.loads((Path(__file__).parent / "multi_task.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: case["text"][:8])
def test_multi_task_outputs_become_mentions_of_the_text(case: dict[str, Any]) -> None:
    found = mentions(case["text"], case["output"], {})
    assert [[case["text"][m.start : m.end], m.given, m.score] for m in found] == case["expected"]


def normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


class TestAlignment:
    @pytest.mark.parametrize(
        ("text", "tokens", "expected"),
        [
            ("丽 水\n市", ["丽水市"], ["丽 水\n市"]),
            ("他见猛禽了", ["他", "见", "勐禽", "了"], ["他", "见", "猛禽", "了"]),
            ("等…ＡＢ丽水", ["等", "...", "ab", "丽水"], ["等", "…", "ＡＢ", "丽水"]),
            ("共㎡丽水", ["共", "m2", "丽水"], ["共", "㎡", "丽水"]),
            ("a\u200bb丽水😀", ["ab", "丽水", "😀"], ["a\u200bb", "丽水", "😀"]),
            ("记忆体在丽水", ["内存", "在", "丽水"], ["记忆体", "在", "丽水"]),
            ("丽水", ["缙云", "丽水"], [None, "丽水"]),
            ("丽水", [], []),
        ],
        ids=["white space", "other character", "dots", "square", "invisible", "longer", "none", ""],
    )
    def test_finds_tokens_in_the_text_as_given(
        self, text: str, tokens: list[str], expected: list[str | None]
    ) -> None:
        found = align(text, tokens)
        assert [None if r is None else text[r.start : r.end] for r in found] == expected

    @given(strategies.texts, st.lists(st.integers(1, 4), max_size=80))
    def test_survives_what_normalisation_does(self, text: str, lengths: list[int]) -> None:
        # A mark that normalisation splits into a space and an accent is nothing to align by.
        text = "".join(c for c in text if visible(normal(c)) or not visible(c))
        places, expected, tokens = list(visible(text)), [], []
        while places:
            taken = [
                places.pop(0) for _ in range(min(len(places), lengths.pop() if lengths else 2))
            ]
            expected.append(Range(taken[0], taken[-1] + 1))
            word = "".join(text[place] for place in taken)
            tokens.append(normal(word))
        assert align(text, tokens) == expected


class TestLabels:
    def test_of_our_own_scheme_are_those_of_the_codebook(self) -> None:
        assert set(OWN) == set(keys("entities.label"))

    @pytest.mark.parametrize(
        ("labels", "task", "expected"),
        [
            (["PER", "LOC", "ORG"], "", "coarse"),
            (["LOC", "ORG"], "", "coarse"),
            (["nr", "ns", "nt"], "", "pku"),
            (["NR", "NS", "NT"], "", "msra"),
            (["PERSON", "LOCATION", "ORGANIZATION", "DATE", "WWW"], "ner", "msra"),
            (["PERSON", "ORG", "GPE", "LOC", "FAC", "DATE"], "ner", "ontonotes"),
            (["PERSON"], "ner/ontonotes", "ontonotes"),
            (["PERSON", "GPE", "LOC", "ORG", "ZONE"], "", "own"),
            (list(OWN), "", "own"),
        ],
    )
    def test_tell_their_scheme(self, labels: list[str], task: str, expected: str) -> None:
        assert scheme_of(labels, task) is schemes()[expected]

    def test_become_classes_or_labels_of_ours(self) -> None:
        known = {"person", "place", "organisation", None, *OWN}
        assert all(known.issuperset(scheme.values()) for scheme in schemes().values())


class TestReading:
    @pytest.mark.parametrize(
        ("folded", "printed"),
        [
            ("丽水,杭州", "丽水，杭州"),
            ("1,200元,9:30开工", "1,200元，9:30开工"),
            ("他说:“好!”", "他说：“好！”"),
            ("http://a.cn, b;c", "http://a.cn， b;c"),
        ],
    )
    def test_marks_are_as_in_print(self, folded: str, printed: str) -> None:
        assert as_printed(folded) == printed

    @given(strategies.texts)
    def test_printing_keeps_the_length(self, text: str) -> None:
        folded = FoldedView()(text)
        assert len(as_printed(folded)) == len(text)

    @given(st.text(st.sampled_from("丽水，。 \n"), max_size=1000))
    def test_pieces_are_short_and_hold_all_that_prints(self, text: str) -> None:
        found = list(pieces(text))
        assert all(0 < piece.end - piece.start <= LONGEST for piece in found)
        held = {place for piece in found for place in range(piece.start, piece.end)}
        assert {i for i, c in enumerate(text) if c in "丽水"} <= held
