"""One step of a pipeline: a component on one document, or on a batch of them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from zhengyu.components import BatchComponent, Component
from zhengyu.document import Document
from zhengyu.errors import ComponentError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that a component failed on, with the layers made before."""

    document: Document
    error: ComponentError

    def recorded(self) -> Document:
        """The document with stage and reason under `produced_by["error"]`."""
        error = {"stage": self.error.stage, "reason": self.error.reason}
        return self.document.signed({"error": error})


Outcome = Document | Failure


def apply(layer: str, component: Component, document: Document) -> Document:
    """Runs one component on one document.

    Raises:
        ComponentError: when the component fails or breaks its contract.
    """
    try:
        result = component(document)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise ComponentError(document.id, layer, reason) from error
    return _kept(layer, document, result)


def _kept(layer: str, document: Document, result: object) -> Document:
    """The component's result, once it is sure that it kept to its contract."""
    if not isinstance(result, Document):
        reason = f"the component returned {type(result).__name__}, it must return a Document"
        raise ComponentError(document.id, layer, reason)
    if result.text != document.text or result.id != document.id:
        reason = "the component changed the text or the id; it may only add its layer"
        raise ComponentError(document.id, layer, reason)
    return result


def apply_batch(layer: str, component: Component, documents: list[Document]) -> list[Outcome]:
    """Runs one component on many; a document that fails does not touch the others."""
    results: Sequence[object] | None = None
    if isinstance(component, BatchComponent):
        try:
            results = list(component.batch(documents))
        except Exception:  # noqa: BLE001 - found again below, one document at a time
            _log.debug("batch of layer %s failed, trying each document alone", layer)
    if results is not None and len(results) != len(documents):
        reason = f"batch() returned {len(results)} documents for {len(documents)}"
        return [Failure(d, ComponentError(d.id, layer, reason)) for d in documents]
    outcomes: list[Outcome] = []
    for i, document in enumerate(documents):
        try:
            if results is None:
                outcomes.append(apply(layer, component, document))
            else:
                outcomes.append(_kept(layer, document, results[i]))
        except ComponentError as error:
            outcomes.append(Failure(document, error))
    return outcomes
