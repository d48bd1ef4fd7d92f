from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
import pytest

import component_examples as made
from zhengyu.document import Document
from zhengyu.errors import ComponentError, ConfigurationError, ProcessError, ZhengyuError
from zhengyu.pipeline import Pipeline


def pipeline(**changes: Any) -> Pipeline:
    """A pipeline of the examples, so that no layer of the package is needed."""
    return Pipeline(
        **{
            "paragraphs": made.paragraphs,
            "terms": made.terms,
            "entities": made.Entities("bad"),
            "numbers": made.BatchNumbers(),
            "topics": made.topics,
            **changes,
        }
    )


def texts(count: int) -> Iterator[Document]:
    return (Document(f"丽水😀{i}", id=str(i), meta={"i": i}) for i in range(count))


class TestCall:
    def test_makes_the_layers_in_their_order_whatever_order_they_are_given_in(self) -> None:
        layers = ["topics", "entities", "terms", "paragraphs", "numbers"]
        document = pipeline(layers=layers)("丽水")
        assert [topic.label for topic in document.topics] == ["paragraphs+terms+entities"]

    def test_keeps_id_and_metadata(self) -> None:
        document = pipeline()("丽水", id="a", meta={"date": "2021"})
        assert (document.id, document.meta, document.text) == ("a", {"date": "2021"}, "丽水")

    def test_names_document_and_layer_of_a_failure(self) -> None:
        with pytest.raises(ComponentError, match="'a'.*'entities'.*ValueError: cannot bear bad"):
            pipeline()("bad", id="a")

    @pytest.mark.parametrize(
        ("component", "reason"),
        [(made.forgetful, "returned NoneType"), (made.rewriting, "changed the text")],
    )
    def test_holds_a_component_to_its_contract(self, component: Any, reason: str) -> None:
        with pytest.raises(ComponentError, match=f"'topics'.*{reason}"):
            pipeline(topics=component)("丽水A")

    def test_refuses_what_is_no_text(self) -> None:
        with pytest.raises(ConfigurationError, match="cannot annotate bytes"):
            pipeline()(b"abc")  # type: ignore[arg-type]

    def test_takes_an_empty_text(self) -> None:
        assert pipeline(layers=[])("").text == ""


class TestChoice:
    def test_a_layer_is_switched_off(self) -> None:
        document = pipeline(disable=["entities"])("丽水")
        assert (len(document.terms), document.entities) == (1, ())

    def test_only_the_layers_named_are_made(self) -> None:
        document = pipeline(layers=["paragraphs"])("丽水")
        assert (len(document.paragraphs), document.terms, document.topics) == (1, (), ())

    def test_extra_components_run_last(self) -> None:
        layers = ["paragraphs", "terms", "entities"]
        document = pipeline(layers=layers, extra=[made.topics])("丽水")
        assert [topic.label for topic in document.topics] == ["paragraphs+terms+entities"]

    @pytest.mark.parametrize("argument", ["layers", "disable", "options"])
    def test_an_unknown_layer_lists_the_layers(self, argument: str) -> None:
        given: Any = {"names": {}} if argument == "options" else ["names"]
        with pytest.raises(ConfigurationError, match="unknown layer 'names'.*paragraphs, terms"):
            pipeline(**{argument: given})

    def test_a_bare_string_is_no_list_of_layers(self) -> None:
        with pytest.raises(ConfigurationError, match=r"\['terms'\]"):
            pipeline(layers="terms")

    def test_an_unknown_component_is_refused_at_once(self) -> None:
        with pytest.raises(ConfigurationError, match="no component 'magic'"):
            pipeline(entities="magic")

    def test_says_what_it_consists_of(self) -> None:
        described = pipeline(layers=["paragraphs", "entities"]).describe()
        assert described["components"] == ["paragraphs.paragraphs", "entities.Entities"]
        assert described["zhengyu"] == version("zhengyu")
        assert described["options"] == {"paragraphs.paragraphs": {}, "entities.Entities": {}}

    def test_signs_its_documents(self) -> None:
        document = pipeline(layers=["paragraphs"])("丽水")
        assert document.produced_by["components"] == ["paragraphs.paragraphs"]
        assert isinstance(document.produced_by["artefacts"], dict)


