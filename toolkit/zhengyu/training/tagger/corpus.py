"""Raw text for pretraining: folded, laws sampled down, as one stream of characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from zhengyu.text.views import FoldedView
from zhengyu.training.gold import read_records

#: Share of the documents kept, by the beginning of a file's name: laws repeat themselves.
_SHARE = {"laws": 0.15}


def read_texts(paths: list[Path], seed: int) -> Iterator[str]:
    """Folded texts of `.jsonl` or `.jsonl.gz` files, one a document."""
    random = Random(seed)
    fold = FoldedView()
    for path in paths:
        share = next((s for name, s in _SHARE.items() if path.name.startswith(name)), 1.0)
        for record in read_records(path):
            if random.random() < share:
                yield fold(record["text"])


def vocabulary(texts: list[str], minimum: int) -> list[str]:
    """Characters seen at least `minimum` times, most frequent first, with `0`, `a` and `A`."""
    counts = Counter[str]()
    for text in texts:
        counts.update(text)
    counts.update(dict.fromkeys("0aA\n", minimum))
    frequent = [c for c, n in counts.items() if n >= minimum and (c in "0aA\n" or not _merged(c))]
    return sorted(frequent, key=lambda c: (-counts[c], c))


def _merged(character: str) -> bool:
    return character.isascii() and character.isalnum()
