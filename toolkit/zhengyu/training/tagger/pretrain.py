"""Pretrains the encoder to guess masked characters: `python -m zhengyu.training.tagger.pretrain`.

Runs of one to four characters are masked, 15 % in all. The output layer is thrown away; the
encoder and the vocabulary are what `finetune` begins with.
"""

from __future__ import annotations

import argparse
import logging
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from zhengyu.tagging.encoding import MASK, CharacterEncoder, Ids, bigrams
from zhengyu.tagging.gazetteer import FLAGS
from zhengyu.training.tagger.checkpoint import load_encoder, save_encoder
from zhengyu.training.tagger.corpus import read_texts, vocabulary
from zhengyu.training.tagger.network import Encoder, Shape

_log = logging.getLogger(__name__)

_SEED = 20261121
_LENGTH = 128
_BATCH = 96
_MASKED = 0.15
_RATE = 2e-3
#: A character seen less often is unknown.
_MINIMUM = 5


def masked(batch: Ids, random: np.random.Generator) -> tuple[Ids, Ids]:
    """The batch with runs masked, and the mask as booleans; both (batch, length)."""
    chosen = np.zeros(batch.shape, dtype=bool)
    starts = random.random(batch.shape) < _MASKED / 2.0
    lengths = random.integers(1, 4, size=batch.shape)
    for offset in range(3):
        shifted = np.zeros_like(chosen)
        shifted[:, offset:] = (starts & (lengths > offset))[:, : batch.shape[1] - offset]
        chosen |= shifted
    hidden = np.where(chosen, MASK, batch).astype(np.int32)
    return hidden, chosen


def pretrain(stream: Ids, encoder: Encoder, minutes: float, seed: int) -> None:
    """Trains the encoder for the given time; `stream` is the whole corpus as ids."""
    random = np.random.default_rng(seed)
    output = nn.Linear(encoder.shape.width, encoder.shape.vocabulary)
    parameters = [*encoder.parameters(), *output.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=_RATE, weight_decay=0.01, fused=True)
    rows = stream[: len(stream) // _LENGTH * _LENGTH].reshape(-1, _LENGTH)
    begin, step, losses = time.monotonic(), 0, []
    while (progress := (time.monotonic() - begin) / 60 / minutes) < 1:
        batch = rows[random.integers(0, len(rows), _BATCH)]
        hidden, chosen = masked(batch, random)
        for group in optimizer.param_groups:
            warm = min(1.0, (step + 1) / 300)
            group["lr"] = _RATE * warm * (0.5 + 0.5 * math.cos(math.pi * progress))
        ids, pairs = torch.from_numpy(hidden).long(), torch.from_numpy(bigrams(hidden)).long()
        mask = torch.from_numpy(chosen)
        target = torch.from_numpy(batch).long()[mask]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            guesses = output(encoder(ids, pairs, None)[mask])
        loss = nn.functional.cross_entropy(guesses.float(), target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        losses.append(loss.item())
        step += 1
        if step % 200 == 0:
            seen = step * _BATCH * _LENGTH / 1e6
            _log.info("step %d, %.1f M characters, loss %.3f", step, seen, np.mean(losses[-200:]))


def _new(size: int, arguments: argparse.Namespace) -> Encoder:
    """An encoder without dropout: the corpus is seen about once, there is nothing to overfit."""
    width, expansion = arguments.width, arguments.expansion
    return Encoder(Shape(size, FLAGS, width=width, expansion=expansion, dropout=0.0))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--expansion", type=int, default=1)
    parser.add_argument("--start", type=Path, help="folder of an earlier run to go on from")
    parser.add_argument("--seed", type=int, default=_SEED, help="another one to go on with")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(arguments.seed)
    texts = list(read_texts(arguments.texts, _SEED))
    if arguments.start:
        encoder, characters = load_encoder(arguments.start, dropout=0.0)
    else:
        characters = vocabulary(texts, _MINIMUM)
        encoder = _new(CharacterEncoder(characters).size, arguments)
    stream = CharacterEncoder(characters)("\n".join(texts))
    _log.info("%d characters, vocabulary %d", len(stream), encoder.shape.vocabulary)
    pretrain(stream, encoder, arguments.minutes, arguments.seed)
    save_encoder(arguments.output, encoder, characters)


if __name__ == "__main__":
    main()
