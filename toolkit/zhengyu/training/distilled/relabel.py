"""Labels raw text by networks of this kind: `python -m zhengyu.training.distilled.relabel --help`.

A second round: the mean of several networks knows more than each, and what they say of more text
than they learnt from is worth learning. Terms are those that the layer `terms` finds; spans worded
like a term of the files under `--hidden` teach nothing, so that what is learnt of those terms can
still be measured there.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Collection, Sequence
from pathlib import Path
from random import Random

import numpy as np

from zhengyu.document import Document, Term
from zhengyu.tagging.decoding import Scores
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.tagging.tagger import GAP, Tagger, side_by_side
from zhengyu.terms.component import TermFinder
from zhengyu.terms.keys import key
from zhengyu.text.paragraphs import ParagraphFinder
from zhengyu.training.distilled.label import HEADS, UNKNOWN, Labels, texts_of, two_best, write
from zhengyu.training.gold import read_records
from zhengyu.training.tagger.examples import KINDS, outermost, tags_of

_log = logging.getLogger(__name__)

_SEED = 20261123
_TOGETHER = 100
#: What is less likely than the first is no term, what is less likely than the second not learnt.
_POSSIBLE, _CERTAIN = 0.15, 0.6
_LITTLE = 1e-9


class Relabeller:
    """Asks several networks and the layer `terms`.

    Args:
        folders: what `export` wrote.
        hidden: keys of wordings that are left open.
    """

    def __init__(self, folders: Sequence[Path], hidden: Collection[str]) -> None:
        gazetteer = Gazetteer.load()
        self._taggers = [Tagger(folder, gazetteer) for folder in folders]
        self._terms, self._paragraphs = TermFinder(threshold=_POSSIBLE), ParagraphFinder()
        self._hidden = hidden

    def __call__(self, texts: Sequence[str]) -> dict[str, Labels]:
        """By head the labels of the texts one after another, a line break behind each."""
        stream, _ = side_by_side(["".join(f"{text}\n" for text in texts)])
        labels = {}
        for head in HEADS:
            said = [_chances(tagger.scores(stream, head)[GAP:-GAP]) for tagger in self._taggers]
            labels[head] = two_best(np.log(np.mean(said, axis=0) + _LITTLE))
        documents = self._terms.batch([self._paragraphs(Document(text)) for text in texts])
        labels["terms"] = np.concatenate([self._of_terms(document) for document in documents])
        return labels

    def _of_terms(self, document: Document) -> Labels:
        length = len(document.text) + 1
        certain = [t for t in document.terms if t.score >= _CERTAIN and not self._hides(t)]
        spans = list(outermost((t.start, t.end, t.kind) for t in certain))
        tags = tags_of(spans, KINDS, length).astype(np.uint8)
        kept = np.zeros(length, dtype=bool)
        for start, end, _ in spans:
            kept[start:end] = True
        for term in document.terms:
            open_ = slice(term.start, term.end)
            tags[open_][~kept[open_]] = UNKNOWN
        answer: Labels = np.stack((tags, tags, np.full(length, 255, np.uint8)), axis=1)
        return answer

    def _hides(self, term: Term) -> bool:
        return key(term.text) in self._hidden


def _chances(scores: Scores) -> Scores:
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Scores = odds / odds.sum(axis=1, keepdims=True)
    return chances


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("taggers", type=Path, nargs="+", help="folders that `export` wrote")
    parser.add_argument("--raw", type=Path, nargs="+", required=True)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--corpora", type=Path, nargs="*", default=[])
    parser.add_argument("--hidden", type=Path, nargs="*", default=[])
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    hidden = {
        key(record["text"][term["start"] : term["end"]])
        for path in arguments.hidden
        for record in read_records(path)
        for term in record["terms"]
    }
    label = Relabeller(arguments.taggers, hidden)
    texts = list(texts_of(arguments.raw, arguments.gold, arguments.corpora))
    Random(_SEED).shuffle(texts)
    parts: dict[str, list[Labels]] = {}
    for first in range(0, len(texts), _TOGETHER):
        for head, found in label(texts[first : first + _TOGETHER]).items():
            parts.setdefault(head, []).append(found)
        if first // _TOGETHER % 20 == 0:
            _log.info("%d of %d texts", first, len(texts))
    write(arguments.output, texts, parts)


if __name__ == "__main__":
    main()
