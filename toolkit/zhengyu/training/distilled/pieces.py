"""Gold texts as the network reads them: pieces between line breaks, with tags, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor

from zhengyu.tagging.encoding import CharacterEncoder, bigrams
from zhengyu.tagging.gazetteer import Gazetteer
from zhengyu.tagging.tagger import GAP
from zhengyu.training.tagger.examples import HEADS, IGNORED, Example, Labelled, divided

#: Longest piece; one ends at a line break or a full stop where there is one.
_LONGEST, _SHORTEST = 420, 50
#: Lengths may differ by so much in the order of pieces, so that batches differ between epochs.
_JITTER = 20
_OUTSIDE = "\n" * GAP


def pieces(text: str, spans: Mapping[str, Iterable[Labelled]]) -> Iterator[Example]:
    """The folded text in pieces; of spans that lie in others the outermost are taught."""
    return divided(text, _cut(text), spans, HEADS)


def _cut(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = min(len(text), start + _LONGEST)
        if end < len(text):
            stop = max(text.rfind(mark, start + _SHORTEST, end) for mark in "\n。")
            end = stop + 1 if stop > start else end
        yield start, end
        start = end


def of_document(record: Mapping[str, Any]) -> Iterator[Example]:
    """Pieces of a record in the toolkit's own format whose text is folded."""
    entities = [(e["start"], e["end"], e["label"]) for e in record["entities"]]
    terms = [(t["start"], t["end"], t["kind"]) for t in record["terms"]]
    return pieces(record["text"], {"entities": entities, "terms": terms})


class Pieces:
    """Makes batches of about `size` positions of pieces that teach the same heads."""

    def __init__(self, encode: CharacterEncoder, gazetteer: Gazetteer, size: int) -> None:
        self._encode, self._gazetteer, self._size = encode, gazetteer, size

    def __call__(self, examples: Iterable[Example], random: Random) -> list[list[Example]]:
        """The batches, in any order."""
        order = list(examples)
        random.shuffle(order)
        order.sort(key=lambda e: (sorted(e.tags), len(e.text) + _JITTER * random.random()))
        groups: list[list[Example]] = []
        for example in order:
            last = groups[-1] if groups else []
            size = (len(last) + 1) * (len(example.text) + 2 * GAP)
            if not last or last[0].tags.keys() != example.tags.keys() or size > self._size:
                groups.append([])
            groups[-1].append(example)
        random.shuffle(groups)
        return groups

    def tensors(
        self, examples: Sequence[Example]
    ) -> tuple[tuple[Tensor, Tensor, Tensor], dict[str, Tensor]]:
        """Inputs (batch, length[, flags]) and by head the tags, `IGNORED` outside the pieces."""
        length = max(len(example.text) for example in examples)
        texts = [_OUTSIDE + e.text + "\n" * (length - len(e.text)) + _OUTSIDE for e in examples]
        characters = np.stack([self._encode(text) for text in texts])
        flags = np.stack([self._gazetteer.flags(text) for text in texts]).astype(np.float32)
        tags = {head: np.full(characters.shape, IGNORED, np.int64) for head in examples[0].tags}
        for row, example in enumerate(examples):
            for head, taught in example.tags.items():
                tags[head][row, GAP : GAP + len(taught)] = taught
        inputs = (characters.astype(np.int64), bigrams(characters).astype(np.int64), flags)
        first, second, third = map(torch.from_numpy, inputs)
        return (first, second, third), {h: torch.from_numpy(t) for h, t in tags.items()}
