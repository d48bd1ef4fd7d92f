"""The teacher's network: the packed encoder, characters beside it, two convolutions, two heads."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from zhengyu.training.tagger.network import Block, Shape
from zhengyu.training.teacher.weights import PackedModel, Sizes

_CHARACTER, _PLACE, _WIDTH = 64, 32, 256


class Layer(nn.Module):
    """One layer of a BERT encoder, (batch, pieces, width)."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = sizes.width
        self.heads = sizes.heads
        self.q, self.k, self.v, self.ao = (nn.Linear(width, width) for _ in range(4))
        self.fi, self.fo = nn.Linear(width, sizes.inner), nn.Linear(sizes.inner, width)
        self.aln, self.oln = (nn.LayerNorm(width, sizes.epsilon) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """`mask` is True where a piece counts, (batch, 1, 1, pieces)."""
        batch, length, width = x.shape
        q, k, v = (
            part(x).view(batch, length, self.heads, -1).transpose(1, 2)
            for part in (self.q, self.k, self.v)
        )
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.aln(x + self.ao(seen.transpose(1, 2).reshape(batch, length, width)))
        result: Tensor = self.oln(x + self.fo(functional.gelu(self.fi(x))))
        return result


class PieceNetwork(nn.Module):
    """The encoder with the packed weights; the word table is frozen."""

    def __init__(self, model: PackedModel, rows: list[int]) -> None:
        super().__init__()
        sizes = model.sizes
        width = sizes.width
        words = model.quantised("emb.word", sizes.vocabulary, width)[rows]
        self.word = nn.Embedding.from_pretrained(torch.from_numpy(words), freeze=True)
        self.position = nn.Parameter(torch.from_numpy(model.single("emb.pos").reshape(-1, width)))
        self.kind = nn.Parameter(torch.from_numpy(model.single("emb.type", width)))
        self.norm = nn.LayerNorm(width, sizes.epsilon)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        state = {"norm.weight": "emb.ln.w", "norm.bias": "emb.ln.b"}
        loaded = {k: torch.from_numpy(model.single(v)) for k, v in state.items()}
        for number in range(sizes.layers):
            loaded |= _layer_state(model, number)
        self.load_state_dict(loaded, strict=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Vectors of the pieces, (batch, pieces, width)."""
        x = self.norm(self.word(ids) + self.position[: ids.shape[1]] + self.kind)
        for layer in self.layers:
            x = layer(x, mask[:, None, None, :])
        return x


def _layer_state(model: PackedModel, number: int) -> dict[str, Tensor]:
    width, inner = model.sizes.width, model.sizes.inner
    shapes = {"q": (width, width), "k": (width, width), "v": (width, width), "ao": (width, width)}
    shapes |= {"fi": (inner, width), "fo": (width, inner)}
    state = {}
    for name, (rows, columns) in shapes.items():
        matrix = model.quantised(f"l{number}.{name}.w", rows, columns)
        state[f"layers.{number}.{name}.weight"] = torch.from_numpy(matrix)
        state[f"layers.{number}.{name}.bias"] = torch.from_numpy(
            model.single(f"l{number}.{name}.b", rows)
        )
    for name in ("aln", "oln"):
        for part, suffix in (("weight", "w"), ("bias", "b")):
            values = model.single(f"l{number}.{name}.{suffix}", width)
            state[f"layers.{number}.{name}.{part}"] = torch.from_numpy(values)
    return state


class Teacher(nn.Module):
    """Tags characters: each sees its piece's vector, itself and its place in the piece."""

    def __init__(self, pieces: PieceNetwork, characters: int, tags: dict[str, int]) -> None:
        super().__init__()
        self.pieces = pieces
        self.character = nn.Embedding(characters, _CHARACTER, padding_idx=0)
        self.place = nn.Embedding(5, _PLACE)
        width = pieces.word.embedding_dim
        self.project = nn.Linear(width + _CHARACTER + _PLACE, _WIDTH)
        shape = Shape(vocabulary=0, gazetteer=0, width=_WIDTH)
        self.blocks = nn.ModuleList(Block(shape, dilation) for dilation in (1, 2))
        self.norm = nn.LayerNorm(_WIDTH)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict({head: nn.Linear(_WIDTH, n) for head, n in tags.items()})

    def forward(
        self, ids: Tensor, piece_of: Tensor, place: Tensor, characters: Tensor
    ) -> dict[str, Tensor]:
        """Scores of tags for each head, (batch, length, tags); padding of `ids` is 1."""
        vectors = self.pieces(ids, ids != 1)
        chosen = torch.gather(vectors, 1, piece_of.unsqueeze(2).expand(-1, -1, vectors.shape[2]))
        parts = [chosen, self.character(characters), self.place(place)]
        x = self.project(self.dropout(torch.cat(parts, dim=2)))
        for block in self.blocks:
            x = block(x)
        x = self.norm(x)
        return {name: head(x) for name, head in self.heads.items()}
