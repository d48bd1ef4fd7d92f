"""Writes a trained tagger as ONNX: `python -m zhengyu.training.tagger.export FOLDER -o MODEL`.

Embeddings are kept in half precision, which halves the file; products of matrices are computed in
eight bits, which doubles the speed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from zhengyu.artefacts import write_checksums
from zhengyu.tagging.gazetteer import FLAGS
from zhengyu.tagging.tagger import FORMAT
from zhengyu.training.tagger.checkpoint import load_tagger
from zhengyu.training.tagger.examples import HEADS
from zhengyu.training.tagger.network import Tagger


class _Exported(nn.Module):
    """All kept heads as logits, from the integer inputs of the runtime."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, characters: Tensor, bigrams: Tensor, flags: Tensor) -> tuple[Tensor, ...]:
        vectors = self.tagger.encoder(characters, bigrams, flags.float())
        return tuple(self.tagger.heads[head](vectors) for head in HEADS)


def export(checkpoint: Path, folder: Path) -> None:
    """Writes `tagger.onnx`, `config.json` and the checksums."""
    tagger, vocabulary = load_tagger(checkpoint)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "tagger.onnx"
    characters = torch.ones((2, 16), dtype=torch.int32)
    flags = torch.zeros((2, 16, FLAGS), dtype=torch.uint8)
    names = ["characters", "bigrams", "flags"]
    torch.onnx.export(
        _Exported(tagger).eval(),
        (characters, characters, flags),
        str(file),
        input_names=names,
        output_names=list(HEADS),
        dynamic_axes={name: {0: "batch", 1: "length"} for name in [*names, *HEADS]},
        opset_version=17,
        dynamo=False,
    )
    _halve_embeddings(file)
    quantize_dynamic(file, file, op_types_to_quantize=["MatMul"], weight_type=QuantType.QInt8)
    config = {"format": FORMAT, "flags": FLAGS, "heads": HEADS, "vocabulary": vocabulary}
    text = json.dumps(config, ensure_ascii=False)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")
    write_checksums(folder)


def _halve_embeddings(file: Path) -> None:
    """Stores tables that are only looked up in half precision, and casts what is looked up."""
    model = onnx.load(str(file))
    graph = model.graph
    tables = {tensor.name: tensor for tensor in graph.initializer}
    for position, node in reversed(list(enumerate(graph.node))):
        if node.op_type == "Gather" and node.input[0] in tables:
            table = tables[node.input[0]]
            half = numpy_helper.from_array(numpy_helper.to_array(table).astype("float16"))
            half.name = table.name
            table.CopyFrom(half)
            wanted = node.output[0]
            node.output[0] = f"{wanted}_half"
            cast = onnx.helper.make_node(
                "Cast", [node.output[0]], [wanted], to=onnx.TensorProto.FLOAT
            )
            graph.node.insert(position + 1, cast)
    onnx.checker.check_model(model)
    onnx.save(model, str(file))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/tagger"))
    arguments = parser.parse_args()
    export(arguments.checkpoint, arguments.output)


if __name__ == "__main__":
    main()
