"""The component of the layer `numbers`: documents with their numeric claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhengyu import artefacts
from zhengyu.document import Document, Range
from zhengyu.numbers.claims import ClaimReader
from zhengyu.numbers.weights import Tables, load_models


class ClaimFinder:
    """Reads the numeric claims of a document off its text, paragraphs, terms and entities.

    Numbers inside names and terms are no claims, paragraphs of boilerplate hold none, and
    entities serve as subjects; all three layers may be empty. Periods are dated by the
    document's own date, `meta["date"]` (ISO 8601), where there is one.

    Args:
        models: the tables of weights by name; by default those in `models/claims`.
    """

    def __init__(self, models: Mapping[str, Tables] | None = None) -> None:
        self._reader = ClaimReader(models or load_models(artefacts.model("claims")))

    def __call__(self, document: Document) -> Document:
        """The document with `numbers` added."""
        return self.batch([document])[0]

    def batch(self, documents: Sequence[Document]) -> list[Document]:
        """The documents with `numbers` added, the claims of all chosen together."""
        return [
            document.with_layer(numbers=claims)
            for document, claims in zip(documents, self._reader.read(documents), strict=True)
        ]

    def explain(self, document: Document, span: Range) -> list[str]:
        """Names the rules that made each claim that overlaps `span`."""
        return self._reader.explain(document, span)
