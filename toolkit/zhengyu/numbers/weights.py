"""Options of many claims as rows of hashed features, and the tables that weigh them.

A feature is a place in a table of weights, found by hashing its values under the name of its
template. Rows that several options share (all candidates that end at one place) are weighed once.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from zhengyu.numbers.characters import word_hash

#: Bits of a feature's place in its table.
BITS = 18
#: Weights are stored as whole multiples of this.
STEP = 0.02

#: Tables of one model by the name of the rows: arrays `(2**BITS, roles)`.
Tables = Mapping[str, Any]


class Rows:
    """Rows of features of one kind; template and row are the axes of `places`.

    Args:
        values: hashes or numbers by name, all of one length.
        templates: the features, each the names of the values that it joins, separated by spaces;
            `in#1 in#2` are two features that share their weights.
    """

    def __init__(self, values: Mapping[str, Any], templates: tuple[str, ...]) -> None:
        self.names = templates
        columns, seeds = _compiled(tuple(values), templates)
        table = np.empty((len(values) + 1, len(next(iter(values.values())))), dtype=np.uint32)
        table[-1] = 0
        for row, value in enumerate(values.values()):
            table[row] = value
        table ^= table >> 15
        table *= _SPREAD
        found = table[columns[0]] + seeds
        for column, factor in zip(columns[1:], _FACTORS, strict=False):
            found *= factor
            found ^= table[column]
        found ^= found >> 15
        found *= _FINAL
        self.places = found >> (32 - BITS)

    def weigh(self, table: Any) -> Any:  # noqa: ANN401 - numpy
        """The sum of the weights of each row, `(rows + 1, roles)`; the last row weighs nothing."""
        found = np.zeros((self.places.shape[1] + 1, table.shape[1]), dtype=np.float32)
        np.add.reduce(table[self.places], axis=0, out=found[:-1])
        return found


_SPREAD, _FINAL = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B)
_FACTORS = tuple(np.uint32(f) for f in (0xC2B2AE35, 0x27D4EB2F, 0x165667B1, 0xD3A2646D))


@lru_cache(maxsize=64)
def _compiled(values: tuple[str, ...], templates: tuple[str, ...]) -> tuple[list[Any], Any]:
    """For each part of the templates the value it takes, the empty one behind the last part."""
    numbers = {name: row for row, name in enumerate(values)}
    split = [template.split() for template in templates]
    most = max(len(parts) for parts in split)
    columns = [
        np.array([numbers[parts[n]] if n < len(parts) else len(values) for parts in split])
        for n in range(most)
    ]
    seeds = [word_hash(" ".join(p.partition("#")[0] for p in parts)) for parts in split]
    return columns, np.array(seeds, dtype=np.uint32)[:, None]


class Link(NamedTuple):
    """Which row each option takes, -1 for none, and with which role of the table."""

    rows: str
    role: int
    row: Any


@dataclass
class Options:
    """Every option of every claim of a batch.

    Attributes:
        claim: the claim of each option, ascending; every claim has at least one option.
        start, end: its stretch of the batch's text, -1 for none.
        source: how it was found, a number that the finder gives.
        rows: features by name; `links` say which option takes which row.
    """

    claim: Any
    start: Any
    end: Any
    source: Any
    rows: dict[str, Rows]
    links: list[Link]

    def score(self, tables: Tables) -> Any:  # noqa: ANN401
        """The score of each option."""
        weighed = {name: rows.weigh(tables[name]) for name, rows in self.rows.items()}
        total = np.zeros(self.claim.size, dtype=np.float32)
        for name, role, row in self.links:
            total += weighed[name][row, role]
        return total

    def borders(self) -> Any:  # noqa: ANN401
        """Where the options of each claim begin, and the total."""
        return np.searchsorted(self.claim, np.arange(self.claim[-1] + 2))

    def reason(self, option: int, tables: Tables, most: int = 3) -> str:
        """The templates that weighed most for an option."""
        found: list[tuple[float, str]] = []
        for name, role, row in self.links:
            if row[option] < 0:
                continue
            rows = self.rows[name]
            weights = tables[name][rows.places[:, row[option]], role]
            found += [
                (float(weight), f"{name}: {template}")
                for weight, template in zip(weights, rows.names, strict=True)
            ]
        found.sort(key=lambda pair: -abs(pair[0]))
        return ", ".join(f"{name} {weight:+.1f}" for weight, name in found[:most] if weight)


def load_models(folder: Path) -> dict[str, Tables]:
    """The models of a folder, by name: `weights.npz` beside `shapes.json`."""
    roles = json.loads((folder / "shapes.json").read_text(encoding="utf-8"))
    models: dict[str, dict[str, Any]] = {}
    with np.load(folder / "weights.npz", allow_pickle=False) as stored:
        for name, tables in roles.items():
            models[name] = {}
            for rows, count in tables.items():
                table = np.zeros((1 << BITS) * count, dtype=np.float32)
                places = np.cumsum(stored[f"{name}/{rows}/steps"].astype(np.int64))
                table[places] = stored[f"{name}/{rows}/weights"] * np.float32(STEP)
                models[name][rows] = table.reshape(-1, count)
    return dict(models)


def save_models(folder: Path, models: Mapping[str, Tables]) -> None:
    """Writes what `load_models` reads: the weights that are not zero, and steps between them."""
    stored: dict[str, Any] = {}
    shapes: dict[str, dict[str, int]] = {}
    for name, tables in models.items():
        shapes[name] = {rows: int(table.shape[1]) for rows, table in tables.items()}
        for rows, table in tables.items():
            whole = np.rint(table.ravel() / STEP).clip(-127, 127).astype(np.int8)
            places = np.flatnonzero(whole)
            stored[f"{name}/{rows}/steps"] = np.diff(places, prepend=0).astype(np.uint32)
            stored[f"{name}/{rows}/weights"] = whole[places]
    np.savez_compressed(folder / "weights.npz", allow_pickle=False, **stored)
    text = json.dumps(shapes, indent=1, sort_keys=True) + "\n"
    (folder / "shapes.json").write_text(text, encoding="utf-8")
