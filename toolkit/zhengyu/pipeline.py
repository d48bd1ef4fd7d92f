"""The pipeline: one document goes through the layers' components in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import chain, islice
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any, Literal, get_args

from zhengyu import artefacts
from zhengyu.components import ORDER, Component, build
from zhengyu.document import ALL_LAYERS, LAYERS, Document, Range, Topic
from zhengyu.errors import ConfigurationError
from zhengyu.processes import ordered_map
from zhengyu.steps import Outcome, apply, apply_batch

OnError = Literal["raise", "skip", "record"]
Choice = str | Component
Step = tuple[str, Choice, Mapping[str, Any]]


class Pipeline:
    """Annotates text with paragraphs, terms, entities, numbers and topics, without network.

    Args:
        layers: the layers to make, by default all but `tokens`; a layer that another one needs is
            not added by itself.
        disable: layers to leave out of `layers`.
        paragraphs: name of a component (see `zhengyu.components.available`) or a component.
        terms: likewise, or one or more term-bank files to use beside the built-in bank.
        entities: likewise, a name or a component.
        numbers: likewise.
        topics: likewise.
        tokens: likewise.
        options: for each layer, the keywords that its component's factory takes.
        entities_options: short for `options={"entities": …}`.
        extra: further components, by name or as callables, that run after all layers.

    Raises:
        ConfigurationError: for a layer, component or option that does not exist.

    >>> nlp = Pipeline(layers=["paragraphs", "numbers"])
    >>> [claim.text for claim in nlp("全年招引项目220个,同比增长93%。").numbers]
    ['220个', '93%']
    """

    def __init__(  # noqa: PLR0913 - one keyword a layer
        self,
        *,
        layers: Sequence[str] = LAYERS,
        disable: Collection[str] = (),
        paragraphs: Choice = "default",
        terms: Choice | Path | Sequence[str | Path] = "default",
        entities: Choice = "default",
        numbers: Choice = "default",
        topics: Choice = "default",
        tokens: Choice = "default",
        options: Mapping[str, Mapping[str, Any]] | None = None,
        entities_options: Mapping[str, Any] | None = None,
        extra: Sequence[Choice] = (),
    ) -> None:
        for given in (layers, disable):
            _check_collection(given)
        _check_layers([*layers, *disable, *(options or {})])
        opts = {name: dict(given) for name, given in (options or {}).items()}
        opts.setdefault("entities", {}).update(entities_options or {})
        if isinstance(terms, Path):
            terms = [terms]
        if not isinstance(terms, str) and not callable(terms):
            opts.setdefault("terms", {})["files"] = [Path(file) for file in terms]
            terms = "default"
        chosen: dict[str, Choice] = {
            "paragraphs": paragraphs,
            "terms": terms,
            "entities": entities,
            "numbers": numbers,
            "topics": topics,
            "tokens": tokens,
        }
        wanted = [layer for layer in ORDER if layer in layers and layer not in disable]
        plan: list[Step] = [(layer, chosen[layer], opts.get(layer, {})) for layer in wanted]
        self._assemble([*plan, *(("extra", choice, {}) for choice in extra)])

    def _assemble(self, plan: list[Step]) -> None:
        self._plan = plan
        self._components = [
            (layer, build(layer, choice, given) if isinstance(choice, str) else choice)
            for layer, choice, given in plan
        ]
        self._produced_by = {
            "zhengyu": version("zhengyu"),
            "components": [f"{layer}.{_name(choice)}" for layer, choice, _ in plan],
            "artefacts": artefacts.inventory(),
        }

    def __call__(
        self,
        source: str | Document,
        *,
        id: str | None = None,  # noqa: A002 - the record's own field name
        meta: Mapping[str, Any] | None = None,
    ) -> Document:
        """Annotates one text or document.

        Raises:
            ComponentError: when a component fails; names the layer.
        """
        document = _document(source, id, meta)
        for layer, component in self._components:
            document = apply(layer, component, document)
        return document.signed(self._produced_by)

    def pipe(
        self,
        sources: Iterable[str | Document],
        *,
        batch_size: int = 64,
        jobs: int = 1,
        on_error: OnError = "raise",
    ) -> Iterator[Document]:
        """Annotates many, lazily and in order; ids and metadata travel along.

        Args:
            sources: texts or documents.
            batch_size: documents that go through a component together.
            jobs: processes; with more than one, components must be given by name, or be objects
                that can be sent to a process (no lambda, no function of a notebook).
            on_error: `raise` ends the run; `skip` leaves the failed document out; `record` yields
                it with the layers made so far and `produced_by["error"]` = stage and reason.

        Raises:
            ComponentError: with `on_error="raise"`, naming document and layer.
            ConfigurationError: for an unknown `on_error`, `jobs` or `batch_size` below 1, or a
                component that cannot be sent to a process.
            ProcessError: when a worker process is killed.
        """
        if on_error not in get_args(OnError):
            raise ConfigurationError(
                f"on_error={on_error!r} is unknown; give one of {', '.join(get_args(OnError))}"
            )
        if min(batch_size, jobs) < 1:
            raise ConfigurationError(
                f"jobs={jobs}, batch_size={batch_size}: both must be 1 or more"
            )
        if jobs > 1:
            _check_sendable(self._plan)
        return self._pipe(sources, batch_size, jobs, on_error)

    def _pipe(
        self, sources: Iterable[str | Document], batch_size: int, jobs: int, on_error: OnError
    ) -> Iterator[Document]:
        batches = _batches((_document(source) for source in sources), batch_size)
        if jobs == 1:
            results: Iterable[list[Outcome]] = map(self.annotate_batch, batches)
        else:
            results = ordered_map(_worker, (self._plan,), batches, jobs)
        for outcome in chain.from_iterable(results):
            if isinstance(outcome, Document):
                yield outcome
            elif on_error == "raise":
                raise outcome.error
            elif on_error == "record":
                yield outcome.recorded()

    def annotate_batch(self, documents: Sequence[Document]) -> list[Outcome]:
        """Annotates documents together; one that fails does not touch the others."""
        outcomes: list[Outcome] = list(documents)
        for layer, component in self._components:
            alive = [i for i, outcome in enumerate(outcomes) if isinstance(outcome, Document)]
            given = [outcome for outcome in outcomes if isinstance(outcome, Document)]
            for i, outcome in zip(alive, apply_batch(layer, component, given), strict=True):
                outcomes[i] = outcome
        return [o.signed(self._produced_by) if isinstance(o, Document) else o for o in outcomes]

    def explain(self, document: Document, what: Range | Topic) -> list[str]:
        """Says which rule, bank entry or model put something there.

        Args:
            document: as this pipeline has annotated it.
            what: a span, for all mentions that overlap it, or one of the document's topics.
        """
        name = "explain_topic" if isinstance(what, Topic) else "explain"
        reasons: list[str] = []
        for _, component in self._components:
            explain = getattr(component, name, None)
            if explain is not None:
                reasons.extend(explain(document, what))
        return reasons

    def __reduce__(self) -> tuple[Callable[[list[Step]], Pipeline], tuple[list[Step]]]:
        """Crosses process borders as its plan, without the models."""
        return _assembled, (self._plan,)

    def describe(self) -> dict[str, Any]:
        """Version, components in order with their options, and checksums of what they load."""
        options = {f"{layer}.{_name(choice)}": given for layer, choice, given in self._plan}
        return {**self._produced_by, "options": options}


def _worker(plan: list[Step]) -> Callable[[Sequence[Document]], list[Outcome]]:
    return _assembled(plan).annotate_batch


def _assembled(plan: list[Step]) -> Pipeline:
    """Makes the same pipeline in another process: its components load their models there."""
    pipeline = Pipeline(layers=())
    pipeline._assemble(plan)  # noqa: SLF001 - the class's own second constructor
    return pipeline


def _document(
    source: str | Document,
    id: str | None = None,  # noqa: A002
    meta: Mapping[str, Any] | None = None,
) -> Document:
    if isinstance(source, Document):
        return source
    if isinstance(source, str):
        return Document(source, id=id, meta=dict(meta or {}))
    raise ConfigurationError(f"cannot annotate {type(source).__name__}: give a str or a Document")


def _batches(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    iterator = iter(documents)
    while batch := list(islice(iterator, size)):
        yield batch


def _name(choice: Choice) -> str:
    return choice if isinstance(choice, str) else getattr(choice, "__name__", type(choice).__name__)


def _check_collection(names: object) -> None:
    if isinstance(names, str):
        raise ConfigurationError(f"layers are given as a list: [{names!r}] rather than {names!r}")


def _check_sendable(plan: list[Step]) -> None:
    try:
        ForkingPickler.dumps(plan)
    except Exception as error:
        raise ConfigurationError(
            f"jobs above 1 need components that can be sent to a process, and one cannot: {error}; "
            "give it by name (entry point), define it in a module, or use jobs=1"
        ) from error


def _check_layers(names: Iterable[str]) -> None:
    unknown = sorted({name for name in names if name not in ALL_LAYERS})
    if unknown:
        raise ConfigurationError(
            f"unknown layer {', '.join(map(repr, unknown))}; the layers are: "
            f"{', '.join(ALL_LAYERS)}"
        )
