"""HanLP, through the backend that this package has for it."""

from __future__ import annotations

from zhengyu.components import available
from zhengyu.errors import ConfigurationError
from zhengyu.evaluation.peers import Reader
from zhengyu.pipeline import Pipeline


def load() -> Reader:
    """Reads entities with the model that the backend uses by default.

    Raises:
        ConfigurationError: when there is no such backend, or its model is not there.
    """
    if "hanlp" not in available("entities"):
        raise ConfigurationError("no component 'hanlp' makes entities in this version")
    pipeline = Pipeline(layers=["paragraphs", "entities"], entities="hanlp")
    return lambda text: pipeline(text).to_dict()
