"""The mean of networks that began alike: `python -m zhengyu.training.distilled.average --help`."""

from __future__ import annotations

from zhengyu.training.distilled.network import load, save
from zhengyu.training.tagger.average import average

if __name__ == "__main__":
    average(load, save)
