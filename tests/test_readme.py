from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import zhengyu
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
    command = str(Path(sys.executable).with_name("zhengyu"))
    shown = set(re.findall(r"--[a-z]+", README.split("## On the command line")[1]))
    done = subprocess.run([command, "annotate", "--help"], capture_output=True, check=True)
    assert shown
    assert shown <= set(re.findall(r"--[a-z]+", done.stdout.decode()))


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
