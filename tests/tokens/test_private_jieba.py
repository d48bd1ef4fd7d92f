"""Tests that jieba says nothing, shares nothing, and keeps its cache where it belongs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhengyu.tokens import cache, engines

SCRIPT = """
import jieba, os, sys, tempfile
from zhengyu.document import Document
from zhengyu.tokens.component import TokenFinder
found = TokenFinder(engine="jieba", pos=True)(Document("丽水推进招引"))
assert [token.text for token in found.tokens] == ["丽水", "推进", "招引"]
assert not jieba.dt.initialized and not jieba.dt.FREQ
assert not [name for name in os.listdir(tempfile.gettempdir()) if "jieba" in name]
"""


def run(folder: Path, script: str = SCRIPT) -> subprocess.CompletedProcess[bytes]:
    temporary = folder / "tmp"
    temporary.mkdir(exist_ok=True)
    settings = {"XDG_CACHE_HOME": str(folder / "cache"), "TMPDIR": str(temporary)}
    # jieba's own import warns; whoever imports it beside the toolkit chooses to hear that.
    command = [sys.executable, "-W", "ignore", "-c", script]
    return subprocess.run(command, env={**os.environ, **settings}, capture_output=True, check=False)


def test_says_nothing_and_touches_no_other_jieba(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    (stored,) = (tmp_path / "cache" / "zhengyu").iterdir()
    assert stored.name.startswith("jieba-0.42.1-")


def test_warns_of_nothing_that_jieba_imports(tmp_path: Path) -> None:
    script = "from zhengyu.tokens.engines import Jieba; Jieba().tag('丽水')"
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "always::SyntaxWarning", "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "zhengyu"


def test_a_damaged_cache_is_made_anew(folder: Path) -> None:
    words = engines.Jieba().cut("丽水推进招引")
    (stored,) = folder.iterdir()
    whole = stored.read_bytes()
    stored.write_bytes(whole[:1000])
    assert engines.Jieba().cut("丽水推进招引") == words
    assert stored.read_bytes() == whole


def test_the_cache_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engines.Jieba()
    monkeypatch.setattr("jieba.Tokenizer.gen_pfdict", None)
    assert engines.Jieba().cut("丽水推进招引") == ["丽水", "推进", "招引"]
    assert list(folder.iterdir())


def test_where_no_cache_can_be_written_none_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert engines.Jieba().cut("招引项目") == ["招引", "项目"]


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", "XDG_CACHE_HOME", "zhengyu"),
        ("win32", "LOCALAPPDATA", "zhengyu"),
        ("darwin", "", "Library/Caches/zhengyu"),
        ("linux", "", ".cache/zhengyu"),
    ],
)
def test_the_folder_is_the_systems(
    platform: str, variable: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    if variable:
        monkeypatch.setenv(variable, str(tmp_path))
    assert cache.cache_folder() == tmp_path / expected
