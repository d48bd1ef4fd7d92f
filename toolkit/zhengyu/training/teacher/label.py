"""Annotates raw paragraphs with the teacher: `python -m zhengyu.training.teacher.label --help`.

The output is JSONL in the gold's form (`text`, `entities`, `terms`). It holds other people's text
and is made for training only.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import torch

from zhengyu.tagging.windows import windows
from zhengyu.text.views import FoldedView
from zhengyu.training.gold import read_records
from zhengyu.training.tagger.checkpoint import load_encoder
from zhengyu.training.tagger.examples import HEADS, Example
from zhengyu.training.teacher.batches import TeacherBatcher
from zhengyu.training.teacher.finetune import build
from zhengyu.training.teacher.network import Teacher
from zhengyu.training.teacher.tagging import tag

_log = logging.getLogger(__name__)

_SEED = 7
_SHORTEST, _LONGEST = 15, 600
#: Share of the paragraphs that is taken, by the beginning of the file's name: news and reports
#: first, of the public corpora enough to keep their kinds of text in view.
_SHARE = {
    "xinwenlianbo": 0.10,
    "gov_work_reports": 0.25,
    "gov_cn_policy": 0.3,
    "laws": 0.003,
    "cluener": 0.6,
    "msra": 0.06,
    "news2007": 0.25,
    "finre": 0.15,
    "resume": 0.3,
    "pfr1998": 0.06,
}
_AT_ONCE = 256


def paragraphs(paths: Sequence[Path]) -> list[str]:
    """A sample of the paragraphs of `.jsonl.gz` files, shuffled."""
    random = Random(_SEED)
    found = []
    for path in paths:
        share = next(s for name, s in _SHARE.items() if path.name.startswith(name))
        for record in read_records(path):
            for part in record["text"].split("\n"):
                paragraph = part.strip()
                if len(paragraph) >= _SHORTEST and random.random() < share:
                    found.append(paragraph[:_LONGEST])
    random.shuffle(found)
    return found


def labelled(
    texts: Sequence[str], teacher: Teacher, batcher: TeacherBatcher
) -> Iterator[dict[str, Any]]:
    """Each text as a record with what the teacher found."""
    fold = FoldedView()
    cut = [(i, start, end) for i, text in enumerate(texts) for start, end in windows(fold(text))]
    examples = [Example(fold(texts[i])[start:end], {}) for i, start, end in cut]
    records: list[dict[str, Any]] = [{"text": t, "entities": [], "terms": []} for t in texts]
    for number, found in tag(teacher, batcher, examples):
        i, shift, _ = cut[number]
        for head, key in (("entities", "label"), ("terms", "kind")):
            records[i][head] += [
                {"start": s + shift, "end": e + shift, key: HEADS[head][label]}
                for s, e, label in found[head]
            ]
    return iter(records)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--packed", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--characters", type=float, default=2.6e6)
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    _, vocabulary = load_encoder(arguments.encoder, dropout=0.0)
    teacher, batcher = build(arguments.packed, vocabulary)
    teacher.load_state_dict(torch.load(arguments.teacher, weights_only=True))
    waiting = iter(paragraphs(arguments.texts))
    done = 0
    with arguments.output.open("w", encoding="utf-8") as file:
        while done < arguments.characters and (texts := list(islice(waiting, _AT_ONCE))):
            for record in labelled(texts, teacher, batcher):
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
                done += len(record["text"])
            _log.info("%d characters", done)


if __name__ == "__main__":
    main()
