"""Trains `models/boilerplate`: `python -m zhengyu.training.boilerplate GOLD.jsonl… -o FOLDER`.

Gold documents carry `text` and `paragraphs` with `boilerplate`; documents without paragraphs count
as one paragraph of text each.
"""

from __future__ import annotations

import argparse
import logging
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import regex
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from zhengyu.artefacts import write_checksums
from zhengyu.text.boilerplate import BoilerplateModel, features
from zhengyu.training.gold import add_part_options, chosen_records

_log = logging.getLogger(__name__)

#: Swept 0.1, 0.3, 1, 3 by cross-validation on documents.
_C = 0.3
_SEED = 20261121
_FOLDS = 10
_NEGLIGIBLE = 0.02
#: A first line shorter than this is taken for a title, which web pages repeat.
_TITLE = 60
_CLAUSE = regex.compile(r"(?<=[,，。])\p{Han}{5,14}(?=[,，。])")

Page = list[tuple[str, bool]]


def pages_of(documents: list[dict[str, Any]]) -> list[Page]:
    """Each document as its paragraphs with their marks."""
    pages = []
    for document in documents:
        whole = [{"start": 0, "end": len(document["text"]), "boilerplate": False}]
        ranges = document.get("paragraphs") or whole
        text = document["text"]
        pages.append([(text[p["start"] : p["end"]], bool(p["boilerplate"])) for p in ranges])
    return pages


def with_furniture(pages: list[Page], furniture: list[str], random: Random) -> list[Page]:
    """Copies of the documents as web pages leave them.

    Lines of furniture stand round and within the text, its title is repeated, and subheads, cut
    from its clauses, make sure that a short line alone is no sign of furniture.
    """
    return [_web_page(page, furniture, random) for page in pages]


def _web_page(page: Page, furniture: list[str], random: Random) -> Page:
    lines = list(page)
    clauses = [clause for text, mark in page if not mark for clause in _CLAUSE.findall(text)]
    for clause in random.sample(clauses, min(2, len(clauses))):
        lines.insert(random.randint(1, len(lines)), (clause, False))
    title, marked = page[0]
    if len(title) < _TITLE and not marked:
        lines.insert(random.randint(1, len(lines)), (title, True))
    lines.insert(random.randint(0, len(lines)), (random.choice(furniture), True))
    before, after = random.sample(furniture, 3), random.sample(furniture, 4)
    return [*((line, True) for line in before), *lines, *((line, True) for line in after)]


def examples(pages: list[Page]) -> tuple[list[dict[str, float]], list[bool]]:
    """Features, as a vectorizer wants them, and marks of all paragraphs."""
    rows, marks = [], []
    for page in pages:
        texts = [text for text, _ in page]
        for index, (_, mark) in enumerate(page):
            rows.append(dict.fromkeys(features(texts, index), 1.0))
            marks.append(mark)
    return rows, marks


def fit(pages: list[Page]) -> BoilerplateModel:
    """A model of the pages; features seen once and weights near nothing are dropped."""
    rows, marks = examples(pages)
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    keep = np.asarray((matrix > 0).sum(axis=0)).ravel() > 1
    model = LogisticRegression(C=_C, max_iter=2000).fit(matrix[:, keep], marks)
    pairs = zip(vectorizer.get_feature_names_out()[keep], model.coef_[0], strict=True)
    weights = {name: round(float(w), 3) for name, w in sorted(pairs) if abs(w) >= _NEGLIGIBLE}
    return BoilerplateModel(weights, round(float(model.intercept_[0]), 3))


def cross_validated_f1(pages: list[Page], furniture: list[str]) -> float:
    """F1 of boilerplate paragraphs on pages, and lines of furniture, that were held out."""
    truth: list[bool] = []
    guesses: list[bool] = []
    random = Random(_SEED)
    for fold in range(_FOLDS):
        train = [page for i, page in enumerate(pages) if i % _FOLDS != fold]
        test = [page for i, page in enumerate(pages) if i % _FOLDS == fold]
        seen = [line for i, line in enumerate(furniture) if i % _FOLDS != fold]
        unseen = [line for i, line in enumerate(furniture) if i % _FOLDS == fold]
        model = fit([*train, *with_furniture(train, seen, random)])
        for page in [*test, *with_furniture(test, unseen, random)]:
            truth += [mark for _, mark in page]
            guesses += model.predict([text for text, _ in page])
    return float(f1_score(truth, guesses))


def train(gold: list[dict[str, Any]], folder: Path) -> float:
    """Writes the model; returns its cross-validated F1."""
    pages = pages_of(gold)
    lines = files("zhengyu.training").joinpath("data/furniture.txt").read_text(encoding="utf-8")
    furniture = lines.splitlines()
    score = cross_validated_f1(pages, furniture)
    model = fit([*pages, *with_furniture(pages, furniture, Random(_SEED))])
    folder.mkdir(parents=True, exist_ok=True)
    model.save(folder)
    write_checksums(folder)
    return score


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/boilerplate"))
    add_part_options(parser)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    score = train(list(chosen_records(arguments)), arguments.output)
    _log.info("boilerplate F1, %d-fold over documents and furniture: %.3f", _FOLDS, score)


if __name__ == "__main__":
    main()
