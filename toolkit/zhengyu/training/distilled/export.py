"""Writes the network as ONNX in eight bits: `python -m zhengyu.training.distilled.export --help`.

Integers from the embeddings to the heads: what a position gets does not depend on how many others
are computed with it. Weights take seven bits: in eight, sums overflow on processors without VNNI.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import TensorProto, helper, numpy_helper

from zhengyu.artefacts import write_checksums
from zhengyu.tagging.gazetteer import FLAGS
from zhengyu.tagging.tagger import FORMAT, GAP
from zhengyu.training.distilled.network import BOUND, Network, load
from zhengyu.training.tagger.examples import HEADS

_OPSET, _IR = 17, 9
_MICROSOFT = "com.microsoft"
_MOST, _MIDDLE, _WEIGHT = 127, 128, 63
#: Steps of the eight bits: of inputs, of what flows between blocks, of what a block adds.
_STEPS = {"inputs": 1 / _MOST, "flow": BOUND / 255, "added": 2 * BOUND / 255}
_ZEROS = {"inputs": "middle", "flow": "zero", "added": "middle"}

Floats = npt.NDArray[np.float32]


class _Graph:
    """The nodes and tensors of a graph in the making."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.tensors: list[Any] = []
        self.tensor("zero", np.array(0, dtype=np.uint8))
        self.tensor("middle", np.array(_MIDDLE, dtype=np.uint8))
        self.tensor("none", np.array(0, dtype=np.int8))
        for name, step in _STEPS.items():
            self.tensor(name, np.array(step, dtype=np.float32))

    def tensor(self, name: str, values: npt.NDArray[Any]) -> str:
        """Adds a constant; its name."""
        kept = np.ascontiguousarray(values) if values.ndim else values
        self.tensors.append(numpy_helper.from_array(kept, name))
        return name

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:  # noqa: ANN401
        """Adds a step; the name of its output."""
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def weights(self, name: str, values: Floats, *, turned: bool = False) -> tuple[str, Floats]:
        """Adds weights (out, …) in seven bits, and the step of each output; their name, the steps.

        `turned` gives them as (in, out).
        """
        steps = np.abs(values).reshape(len(values), -1).max(axis=1) / _WEIGHT + 1e-12
        shape = (-1,) + (1,) * (values.ndim - 1)
        small = np.round(values / steps.reshape(shape)).astype(np.int8)
        self.tensor(name, small.T if turned else small)
        self.tensor(f"{name}_steps", steps.astype(np.float32))
        return name, steps

    def convolution(
        self, source: str, sorts: tuple[str, str], name: str, values: Floats, bias: Floats,
        dilation: int = 1,
    ) -> str:  # fmt: skip
        """Adds a convolution with weights (out, in, kernel) from one sort of values to another."""
        before, after = sorts
        kernel = values.shape[2]
        weights, steps = self.weights(f"{name}_weights", values[:, :, None, :])
        zeros = self.tensor(f"{name}_zeros", np.zeros(len(values), dtype=np.int8))
        shift = np.round(bias / (steps * _STEPS[before])).astype(np.int32)
        reach = dilation * (kernel // 2)
        return self.node(
            "QLinearConv",
            [source, before, _ZEROS[before], weights, f"{weights}_steps", zeros,
             after, _ZEROS[after], self.tensor(f"{name}_bias", shift)],
            name, domain=_MICROSOFT, channels_last=1, kernel_shape=[1, kernel],
            dilations=[1, dilation], pads=[0, reach, 0, reach],
        )  # fmt: skip


def onnx_model(network: Network) -> bytes:
    """The graph: inputs (1, 1, length[, flags]), for each head scores (1, 1, length, tags)."""
    state = {name: tensor.float().numpy() for name, tensor in network.state_dict().items()}
    graph = _Graph()
    x = _read(graph, state)
    for number, dilation in enumerate(network.shape.dilations):
        block = f"blocks.{number}"
        factor, shift = _folded(state, f"{block}.norm")
        values = state[f"{block}.conv.weight"][:, :, 0] * factor[:, None, None]
        added = graph.convolution(x, ("flow", "added"), block, values, shift, dilation)
        parts = [x, "flow", "zero", added, "added", "middle", "flow", "zero"]
        x = graph.node("QLinearAdd", parts, f"{block}.sum", domain=_MICROSOFT)
    for head in HEADS:
        weights = graph.weights(f"{head}_weights", state[f"heads.{head}.weight"], turned=True)[0]
        bias = graph.tensor(f"{head}_bias", state[f"heads.{head}.bias"])
        parts = [x, weights, "flow", f"{weights}_steps", "zero", "none", bias]
        graph.node("MatMulIntegerToFloat", parts, head, domain=_MICROSOFT)
    return _model(graph)


def _read(graph: _Graph, state: dict[str, Floats]) -> str:
    """Looks characters and bigrams up, puts flags beside them and projects all of it."""
    largest = {name: np.abs(state[f"{name}.weight"]).max() for name in ("characters", "bigrams")}
    for name, most in largest.items():
        table = np.round(state[f"{name}.weight"] / most * _MOST) + _MIDDLE
        graph.tensor(f"{name}_table", table.astype(np.uint8))
    found = [
        graph.node("Gather", [f"{table}_table", name], f"{name}_found")
        for name, table in (
            ("characters", "characters"), ("bigrams", "bigrams"), ("following", "bigrams"),
        )
    ]  # fmt: skip
    inputs = graph.node("Concat", [*found, "flags"], "read", axis=-1)
    factor, shift = _folded(state, "norm")
    values = np.concatenate([state["project.weight"], state["gazetteer.weight"]], axis=1)
    sizes = [state["characters.weight"].shape[1], 2 * state["bigrams.weight"].shape[1], FLAGS]
    scale = np.repeat([largest["characters"], largest["bigrams"], 1.0], sizes)
    bias = state["project.bias"] * factor + shift + 1.0
    values = (values * scale * factor[:, None])[:, :, None]
    return graph.convolution(inputs, ("inputs", "flow"), "first", values, bias)


def _folded(state: dict[str, Floats], norm: str) -> tuple[Floats, Floats]:
    """What a normalisation multiplies with and adds, once trained."""
    factor = state[f"{norm}.weight"] / np.sqrt(state[f"{norm}.running_var"] + 1e-5)
    return factor, state[f"{norm}.bias"] - state[f"{norm}.running_mean"] * factor


def _model(graph: _Graph) -> bytes:
    place = (1, 1, "length")
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT32, place)
        for name in ("characters", "bigrams", "following")
    ]
    inputs.append(helper.make_tensor_value_info("flags", TensorProto.UINT8, (*place, FLAGS)))
    outputs = [helper.make_tensor_value_info(head, TensorProto.FLOAT, None) for head in HEADS]
    made = helper.make_graph(graph.nodes, "tagger", inputs, outputs, graph.tensors)
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
    model = helper.make_model(made, opset_imports=opsets)
    model.ir_version = _IR
    answer: bytes = model.SerializeToString()
    return answer


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("network", type=Path, help="folder of `finetune`")
    parser.add_argument("-o", "--output", type=Path, default=Path("models/tagger"))
    arguments = parser.parse_args()
    network, vocabulary = load(arguments.network)
    reach = sum(d * (network.shape.kernel // 2) for d in network.shape.dilations) + 1
    if reach > GAP:
        raise SystemExit(f"a position sees {reach} others, more than the {GAP} between texts")
    arguments.output.mkdir(parents=True, exist_ok=True)
    (arguments.output / "tagger.onnx").write_bytes(onnx_model(network))
    config = {"format": FORMAT, "flags": FLAGS, "heads": HEADS, "vocabulary": vocabulary}
    text = json.dumps(config, ensure_ascii=False)
    (arguments.output / "config.json").write_text(text + "\n", encoding="utf-8")
    write_checksums(arguments.output)


if __name__ == "__main__":
    main()
