"""Which split a document belongs to: by a hash that never changes, or by a field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhengyu.document import Document
from zhengyu.errors import ConfigurationError, DocumentError

#: What the library `datasets` takes for a split's name; `all` it keeps for itself.
_NAME = re.compile(r"(?!all$)\w+(\.\w+)*")
_LEGAL = "letters, digits, _ and single dots between them, and not 'all'"

#: Each has open files of its own; more are a field with too many values.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Splits:
    """Puts each document into a split, the same one in every run and in every larger corpus.

    With `shares` the SHA-256 of the document's id (of its text, if it has no id) decides; with
    `shares` and `by` that of the field `meta[by]`, so that documents of one publisher or place are
    never on both sides; with `by` alone the value of the field is the name of the split; with
    neither all documents are in `train`.

    Args:
        shares: name and share of each split; the shares add up to 1.
        by: a field of the metadata.

    Raises:
        ConfigurationError: for a name that is none, or shares that do not add up to 1.
    """

    shares: Mapping[str, float] = field(default_factory=dict)
    by: str | None = None

    def __post_init__(self) -> None:
        for name in self.shares:
            if not _NAME.fullmatch(name):
                raise ConfigurationError(f"no split can be called {name!r}; use {_LEGAL}")
        total = sum(self.shares.values())
        if self.shares and (abs(total - 1) > _ROUNDING or min(self.shares.values()) <= 0):
            raise ConfigurationError(
                f"the shares of the splits add up to {total:g}; give shares above 0 that add up "
                "to 1, such as train=0.8,validation=0.1,test=0.1"
            )

    def __call__(self, document: Document) -> str:
        """The name of the document's split.

        Raises:
            DocumentError: when it lacks the field, or its value cannot name a split.
        """
        value = self._field(document) if self.by is not None else None
        if self.shares:
            return self._drawn(str(value or document.id or document.text))
        if value is None:
            return "train"
        if not _NAME.fullmatch(value):
            raise DocumentError(
                f"document {document.id!r}, meta.{self.by}: no split can be called {value!r}; use "
                f"{_LEGAL}, or give shares, which keep documents of one value together"
            )
        return value

    def _field(self, document: Document) -> str:
        value = document.meta.get(self.by or "")
        if not isinstance(value, str | int) or isinstance(value, bool) or value == "":
            raise DocumentError(
                f"document {document.id!r}, meta.{self.by}: {value!r} belongs to no split; give "
                "each document a text or an integer there, or split by its id"
            )
        return str(value)

    def _drawn(self, value: str) -> str:
        digest = hashlib.sha256(value.encode()).digest()
        point = int.from_bytes(digest[:8], "big") / 2**64
        below = 0.0
        for name, share in self.shares.items():
            below += share
            if point < below:
                return name
        return name


_ROUNDING = 1e-6


def parse_splits(given: str | None, by: str | None = None) -> Splits:
    """The splits in `train=0.9,test=0.1`.

    Raises:
        ConfigurationError: when that is not its form, and as `Splits`.

    >>> parse_splits("train=0.9,test=0.1").shares
    {'train': 0.9, 'test': 0.1}
    """
    shares: dict[str, float] = {}
    for part in given.split(",") if given else ():
        name, _, share = part.strip().partition("=")
        try:
            shares[name] = float(share)
        except ValueError:
            raise ConfigurationError(
                f"{part!r} is no split with its share; give them as train=0.9,test=0.1"
            ) from None
    return Splits(shares, by)


def check_count(names: int, by: str | None) -> None:
    """Refuses a field with so many values that it was hardly meant.

    Raises:
        ConfigurationError: for more than fifty splits.
    """
    if names > _MOST:
        raise ConfigurationError(
            f"the field meta.{by} has more than {_MOST} values, and each would be a split; give "
            "shares beside it, which keep documents of one value together"
        )
