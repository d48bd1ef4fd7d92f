"""Writes a trained tagger as ONNX: `python -m zhengyu.training.tagger.export FOLDER -o MODEL`.

Embeddings are kept in half precision, which halves the file; products of matrices are computed in
eight bits, which doubles the speed. What range the inputs of a product have is measured once, on
given texts, and fixed: a text is tagged alike in whatever batch it stands.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from torch import Tensor, nn

from zhengyu.artefacts import write_checksums
from zhengyu.tagging.encoding import CharacterEncoder, bigrams
from zhengyu.tagging.gazetteer import FLAGS, Gazetteer
from zhengyu.tagging.tagger import FORMAT
from zhengyu.tagging.windows import windows
from zhengyu.text.views import FoldedView
from zhengyu.training.gold import read_records
from zhengyu.training.tagger.checkpoint import load_tagger
from zhengyu.training.tagger.examples import HEADS
from zhengyu.training.tagger.network import Tagger

#: Texts on which the ranges of inputs are measured.
_MEASURED = 80


class _Exported(nn.Module):
    """All kept heads as logits, from the integer inputs of the runtime."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, characters: Tensor, bigrams: Tensor, flags: Tensor) -> tuple[Tensor, ...]:
        vectors = self.tagger.encoder(characters, bigrams, flags.float())
        return tuple(self.tagger.heads[head](vectors) for head in HEADS)


def export(checkpoint: Path, folder: Path, texts: Sequence[str]) -> None:
    """Writes `tagger.onnx`, `config.json` and the checksums; ranges are measured on `texts`."""
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
    _quantize(file, _Inputs(texts, vocabulary))
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


class _Inputs(CalibrationDataReader):  # type: ignore[misc]
    """The windows of some texts as the network reads them, in batches of one length."""

    def __init__(self, texts: Sequence[str], vocabulary: Sequence[str]) -> None:
        gazetteer, encode, fold = Gazetteer.load(), CharacterEncoder(vocabulary), FoldedView()
        folded = [fold(text) for text in texts]
        cut = [text[start:end] for text in folded for start, end in windows(text)]
        self._batches: Iterator[dict[str, npt.NDArray[Any]]] = (
            {
                "characters": encode(window)[None],
                "bigrams": bigrams(encode(window))[None],
                "flags": gazetteer.flags(window)[None],
            }
            for window in cut
        )

    def get_next(self) -> dict[str, npt.NDArray[Any]] | None:
        """The next batch, or None after the last."""
        return next(self._batches, None)


def _quantize(file: Path, inputs: _Inputs) -> None:
    plain = file.with_suffix(".plain.onnx")
    file.rename(plain)
    quantize_static(
        plain,
        file,
        inputs,
        quant_format=QuantFormat.QDQ,
        op_types_to_quantize=["MatMul"],
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
        per_channel=True,
        # Seven bits for weights: in eight, sums overflow on processors without VNNI.
        reduce_range=True,
        calibrate_method=CalibrationMethod.MinMax,
        extra_options={"OpTypesToExcludeOutputQuantization": ["MatMul"]},
    )
    plain.unlink()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("models/tagger"))
    parser.add_argument(
        "--texts", type=Path, required=True, help="JSONL: texts to measure ranges on"
    )
    arguments = parser.parse_args()
    texts = [record["text"] for record in islice(read_records(arguments.texts), _MEASURED)]
    export(arguments.checkpoint, arguments.output, texts)


if __name__ == "__main__":
    main()
