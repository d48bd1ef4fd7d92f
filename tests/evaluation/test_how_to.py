"""The how-to: its commands run, its example prints what it says."""

from __future__ import annotations

import doctest
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "how-to" / "evaluate.md"
COMMANDS = [
    line.strip()
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("    zhengyu evaluate") and "corpora/gold" not in line
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page speaks of."""
    shutil.copy(HERE / "gold.jsonl", tmp_path / "gold.jsonl")
    shutil.copy(HERE / "predicted.jsonl", tmp_path / "out.jsonl")
    shutil.copy(HERE / "gold.jsonl", tmp_path / "other.jsonl")
    line = '{"text": "他在北京。", "spans": [[2, 4, "LOC"]]}\n'
    (tmp_path / "sentences.jsonl").write_text(line, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_run(command: str) -> None:
    name, *arguments = shlex.split(command)
    path = str(Path(sys.executable).with_name(name))
    done = subprocess.run([path, *arguments], capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout


@pytest.mark.usefixtures("folder")
def test_the_example_prints_what_it_says() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False)
    assert result.attempted >= 10
    assert result.failed == 0


def test_the_commands_are_found() -> None:
    assert len(COMMANDS) >= 6
