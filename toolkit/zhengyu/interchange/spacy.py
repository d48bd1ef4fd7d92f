"""spaCy: a DocBin (.spacy), one character a token, so that every span has its bounds.

Layers are span groups (`doc.spans["terms"]`), names that do not overlap are `doc.ents` too, topics
are `doc.cats` with their scores; codes stand in `kb_id`. What spaCy has no place for travels in
`doc.user_data["zhengyu"]` and comes back to the spans that still stand where they stood.

Needs the extra: `pip install zhengyu[spacy]`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import msgspec

from zhengyu.document import Document
from zhengyu.errors import ConfigurationError, ReadingError
from zhengyu.interchange import holding
from zhengyu.interchange.loss import Loss
from zhengyu.interchange.marks import Mark, assemble, beside, marks_of, reattach, rest_of
from zhengyu.interchange.reading import Mapped, attempt_document
from zhengyu.interchange.tags import SPAN_LAYERS, tag_of
from zhengyu.reading.rejection import Reject
from zhengyu.writing.files import atomic

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span
    from spacy.vocab import Vocab

CARRIED = "zhengyu"

#: The field of each layer that names an entry elsewhere, which spaCy calls a knowledge base.
_KEYS = {"terms": "term_id", "entities": "adcode"}


def _spacy() -> ModuleType:
    """The library.

    Raises:
        ConfigurationError: where it is not installed.
    """
    try:
        import spacy  # noqa: PLC0415 - of an extra, and heavy
        import spacy.tokens  # noqa: PLC0415
    except ImportError as error:
        raise ConfigurationError(
            f"spaCy is not installed ({error}); run pip install 'zhengyu[spacy]'"
        ) from error
    return spacy


def write(
    documents: Iterable[Document],
    path: str | Path,
    loss: Loss,
    *,
    refuse: holding.Refuse = holding.refuse_none,
) -> int:
    """Writes a file that `spacy train` and `DocBin` read, whole or not at all; says how many docs.

    A DocBin is made in memory.

    Raises:
        ConfigurationError: where spaCy is not installed.
        WritingError: when the file cannot be written.
    """
    spacy = _spacy()
    vocab = spacy.blank("zh").vocab
    bin_ = spacy.tokens.DocBin(store_user_data=True)
    with atomic(path) as stream:
        for document in holding.fit(documents, partial(holding.topics_once, loss=loss), refuse):
            bin_.add(doc_of(document, vocab))
        stream.write(bin_.to_bytes())
    return len(bin_)


def doc_of(document: Document, vocab: Vocab) -> Doc:
    """A spaCy `Doc` of a document, one character a token.

    Raises:
        ConfigurationError: where spaCy is not installed.
    """
    tokens = _spacy().tokens
    words = list(document.text)
    doc: Doc = tokens.Doc(vocab, words=words, spaces=[False] * len(words))
    marks = marks_of(document, linked=False)
    for layer in SPAN_LAYERS:
        own = [mark for mark in marks if mark.layer == layer]
        doc.spans[layer] = [_span(tokens.Span, doc, mark) for mark in own]
    # spaCy's own recogniser cannot learn from a name that begins or ends with white space.
    names = [span for span in doc.spans["entities"] if span.text.strip() == span.text]
    doc.ents = _spacy().util.filter_spans(names)
    doc.cats = {topic.label: topic.score for topic in document.topics}
    # As text: spaCy's own packing knows no integers beyond 64 bits, which metadata may hold.
    doc.user_data[CARRIED] = msgspec.json.encode(beside(document, marks)).decode()
    return doc


def _span(make: type[Span], doc: Doc, mark: Mark) -> Span:
    known = mark.fields.get(_KEYS.get(mark.layer, "")) or ""
    return make(doc, mark.start, mark.end, label=mark.label, kb_id=known, span_id=mark.id)


def read(path: str | Path, loss: Loss, reject: Reject, tags: Mapped) -> Iterator[Document]:
    """The documents of a DocBin: of its span groups, else of its entities.

    Args:
        path: a file of spaCy 3.
        loss: counts what the mapping of labels leaves out.
        reject: is given documents that cannot be read.
        tags: what the labels stand for.

    Raises:
        ConfigurationError: where spaCy is not installed.
    """
    spacy = _spacy()
    try:
        docs = spacy.tokens.DocBin().from_disk(path).get_docs(spacy.blank("zh").vocab)
    except (OSError, ValueError, zlib.error) as error:
        reason = f"{path} is no DocBin ({error}); give a file that spaCy 3 wrote"
        reject(ReadingError(reason, source=str(path)))
        return
    for number, doc in enumerate(docs, 1):
        name = f"{Path(path).stem}-{number}"
        document = attempt_document(reject, str(path), document_of, doc, name, loss, tags)
        if document is not None:
            yield document


def document_of(doc: Doc, name: str, loss: Loss, tags: Mapped) -> Document:
    """The document of a `Doc`.

    Args:
        doc: with span groups named as layers, or entities.
        name: its id, where it carries none.
        loss: counts what the mapping of labels leaves out.
        tags: what the labels stand for.

    Raises:
        DocumentError: for a label that is none; names document and place.
    """
    carried = msgspec.json.decode(doc.user_data.get(CARRIED) or "{}")
    identity = carried.get("id", name)
    place = f"document {identity!r}"
    rest = rest_of(carried, place)
    given = [{"label": label, "score": score} for label, score in doc.cats.items()]
    rest["topics"] = [t for t in given if t["score"] or t in rest.get("topics", ())]
    marks = reattach(_marks(doc, place, loss, tags), carried)
    return assemble(doc.text, marks, loss, id=identity, **rest)


def _marks(doc: Doc, place: str, loss: Loss, tags: Mapped) -> Iterator[Mark]:
    groups = {layer: list(doc.spans[layer]) for layer in SPAN_LAYERS if layer in doc.spans}
    for layer, spans in (groups or {"entities": list(doc.ents)}).items():
        for number, span in enumerate(spans):
            where = f"{place}, {layer}[{number}]"
            label = tag_of(layer, span.label_) if layer in groups else span.label_
            meant = tags(label, where, loss)
            if meant is not None:
                known = {_KEYS[meant[0]]: span.kb_id_} if meant[0] in _KEYS and span.kb_id_ else {}
                yield Mark(where, *meant, span.start_char, span.end_char, known)
