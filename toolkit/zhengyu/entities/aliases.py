"""Short names that a document itself gives to organisations, and their full forms."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from zhengyu.entities.candidate import Candidate
from zhengyu.entities.consistency import short_forms

#: A name in brackets after the full one: (以下简称“维康药业”), (简称:示范区).
_DECLARED = regex.compile(r"\((?:以下)?(?:统一)?简称:?[“‘]?([^()“”‘’,。;\n]{2,20})[”’]?\)")
_FULL = regex.compile(r"(?:公司|集团|银行|合作社)$")
_NAMED = {"COMPANY", "GOV", "ZONE", "INSTITUTE", "ORG", "FACILITY", "PROJECT", "EVENT"}


def document_aliases(folded: str, entities: Sequence[Candidate]) -> dict[str, str]:
    """From each short name that the document explains to the full name.

    A name is explained by 以下简称 after the full one, or, for firms, by a full name that stands in
    the document and whose short form it is (浙江维康药业股份有限公司: 浙江维康药业, 浙江维康).
    A short form of two firms is explained by neither.

    Args:
        folded: the folded view of the text.
        entities: names in the text, in order.
    """
    found: dict[str, set[str]] = {}
    for entity in entities:
        if entity.label not in _NAMED:
            continue
        name = folded[entity.start : entity.end]
        declared = _DECLARED.match(folded, entity.end)
        if declared:
            found.setdefault(declared[1], set()).add(name)
        if entity.label == "COMPANY" and _FULL.search(name):
            for form in (name, *short_forms(name)):
                found.setdefault(form, set()).add(name)
    return {form: next(iter(names)) for form, names in found.items() if len(names) == 1}
