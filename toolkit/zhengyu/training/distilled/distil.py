"""Teaches the network what others say: `python -m zhengyu.training.distilled.distil --help`.

Reads what `label` or `relabel` wrote, over and over, at random places. It begins with embeddings
of a slower tagger, or goes on with a network of its own kind.
"""

from __future__ import annotations

import argparse
import logging
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from zhengyu.tagging.encoding import CharacterEncoder, Ids, bigrams
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.training.distilled.label import UNKNOWN, Labels
from zhengyu.training.distilled.network import DROPOUT, Network, Shape, learn, load, save
from zhengyu.training.tagger.checkpoint import load_tagger
from zhengyu.training.tagger.examples import HEADS

_log = logging.getLogger(__name__)

_SEED = 1
_ROWS, _LENGTH = 26, 192
#: Characters at the ends of a row, which see less than they will in use, teach nothing.
_EDGE = 12
_LEAST, _WARM = 1e-5, 300
_WEIGHTS = {"entities": 1.0, "coarse": 0.5, "terms": 0.5}


def distil(
    network: Network, text: str, ids: Ids, labels: dict[str, Labels], rate: float, minutes: float
) -> None:
    """Trains for the given time with a rate that rises briefly and falls to nothing."""
    random, gazetteer = np.random.default_rng(_SEED), Gazetteer.load()
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.01, fused=True)
    begin, step, losses = time.monotonic(), 0, []
    network.train()
    while (progress := (time.monotonic() - begin) / 60 / minutes) < 1:
        starts = random.integers(0, len(ids) - _LENGTH, _ROWS)
        places = starts[:, None] + np.arange(_LENGTH)
        flags = np.stack([gazetteer.flags(text[s : s + _LENGTH]) for s in starts.tolist()])
        for group in optimizer.param_groups:
            fallen = 0.5 + 0.5 * math.cos(math.pi * progress)
            group["lr"] = rate * min(1, (step + 1) / _WARM) * fallen + _LEAST
        rows = ids[places]
        given = torch.from_numpy(rows).long(), torch.from_numpy(bigrams(rows)).long()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(*given, torch.from_numpy(flags).float(), list(labels))
        parts = [_loss(scores[h], said[places]) * _WEIGHTS[h] for h, said in labels.items()]
        loss = torch.stack(parts).sum()
        losses.append(learn(network, optimizer, loss))
        step += 1
        if step % 500 == 0:
            seen = step * _ROWS * _LENGTH / 1e6
            _log.info("step %d, %.1f M characters, loss %.4f", step, seen, np.mean(losses[-500:]))


def _loss(scores: Tensor, labels: Labels) -> Tensor:
    """Cross-entropy to two tags, of which the second has all that the first leaves."""
    kept = labels[:, _EDGE:-_EDGE]
    found = scores.float()[:, _EDGE:-_EDGE].log_softmax(dim=2)
    known = torch.from_numpy(kept[:, :, 0] != UNKNOWN)
    tags = np.where(kept == UNKNOWN, 0, kept).astype(np.int64)
    first, second = (torch.from_numpy(tags[:, :, n])[..., None] for n in (0, 1))
    chance = torch.from_numpy(kept[:, :, 2].astype(np.float32) / 255)
    likelihood = chance * found.gather(2, first)[..., 0]
    likelihood = likelihood + (1 - chance) * found.gather(2, second)[..., 0]
    return -likelihood[known].mean()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path, help="folder that `label` or `relabel` wrote")
    begin = parser.add_mutually_exclusive_group(required=True)
    begin.add_argument("--tagger", type=Path, help="slower tagger whose embeddings to begin with")
    begin.add_argument("--network", type=Path, help="folder of `distil`: go on with its network")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--minutes", type=float, default=42)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(_SEED)
    if arguments.network:
        network, vocabulary = load(arguments.network, DROPOUT)
    else:
        network, vocabulary = _beginning(arguments.tagger)
    text = (arguments.labels / "stream.txt").read_text(encoding="utf-8")
    labels = {path.stem: np.load(path) for path in sorted(arguments.labels.glob("*.npy"))}
    ids = CharacterEncoder(vocabulary)(text)
    distil(network, text, ids, labels, arguments.rate, arguments.minutes)
    save(arguments.output, network, vocabulary)


def _beginning(folder: Path) -> tuple[Network, list[str]]:
    """A network with the embeddings of the tagger in `folder`, and its vocabulary."""
    tagger, vocabulary = load_tagger(folder)
    size = CharacterEncoder(vocabulary).size
    network = Network(Shape(size, {name: 1 + 4 * len(x) for name, x in HEADS.items()}))
    for own in ("characters", "bigrams", "project", "gazetteer"):
        getattr(network, own).load_state_dict(getattr(tagger.encoder, own).state_dict())
    return network, vocabulary


if __name__ == "__main__":
    main()
