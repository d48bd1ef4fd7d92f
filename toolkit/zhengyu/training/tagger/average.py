"""Averages taggers: `python -m zhengyu.training.tagger.average FOLDER FOLDER… -o OUT`.

Networks that went on from one checkpoint with different seeds lie close enough that the mean of
their weights is a network as well, and mostly a better one than each of them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from zhengyu.training.tagger.checkpoint import load_tagger, save_tagger


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, help="folders that `finetune` has written")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    taggers, vocabularies = zip(*map(load_tagger, arguments.folders), strict=True)
    states = [tagger.state_dict() for tagger in taggers]
    mean = {name: torch.stack([s[name] for s in states]).mean(dim=0) for name in states[0]}
    taggers[0].load_state_dict(mean)
    save_tagger(arguments.output, taggers[0], vocabularies[0])


if __name__ == "__main__":
    main()
