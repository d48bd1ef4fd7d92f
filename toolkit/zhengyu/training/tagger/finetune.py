"""Trains the tagger on annotated text: `python -m zhengyu.training.tagger.finetune --help`.

Begins with a pretrained encoder. Each data set teaches heads of its own, so that none has to follow
another's conventions; heads that are not in `HEADS` are thrown away after training. Gold documents
are seen in variants with other names in each epoch. With `--silver`, documents that a stronger
model has annotated are learnt first, then the gold; the network in between is kept in the folder
`after-silver`, from which `--after-silver` goes on when the gold has changed.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import nn

from zhengyu.tagging.encoding import CharacterEncoder
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.text.views import FoldedView
from zhengyu.training.gold import add_part_options, chosen_records
from zhengyu.training.tagger.augment import NameSwapper
from zhengyu.training.tagger.batches import Batch, Batcher
from zhengyu.training.tagger.checkpoint import load_encoder, load_tagger, save_tagger
from zhengyu.training.tagger.examples import (
    ENTITIES,
    HEADS,
    IGNORED,
    KINDS,
    Example,
    annotated,
    from_documents,
    from_spans,
)
from zhengyu.training.tagger.measure import span_scores
from zhengyu.training.tagger.network import Tagger

_log = logging.getLogger(__name__)

_SEED = 20261121
_BATCH = 4096
_RATE = 1.5e-3
#: Public corpora: the labels they teach, each in a head of its own; MSRA's is kept as `coarse`.
_CORPORA = {
    "msra": ("coarse", ("PER", "LOC", "ORG")),
    "pfr1998": ("pfr", ("nr", "ns")),
    "cluener": (
        "cluener",
        ("government", "company", "organization", "position", "address", "name", "scene", "book"),
    ),
    "resume": ("resume", ("TITLE", "ORG", "NAME")),
    "news2007": ("news2007", ("PER", "LOC", "ORG")),
}


def corpora_examples(paths: Sequence[Path]) -> Iterator[Example]:
    """Examples of the public corpora, told apart by the beginnings of their files' names."""
    for path in paths:
        head, labels = next(v for name, v in _CORPORA.items() if path.name.startswith(name))
        yield from from_spans(annotated([path]), head, labels)


class Trainer:
    """One network with its optimiser; `fit` may be called for one stage after another."""

    def __init__(self, tagger: Tagger, batcher: Batcher, weights: dict[str, float]) -> None:
        self.tagger, self._batcher, self._weights = tagger, batcher, weights

    def fit(self, epochs: Sequence[Sequence[Example]], rate: float, seed: int) -> None:
        """Trains over the given epochs with a rate that rises briefly and falls to nothing."""
        random = Random(seed)
        optimizer = torch.optim.AdamW(
            self.tagger.parameters(), lr=rate, weight_decay=0.01, fused=True
        )
        characters = sum(len(example.text) for epoch in epochs for example in epoch)
        total = characters / _BATCH
        step = 0
        for number, epoch in enumerate(epochs):
            losses = []
            for batch in self._batcher(epoch, random):
                factor = min(1.0, (step + 1) / 50) * max(0.01, 1 - step / total)
                for group in optimizer.param_groups:
                    group["lr"] = rate * factor
                losses.append(self._step(batch, optimizer))
                step += 1
            _log.info("epoch %d, %d steps, loss %.3f", number, step, sum(losses) / len(losses))

    def _step(self, batch: Batch, optimizer: torch.optim.Optimizer) -> float:
        self.tagger.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.tagger.encoder(batch.characters, batch.bigrams, batch.flags)
            scores = {head: self.tagger.heads[head](vectors) for head in batch.tags}
        loss = torch.zeros(())
        for head, tags in batch.tags.items():
            flat = scores[head].float().flatten(0, 1)
            part = nn.functional.cross_entropy(flat, tags.flatten(), ignore_index=IGNORED)
            loss = loss + self._weights.get(head, 1.0) * part
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.tagger.parameters(), 1.0)
        optimizer.step()
        return float(loss.item())


def folded(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records with their text folded, as the swapper wants it."""
    fold = FoldedView()
    return [{**record, "text": fold(record["text"])} for record in records]


def main() -> None:
    """The command."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(arguments.seed)
    random = Random(arguments.seed)
    gazetteer = Gazetteer.load()
    tagger, vocabulary = _begun(arguments)
    batcher = Batcher(CharacterEncoder(vocabulary), gazetteer, _BATCH)
    trainer = Trainer(tagger, batcher, {"news2007": 0.3, "pfr": 0.3, "resume": 0.3})
    gold = folded(list(chosen_records(arguments)))
    public = list(corpora_examples(arguments.corpora))
    if arguments.silver and not arguments.after_silver:
        silver = list(from_documents(annotated(arguments.silver)))
        count = round(len(public) * arguments.public_share)
        epochs = [[*silver, *random.sample(public, count)] for _ in range(arguments.silver_epochs)]
        trainer.fit(epochs, _RATE, arguments.seed)
        save_tagger(arguments.output / "after-silver", tagger, vocabulary)
    swap = NameSwapper.load(gazetteer)
    epochs = []
    for number in range(arguments.epochs):
        variants = (swap(record, random) if number % 3 else record for record in gold)
        some = random.sample(public, round(len(public) * arguments.public_share / 5))
        epochs.append([*from_documents(variants), *some])
    trainer.fit(epochs, arguments.rate, arguments.seed)
    save_tagger(arguments.output, tagger, vocabulary)
    if arguments.dev:
        dev = list(from_documents(annotated(arguments.dev)))
        for head in ("entities", "terms"):
            for name, score in span_scores(tagger, batcher(dev, None), head, HEADS[head]).items():
                _log.info("%s %s", head, f"{name} {score}")
    if arguments.coarse_dev:
        dev = list(corpora_examples(arguments.coarse_dev))
        scores = span_scores(tagger, batcher(dev, None), "coarse", HEADS["coarse"])
        _log.info("coarse %s", scores)


def _begun(arguments: argparse.Namespace) -> tuple[Tagger, list[str]]:
    """The network with heads for all tasks, and its vocabulary."""
    encoder, vocabulary = load_encoder(arguments.encoder, dropout=arguments.dropout)
    heads = {head: 1 + 4 * len(labels) for head, labels in _CORPORA.values()}
    heads |= {"entities": 1 + 4 * len(ENTITIES), "terms": 1 + 4 * len(KINDS)}
    tagger = Tagger(encoder.shape, heads)
    tagger.encoder = encoder
    if arguments.after_silver:
        tagger.load_state_dict(load_tagger(arguments.after_silver)[0].state_dict())
    return tagger, vocabulary


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of `pretrain`")
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    add_part_options(parser)
    parser.add_argument("--corpora", type=Path, nargs="*", default=[])
    parser.add_argument("--silver", type=Path, nargs="*", default=[])
    parser.add_argument("--after-silver", type=Path, help="folder of an earlier run to go on from")
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument("--coarse-dev", type=Path, nargs="*", default=[])
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--silver-epochs", type=int, default=2)
    parser.add_argument(
        "--public-share",
        type=float,
        default=0.25,
        help="share of the corpora seen in an epoch with silver; with gold a fifth of it",
    )
    parser.add_argument("--rate", type=float, default=_RATE)
    parser.add_argument("--seed", type=int, default=_SEED, help="another one to average with")
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("-o", "--output", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
