"""Teaches the distilled network the gold: `python -m zhengyu.training.distilled.finetune --help`.

Gold documents are seen with other names in two epochs of three; sentences of MSRA keep the head
`coarse` to its conventions.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from random import Random

import torch
from torch import nn

from zhengyu.tagging.encoding import CharacterEncoder
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.text.views import FoldedView
from zhengyu.training.distilled.network import Network, learn, load, save
from zhengyu.training.distilled.pieces import Pieces, of_document, pieces
from zhengyu.training.gold import add_part_options, chosen_records, read_records
from zhengyu.training.split import FOLDS, fold_of
from zhengyu.training.tagger.augment import NameSwapper
from zhengyu.training.tagger.examples import HEADS, IGNORED, Example

_log = logging.getLogger(__name__)

_SEED = 1
_BATCH, _WARM, _LEAST = 5200, 50, 0.01
_DROPOUT = 0.2
#: Share of MSRA's sentences that an epoch holds.
_PUBLIC = 0.25


def fit(
    network: Network, batcher: Pieces, epochs: Sequence[Sequence[Example]], rate: float, seed: int
) -> None:
    """Trains over the epochs with a rate that rises briefly and falls to nothing."""
    random = Random(seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, fused=True)
    planned = [batcher(epoch, random) for epoch in epochs]
    total, step = sum(map(len, planned)), 0
    network.train()
    for number, batches in enumerate(planned):
        losses = []
        for examples in batches:
            for group in optimizer.param_groups:
                group["lr"] = rate * min(1, (step + 1) / _WARM) * max(_LEAST, 1 - step / total)
            inputs, tags = batcher.tensors(examples)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = network(*inputs, list(tags))
            parts = [
                nn.functional.cross_entropy(
                    scores[head].float().flatten(0, 1), taught.flatten(), ignore_index=IGNORED
                )
                for head, taught in tags.items()
            ]
            loss = torch.stack(parts).sum()
            losses.append(learn(network, optimizer, loss))
            step += 1
        _log.info(
            "epoch %d, step %d of %d, loss %.4f", number, step, total, sum(losses) / len(losses)
        )


def _public(paths: Sequence[Path]) -> list[Example]:
    """Sentences of MSRA, which teach the head `coarse`."""
    fold, labels = FoldedView(), HEADS["coarse"]
    found: list[Example] = []
    for path in paths:
        for record in read_records(path):
            spans = [(s, e, label) for s, e, label in record["spans"] if label in labels and s < e]
            found += pieces(fold(record["text"]), {"coarse": spans})
    return found


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path, help="folder of `distil`")
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    add_part_options(parser)
    parser.add_argument("--msra", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--without-fold",
        type=int,
        choices=range(FOLDS),
        help="leave the documents of a fold out, for what learns from this network's answers",
    )
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(arguments.seed)
    random, fold, gazetteer = Random(arguments.seed), FoldedView(), Gazetteer.load()
    network, vocabulary = load(arguments.network, _DROPOUT)
    gold = [
        {**record, "text": fold(record["text"])}
        for record in chosen_records(arguments)
        if fold_of(record["text"]) != arguments.without_fold
    ]
    public, swap = _public(arguments.msra), NameSwapper.load(gazetteer)
    epochs = []
    for number in range(arguments.epochs):
        variants = (swap(record, random) if number % 3 else record for record in gold)
        some = random.sample(public, round(len(public) * _PUBLIC))
        epochs.append([piece for record in variants for piece in of_document(record)] + some)
    batcher = Pieces(CharacterEncoder(vocabulary), gazetteer, _BATCH)
    fit(network, batcher, epochs, arguments.rate, arguments.seed)
    save(arguments.output, network, vocabulary)


if __name__ == "__main__":
    main()
