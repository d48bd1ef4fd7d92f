from __future__ import annotations

from typing import Any

import pytest
from dataset_examples import FULL, documents
from datasets import Features
from hypothesis import given
from hypothesis import strategies as st

from zhengyu.document import Document, Entity, Paragraph, Topic
from zhengyu.errors import ConfigurationError
from zhengyu.huggingface.ner import Scheme, ner_view, tag_names
from zhengyu.huggingface.topics import Level, topic_view
from zhengyu.huggingface.views import View

TEXT = "丽水经开区书记陈磊说。\n😀浙江省委来了！"
NAMES = (
    Entity(0, 5, "丽水经开区", "ZONE"),
    Entity(5, 7, "书记", "TITLE"),
    Entity(7, 9, "陈磊", "PERSON"),
    Entity(13, 17, "浙江省委", "GOV"),
)


def tagged(view: View, document: Document) -> list[tuple[int, str, list[str]]]:
    """Start, text and tags of each row."""
    names = view.features["ner_tags"].feature.names
    return [
        (row["start"], "".join(row["tokens"]), [names[tag] for tag in row["ner_tags"]])
        for row in view.rows(document)
    ]


class TestNames:
    def test_are_tagged_character_by_character(self) -> None:
        ((start, text, tags),) = tagged(ner_view("bioes"), Document(TEXT, entities=NAMES))
        assert (start, text) == (0, TEXT)
        assert tags[:10] == [
            *("B-ZONE", "I-ZONE", "I-ZONE", "I-ZONE", "E-ZONE"),
            *("B-TITLE", "E-TITLE", "B-PERSON", "E-PERSON", "O"),
        ]
        assert tags[13:17] == ["B-GOV", "I-GOV", "I-GOV", "E-GOV"]

    def test_of_one_character_stand_alone(self) -> None:
        lone = Document("来丽", entities=(Entity(1, 2, "丽", "GPE"),))
        assert tagged(ner_view("bioes"), lone)[0][2] == ["O", "S-GPE"]
        assert tagged(ner_view("bio"), lone)[0][2] == ["O", "B-GPE"]

    def test_that_overlap_leave_the_longest_and_are_counted(self) -> None:
        names = (Entity(0, 2, "丽水", "GPE"), NAMES[0], Entity(4, 6, "区书", "GPE"))
        view = ner_view("bio")
        ((_, _, tags),) = tagged(view, Document(TEXT, entities=names))
        assert tags[:6] == ["B-ZONE", "I-ZONE", "I-ZONE", "I-ZONE", "I-ZONE", "O"]
        assert view.left_out["names that overlap a longer one"] == 2

    def test_longer_than_a_window_are_counted(self) -> None:
        view = ner_view(longest=4)
        rows = tagged(view, Document(TEXT, entities=NAMES))
        assert view.left_out["names longer than a window"] == 1
        assert sum(tag.startswith("B-") for _, _, tags in rows for tag in tags) == 3

    def test_windows_end_with_sentences_and_never_in_a_name(self) -> None:
        rows = tagged(ner_view(longest=16), Document(TEXT, entities=NAMES))
        assert [text for _, text, _ in rows] == ["丽水经开区书记陈磊说。", "😀浙江省委来了！"]
        rows = tagged(ner_view(longest=6), Document(TEXT, entities=NAMES))
        assert [text for _, text, _ in rows] == [
            *("丽水经开区", "书记陈磊说。", "😀浙江省委来", "了！"),
        ]

    @pytest.mark.parametrize("scheme", ["bioes", "bio"])
    @given(document=documents(), longest=st.integers(1, 30))
    def test_windows_hold_all_but_blanks_and_tags_give_the_names_back(
        self, scheme: Scheme, document: Document, longest: int
    ) -> None:
        view = ner_view(scheme, longest=longest)
        rows = tagged(view, document)
        held: set[int] = set()
        found = set()
        for start, text, tags in rows:
            assert 0 < len(text) <= longest
            assert document.text[start : start + len(text)] == text
            assert held.isdisjoint(range(start, start + len(text)))
            held.update(range(start, start + len(text)))
            found |= {(start + a, start + b, label) for a, b, label in spans(tags)}
        missing = [c for i, c in enumerate(document.text) if i not in held and not c.isspace()]
        assert missing == []
        given_names = [(e.start, e.end, e.label) for e in document.entities]
        assert found <= set(given_names)
        assert len(found) + sum(view.left_out.values()) == len(given_names)

    def test_classes_are_the_schemes(self) -> None:
        assert len(tag_names("bioes")) == 1 + 4 * 13
        assert len(tag_names("bio")) == 1 + 2 * 13
        assert tag_names("bioes")[1:5] == ["B-PERSON", "I-PERSON", "E-PERSON", "S-PERSON"]

    def test_rows_have_the_declared_columns(self) -> None:
        view = ner_view()
        encoded = [view.features.encode_example(row) for row in view.rows(FULL)]
        assert encoded == list(view.rows(FULL))

    def test_wrong_wishes_are_refused(self) -> None:
        wrong: Any = "iob"
        with pytest.raises(ConfigurationError, match="unknown scheme 'iob'; the schemes are bioes"):
            ner_view(wrong)
        with pytest.raises(ConfigurationError, match="a window of 0 characters holds none"):
            ner_view(longest=0)


def spans(tags: list[str]) -> list[tuple[int, int, str]]:
    """The names that tags of either scheme spell, read as a reader of BIO would."""
    found: list[tuple[int, int, str]] = []
    for place, tag in enumerate(tags):
        head, _, label = tag.partition("-")
        if head in {"B", "S"}:
            found.append((place, place + 1, label))
        elif head in {"I", "E"}:
            start, end, before = found.pop()
            assert (end, before) == (place, label)
            found.append((start, place + 1, label))
    return found


class TestTopics:
    DOCUMENT = Document(
        "招商。\n首页\n修路。",
        id="a",
        paragraphs=(
            Paragraph(0, 3, False, (Topic("projects", 0.6), Topic("investment", 0.9))),
            Paragraph(4, 6, True),
            Paragraph(7, 10, False),
        ),
        topics=(Topic("investment", 0.9),),
    )

    def test_of_paragraphs_are_classes_and_a_vector(self) -> None:
        view = topic_view()
        first, second = view.rows(self.DOCUMENT)
        assert (first["text"], first["start"], first["end"]) == ("招商。", 0, 3)
        names = view.features["topics"].feature.names
        assert [names[topic] for topic in first["topics"]] == ["investment", "projects"]
        assert [names[i] for i, one in enumerate(first["labels"]) if one] == [
            "investment",
            "projects",
        ]
        assert (second["text"], second["topics"], sum(second["labels"])) == ("修路。", [], 0)
        assert len(second["labels"]) == len(names) == 20

    def test_of_documents_are_one_row_a_document(self) -> None:
        (row,) = topic_view("document").rows(self.DOCUMENT)
        assert (row["text"], row["topics"]) == (self.DOCUMENT.text, [0])

    @pytest.mark.parametrize("level", ["paragraph", "document"])
    def test_rows_have_the_declared_columns(self, level: Level) -> None:
        features: Features = topic_view(level).features
        row = next(iter(topic_view(level).rows(self.DOCUMENT)))
        assert features.encode_example(row) == row

    def test_of_another_level_are_refused(self) -> None:
        wrong: Any = "page"
        with pytest.raises(ConfigurationError, match="unknown level 'page'; the levels are"):
            topic_view(wrong)
