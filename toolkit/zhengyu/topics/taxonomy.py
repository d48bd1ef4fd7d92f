"""The twenty topics: keys, names, definitions, examples, classes of State Council documents."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import msgspec


@dataclass(frozen=True, slots=True)
class TopicClass:
    """One label of the taxonomy.

    `state_council_classes` are the subject classes of State Council documents (国务院公文主题分类)
    under which such texts are filed.
    """

    key: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    state_council_classes: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


def taxonomy() -> tuple[TopicClass, ...]:
    """All labels in the order of the codebook."""
    stored: Any = files("zhengyu.topics").joinpath("taxonomy.json").read_bytes()
    return msgspec.json.decode(stored, type=tuple[TopicClass, ...])
