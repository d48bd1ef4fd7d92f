"""What is compared: documents from files, or by the pipeline over the gold's texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from zhengyu.components import with_needs
from zhengyu.document import Document
from zhengyu.errors import ConfigurationError
from zhengyu.evaluation import coarse
from zhengyu.evaluation.layers import chosen
from zhengyu.evaluation.records import Record, read_gold
from zhengyu.pipeline import Pipeline
from zhengyu.training.split import Part

#: `zhengyu` is the record on the wire or the gold's form, `msra` sentences with spans.
Format = Literal["zhengyu", "msra"]


def read(path: Path, form: Format = "zhengyu", part: Part | None = None) -> list[Record]:
    """The documents of a file or folder.

    Raises:
        ConfigurationError: when a part is wanted of sentences, which have no split.
        ReadingError: when there are none.
        DocumentError: when one is no document.
    """
    if form == "zhengyu":
        return read_gold(path, part)
    if part is not None:
        raise ConfigurationError(f"{path} in the format msra has no parts; leave out --part")
    return coarse.read_sentences(path)


def annotated(
    gold: Sequence[Record],
    form: Format = "zhengyu",
    layers: Sequence[str] | None = None,
    *,
    jobs: int = 1,
) -> Iterator[Record]:
    """Records of the gold's texts, as the default pipeline or the tagger's coarse head reads them.

    A document brings its `id` and `meta` along, as with `zhengyu annotate`: its date and province
    help to date periods and to choose codes.

    Args:
        gold: documents with `id` and `text`.
        form: the format that they are in.
        layers: what is to be measured; by default all that the gold has.
        jobs: processes to work in.
    """
    if form == "msra":
        return coarse.tagged(gold)
    makes = {layer for measure in chosen(layers, gold).values() for layer in measure.makes}
    pipeline = Pipeline(layers=with_needs(sorted(makes)))
    documents = (Document(r["text"], id=r["id"], meta=r.get("meta") or {}) for r in gold)
    return (document.to_dict() for document in pipeline.pipe(documents, jobs=jobs))
