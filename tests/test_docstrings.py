from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module
from types import ModuleType

import pytest

import zhengyu

#: What only an extra brings; a module that needs it is left out where it is not installed.
EXTRAS = {"hanlp", "onnx", "pypinyin", "ray", "tokenizers", "torch", "trafilatura"}

MODULES = [
    module.name
    for module in pkgutil.walk_packages(zhengyu.__path__, "zhengyu.")
    if not module.name.endswith("__main__")
]


def load(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        pytest.skip(f"needs {error.name}")


@pytest.mark.parametrize("name", MODULES)
def test_examples_print_what_they_say(name: str) -> None:
    assert doctest.testmod(load(name)).failed == 0


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_is_for(name: str) -> None:
    doc = load(name).__doc__
    assert doc is not None
    assert doc.strip() != "TODO."
