"""Loads a HanLP model by name, URL or folder; says plainly what is missing where it cannot."""

from __future__ import annotations

import json
import socket
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from zhengyu.entities.backends.quiet import hanlp, quiet
from zhengyu.errors import ArtefactError, ConfigurationError

#: What a model's files may name to be made: HanLP's own classes, and nothing else on the disk.
_OWN = ("hanlp.", "hanlp_common.", "hanlp_trie.")

#: Keys of its files under which HanLP looks for a class; a `type` may be another word, too.
_CLASS = frozenset({"classpath", "class_path"})

#: Characters of a reason that are passed on.
_LONGEST = 200

_INSTEAD = "The embedded tagger needs no download: entities='default'."


class ModelLicenceWarning(UserWarning):
    """A model may be used for some purposes only."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model comes from: the folder that it is in, or will be in once it is downloaded."""

    asked: str
    folder: Path
    url: str | None = None


def load(model: str | Path, device: str | int | None = None) -> Any:  # noqa: ANN401 - HanLP's
    """HanLP's component for a model.

    Args:
        model: a folder; or one of HanLP's names, such as
            `CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH`, or a URL: these are downloaded by
            HanLP unless they are on the disk already.
        device: `cpu`, the number of a GPU or `cuda:0`; without it a GPU if there is one.

    Raises:
        ConfigurationError: when HanLP is not installed, the name is none of HanLP's, or the device
            is none.
        ArtefactError: when the model is neither on the disk nor can be downloaded, or is damaged.
    """
    source, devices = _source(str(model)), device_number(device)
    if source.folder.is_dir():
        check_classes(source.folder)
    if source.url is not None and source.url.startswith(_official()):
        warnings.warn(
            f"{source.asked}: HanLP's models are for research and teaching (Chinese), or under "
            "CC BY-NC-SA 4.0 (multilingual): not for commercial use; see "
            "https://github.com/hankcs/HanLP",
            ModelLicenceWarning,
            stacklevel=2,
        )
    try:
        _resolve(source)
        with quiet():
            return hanlp().load(source.url or str(source.folder), devices=devices)
    except Exception as error:  # noqa: BLE001 - of three libraries, each with errors of its own
        failure = _reason(error)
    raise ArtefactError(_explained(source, failure))


def _source(model: str) -> Source:
    with quiet():
        names: dict[str, str] = hanlp().pretrained.ALL
        from hanlp.utils import io_util  # noqa: PLC0415 - an extra
    url = names.get(model, model)
    if not url.startswith(("http:", "https:")):
        return _folder(model, names)
    place, _ = io_util.split_if_compressed(io_util.path_from_url(url.partition("#")[0]))
    return Source(model, Path(place), url)


def _folder(model: str, names: dict[str, str]) -> Source:
    folder = Path(model)
    if not folder.is_dir():
        raise ConfigurationError(
            f"model={model!r} is no folder, no URL and no name of HanLP's; give one of these, such "
            f"as {', '.join(_near(model.upper(), names))}. {_INSTEAD}"
        )
    if not (folder / "config.json").is_file():
        raise ArtefactError(
            f"{folder} is no HanLP model: it has no config.json; give the folder that HanLP, or "
            "'zhengyu train entities', has written"
        )
    return Source(model, folder)


def _near(model: str, names: Iterable[str]) -> list[str]:
    """Names that the given one may have meant, of models that find names."""
    finding = [name for name in names if "NER" in name.split("_")]
    begun = [name for name in finding if model in name]
    return (begun or get_close_matches(model, finding, cutoff=0.3) or sorted(finding))[:3]


def device_number(device: str | int | None) -> int | None:
    """The device as HanLP takes it: a number, -1 for the processor, None for its own choice."""
    if device is None or isinstance(device, int):
        return device
    name, _, number = device.partition(":")
    if name == "cpu":
        return -1
    if name == "cuda" and (number or "0").isdecimal():
        return int(number or 0)
    raise ConfigurationError(
        f"device={device!r} is unknown; give 'cpu', 'cuda', 'cuda:1', or the number of a GPU"
    )


def check_classes(folder: Path) -> None:
    """Makes sure that a model's files name no class but HanLP's.

    HanLP makes whatever class a model's configuration names: a stranger's folder could have it
    import anything.

    Raises:
        ArtefactError: when a file names another class, or is no JSON.
    """
    for path in (folder / "config.json", folder / "vocabs.json"):
        if not path.is_file():
            continue
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ArtefactError(f"{path} is damaged: {error}; get the model again") from error
        foreign = [name for name in _classes(stored) if not name.startswith(_OWN)]
        if foreign:
            raise ArtefactError(
                f"{path} names the class {foreign[0]!r}, which is none of HanLP's, so it is not "
                "loaded; get the model from a source that you trust"
            )


def _classes(stored: object) -> Iterator[str]:
    if isinstance(stored, dict):
        for key, value in stored.items():
            if isinstance(value, str) and (key in _CLASS or (key == "type" and "." in value)):
                yield value
            yield from _classes(value)
    elif isinstance(stored, list):
        for value in stored:
            yield from _classes(value)


def _official() -> str:
    with quiet():
        from hanlp_common.constant import HANLP_URL  # noqa: PLC0415 - an extra
    return str(HANLP_URL)


def _resolve(source: Source) -> None:
    """Asks for the address of the server, which HanLP would take half a minute to give up.

    Raises:
        OSError: when there is none; a proxy, where one is set, may know it all the same.
    """
    there = source.folder.is_dir() or any(source.folder.parent.glob(f"{source.folder.name}.*"))
    if source.url is None or there or getproxies():
        return
    host = urlsplit(source.url).hostname or ""
    try:
        socket.getaddrinfo(host, 443)
    except OSError as error:
        raise ConnectionError(f"no connection to {host}") from error


def _reason(error: BaseException) -> str:
    """The first line of what went wrong, at first: HanLP fails again while it explains a failure.

    It then wants `pkg_resources`, which current setuptools no longer has.
    """
    while isinstance(error, ModuleNotFoundError) and error.name == "pkg_resources":
        if error.__context__ is None:
            break
        error = error.__context__
    line = str(error).strip().partition("\n")[0][:_LONGEST]
    return f"{type(error).__name__}: {line}"


def _explained(source: Source, failure: str) -> str:
    asked = f"HanLP's model {source.asked!r} cannot be loaded ({failure})."
    if source.url is None:
        return (
            f"{asked} Check {source.folder}: a transformer that it names must be on the disk, too, "
            f"as a folder or in the cache of Hugging Face. {_INSTEAD}"
        )
    return (
        f"{asked} Without network: download {source.url} elsewhere and put the file into "
        f"{source.folder.parent}, or unpack it and give the folder as model; a transformer that "
        f"its config.json names must be in the cache of Hugging Face. {_INSTEAD}"
    )
