from __future__ import annotations

import doctest
import os
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typer

import zhengyu
from zhengyu.cli.app import app
from zhengyu.document import LAYERS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_prints_what_it_says() -> None:
    result = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert result.attempted >= 7
    assert result.failed == 0


def test_the_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_status_names_every_layer() -> None:
    status = README.split("<!-- status:begin -->")[1].split("<!-- status:end -->")[0]
    assert re.findall(r"^\| (\w+) \|", status, re.MULTILINE)[1:] == list(LAYERS)


def test_the_options_shown_exist() -> None:
    lines = re.findall(r"^    .*?zhengyu ([a-z].*?)(?: #.*)?$", README, re.MULTILINE)
    assert len(lines) >= 5
    for line in lines:
        command: Any = typer.main.get_command(app)
        for word in line.split():
            command = getattr(command, "commands", {}).get(word, command)
        legal = {name for parameter in command.params for name in parameter.opts}
        shown = set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", line))
        assert shown <= legal, line


def test_the_citation_is_of_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version('zhengyu')}\n" in citation


def test_the_sample_is_a_short_article() -> None:
    (article,) = zhengyu.read(ROOT / "docs" / "sample" / "article.txt")
    assert article.id == "article"
    assert 500 <= len(article.text) <= 800


def test_ci_runs_the_command_that_the_readme_names() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text(encoding="utf-8")
