"""Which spans of a text are terms: judged by the model, or by rules over the bank's hits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhengyu.terms.context import inside_name, whole_title
from zhengyu.terms.joined import Joined
from zhengyu.terms.keys import KeyView
from zhengyu.terms.matcher import Hit, is_quoted, outermost
from zhengyu.terms.nesting import keeps_its_sense
from zhengyu.terms.open.candidates import Candidates
from zhengyu.terms.open.cues import cues
from zhengyu.terms.open.model import OpenModel
from zhengyu.terms.open.selection import select, thresholds

#: Share of the bank's hits that the rules let through and that readers call terms.
_BANK_SCORE = 0.88


@dataclass(frozen=True, slots=True)
class Judged:
    """A span that is a term: kind, probability, the bank's hit on it, what speaks for it."""

    start: int
    end: int
    kind: str
    score: float
    quoted: bool
    hit: Hit | None
    cues: tuple[str, ...] = ()

    def moved(self, by: int) -> Judged:
        """The same with other offsets; its hit keeps its own."""
        start, end = self.start + by, self.end + by
        return Judged(start, end, self.kind, self.score, self.quoted, self.hit, self.cues)


def by_rules(view: KeyView, hits: Iterable[Hit], *, nested: bool) -> Iterator[Judged]:
    """Leftmost-longest hits of the bank that are no part of names and titles."""
    counted = [hit for hit in hits if _counts(hit, view.folded)]
    for outer, inside in outermost(counted):
        kept = [hit for hit in inside if nested and keeps_its_sense(hit, outer)]
        for hit in (outer, *kept):
            score = 1.0 if hit.form.own else _BANK_SCORE
            kind = hit.form.entries[0].kind
            quoted = is_quoted(view.folded, hit.start, hit.end)
            yield Judged(hit.start, hit.end, kind, score, quoted, hit)


def _counts(hit: Hit, folded: str) -> bool:
    if hit.form.own or is_quoted(folded, hit.start, hit.end):
        return True
    if hit.form.is_code or all(entry.needs_quotes for entry in hit.form.entries):
        return False
    return not (whole_title(folded, hit.start, hit.end) or inside_name(folded, hit.end))


def by_model(
    model: OpenModel,
    texts: Joined,
    candidates: Candidates,
    *,
    nested: bool,
    threshold: float | None,
    explain: bool = False,
) -> Iterator[Judged]:
    """Hits of the bank and open candidates that the model takes for terms; own hits always.

    Candidates and the answer count from the first text. With `explain` each has its cues.
    """
    if not len(candidates):
        return
    inputs = model.inputs(texts, candidates)
    probabilities = model.probabilities(inputs)
    own = thresholds(candidates, model.threshold, model.open_threshold)
    rows = select(
        candidates.starts,
        candidates.ends,
        probabilities,
        threshold=own if threshold is None else threshold,
        nested_threshold=model.nested_threshold if nested else math.inf,
        certain=[hit is not None and hit.form.own for hit in candidates.hits],
    )
    for row in rows:
        fired = cues(inputs[row], len(model.spans)) if explain else ()
        yield _judged(model, texts, candidates, row, float(probabilities[row]), fired)


def _judged(
    model: OpenModel,
    texts: Joined,
    candidates: Candidates,
    row: int,
    probability: float,
    fired: tuple[str, ...],
) -> Judged:
    start, end = int(candidates.starts[row]), int(candidates.ends[row])
    hit, quoted = candidates.hits[row], bool(candidates.quoted[row])
    if hit is None:
        kind: str = model.kind(texts, start, end, quoted=quoted)
    else:
        kind = hit.form.entries[0].kind
    score = 1.0 if hit is not None and hit.form.own else round(probability, 4)
    return Judged(start, end, kind, score, quoted, hit, fired)
