"""Averages taggers: `python -m zhengyu.training.tagger.average FOLDER FOLDER… -o OUT`.

Networks that went on from one checkpoint with different seeds lie close enough that the mean of
their weights is a network as well, and mostly a better one than each of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from zhengyu.training.tagger.checkpoint import load_tagger, save_tagger

M = TypeVar("M", bound=nn.Module)


def average(
    load: Callable[[Path], tuple[M, list[str]]], save: Callable[[Path, M, list[str]], None]
) -> None:
    """The command: loads the folders, gives the first network the mean of all weights, saves it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders that `finetune` has written")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    networks, vocabularies = zip(*map(load, arguments.folders), strict=True)
    states = [network.state_dict() for network in networks]
    mean = {n: torch.stack([s[n].float() for s in states]).mean(dim=0) for n in states[0]}
    networks[0].load_state_dict(mean)
    save(arguments.output, networks[0], vocabularies[0])


if __name__ == "__main__":
    average(load_tagger, save_tagger)
