"""The network: embeddings, residual depthwise-separable convolutions, one linear head a task."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn

from zhengyu.tagging.encoding import BIGRAM_ROWS, PADDING


@dataclass(frozen=True)
class Shape:
    """Sizes of the network; `kernel` and `dilations` set how far a position sees."""

    vocabulary: int
    gazetteer: int
    character: int = 128
    bigram: int = 48
    width: int = 192
    kernel: int = 5
    dilations: tuple[int, ...] = (1, 2, 4, 1)
    expansion: int = 1
    dropout: float = 0.1

    def as_dict(self) -> dict[str, Any]:
        """For the model's configuration file."""
        return asdict(self)


class Block(nn.Module):
    """Depthwise convolution, normalisation, mixing, residual; in and out (batch, length, width)."""

    def __init__(self, shape: Shape, dilation: int) -> None:
        super().__init__()
        width, inner = shape.width, shape.width * shape.expansion
        padding = dilation * (shape.kernel - 1) // 2
        # Two-dimensional with a height of one: channels-last it trains five times as fast on a CPU.
        self.depth = nn.Conv2d(
            width,
            width,
            (1, shape.kernel),
            padding=(0, padding),
            dilation=(1, dilation),
            groups=width,
        )
        self.norm = nn.LayerNorm(width)
        self.mix = nn.Linear(width, inner)
        self.out = nn.Linear(inner, width) if shape.expansion > 1 else nn.Identity()
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor) -> Tensor:
        """Adds what the block finds to its input."""
        y = self.depth(x.transpose(1, 2).unsqueeze(2)).squeeze(2).transpose(1, 2)
        y = self.out(torch.relu(self.mix(self.norm(y))))
        result: Tensor = x + self.dropout(y)
        return result


class Encoder(nn.Module):
    """Characters, bigrams and gazetteer flags to vectors of `width` per position."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.characters = nn.Embedding(shape.vocabulary, shape.character, padding_idx=PADDING)
        self.bigrams = nn.Embedding(BIGRAM_ROWS, shape.bigram, padding_idx=PADDING)
        self.project = nn.Linear(shape.character + 2 * shape.bigram, shape.width)
        self.gazetteer = nn.Linear(shape.gazetteer, shape.width, bias=False)
        self.dropout = nn.Dropout(shape.dropout)
        self.blocks = nn.ModuleList(Block(shape, d) for d in shape.dilations)
        self.norm = nn.LayerNorm(shape.width)
        nn.init.normal_(self.characters.weight, std=0.1)
        nn.init.normal_(self.bigrams.weight, std=0.05)
        nn.init.zeros_(self.gazetteer.weight)

    def forward(self, characters: Tensor, bigrams: Tensor, flags: Tensor | None) -> Tensor:
        """All inputs (batch, length[, flags]); result (batch, length, width)."""
        left = self.bigrams(bigrams)
        right = torch.cat([left[:, 1:], torch.zeros_like(left[:, :1])], dim=1)
        x = self.project(torch.cat([self.characters(characters), left, right], dim=2))
        if flags is not None:
            x = x + self.gazetteer(flags)
        # Padding is blanked after each block: a text is tagged alike in whatever batch it stands.
        written = (characters != PADDING).unsqueeze(2).to(x.dtype)
        x = self.dropout(x) * written
        for block in self.blocks:
            x = block(x) * written
        result: Tensor = self.norm(x)
        return result


class Tagger(nn.Module):
    """The encoder with one linear head for each task; `tasks` maps names to numbers of tags."""

    def __init__(self, shape: Shape, tasks: dict[str, int]) -> None:
        super().__init__()
        self.encoder = Encoder(shape)
        self.heads = nn.ModuleDict({name: nn.Linear(shape.width, n) for name, n in tasks.items()})

    def forward(self, task: str, characters: Tensor, bigrams: Tensor, flags: Tensor) -> Tensor:
        """Scores of tags, (batch, length, tags)."""
        scores: Tensor = self.heads[task](self.encoder(characters, bigrams, flags))
        return scores
