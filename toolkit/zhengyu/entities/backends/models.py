"""HanLP's two kinds of models behind one call: texts in, mentions out, all sentences together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from zhengyu.entities.backends.labels import scheme_of, schemes
from zhengyu.entities.backends.outputs import Mention, mentions, of_characters
from zhengyu.entities.backends.paths import LegalPaths, spans_of_tags
from zhengyu.entities.backends.quiet import quiet
from zhengyu.entities.backends.reading import visible
from zhengyu.errors import ConfigurationError


class Model(Protocol):
    """Finds mentions in sentences."""

    @property
    def own(self) -> bool:
        """Whether its labels are those of the codebook."""

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """The mentions in each of the sentences, none of which is blank."""


class CharacterModel:
    """A recogniser by itself, which reads characters.

    Args:
        component: HanLP's.
        batch: sentences that go through the network together.
    """

    def __init__(self, component: Any, batch: int) -> None:  # noqa: ANN401 - HanLP has no types
        self._component, self._batch = component, batch
        self._scheme = scheme_of(_labels(component))
        self.own = self._scheme is schemes()["own"]

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """The mentions in each of the sentences."""
        seen = [visible(sentence) for sentence in sentences]
        given = [
            [sentence[i] for i in places] for sentence, places in zip(sentences, seen, strict=True)
        ]
        with quiet():
            found = self._found(given)
        return [
            list(of_characters(places, entities, self._scheme))
            for places, entities in zip(seen, found, strict=True)
        ]

    def _found(self, given: Sequence[Sequence[str]]) -> list[list[tuple[str, str, int, int]]]:
        """HanLP's entities: text, label, first character and the one after the last."""
        found: list[list[tuple[str, str, int, int]]] = self._component(
            list(given), batch_size=self._batch
        )
        return found


class RecurrentModel(CharacterModel):
    """HanLP's recurrent recogniser: of its tags the best path that is legal.

    By itself HanLP fails on the first sentence for which the best tags of all characters are no
    legal sequence, or makes names of what never began.

    Args:
        component: HanLP's, without a CRF.
        batch: sentences that go through the network together.
    """

    def __init__(self, component: Any, batch: int) -> None:  # noqa: ANN401
        super().__init__(component, batch)
        self._names: list[str] = component.vocabs["tag"].idx_to_token
        self._paths = LegalPaths(self._names)

    def _found(self, given: Sequence[Sequence[str]]) -> list[list[tuple[str, str, int, int]]]:
        import torch  # noqa: PLC0415 - an extra

        component = self._component
        samples = component.build_samples(list(given))
        batches = component.build_dataloader(samples, self._batch, False, component.device)
        found: list[list[tuple[str, str, int, int]]] = [[] for _ in given]
        for batch in batches:
            with torch.no_grad():
                scores = component.feed_batch(batch)[0].float().log_softmax(-1).cpu().numpy()
            paths = self._paths(scores, [len(tokens) for tokens in batch["token"]])
            for number, path in zip(batch["_idx_"], paths, strict=True):
                tags = [self._names[tag] for tag in path]
                found[number] = [("", label, b, e) for b, e, label in spans_of_tags(tags)]
        return found


class MultiTaskModel:
    """A multi-task model, of which the tasks `ner…` and the cutting that they need are run.

    Args:
        component: HanLP's.
        tasks: which of its `ner…` tasks to run; all if none are named.
    """

    own = False

    def __init__(self, component: Any, tasks: Sequence[str] = ()) -> None:  # noqa: ANN401
        has = [name for name in component.tasks if name.startswith("ner")]
        unknown = [name for name in tasks if name not in has]
        if unknown or not has:
            raise ConfigurationError(
                f"the model has no task {', '.join(unknown) or 'ner'}; its tasks are: "
                f"{', '.join(component.tasks)}"
            )
        self._component, self._tasks = component, list(tasks or has)
        self._labels = {name: _labels(component.tasks[name]) for name in self._tasks}

    def __call__(self, sentences: Sequence[str]) -> list[list[Mention]]:
        """The mentions in each of the sentences."""
        with quiet():
            output = self._component(list(sentences), tasks=self._tasks)
        fields = [name for name in output if name.startswith(("tok", "ner"))]
        return [
            mentions(sentence, {name: output[name][number] for name in fields}, self._labels)
            for number, sentence in enumerate(sentences)
        ]


def recogniser_of(component: Any, batch: int, tasks: Sequence[str]) -> Model:  # noqa: ANN401
    """The component behind the common call.

    Raises:
        ConfigurationError: when it finds no names.
    """
    if hasattr(component, "tasks"):
        return MultiTaskModel(component, tasks)
    kind = type(component).__name__
    if not kind.endswith("NamedEntityRecognizer"):
        raise ConfigurationError(
            f"the model is a {kind}, which finds no names; give a multi-task model or one of "
            "hanlp.pretrained.ner"
        )
    if kind == "RNNNamedEntityRecognizer" and not component.config.get("crf"):
        return RecurrentModel(component, batch)
    return CharacterModel(component, batch)


def _labels(component: Any) -> set[str]:  # noqa: ANN401
    """The labels that a recogniser can give, without the tags' letters."""
    return set(_names(component))


def _names(component: Any) -> Iterator[str]:  # noqa: ANN401
    for vocabulary in ("tag", "label"):
        found = component.vocabs.get(vocabulary)
        for name in () if found is None else found.idx_to_token:
            if name is not None and name != "O":
                yield name.partition("-")[2] or name
