from __future__ import annotations

from pathlib import Path

import huggingface_hub
import pytest
from dataset_examples import FULL
from hub_stand_in import TOKEN, Hub, hub_stand_in
from huggingface_hub import constants

import zhengyu
from zhengyu.cli.app import main
from zhengyu.errors import ConfigurationError, WritingError
from zhengyu.huggingface.card import About
from zhengyu.huggingface.hub import check_repository, find_token, push
from zhengyu.huggingface.repository import export

pytestmark = pytest.mark.usefixtures("quiet_datasets", "_quiet_hub")

CONFIGURATIONS = ("documents", "terms", "entities", "numbers", "topics")


@pytest.fixture
def _quiet_hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_TOKEN", "")
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_PROGRESS_BARS", True)
    # Xet is another server's protocol; without it files go through the one that stands in.
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    export([FULL], tmp_path / "out", About("cc0-1.0"))
    return tmp_path / "out"


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def pushed(hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch, **options: bool) -> str:
    monkeypatch.setattr(constants, "ENDPOINT", hub.address)
    return push(folder, "someone/news", configurations=CONFIGURATIONS, token=TOKEN, **options)


# The client's own, of the way by which it sends large files.
@pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")
@pytest.mark.parametrize("lfs", [False, True], ids=["regular", "lfs"])
def test_sends_every_file_in_one_commit(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, lfs: bool
) -> None:
    with hub_stand_in(lfs=lfs) as hub:
        address = pushed(hub, folder, monkeypatch)
    assert hub.files == files_of(folder)
    assert hub.commits == ["Dataset exported by zhengyu"]
    assert address == f"{hub.address}/datasets/someone/news"
    assert hub.posts[0] == "/api/repos/create"
    assert hub.posts[-1] == "/api/datasets/someone/news/commit/main"
    assert hub.posts.count(hub.posts[-1]) == 1
    made = hub.body("/api/repos/create")
    assert (made["name"], made["organization"], made["type"]) == ("news", "someone", "dataset")
    assert hub.body("/api/validate-yaml")["content"] == (folder / "README.md").read_text("utf-8")


def test_deletes_files_of_a_larger_export_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {"terms/train-00001-of-00002.parquet": b"old", "notes/mine.txt": b"kept"}
    with hub_stand_in(files=before) as hub:
        pushed(hub, folder, monkeypatch)
    assert hub.files == {**files_of(folder), "notes/mine.txt": b"kept"}


def test_makes_a_private_repository_if_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub_stand_in() as hub:
        pushed(hub, folder, monkeypatch, private=True)
    made = hub.body("/api/repos/create")
    assert made.get("visibility") == "private" or made.get("private") is True


def test_says_why_the_hub_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hub_stand_in(refuses=403) as hub:
        with pytest.raises(
            WritingError, match="the hub did not take someone/news: .*403"
        ) as caught:
            pushed(hub, folder, monkeypatch)
        assert hub.posts == ["/api/repos/create"]
    assert "hf upload someone/news" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_says_that_the_hub_cannot_be_reached(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub.HfApi, "create_repo", _unreachable)
    with pytest.raises(WritingError, match="the hub did not take someone/news: no route"):
        push(folder, "someone/news", configurations=CONFIGURATIONS, token=TOKEN)


def _unreachable(*_: object, **__: object) -> None:
    raise ConnectionError("no route to host")


def test_takes_the_token_that_the_hubs_tools_stored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match="run 'hf auth login', or set HF_TOKEN"):
        find_token()
    (tmp_path / "token").write_text("hf_stored\n")
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "token"))
    assert find_token() == "hf_stored"
    monkeypatch.setenv("HF_TOKEN", "hf_environment")
    assert find_token() == "hf_environment"
    assert find_token("hf_given") == "hf_given"


@pytest.mark.parametrize("name", ["", "a/b/c", "news!", "-news", "a//b"])
def test_refuses_a_name_that_is_none(name: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot be a repository: give NAME/DATASET"):
        check_repository(name)


def test_is_what_the_command_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    zhengyu.write([FULL], tmp_path / "in.jsonl")
    options = ("--license", "cc0-1.0", "--push", "someone/news", "--token", TOKEN)
    with hub_stand_in() as hub:
        monkeypatch.setattr(constants, "ENDPOINT", hub.address)
        command = ["export", "hf", str(tmp_path / "in.jsonl"), str(tmp_path / "out"), *options]
        assert main([*command, "--dry-run"]) == 0
        assert hub.requests == []
        assert main(command) == 0
    assert hub.files == files_of(tmp_path / "out")
    assert 'load_dataset("someone/news", "documents")' in hub.files["README.md"].decode()
    errors = capsys.readouterr().err
    assert f"zhengyu: uploaded to {hub.address}/datasets/someone/news\n" in errors
    assert TOKEN not in errors
