from __future__ import annotations

from pathlib import Path

import pytest

from zhengyu.errors import WritingError
from zhengyu.writing.files import atomic_folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("exists", [False, True])
def test_takes_its_name_at_the_end(tmp_path: Path, *, exists: bool) -> None:
    if exists:
        (tmp_path / "out").mkdir()
    with atomic_folder(tmp_path / "out") as part:
        (part / "file").write_text("a")
        assert names(tmp_path / "out") == [] if exists else not (tmp_path / "out").exists()
    assert (names(tmp_path), names(tmp_path / "out")) == (["out"], ["file"])


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_is_not_there_when_something_fails(tmp_path: Path, error: type[BaseException]) -> None:
    def fail() -> None:
        with atomic_folder(tmp_path / "out") as part:
            (part / "sub").mkdir()
            raise error

    with pytest.raises(error):
        fail()
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["full", "full/file"])
def test_never_replaces_what_is_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("precious")
    with (
        pytest.raises(WritingError, match="exists; give a new folder"),
        atomic_folder(tmp_path / name),
    ):
        pass
    assert (tmp_path / "full" / "file").read_text() == "precious"


def test_needs_the_folder_above(tmp_path: Path) -> None:
    with (
        pytest.raises(WritingError, match="create the folder"),
        atomic_folder(tmp_path / "no" / "out"),
    ):
        pass
