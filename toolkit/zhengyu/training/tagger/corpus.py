"""Raw text for pretraining: folded, laws sampled down, as one stream of characters."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from zhengyu.text.views import FoldedView

#: Share of the documents kept, by the beginning of a file's name: laws repeat themselves.
_SHARE = {"laws": 0.15}


def read_texts(paths: list[Path], seed: int) -> Iterator[str]:
    """Folded texts of `.jsonl` or `.jsonl.gz` files, one a document."""
    random = Random(seed)
    fold = FoldedView()
    for path in paths:
        share = next((s for name, s in _SHARE.items() if path.name.startswith(name)), 1.0)
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                if random.random() < share:
                    yield fold(json.loads(line)["text"])


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
