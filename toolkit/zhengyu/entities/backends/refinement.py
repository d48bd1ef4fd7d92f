"""Which of our labels a name has that a recogniser called a place or an organisation.

The gazetteers know, or the name's last word says (`refinement.json`). A chain of places is cut into
its places: 浙江省丽水市 are two (codebook, entities, rule 1).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from zhengyu.document import Range
from zhengyu.tagging.gazetteer import Gazetteer

#: What a class is where neither a list nor the name's end says more.
_DEFAULTS = {"person": "PERSON", "place": "GPE", "organisation": "ORG"}

#: Labels whose names are places of the gazetteers when these have them; of an organisation's name
#: the scheme ORG may be a government speaking (浙江 as a delegation).
_PLACES = {"GPE", "LOC"}


class Refinement:
    """Narrows classes to labels.

    Args:
        gazetteer: the known names.
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        stored = _stored()
        self._labels: Mapping[str, str] = stored["gazetteer"]
        self._ends = {
            name: [(label, regex.compile(pattern)) for label, pattern in stored[name]]
            for name in ("place", "organisation")
        }

    def __call__(self, folded: str, span: Range, given: str) -> Iterator[tuple[Range, str]]:
        """The span with its label, or the places of the chain that it is.

        Args:
            folded: the folded view of the text.
            span: where the name stands in it.
            given: a class of `labels.json`, or one of our labels.
        """
        name = folded[span.start : span.end]
        if given in {"place", "GPE"}:
            chain = self._chain(name)
            if len(chain) > 1:
                for part in chain:
                    yield Range(span.start + part.start, span.start + part.end), "GPE"
                return
        yield span, self._label(name, given)

    def _label(self, name: str, given: str) -> str:
        if given not in {"place", "organisation", "GPE", "LOC"}:
            return _DEFAULTS.get(given, given)
        listed = self._listed(name)
        if listed and not (given == "GPE" and listed == "GOV"):
            return listed
        ends = self._ends["organisation" if given == "organisation" else "place"]
        found = next((label for label, end in ends if end.search(name)), None)
        if given == "GPE":  # OntoNotes has said that it is governed: a zone is, a river is not
            return found if found == "ZONE" else "GPE"
        return found or _DEFAULTS.get(given, given)

    def _listed(self, name: str) -> str | None:
        """The label of a name that stands in the gazetteers as it is."""
        hits = self._gazetteer.find(name)
        if len(hits) != 1 or hits[0].name != name:
            return None
        labels = [self._labels[c] for c in hits[0].categories if c in self._labels]
        return labels[0] if labels else None

    def _chain(self, name: str) -> Sequence[Range]:
        """The places that a name consists of, if it consists of places alone."""
        hits = self._gazetteer.find(name)
        whole = "".join(hit.name for hit in hits) == name
        places = all(any(self._labels.get(c) in _PLACES for c in hit.categories) for hit in hits)
        return [Range(hit.start, hit.end) for hit in hits] if whole and places else []


@cache
def _stored() -> Mapping[str, Any]:
    text = files("zhengyu.entities.backends").joinpath("refinement.json")
    found: Mapping[str, Any] = json.loads(text.read_text(encoding="utf-8"))
    return found
