"""A trained model goes by the name of HanLP's class, so that HanLP alone can load it."""

from __future__ import annotations

from typing import Any


def named_after(config: Any, made: type) -> Any:  # noqa: ANN401 - HanLP's own dictionary
    """The configuration with the class that makes the model when it is loaded."""
    config["classpath"] = f"{made.__module__}.{made.__qualname__}"
    return config
