"""HanLP as the recogniser of the layer `entities`: `Pipeline(entities="hanlp", …)`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zhengyu.document import Range
from zhengyu.entities.backends.loading import load
from zhengyu.entities.backends.models import Model, recogniser_of
from zhengyu.entities.backends.outputs import Mention
from zhengyu.entities.backends.reading import as_printed, pieces
from zhengyu.entities.backends.refinement import Refinement
from zhengyu.entities.component import EntityFinder
from zhengyu.errors import ConfigurationError
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.tagging.tagger import SpanTagger, TaggedSpan, Tagger

#: Labels that other people's schemes have no name for, or another idea of.
COMPLETED = frozenset({"TITLE", "PROJECT", "DOCUMENT", "EVENT"})


class BackendTagger:
    """Another recogniser in the place of the embedded tagger.

    What it finds is narrowed to our labels by the gazetteers and the names' ends.

    Args:
        recogniser: finds mentions in sentences.
        gazetteer: the known names.
        completion: the tagger that adds `COMPLETED` labels; None adds none.
    """

    def __init__(
        self, recogniser: Model, gazetteer: Gazetteer, completion: SpanTagger | None = None
    ) -> None:
        self._recognise, self._completion = recogniser, completion
        self._refine = Refinement(gazetteer)

    def __call__(self, texts: Sequence[str], head: str) -> list[list[TaggedSpan]]:
        """Spans in each of the folded texts, by their place; they may overlap."""
        cut = [(number, piece) for number, text in enumerate(texts) for piece in pieces(text)]
        printed = [as_printed(text) for text in texts]
        sentences = [printed[number][piece.start : piece.end] for number, piece in cut]
        found: list[list[TaggedSpan]] = [[] for _ in texts]
        results = self._recognise(sentences) if sentences else []
        for (number, piece), mentions in zip(cut, results, strict=True):
            found[number].extend(self._spans(texts[number], piece.start, mentions))
        if self._completion is None:
            return found
        added = self._completion(texts, head)
        return [completed(own, more) for own, more in zip(found, added, strict=True)]

    def _spans(self, text: str, offset: int, mentions: Iterable[Mention]) -> Iterator[TaggedSpan]:
        for mention in mentions:
            place = Range(offset + mention.start, offset + mention.end)
            for span, label in self._refine(text, place, mention.given):
                yield TaggedSpan(span.start, span.end, label, mention.score)


def completed(own: Sequence[TaggedSpan], more: Iterable[TaggedSpan]) -> list[TaggedSpan]:
    """The spans with those of the labels `COMPLETED`, which keep what lies within them.

    A project or meeting is one name with the firm or place in it (codebook, entities, rules 1, 8).
    """
    added = [span for span in more if span.label in COMPLETED]
    kept = [span for span in own if not any(_within(span, outer) for outer in added)]
    return sorted([*kept, *added], key=lambda span: (span.start, span.end))


def _within(span: TaggedSpan, outer: TaggedSpan) -> bool:
    inside = outer.start <= span.start and span.end <= outer.end
    return inside and (span.start, span.end) != (outer.start, outer.end)


def finder(
    *,
    model: str | Path | None = None,
    device: str | int | None = None,
    batch_size: int = 32,
    tasks: Sequence[str] = (),
    complete: bool = True,
) -> EntityFinder:
    """The component `hanlp` of the layer `entities`.

    Args:
        model: a folder, a name of HanLP's, or a URL; see `loading.load`.
        device: `cpu`, the number of a GPU or `cuda:0`; without it a GPU if there is one.
        batch_size: sentences that go through a recogniser by itself together; a multi-task model
            has its own.
        tasks: of a multi-task model, the `ner…` tasks to run; all without it.
        complete: whether posts, projects, documents and events, for which HanLP's schemes have no
            labels of ours, are added from the embedded tagger. A model that was trained on our
            labels is never completed.

    Raises:
        ConfigurationError: without a model, or when HanLP or the model's kind does not fit.
        ArtefactError: when the model cannot be loaded.
    """
    if model is None:
        raise ConfigurationError(
            "entities='hanlp' needs a model: entities_options={'model': FOLDER}, or one of HanLP's "
            "names such as 'CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH'"
        )
    recogniser = recogniser_of(load(model, device), batch_size, tasks)
    gazetteer = Gazetteer.load()
    embedded = None
    if complete and not recogniser.own:
        embedded = Tagger.load()
    return EntityFinder(BackendTagger(recogniser, gazetteer, embedded))
