"""`python -m zhengyu.training.terms_open --help`: from annotated texts to the model of open terms.

Each annotated text is read by the tagger that has not learnt from it.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np

from zhengyu import artefacts
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.tagging.tagger import Tagger
from zhengyu.terms.bank import load_bank
from zhengyu.terms.component import TermFinder
from zhengyu.terms.keys import key
from zhengyu.terms.matcher import Hit, Matcher
from zhengyu.terms.open.kinds import kind_features
from zhengyu.terms.open.model import NAME, VERSION, Layer, OpenModel
from zhengyu.terms.open.reading import Reader, Reading
from zhengyu.terms.open.spans import Floats
from zhengyu.training.gold import add_part_options, chosen_records
from zhengyu.training.split import FOLDS, fold_of
from zhengyu.training.terms_open import classifier, corpus, linear
from zhengyu.training.terms_open.corpus import Sample
from zhengyu.training.terms_open.report import BANKS, TAUGHT, Scored, evaluate, stacked

_MOST_OF_ONE = 10
_LAWS = 600
_WORD_CHARACTERS = 900_000
#: For hits of the bank, for other spans, for terms inside terms. The annotated texts are denser in
#: unknown terms than the press: there F1 is flat up to 0.7 for spans that no bank holds, and on the
#: texts set apart for development it is best at that end.
_THRESHOLD, _OPEN, _NESTED = 0.3, 0.7, 0.5
_AROUND = 3


class Trainer:
    """One run: what all folds share."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.rng = np.random.default_rng(0)
        self.gold = corpus.read_gold(chosen_records(options))
        gazetteer = Gazetteer.load()
        self.readers = [Reader(Tagger(folder, gazetteer)) for folder in options.taggers]
        self.bank = load_bank(options.bank)
        finder = TermFinder(bank=self.bank, open_vocabulary=False)
        self.weak = corpus.read_weak(
            options.texts, finder, self.gold, self.rng, most_of_one=_MOST_OF_ONE
        )
        self.laws = corpus.read_laws(options.texts, finder, self.rng, _LAWS)
        self.matcher = Matcher(self.bank)
        self.documents = {
            key(form): entry.attested.documents if entry.attested else 0
            for entry in self.bank
            for form in entry.forms
        }
        self.idioms = read_idioms(options.words, {key(f) for e in self.bank for f in e.forms})
        segmented = corpus.read_segmented(options.segmented)
        self.words = linear.fit_words(segmented, _WORD_CHARACTERS)
        bearers = Counter(k for s in self.gold for k in {key(s.wording(span)) for span in s.kinds})
        self.wordings = set(bearers)
        rare = {k for k, count in bearers.items() if count == 1}
        self.borrowed = {k for k in rare if self._unattested(k)}

    def _unattested(self, form_key: str) -> bool:
        """Whether the bank may have the form from its one annotated document alone."""
        documents = self.documents.get(form_key, 0)
        return documents <= 1

    def hits(self, sample: Sample, bank: str) -> list[Hit]:
        """The bank's hits.

        Of the `full` one; of the `fair` one, without forms that may come from the sample itself;
        of `half` of the fair one's forms; or `without` all wordings of the annotated texts.
        """
        found = self.matcher.find_in(sample.texts.view)
        if bank in ("fair", "half"):
            found = [hit for hit in found if hit.form.key not in self.borrowed]
        if bank == "half":
            return [hit for hit in found if crc32(hit.form.key.encode()) % 2]
        if bank == "without":
            return [hit for hit in found if hit.form.key not in self.wordings]
        return found

    def span_models(
        self, samples: Sequence[Sample], forget: Sequence[str] = ()
    ) -> tuple[tuple[Floats, float], ...]:
        """The model of annotated texts, and the one of these and the bank's hits."""
        read = [*samples, *self.laws[: _LAWS // 2]]
        first = linear.fit_spans(read, self.rng)
        return first, linear.fit_spans([*read, *self.weak], self.rng, forget)

    def draft(self, spans: tuple[tuple[Floats, float], ...]) -> OpenModel:
        """A model without classifier, to make its inputs with."""
        nothing = np.zeros(0, dtype=np.float32)
        return OpenModel(
            spans, *self.words, nothing, nothing, nothing, (), 1.0, 0.0, _THRESHOLD, _OPEN,
            _NESTED, self.idioms,
        )  # fmt: skip

    def read(self, sample: Sample, fold: int) -> Reading:
        """What the tagger that has not learnt from the fold says of a sample."""
        return self.readers[fold]([sample.text], sample.texts)

    def scored(
        self, model: OpenModel, sample: Sample, reading: Reading, bank: str, fold: int
    ) -> Scored:
        """A sample's candidates with their inputs and labels."""
        candidates = model.candidates(sample.texts, self.hits(sample, bank), reading)
        spans = list(zip(candidates.starts.tolist(), candidates.ends.tolist(), strict=True))
        inputs = model.inputs(sample.texts, candidates)
        labels = np.array([span in sample.kinds for span in spans], dtype=np.bool_)
        return Scored(sample, candidates, inputs, labels, fold)


def read_idioms(path: Path, forms: set[str]) -> frozenset[str]:
    """The idioms of a word list with columns word and category, those of the bank left out."""
    with path.open(encoding="utf-8") as rows:
        words = {row["word"] for row in csv.DictReader(rows) if row["category"] == "chengyu"}
    return frozenset(words - forms)


def main(arguments: Sequence[str] | None = None) -> int:
    """Trains, cross-validates and writes the model; scores go to standard error."""
    options = _parser().parse_args(arguments)
    trainer = Trainer(options)
    folds = [fold_of(sample.text) for sample in trainer.gold]
    data: dict[str, list[Scored]] = {bank: [] for bank in (*BANKS, "laws")}
    seen: list[set[str]] = []
    for fold in range(FOLDS):
        inside = [s for s, f in zip(trainer.gold, folds, strict=True) if f != fold]
        outside = [s for s, f in zip(trainer.gold, folds, strict=True) if f == fold]
        known = {s.wording(span) for s in inside for span in s.kinds}
        new = {s.wording(span) for s in outside for span in s.kinds} - known
        seen.append(known)
        model = trainer.draft(trainer.span_models(inside, sorted(new)))
        read = [(sample, trainer.read(sample, fold)) for sample in outside]
        for bank in BANKS:
            data[bank] += [trainer.scored(model, *pair, bank, fold) for pair in read]
        for law in trainer.laws[_LAWS // 2 + fold :: FOLDS]:
            found = trainer.scored(model, law, trainer.read(law, fold), "fair", fold)
            data["laws"].append(found)
        sys.stderr.write(f"fold {fold} read\n")
    report = evaluate(data, seen, (_THRESHOLD, _OPEN, _NESTED))
    model = finish(trainer, data, report.slope, report.offset)
    write(model, options.out, report.lines)
    sys.stderr.write("\n".join(report.lines) + "\n")
    return 0


def finish(
    trainer: Trainer, data: dict[str, list[Scored]], slope: float, offset: float
) -> OpenModel:
    """The model that learns from everything."""
    inputs, labels = stacked([s for name in TAUGHT for s in data[name]])
    mean, scale = classifier.standard(inputs)
    draft = trainer.draft(trainer.span_models(trainer.gold))
    return replace(
        draft,
        kind_weights=kinds(trainer),
        mean=mean,
        scale=scale,
        networks=classifier.fit_networks((inputs - mean) / scale, labels),
        slope=slope,
        offset=offset,
    )


def kinds(trainer: Trainer) -> Floats:
    """Weights of the kinds, from annotated terms in their places and from the bank's forms."""
    rows: list[list[int]] = []
    found: list[str] = []
    for sample in trainer.gold:
        folded = sample.texts.view.folded
        for (start, end), kind in sample.kinds.items():
            before, after = folded[max(0, start - _AROUND) : start], folded[end : end + _AROUND]
            quoted = before[-1:] in '“‘"' and after[:1] in '”’"' and bool(before and after)
            rows.append(kind_features(folded[start:end], before, after, quoted=quoted))
            found.append(kind)
    count = len(rows)
    for entry in trainer.bank:
        rows += [kind_features(key(form), quoted=False) for form in entry.forms]
        found += [entry.kind] * len(entry.forms)
    weights = np.full(len(rows), 0.3, dtype=np.float32)
    weights[:count] = 1.0
    return linear.fit_kinds(rows, found, weights)


def write(model: OpenModel, folder: Path, lines: Sequence[str]) -> None:
    """Writes weights as half-precision arrays, settings as JSON, the idioms, and checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, Floats] = {
        "span_weights": np.stack([weights for weights, _ in model.spans]),
        "span_biases": np.array([bias for _, bias in model.spans]),
        "word_weights": model.word_weights,
        "word_biases": model.word_biases,
        "kind_weights": model.kind_weights,
        "mean": model.mean,
        "scale": model.scale,
    }
    for n, network in enumerate(model.networks):
        for i, layer in enumerate(network):
            tables |= _named(layer, n, i)
    large = {"span_weights", "word_weights", "kind_weights"}
    stored = {k: v.astype(np.float16 if k in large else np.float32) for k, v in tables.items()}
    np.savez_compressed(folder / "weights.npz", **stored)  # type: ignore[arg-type]
    settings = {
        "version": VERSION,
        "networks": len(model.networks),
        "layers": len(model.networks[0]),
        "slope": model.slope,
        "offset": model.offset,
        "threshold": model.threshold,
        "open_threshold": model.open_threshold,
        "nested_threshold": model.nested_threshold,
        "cross_validation": list(lines),
    }
    text = json.dumps(settings, ensure_ascii=False, indent=1)
    (folder / "settings.json").write_text(text + "\n", encoding="utf-8")
    (folder / "idioms.txt").write_text("\n".join(sorted(model.idioms)) + "\n", encoding="utf-8")
    artefacts.write_checksums(folder)


def _named(layer: Layer, network: int, number: int) -> dict[str, Floats]:
    name = f"network{network}_"
    return {f"{name}weights{number}": layer.weights, f"{name}biases{number}": layer.biases}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m zhengyu.training.terms_open")
    parser.add_argument("gold", type=Path, nargs="+", help="annotated documents, JSON lines")
    add_part_options(parser)
    parser.add_argument("--texts", type=Path, required=True, help="folder of news, reports, laws")
    parser.add_argument("--segmented", type=Path, required=True, help="texts with tokens, .gz")
    parser.add_argument("--words", type=Path, required=True, help="CSV: word, category")
    parser.add_argument(
        "--taggers",
        type=Path,
        nargs=FOLDS,
        required=True,
        help="exported taggers, each learnt without one fold (`--without-fold`), in their order",
    )
    parser.add_argument("--bank", type=Path, help="another folder of the bank's files")
    parser.add_argument("--out", type=Path, default=artefacts.data_root() / "models" / NAME)
    return parser


if __name__ == "__main__":
    sys.exit(main())
