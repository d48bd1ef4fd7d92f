"""Trains `models/claims`: what chooses indicator, modality, subject and period of a figure.

    python -m zhengyu.training.claims GOLD.jsonl… [--out models/claims]

Gold documents are in the wire format, with indicator, period and subject of a claim as
`[start, end]`. Each model is a conditional logit over the options of a claim. Less than two
minutes; the result is the same each time.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from zhengyu.artefacts import write_checksums
from zhengyu.document import Document, Entity, Paragraph, Term
from zhengyu.numbers import indicators, modality, periods, subjects
from zhengyu.numbers.batch import Batch
from zhengyu.numbers.claims import ClaimReader
from zhengyu.numbers.draft import Draft, Place
from zhengyu.numbers.kinds import classify_all
from zhengyu.numbers.passage import Passage
from zhengyu.numbers.pools import Choice
from zhengyu.numbers.weights import Options, Tables, save_models
from zhengyu.training.choices import fit
from zhengyu.training.gold import add_part_options, chosen_records

#: L2 penalty of each model, from four-fold cross-validation.
PENALTY = {"indicator": 2.0, "modality": 2.0, "subject": 1.5, "period": 1.5}
#: Weight of a gold choice of no subject or period: some of the training texts leave them out where
#: the codebook would carry one over, see the model's card.
_NONE = {"subject": 0.25, "period": 0.25}
_HALF = 0.5
Record = dict[str, Any]


@dataclass
class Lesson:
    """A passage with its claims as the gold has them, and which of them the gold has."""

    passage: Passage
    gold: list[Draft]
    known: list[bool]


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/claims"))
    add_part_options(parser)
    given = parser.parse_args(arguments)
    models = train(r for r in chosen_records(given) if r.get("numbers") is not None)
    given.out.mkdir(parents=True, exist_ok=True)
    save_models(given.out, models)
    write_checksums(given.out)


def train(records: Iterable[Record]) -> dict[str, Tables]:
    """Tables of each model, from gold documents.

    First models with the gold history of each claim predict the documents of the other half; the
    final ones learn behind that predicted history, which is what they meet when they are used.
    """
    listed = [lessons_of(record) for record in records]
    halves = [[x for group in listed[n::2] for x in group] for n in (0, 1)]
    histories: list[list[Draft]] = []
    for index, half in enumerate(halves):
        other = halves[1 - index]
        reader = ClaimReader(_fit_all(other, [lesson.gold for lesson in other]))
        histories += reader.drafts([lesson.passage for lesson in half])
    return _fit_all([*halves[0], *halves[1]], histories)


def lessons_of(record: Record) -> list[Lesson]:
    """The paragraphs of a gold document that hold quantities."""
    document = _document(record)
    gold = {(claim["start"], claim["end"]): claim for claim in record["numbers"]}
    found = []
    for paragraph, passage in ClaimReader({}).passages(document):
        drafts = [Draft(mention) for mention in passage.mentions]
        classify_all(passage, drafts)
        known = []
        for draft in drafts:
            low = paragraph.start + passage.view.start(draft.mention.start)
            high = paragraph.start + passage.view.end(draft.mention.end)
            claim = gold.get((low, high))
            known.append(claim is not None)
            if claim is not None:
                _teach(draft, claim, passage, paragraph.start)
        found.append(Lesson(passage, drafts, known))
    return found


def _document(record: Record) -> Document:
    return Document(
        record["text"],
        paragraphs=tuple(
            Paragraph(p["start"], p["end"], p.get("boilerplate", False))
            for p in record["paragraphs"]
        ),
        entities=tuple(
            Entity(e["start"], e["end"], e["text"], e["label"]) for e in record["entities"]
        ),
        terms=tuple(
            Term(t["start"], t["end"], t["text"], t["kind"], t["text"]) for t in record["terms"]
        ),
    )


def _teach(draft: Draft, claim: Record, passage: Passage, offset: int) -> None:
    draft.kind, draft.modality = claim["kind"], claim["modality"]
    for name in ("indicator", "subject", "period"):
        span = claim[name]
        if span is not None and offset <= span[0]:
            low = passage.view.find(span[0] - offset)
            high = max(low + 1, passage.view.find(span[1] - offset))
            if low < len(passage.text):
                setattr(draft, name, (low, high))
        draft.rules[name] = "" if span is None else "given"


def _fit_all(lessons: Sequence[Lesson], history: Sequence[list[Draft]]) -> dict[str, Tables]:
    """Models behind a history; kinds are those of the gold where it has the claim."""
    passages = [lesson.passage for lesson in lessons]
    groups = [
        [replace(h, kind=g.kind, rules={}) for h, g in zip(drafts, lesson.gold, strict=True)]
        for drafts, lesson in zip(history, lessons, strict=True)
    ]
    batch = Batch(passages, groups)
    gold = [draft for lesson in lessons for draft in lesson.gold]
    known = np.array([known for lesson in lessons for known in lesson.known], dtype=bool)
    return {
        "indicator": _fit_indicator(batch, gold, known),
        "modality": _fit_modality(batch, gold, known),
        "subject": _fit_place("subject", subjects.subject_choice(batch), gold, known),
        "period": _fit_place("period", periods.period_choice(batch), gold, known),
    }


def _before(batch: Batch, values: Any, first: int) -> Any:  # noqa: ANN401
    """The value of the claim before each, or `first` where it is the first of its passage."""
    return np.where(batch.first, first, batch.previous(values))


def _gold_places(batch: Batch, gold: list[Draft], name: str) -> tuple[Any, Any]:
    places = [getattr(draft, name) or (-1, -1) for draft in gold]
    spans = np.array(places, dtype=np.int64)
    spans = np.where(spans < 0, -1, spans + batch.offset_of[:, None])
    return spans[:, 0], spans[:, 1]


def _fit_indicator(batch: Batch, gold: list[Draft], known: Any) -> Tables:  # noqa: ANN401
    found = indicators.IndicatorOptions(batch)
    options = found.options
    low, high = _gold_places(batch, gold, "indicator")
    mine, end = batch.indicators().T
    carried = found.other >= 0
    start = np.where(carried, mine[found.other], options.start)
    stop = np.where(carried, end[found.other], options.end)
    share = overlap(start, stop, low[options.claim], high[options.claim])
    best = np.maximum.reduceat(share, options.borders()[:-1])[options.claim]
    close = (share >= _HALF) & (share >= best)
    right = np.where(options.source == 0, low[options.claim] < 0, close)
    lost = np.array([bool(d.rules.get("indicator")) and d.indicator is None for d in gold])
    found.add_history(_before(batch, _sides(batch) + 1, 0))
    kept = (known & ~lost)[options.claim]
    return _fitted("indicator", options, kept, right, indicators.ROLES)


def _sides(batch: Batch) -> Any:  # noqa: ANN401
    """0 for no indicator, 1 left of its figure, 2 right, 3 carried over."""
    sides = []
    for passage, draft in enumerate(batch.drafts):
        place = draft.indicator
        mates = batch.drafts[max(0, passage - 6) : passage]
        same = batch.passage_of[max(0, passage - 6) : passage]
        if place is None:
            sides.append(0)
        elif any(
            mate.indicator == place and home == batch.passage_of[passage]
            for mate, home in zip(mates, same, strict=True)
        ):
            sides.append(3)
        else:
            sides.append(2 if place[0] >= draft.mention.end else 1)
    return np.array(sides, dtype=np.int64)


def overlap(start: Any, end: Any, low: Any, high: Any) -> Any:  # noqa: ANN401
    """The shared part of stretches as a share of the longer one, 0 where one is -1."""
    shared = np.minimum(end, high) - np.maximum(start, low)
    longer = np.maximum(np.maximum(end - start, high - low), 1)
    return np.where((start < 0) | (low < 0), 0.0, np.maximum(shared, 0) / longer)


def _fit_modality(batch: Batch, gold: list[Draft], known: Any) -> Tables:  # noqa: ANN401
    found = modality.ModalityChoice(batch)
    label = np.array([modality.LABELS.index(draft.modality) for draft in gold])
    history = np.array([modality.LABELS.index(draft.modality) for draft in batch.drafts])
    found.add_history(_before(batch, history + 1, 0))
    options = found.options
    right = options.source == label[options.claim]
    return _fitted("modality", options, known[options.claim], right, modality.ROLES)


def _fit_place(name: str, found: Choice, gold: list[Draft], known: Any) -> Tables:  # noqa: ANN401
    batch, options, pool = found.batch, found.options, found.pool
    low, high = _gold_places(batch, gold, name)
    near = overlap(options.start, options.end, low[options.claim], high[options.claim])
    best = np.maximum.reduceat(near, options.borders()[:-1])[options.claim]
    close = (near > 0) & (near >= best)
    wordings = {
        (claim, text)
        for claim, text in zip(
            options.claim[close].tolist(),
            pool.text[found.candidates.item[close]].tolist(),
            strict=True,
        )
    }
    text = pool.text[found.candidates.item]
    same = [pair in wordings for pair in zip(options.claim.tolist(), text.tolist(), strict=True)]
    absent = np.array([getattr(d, name) is None and not d.rules.get(name) for d in gold])
    none = found.candidates.item < 0
    right = np.where(none, absent[options.claim], np.array(same) & ~none)
    history = _pool_places(found, name)
    found.add_history(_before(batch, history, -2))
    roles = {"subject": subjects.ROLES, "period": periods.ROLES}[name]
    share = np.where(absent, _NONE[name], 1.0)
    return _fitted(name, options, known[options.claim], right, roles, share)


def _pool_places(found: Choice, name: str) -> Any:  # noqa: ANN401
    """For each claim of the history the place of the pool that it chose, -1 for none."""
    batch, pool = found.batch, found.pool
    places: list[int] = []
    for draft, offset in zip(batch.drafts, batch.offset_of.tolist(), strict=True):
        place: Place | None = getattr(draft, name)
        chosen = -1
        if place is not None:
            start, end = place[0] + offset, place[1] + offset
            low = max(0, int(np.searchsorted(pool.start, start - 32)))
            near = slice(low, low + 16)
            shares = overlap(pool.start[near], pool.end[near], start, end)
            if shares.size and shares.max() > 0:
                chosen = low + int(shares.argmax())
        places.append(chosen)
    return np.array(places, dtype=np.int64)


def _fitted(
    name: str,
    options: Options,
    kept: Any,  # noqa: ANN401
    right: Any,  # noqa: ANN401
    roles: Mapping[str, int],
    share: Any = None,  # noqa: ANN401
) -> Tables:
    everyone = np.ones(int(options.claim[-1]) + 1) if share is None else share
    return fit(options, kept, right, everyone, dict(roles), PENALTY[name])


if __name__ == "__main__":
    main()
