"""The parts of the gold corpus: train, dev and test; and the folds of what is learnt from.

A document's part follows from its id alone, so that it stays where it is when the corpus grows,
and both annotations of one text fall into the same part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Literal, cast, get_args
from zlib import crc32

from zhengyu.errors import DocumentError

Part = Literal["train", "dev", "test"]
PARTS: tuple[Part, ...] = get_args(Part)

#: Stated in the corpus's card; another seed is another split.
SEED = "zhengyu-gold-1"

#: Folds of the documents that are learnt from.
FOLDS = 3

_HUNDRED, _TRAIN, _DEV = 100, 86, 7


def part_of_id(identity: str, seed: str = SEED) -> Part:
    """The part of the document with this id: of a hundred 86 train, 7 dev, 7 test.

    The SHA-256 of seed and id, its first eight bytes taken as a big-endian integer, modulo 100, is
    below 86 for train and below 93 for dev.

    >>> [part_of_id(identity) for identity in ("L0-01", "L1-14", "L0-10")]
    ['train', 'dev', 'test']
    """
    digest = hashlib.sha256((seed + identity).encode()).digest()
    place = int.from_bytes(digest[:8], "big") % _HUNDRED
    if place < _TRAIN:
        return "train"
    return "dev" if place < _TRAIN + _DEV else "test"


def fold_of(text: str) -> int:
    """The fold of a text, from 0 on.

    What learns from a model's answers learns from those of one that has not seen the text's fold.
    """
    return crc32(text.encode("utf-8", "surrogatepass")) % FOLDS


def part_of(record: Mapping[str, Any], seed: str = SEED) -> Part:
    """The part of a record: the one that its `meta.part` fixes, else that of its `id`.

    Raises:
        DocumentError: when it has no id, or `meta.part` is no part.
    """
    fixed = (record.get("meta") or {}).get("part")
    if fixed is not None:
        if fixed not in PARTS:
            raise DocumentError(
                f"document {record.get('id')!r}: meta.part is {fixed!r}; the parts are "
                f"{', '.join(PARTS)}; leave it out to have the id decide"
            )
        return cast(Part, fixed)
    identity = record.get("id")
    if not isinstance(identity, str):
        raise DocumentError(
            f"a document without id belongs to no part: {str(record.get('text'))[:30]}…; give it "
            "an id, or take the file whole"
        )
    return part_of_id(identity, seed)
