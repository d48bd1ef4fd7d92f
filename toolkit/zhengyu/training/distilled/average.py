"""The mean of networks that began alike: `python -m zhengyu.training.distilled.average --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhengyu.training.distilled.network import load, save
from zhengyu.training.tagger.average import become_mean


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("networks", type=Path, nargs="+", help="folders of `finetune`")
    parser.add_argument("-o", "--output", type=Path, required=True)
    arguments = parser.parse_args()
    networks, vocabularies = zip(*map(load, arguments.networks), strict=True)
    become_mean(networks)
    save(arguments.output, networks[0], vocabularies[0])


if __name__ == "__main__":
    main()
