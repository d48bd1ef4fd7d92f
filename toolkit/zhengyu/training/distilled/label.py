"""Labels raw text by a trained tagger: `python -m zhengyu.training.distilled.label --help`.

For each character the two likeliest tags of two heads and the probability of the first are kept:
nearly all that the tagger has to say, in three bytes.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import torch

from zhengyu.tagging.encoding import CharacterEncoder, bigrams
from zhengyu.tagging.gazetteer import FLAGS, Gazetteer
from zhengyu.tagging.windows import windows
from zhengyu.text.views import FoldedView
from zhengyu.training.gold import read_records
from zhengyu.training.tagger.checkpoint import load_tagger
from zhengyu.training.tagger.corpus import read_texts

_log = logging.getLogger(__name__)

#: Heads whose labels are those of a tagger.
HEADS = ("entities", "coarse")
#: First tag of a label that is not known.
UNKNOWN = 255
_SEED = 20261122
_AT_ONCE = 64
#: Sentences of the public corpora that are put together as one text.
_JOINED = 8

Labels = npt.NDArray[np.uint8]


class Labeller:
    """Asks a tagger of `zhengyu.training.tagger`, whose folder is given."""

    def __init__(self, folder: Path) -> None:
        self._tagger, vocabulary = load_tagger(folder)
        self._encode, self._gazetteer = CharacterEncoder(vocabulary), Gazetteer.load()

    def __call__(self, text: str) -> dict[str, Labels]:
        """By head, shape (length, 3): first tag, second tag, probability of the first in 255ths."""
        found = {head: np.zeros((len(text), 3), dtype=np.uint8) for head in HEADS}
        for labels in found.values():
            labels[:, 2] = 255
        cut = sorted(windows(text), key=lambda window: window[1] - window[0])
        for first in range(0, len(cut), _AT_ONCE):
            group = cut[first : first + _AT_ONCE]
            for head, scores in self._scores(text, group).items():
                for (start, end), row in zip(group, scores, strict=True):
                    found[head][start:end] = two_best(row[: end - start])
        return found

    def _scores(
        self, text: str, group: Sequence[tuple[int, int]]
    ) -> dict[str, npt.NDArray[np.float32]]:
        longest = group[-1][1] - group[-1][0]
        characters = np.zeros((len(group), longest), dtype=np.int32)
        flags = np.zeros((len(group), longest, FLAGS), dtype=np.float32)
        for row, (start, end) in enumerate(group):
            characters[row, : end - start] = self._encode(text[start:end])
            flags[row, : end - start] = self._gazetteer.flags(text[start:end])
        given = (
            torch.from_numpy(characters).long(),
            torch.from_numpy(bigrams(characters)).long(),
            torch.from_numpy(flags),
        )
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self._tagger.encoder(*given)
            heads = {head: self._tagger.heads[head](vectors) for head in HEADS}
        return {head: scores.float().numpy() for head, scores in heads.items()}


def two_best(scores: npt.NDArray[np.float32]) -> Labels:
    """Labels of log-odds, shape (length, tags)."""
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    rows, first = np.arange(len(odds)), odds.argmax(axis=1)
    chance = odds[rows, first] / odds.sum(axis=1)
    odds[rows, first] = 0
    answer: Labels = np.stack((first, odds.argmax(axis=1), np.round(chance * 255)), axis=1).astype(
        np.uint8
    )
    return answer


def texts_of(raw: Sequence[Path], gold: Sequence[Path], corpora: Sequence[Path]) -> Iterator[str]:
    """Folded texts: raw ones, those of annotated documents, sentences of corpora put together."""
    fold = FoldedView()
    yield from read_texts(list(raw), _SEED)
    for path in gold:
        yield from (fold(record["text"]) for record in read_records(path))
    for path in corpora:
        rows = [fold(record["text"]) for record in read_records(path)]
        yield from ("\n".join(rows[at : at + _JOINED]) for at in range(0, len(rows), _JOINED))


def write(folder: Path, texts: Sequence[str], parts: Mapping[str, Sequence[Labels]]) -> None:
    """Writes the texts, a line break behind each, and by head the labels of that stream."""
    folder.mkdir(parents=True, exist_ok=True)
    for head, found in parts.items():
        np.save(folder / f"{head}.npy", np.concatenate(found), allow_pickle=False)
    stream = "".join(f"{text}\n" for text in texts)
    (folder / "stream.txt").write_text(stream, encoding="utf-8", newline="")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tagger", type=Path, help="folder of `training.tagger`")
    parser.add_argument("--raw", type=Path, nargs="+", required=True)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--corpora", type=Path, nargs="*", default=[])
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    label = Labeller(arguments.tagger)
    texts = list(texts_of(arguments.raw, arguments.gold, arguments.corpora))
    Random(_SEED).shuffle(texts)
    parts: dict[str, list[Labels]] = {head: [] for head in HEADS}
    for number, text in enumerate(texts):
        for head, found in label(f"{text}\n").items():
            parts[head].append(found)
        if number % 2000 == 0:
            _log.info("%d of %d texts", number, len(texts))
    write(arguments.output, texts, parts)


if __name__ == "__main__":
    main()
