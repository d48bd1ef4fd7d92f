"""From the labels of other schemes to what our own labels are chosen among.

`labels.json` maps the schemes of HanLP's models. A label of theirs becomes one of ours, or a class
that is narrowed by the name itself (`person`, `place`, `organisation`; see `refinement`), or
nothing: dates, sums and works of art are no names here.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

Scheme = Mapping[str, str | None]

#: Labels of the codebook; a model that was trained on our record format has these.
OWN = (
    *("PERSON", "TITLE", "GPE", "LOC", "ZONE", "GOV", "COMPANY", "INSTITUTE", "ORG", "FACILITY"),
    *("PROJECT", "DOCUMENT", "EVENT"),
)

#: Labels that tell our own scheme from others: no other one has them.
_TELLING = {"TITLE", "ZONE", "GOV", "COMPANY", "INSTITUTE", "PROJECT", "DOCUMENT", "FACILITY"}


@cache
def schemes() -> Mapping[str, Scheme]:
    """The schemes by name, each a map of its labels."""
    stored = files("zhengyu.entities.backends").joinpath("labels.json").read_text(encoding="utf-8")
    found: Mapping[str, Scheme] = json.loads(stored)
    return {"own": {label: label for label in OWN}, **found}


def scheme_of(labels: Collection[str], task: str = "") -> Scheme:
    """The scheme that a model's labels are of.

    Args:
        labels: those that the model can give.
        task: what HanLP calls the task, such as `ner/pku`, which names the scheme.

    Returns:
        The scheme; labels that none has are taken for ours if they are, else for nothing.

    >>> scheme_of(["PER", "LOC", "ORG"])["LOC"], scheme_of(["GPE", "LOC", "FAC"])["LOC"]
    ('place', 'LOC')
    """
    known = schemes()
    named = task.rpartition("/")[2]
    if named in known:
        return known[named]
    if _TELLING & set(labels):
        return known["own"]
    return max(known.values(), key=lambda scheme: _fitness(scheme, labels))


def _fitness(scheme: Scheme, labels: Collection[str]) -> tuple[int, int]:
    """How many of the labels the scheme has; of two that have as many the smaller one fits."""
    return len(set(labels) & set(scheme)), -len(scheme)
