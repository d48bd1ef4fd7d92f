"""Checking banks and looking into the built-in one, as functions and as commands."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from zhengyu.cli.terms import terms_app
from zhengyu.errors import ConfigurationError
from zhengyu.terms.bank import Entry
from zhengyu.terms.checking import check, search, show

BANK = [
    Entry(id="cn-a", canonical="双招双引", variants=("双招双引战役",), gloss_en="Two attractions"),
    Entry(id="cn-b", canonical="乡村振兴齐鲁样板"),
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.txt"
    path.write_text("双招双引\n齐鲁样板\n甲\n“齐鲁样板”\n五比五拼\n", encoding="utf-8")
    return path


def test_check(own: Path) -> None:
    report = check(own, BANK, text="打造齐鲁样板，双招双引")
    assert (report.read, report.forms) == (4, 4)
    assert [line.line for line in report.rejected] == [3]
    assert [(r.line, r.form) for r in report.duplicates] == [(4, "“齐鲁样板”")]
    assert [(r.line, r.form) for r in report.shadowed] == [
        (1, "双招双引"),
        (2, "齐鲁样板"),
        (4, "“齐鲁样板”"),
    ]
    assert [(hit.start, hit.text) for hit in report.hits] == [(2, "齐鲁样板"), (7, "双招双引")]


def test_search_ranks_whole_forms_first() -> None:
    assert [e.id for e in search("双招双引战役", BANK)] == ["cn-a"]
    assert [e.id for e in search("样板", BANK)] == ["cn-b"]
    assert [e.id for e in search("attractions", BANK)] == ["cn-a"]
    assert search("无此词", BANK) == []


def test_show_knows_ids_and_canonical_forms() -> None:
    assert show("cn-a", BANK) is BANK[0]
    assert show("双招双引", BANK) is BANK[0]
    with pytest.raises(ConfigurationError, match="双招双引"):
        show("双招双弓", BANK)


def test_commands(own: Path) -> None:
    runner = CliRunner()
    result = runner.invoke(terms_app, ["check", str(own)])
    assert result.exit_code == 3
    assert json.loads(result.stdout)["read"] == 4
    assert "own.txt:3" in result.stderr
    assert runner.invoke(terms_app, ["check", "none.txt"]).exit_code == 1
    result = runner.invoke(terms_app, ["search", "双招双引"])
    assert json.loads(result.stdout.splitlines()[0])["canonical"] == "双招双引"
    assert runner.invoke(terms_app, ["search", "无此词无此词"]).exit_code == 1
    assert json.loads(runner.invoke(terms_app, ["show", "双招双引"]).stdout)["kind"] == "numeric"
    assert runner.invoke(terms_app, ["show", "无此词"]).exit_code == 1
