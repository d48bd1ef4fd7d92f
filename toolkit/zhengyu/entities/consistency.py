"""A name that a document has established is found wherever the document repeats it.

A full company name licenses its short form; a name with a clear label gives it to its repeats; one
string with two labels takes the one for which the evidence is stronger, where labels compete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from zhengyu.entities.candidate import Candidate

#: Score from which a mention establishes a name.
_SURE = 0.85
#: Labels whose names stand for the same thing throughout a document.
_STABLE = {"PERSON", "ZONE", "COMPANY", "INSTITUTE", "ORG", "FACILITY", "PROJECT", "EVENT", "GOV"}
_SHORTEST = {"PERSON": 2, "COMPANY": 3, "GPE": 2, "LOC": 2}
_REPEATED = 0.7
#: Places stand in longer names of every kind, which come first where the tagger has found them.
_PLACES = {"GPE", "LOC"}
_PLACE_REPEATED = 0.56
_NAMED = _STABLE | _PLACES

_FIRM = regex.compile(
    r"(?:股份|控股|集团|科技|实业|投资|发展|有限|责任|公司|\([^()]*\)|（[^（）]*）)+$"
)
_KIND = regex.compile(
    r"(?:科技|新材料|材料|电子|生物|医药|药业|能源|新能源|智能|机械|食品|农业|化工|汽车|光电|半导体|信息|技术|"
    r"环保|装备|制造|建设|物流|纺织|服饰|实业|文化|旅游|置业|贸易)+$"
)


def consistent(folded: str, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with labels made one and with repeats added; may overlap each other."""
    voted = [*_with_one_label(folded, found)]
    return [*voted, *_repeats(folded, voted)]


def _with_one_label(folded: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for candidate in found:
        counted = votes[folded[candidate.start : candidate.end]]
        counted[candidate.label] = counted.get(candidate.label, 0.0) + candidate.score
    for candidate in found:
        counted = votes[folded[candidate.start : candidate.end]]
        if len(counted) > 1 and candidate.label in _STABLE:
            label = max(counted, key=counted.__getitem__)
            if label in _STABLE and counted[label] > 2 * counted[candidate.label]:
                candidate = replace(candidate, label=label)  # noqa: PLW2901
        yield candidate


def _repeats(folded: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    names: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.label in _NAMED and candidate.score >= _SURE:
            name = folded[candidate.start : candidate.end]
            for form in (name, *(short_forms(name) if candidate.label == "COMPANY" else ())):
                if len(form) >= _SHORTEST.get(candidate.label, 4):
                    names.setdefault(form, candidate)
    if not names:
        return
    for start, end in _occurrences(folded, names):
        source = names[folded[start:end]]
        score = _PLACE_REPEATED if source.label in _PLACES else _REPEATED
        yield Candidate(start, end, source.label, score, f"named at {source.start}")


def _occurrences(folded: str, forms: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the forms stand, leftmost first, the longest at a place, none overlapping.

    One search a form: a document has too few of them to pay for an automaton.
    """
    found = []
    for form in forms:
        at = folded.find(form)
        while at >= 0:
            found.append((at, -len(form)))
            at = folded.find(form, at + 1)
    last = 0
    for start, size in sorted(found):
        if start >= last:
            last = start - size
            yield start, last


def short_forms(name: str) -> list[str]:
    """Short forms of a full company name: without its legal form, then without its trade.

    >>> short_forms("浙江维康药业股份有限公司")
    ['浙江维康药业', '浙江维康']
    """
    firm = _FIRM.sub("", name)
    forms = [firm] if firm != name else []
    bare = _KIND.sub("", firm)
    if forms and bare != firm:
        forms.append(bare)
    return forms