class TestPipe:
    @pytest.mark.parametrize("batch_size", [1, 2, 3, 100])
    def test_gives_what_calls_give(self, batch_size: int) -> None:
        nlp = pipeline()
        assert list(nlp.pipe(texts(7), batch_size=batch_size)) == [nlp(text) for text in texts(7)]

    def test_is_lazy(self) -> None:
        seen: list[str] = []

        def endless() -> Iterator[str]:
            while True:
                seen.append("丽水")
                yield "丽水"

        results = pipeline().pipe(endless(), batch_size=4)
        assert seen == []
        next(results)
        assert len(seen) == 4

    def test_sends_a_batch_to_a_component_that_takes_one(self) -> None:
        numbers = made.BatchNumbers()
        list(pipeline(numbers=numbers).pipe(texts(5), batch_size=2))
        assert numbers.batches == [2, 2, 1]

    def test_takes_texts_and_documents(self) -> None:
        found = list(pipeline().pipe(["丽水", Document("青田", id="b")]))
        assert [document.id for document in found] == [None, "b"]

    def test_raises_naming_the_document(self) -> None:
        sources = [Document("好", id="a"), Document("bad", id="b"), Document("好", id="c")]
        results = pipeline().pipe(sources, batch_size=1)
        assert next(results).id == "a"
        with pytest.raises(ComponentError) as caught:
            next(results)
        assert (caught.value.document_id, caught.value.stage) == ("b", "entities")

    def test_skips(self) -> None:
        sources = [Document("好", id="a"), Document("bad", id="b"), Document("好", id="c")]
        results = list(pipeline().pipe(sources, on_error="skip"))
        assert [document.id for document in results] == ["a", "c"]
        assert all(document.topics for document in results)

    def test_records_stage_reason_and_the_layers_made_so_far(self) -> None:
        sources = [Document("好", id="a"), Document("bad", id="b")]
        _, failed = pipeline().pipe(sources, on_error="record")
        assert failed.id == "b"
        assert failed.produced_by == {
            "error": {"stage": "entities", "reason": "ValueError: cannot bear bad"}
        }
        assert (len(failed.terms), failed.numbers) == (1, ())

    def test_a_failing_batch_costs_only_the_document_at_fault(self) -> None:
        sources = [Document(text, id=text) for text in ("a", "bad", "c")]
        nlp = pipeline(layers=["numbers"], numbers=made.BrokenBatch())
        assert [document.id for document in nlp.pipe(sources, on_error="skip")] == ["a", "c"]

    def test_a_batch_that_loses_documents_is_a_failure(self) -> None:
        nlp = pipeline(layers=["numbers"], numbers=made.ShortBatch())
        with pytest.raises(ComponentError, match="returned 1 documents for 2"):
            list(nlp.pipe(["a", "b"]))

    @pytest.mark.parametrize(
        "options", [{"on_error": "ignore"}, {"jobs": 0}, {"batch_size": 0}, {"jobs": -1}]
    )
    def test_refuses_wrong_options_before_it_reads(self, options: dict[str, Any]) -> None:
        with pytest.raises(ConfigurationError):
            pipeline().pipe([], **options)


class TestProcesses:
    def test_give_the_same_bytes_in_the_same_order(self) -> None:
        nlp = pipeline()

        def written(jobs: int) -> list[bytes]:
            found = nlp.pipe(texts(23), batch_size=3, jobs=jobs)
            return [msgspec.json.encode(document.to_dict()) for document in found]

        assert written(2) == written(1)

    def test_pass_on_failures(self) -> None:
        sources = [Document(text, id=text) for text in ("a", "bad", "c")]
        found = list(pipeline().pipe(sources, jobs=2, batch_size=1, on_error="record"))
        assert [document.id for document in found] == ["a", "bad", "c"]
        assert found[1].produced_by["error"]["stage"] == "entities"
        with pytest.raises(ComponentError, match="'bad'"):
            list(pipeline().pipe(sources, jobs=2))

    def test_can_be_left_in_the_middle(self) -> None:
        results = pipeline().pipe(texts(100), jobs=2, batch_size=1)
        assert next(results).id == "0"
        results.close()  # type: ignore[attr-defined]

    def test_refuse_what_cannot_be_sent(self) -> None:
        nlp = pipeline(topics=lambda document: document)
        with pytest.raises(ConfigurationError, match="jobs=1"):
            nlp.pipe(["a"], jobs=2)

    def test_that_die_are_reported(self) -> None:
        nlp = pipeline(layers=["topics"], topics=made.dying)
        with pytest.raises(ProcessError, match="memory"):
            list(nlp.pipe(["a"], jobs=2))

    def test_load_third_party_components(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        info = tmp_path / "house-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: house\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(
            "[zhengyu.components]\ntopics.house = house_topics:HouseTopics\n"
        )
        (tmp_path / "house_topics.py").write_text(
            "from zhengyu.document import Topic\n"
            "class HouseTopics:\n"
            "    def __init__(self, label): self.label = label\n"
            "    def __call__(self, document):\n"
            "        return document.with_layer(topics=[Topic(self.label)])\n"
        )
        monkeypatch.syspath_prepend(str(tmp_path))
        nlp = Pipeline(layers=["topics"], topics="house", options={"topics": {"label": "住房"}})
        found = list(nlp.pipe(["a", "b", "c"], jobs=2, batch_size=1))
        assert [document.topics[0].label for document in found] == ["住房"] * 3


class TestExplain:
    def test_asks_each_component_that_can(self) -> None:
        class Explaining:
            def __call__(self, document: Document) -> Document:
                return document

            def explain(self, document: Document, span: Any) -> list[str]:
                return [f"rule for {document.text[span.start : span.end]}"]

        nlp = pipeline(topics=Explaining())
        document = nlp("丽水市")
        assert nlp.explain(document, document.span(0, 2)) == ["rule for 丽水"]


def test_all_errors_are_the_toolkits() -> None:
    for kind in (ComponentError, ConfigurationError, ProcessError):
        assert issubclass(kind, ZhengyuError)
