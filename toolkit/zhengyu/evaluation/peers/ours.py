"""This package's own pipeline, text by text like the others."""

from __future__ import annotations

from zhengyu.evaluation.peers import Reader
from zhengyu.pipeline import Pipeline


def load() -> Reader:
    """Reads entities and numeric claims."""
    pipeline = Pipeline(layers=["paragraphs", "terms", "entities", "numbers"])
    return lambda text: pipeline(text).to_dict()
