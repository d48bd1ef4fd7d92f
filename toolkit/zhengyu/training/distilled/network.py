"""The network: embeddings and plain convolutions, made to be computed in eight bits throughout.

What each layer gives lies between fixed bounds, so that eight bits need no ranges measured on
texts; normalisations are those of whole batches, which fold into the convolutions once trained.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from zhengyu.tagging.encoding import BIGRAM_ROWS
from zhengyu.tagging.gazetteer import FLAGS

#: What flows between blocks lies between 0 and this; what a block adds, also below 0.
BOUND = 6.0
#: Share of inputs and vectors that are left out while labels are learnt.
DROPOUT = 0.1
_MOMENTUM = 0.02


@dataclass(frozen=True)
class Shape:
    """Sizes; `dilations`, one a block, set how far a position sees (15 characters either way)."""

    vocabulary: int
    heads: dict[str, int]
    width: int = 160
    kernel: int = 3
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    character: int = 128
    bigram: int = 48


class Block(nn.Module):
    """A convolution added to what it reads; in and out (batch, width, 1, length)."""

    def __init__(self, width: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(
            width,
            width,
            (1, kernel),
            padding=(0, dilation * (kernel // 2)),
            dilation=(1, dilation),
            bias=False,
        )
        self.norm = nn.BatchNorm2d(width, momentum=_MOMENTUM)
        nn.init.constant_(self.norm.weight, 0.5)

    def forward(self, x: Tensor) -> Tensor:
        """Between 0 and `BOUND`, like what it reads."""
        found = torch.clamp(self.norm(self.conv(x)), -BOUND, BOUND)
        return torch.clamp(x + found, 0, BOUND)


class Network(nn.Module):
    """Scores of tags for each head."""

    def __init__(self, shape: Shape, dropout: float = DROPOUT) -> None:
        super().__init__()
        self.shape = shape
        self.characters = nn.Embedding(shape.vocabulary, shape.character)
        self.bigrams = nn.Embedding(BIGRAM_ROWS, shape.bigram)
        self.project = nn.Linear(shape.character + 2 * shape.bigram, shape.width)
        self.gazetteer = nn.Linear(FLAGS, shape.width, bias=False)
        self.norm = nn.BatchNorm1d(shape.width, momentum=_MOMENTUM)
        self.blocks = nn.ModuleList(Block(shape.width, shape.kernel, d) for d in shape.dilations)
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.ModuleDict({n: nn.Linear(shape.width, k) for n, k in shape.heads.items()})

    def forward(
        self, characters: Tensor, bigrams: Tensor, flags: Tensor, heads: list[str]
    ) -> dict[str, Tensor]:
        """Inputs (batch, length[, flags]); scores (batch, length, tags) by head."""
        left = self.bigrams(bigrams)
        right = torch.cat([left[:, 1:], left[:, :1]], dim=1)
        x = self.project(torch.cat([self.characters(characters), left, right], dim=2))
        x = (x + self.gazetteer(flags)).transpose(1, 2)
        x = self.dropout(torch.clamp(self.norm(x) + 1.0, 0, BOUND))
        # Two-dimensional with a height of one: channels-last it trains several times as fast.
        x = x.unsqueeze(2).contiguous(memory_format=torch.channels_last)
        for block in self.blocks:
            x = block(x)
        vectors = self.dropout(x.squeeze(2).transpose(1, 2))
        return {head: self.heads[head](vectors) for head in heads}


def learn(network: Network, optimizer: torch.optim.Optimizer, loss: Tensor) -> float:
    """One step against a loss, gradients clipped; the loss."""
    optimizer.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    return float(loss.item())


def save(folder: Path, network: Network, vocabulary: list[str]) -> None:
    """Writes `network.pt` and `network.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), folder / "network.pt")
    stored = {"shape": asdict(network.shape), "vocabulary": vocabulary}
    text = json.dumps(stored, ensure_ascii=False)
    (folder / "network.json").write_text(text + "\n", encoding="utf-8")


def load(folder: Path, dropout: float = 0.0) -> tuple[Network, list[str]]:
    """The network, ready to be run, and its vocabulary."""
    stored = json.loads((folder / "network.json").read_text(encoding="utf-8"))
    shape = Shape(**{**stored["shape"], "dilations": tuple(stored["shape"]["dilations"])})
    network = Network(shape, dropout)
    network.load_state_dict(torch.load(folder / "network.pt", weights_only=True))
    return network.eval(), stored["vocabulary"]
