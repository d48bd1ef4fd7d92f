"""Trains `models/claims`: the linear models that choose indicator, modality, subject and period.

    python -m zhengyu.training.claims GOLD.jsonl… [--out models/claims]

Gold documents are in the wire format, with indicator, period and subject of a claim as
`[start, end]`. Each model is a conditional logit over the candidates of a claim; earlier claims of
the paragraph have their gold values. A few seconds to a minute; the result is the same each time.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from zhengyu.artefacts import write_checksums
from zhengyu.document import Document, Entity, Paragraph, Term
from zhengyu.numbers import modality, periods, subjects
from zhengyu.numbers.claims import MODELS, ClaimReader
from zhengyu.numbers.distribution import distribute
from zhengyu.numbers.draft import Draft, Place
from zhengyu.numbers.indicators import IndicatorFinder
from zhengyu.numbers.kinds import classify_all
from zhengyu.numbers.linear import Features, LinearModel, Option
from zhengyu.numbers.passage import Passage
from zhengyu.numbers.words import words
from zhengyu.training.gold import add_part_options, chosen_records

#: One choice: the features of each candidate, which candidates are right, and its weight.
Choice = tuple[list[Features], list[int], float]

#: L2 penalty of each model, from two-fold cross-validation over 0.5, 1, 2 and 4.
PENALTY = {"indicator": 2.0, "modality": 2.0, "subject": 4.0, "period": 3.0}
#: Weight of a gold choice of no subject or period: the training texts leave them out where the
#: codebook would carry one over, see the model's card.
_NONE = {"subject": 0.25, "period": 0.6}
_SMALLEST = 0.02
_TINY = 1e-12
_STEPS = 150


def main(arguments: list[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/claims"))
    add_part_options(parser)
    given = parser.parse_args(arguments)
    weights = train(chosen_records(given))
    given.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(weights, ensure_ascii=False, indent=0, sort_keys=True)
    (given.out / "weights.json").write_text(text + "\n", encoding="utf-8")
    write_checksums(given.out)


def train(records: Iterable[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Weights of each model by feature, from gold documents.

    First models with the gold history of each claim predict the documents of the other half; the
    final ones learn behind that predicted history, which is what they meet when they are used.
    """
    listed = list(records)
    halves = [listed[0::2], listed[1::2]]
    choices: dict[str, list[Choice]] = {name: [] for name in MODELS}
    for index, half in enumerate(halves):
        first = _weights(_choices(halves[1 - index], None))
        reader = ClaimReader({name: LinearModel(found) for name, found in first.items()})
        for name, found in _choices(half, reader).items():
            choices[name] += found
    return _weights(choices)


def _weights(choices: dict[str, list[Choice]]) -> dict[str, dict[str, float]]:
    return {name: fit(choices[name], PENALTY[name]) for name in MODELS}


def _choices(
    records: Iterable[dict[str, Any]], reader: ClaimReader | None
) -> dict[str, list[Choice]]:
    """The choices of each model; with a reader, behind the history that it predicts."""
    choices: dict[str, list[Choice]] = {name: [] for name in MODELS}
    for passage, drafts, known in gold_passages(records):
        history = drafts if reader is None else reader.drafts(passage)
        _collect(passage, history, drafts, known, choices)
    return choices


def gold_passages(
    records: Iterable[dict[str, Any]],
) -> Iterator[tuple[Passage, list[Draft], list[bool]]]:
    """Each paragraph with its claims as the gold has them, and which of them the gold has."""
    reader = ClaimReader(dict.fromkeys(MODELS, LinearModel({})))
    for record in records:
        document = _document(record)
        gold = {(claim["start"], claim["end"]): claim for claim in record["numbers"]}
        for paragraph in document.paragraphs:
            passage = None if paragraph.boilerplate else reader.passage(document, paragraph)
            if passage is None:
                continue
            drafts, known = [Draft(mention) for mention in passage.mentions], []
            classify_all(passage, drafts)
            for draft in drafts:
                low = paragraph.start + passage.view.start(draft.mention.start)
                high = paragraph.start + passage.view.end(draft.mention.end)
                claim = gold.get((low, high))
                known.append(claim is not None)
                if claim is not None:
                    _teach(draft, claim, passage, paragraph.start)
            yield passage, drafts, known


def _document(record: dict[str, Any]) -> Document:
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


def _teach(draft: Draft, claim: dict[str, Any], passage: Passage, offset: int) -> None:
    draft.kind, draft.modality = claim["kind"], claim["modality"]
    for name in ("indicator", "subject", "period"):
        span = claim[name]
        if span is not None and offset <= span[0]:
            low = passage.view.find(span[0] - offset)
            high = max(low + 1, passage.view.find(span[1] - offset))
            if low < len(passage.text):
                setattr(draft, name, (low, high))
        draft.rules[name] = "" if span is None else "given"


