"""The one place that finds and verifies what travels with the package: models and corpora.

An installed wheel carries them under `zhengyu/_data/`; a checkout has them at its root.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from zhengyu.errors import ArtefactError

_PACKAGE = Path(__file__).resolve().parent
_CHECKSUMS = "checksums.json"


def data_root() -> Path:
    """The folder that holds `models/` and `corpora/`.

    Raises:
        ArtefactError: when neither the wheel's nor the checkout's folder is there.
    """
    for root in (_PACKAGE / "_data", _PACKAGE.parent.parent):
        if (root / "models").is_dir() and (root / "corpora").is_dir():
            return root
    raise ArtefactError(
        f"no models/ and corpora/ beside {_PACKAGE}; install zhengyu from its wheel or work in a "
        "complete checkout"
    )


def corpus(*parts: str) -> Path:
    """A file or folder of `corpora/`, for example `corpus("terms")`.

    Raises:
        ArtefactError: when it is not there.
    """
    path = data_root().joinpath("corpora", *parts)
    if not path.exists():
        raise ArtefactError(f"{path} is missing; reinstall zhengyu or restore the checkout")
    return path


def model(name: str) -> Path:
    """The folder of a model, every file of which has been compared with its checksum.

    Raises:
        ArtefactError: when the folder or a file is missing, or a checksum differs.
    """
    folder = data_root() / "models" / name
    listed = folder / _CHECKSUMS
    if not listed.is_file():
        raise ArtefactError(f"model {name!r} has no {listed}; reinstall zhengyu")
    for file_name, expected in json.loads(listed.read_text(encoding="utf-8")).items():
        path = folder / file_name
        if not path.is_file() or checksum(path) != expected:
            raise ArtefactError(
                f"{path} is missing or was changed: its SHA-256 is not {expected}; reinstall "
                f"zhengyu, or train the model again as its README.md says"
            )
    return folder


def write_checksums(folder: Path) -> None:
    """Lists the SHA-256 of each file of a model folder but its card and the list itself."""
    files = [p for p in sorted(folder.iterdir()) if p.name not in {_CHECKSUMS, "README.md"}]
    sums = {p.name: checksum(p) for p in files if p.is_file()}
    text = json.dumps(sums, indent=1, sort_keys=True) + "\n"
    (folder / _CHECKSUMS).write_text(text, encoding="utf-8")


def checksum(path: Path) -> str:
    """SHA-256 of a file, or of the names and contents of the files below a folder."""
    digest = hashlib.sha256()
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for file in files:
        if path.is_dir():
            digest.update(file.relative_to(path).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def inventory() -> dict[str, str]:
    """SHA-256 of each model and corpus that annotation uses, for `produced_by`."""
    root = data_root()
    models = {f"models/{p.name}": checksum(p) for p in (root / "models").iterdir() if p.is_dir()}
    names = ("terms", "places", "names")
    found = [(name, root / "corpora" / name) for name in names]
    corpora = {f"corpora/{name}": checksum(path) for name, path in found if path.is_dir()}
    return dict(sorted({**models, **corpora}.items()))