def _collect(
    passage: Passage,
    history: list[Draft],
    drafts: list[Draft],
    known: list[bool],
    choices: dict[str, list[Choice]],
) -> None:
    empty = LinearModel({})
    finder = IndicatorFinder(empty, words())
    shares = distribute(passage, history)
    moods = modality.ModalityFinder([], passage)
    listing: dict[str, subjects.SubjectFinder | periods.PeriodFinder] = {
        "subject": subjects.SubjectFinder(empty, passage),
        "period": periods.PeriodFinder(empty, passage),
    }
    for draft in drafts:
        _snap(draft, "subject", subjects.mentions_of(passage))
        _snap(draft, "period", periods.times_of(passage))
    for index, draft in enumerate(drafts):
        if not known[index]:
            continue
        options = {name: lister.options(history, index) for name, lister in listing.items()}
        if index not in shares:
            options["indicator"] = finder.candidates(passage, history, index)
        for name, listed in options.items():
            right = _right(passage, draft, name, listed)
            if right:
                weight = _NONE.get(name, 1.0) if listed[right[0]].place is None else 1.0
                choices[name].append(([option.features() for option in listed], right, weight))
        facts = moods.features(history, index)
        labelled = [[f"{label} {fact}" for fact in facts] for label in modality.LABELS]
        choices["modality"].append((labelled, [modality.LABELS.index(draft.modality)], 1.0))


def _snap(draft: Draft, name: str, pool: list[tuple[int, int, str]]) -> None:
    """Puts a gold span on the candidate that it overlaps most."""
    place = getattr(draft, name)
    if place is None:
        return
    best = max(pool, key=lambda item: overlap((item[0], item[1]), place), default=None)
    if best is not None and overlap((best[0], best[1]), place) > 0:
        setattr(draft, name, (best[0], best[1]))


def overlap(one: Place, other: Place) -> float:
    """The shared part of two ranges as a share of the longer one, 0 to 1."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / max(one[1] - one[0], other[1] - other[0])


def _right(passage: Passage, draft: Draft, name: str, listed: list[Option]) -> list[int]:
    """Indices of the candidates that scoring takes as right, empty where none is near."""
    place = getattr(draft, name)
    if place is None:
        return [] if draft.rules.get(name) else [0]
    text = passage.text
    wanted = text[slice(*place)]
    right = []
    for index, option in enumerate(place for place, _, _ in listed):
        if option is None:
            continue
        given = text[slice(*option)]
        near = overlap(option, place) >= 0.5  # noqa: PLR2004 - half, as in scoring
        if near or (name != "indicator" and (given in wanted or wanted in given)):
            right.append(index)
    return right


def fit(choices: list[Choice], penalty: float) -> dict[str, float]:
    """Maximises the likelihood of the right candidates; features seen once are left out."""
    counts = Counter(f for options, _, _ in choices for option in options for f in set(option))
    columns = {name: i for i, name in enumerate(sorted(f for f, c in counts.items() if c > 1))}
    rows, cells, starts, rights, row = [], [], [], [], 0
    for options, right, _ in choices:
        starts.append(row)
        rights += [row + index for index in right]
        for option in options:
            kept = sorted({columns[f] for f in option if f in columns})
            rows += [row] * len(kept)
            cells += kept
            row += 1
    table = csr_matrix((np.ones(len(rows)), (rows, cells)), shape=(row, len(columns)))
    weights = np.array([weight for _, _, weight in choices])
    return _solve(table, np.array(starts), np.array(rights), weights, list(columns), penalty)


def _solve(
    table: Any,  # noqa: ANN401 - scipy has no types
    starts: Any,  # noqa: ANN401
    rights: Any,  # noqa: ANN401
    shares: Any,  # noqa: ANN401
    names: list[str],
    penalty: float,
) -> dict[str, float]:
    group = np.zeros(table.shape[0], dtype=int)
    group[starts[1:]] = 1
    group = np.cumsum(group)
    turned = table.T.tocsr()

    good = np.zeros(table.shape[0])
    good[rights] = 1.0

    def loss(weights: Any) -> tuple[float, Any]:  # noqa: ANN401
        scores = table @ weights
        top = np.maximum.reduceat(scores, starts)
        raised = np.exp(scores - top[group])
        total = np.add.reduceat(raised, starts)
        fitting = raised * good
        hit = np.add.reduceat(fitting, starts)
        cost = -(shares * (np.log(hit + _TINY) - np.log(total))).sum()
        probability = raised / total[group] - fitting / (hit + _TINY)[group]
        probability *= shares[group]
        return cost + 0.5 * penalty * (weights @ weights), turned @ probability + penalty * weights

    found = minimize(
        loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}
    )
    pairs = zip(names, found.x, strict=True)
    return {name: round(float(w), 3) for name, w in pairs if abs(w) >= _SMALLEST}


if __name__ == "__main__":
    main()
