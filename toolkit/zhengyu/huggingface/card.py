"""The card of a repository: YAML that the hub reads, and text that people read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from datasets import DatasetInfo, SplitDict, SplitInfo
from datasets.info import DatasetInfosDict
from datasets.utils.metadata import MetadataConfigs
from huggingface_hub import DatasetCardData

from zhengyu.errors import ConfigurationError
from zhengyu.huggingface import card_text
from zhengyu.huggingface.shards import ShardWriter
from zhengyu.huggingface.tally import Tally
from zhengyu.huggingface.views import View

Writers = Mapping[str, Mapping[str, ShardWriter]]

_LICENSE = re.compile(r"[a-z0-9][a-z0-9.-]*")
_SIZES = ("1K", "10K", "100K", "1M", "10M", "100M", "1B", "10B", "100B", "1T")


@dataclass(frozen=True, slots=True)
class About:
    """What a card must say and no document does.

    Args:
        license: the hub's identifier, such as `cc-by-4.0`; `other` with name and link; `unknown`.
        license_name: short name of another licence.
        license_link: where another licence is to be read.
        title: without it the name of the folder.
        source: where the texts come from.
        repository: what the dataset will be loaded by; without it the name of the folder.

    Raises:
        ConfigurationError: when there is no licence, or another one without name and link.
    """

    license: str
    license_name: str | None = None
    license_link: str | None = None
    title: str | None = None
    source: str | None = None
    repository: str | None = None

    def __post_init__(self) -> None:
        if not _LICENSE.fullmatch(self.license):
            raise ConfigurationError(
                f"the licence {self.license!r} is no identifier of the hub; give one such as "
                "cc-by-4.0 or cc0-1.0, 'other' with a name and a link, or 'unknown'"
            )
        if (self.license == "other") != bool(self.license_name and self.license_link):
            raise ConfigurationError(
                "the licence 'other', and it alone, has a name and a link to its text; give both "
                "(--license-name, --license-link), or another identifier"
            )


def write_card(
    folder: Path, about: About, views: Sequence[View], writers: Writers, tally: Tally, name: str
) -> None:
    """Writes README.md for what stands in the folder, which will be called `name`."""
    filled = [view for view in views if writers[view.name]]
    data = _metadata(folder, about, filled, writers, tally)
    text = Template(files("zhengyu.huggingface").joinpath("card.md").read_text("utf-8"))
    body = text.substitute(
        title=_line(about.title or name),
        documents=f"{tally.documents:,}",
        characters=f"{tally.characters:,}",
        source=_line(about.source or "not stated by who made this dataset"),
        licence=_licence(about),
        configurations=card_text.configurations(filled, writers),
        repository=about.repository or name,
        first=filled[0].name,
        splits=card_text.splits(tally),
        labels=card_text.labels(filled, tally),
        makers=card_text.makers(tally),
        limits=card_text.limits(views, writers, tally),
    )
    card = f"---\n{data.to_yaml()}\n---\n{body}"
    (folder / "README.md").write_text(card, encoding="utf-8")


def _metadata(
    folder: Path, about: About, views: Sequence[View], writers: Writers, tally: Tally
) -> DatasetCardData:
    data = DatasetCardData(
        language=["zh"],
        license=about.license,
        pretty_name=_line(about.title) if about.title else None,
        task_categories=sorted({task for view in views for task in view.tasks}) or None,
        size_categories=[_size(tally.documents)],
        tags=["zhengyu", "government news", "policy"],
        license_name=about.license_name,
        license_link=about.license_link,
    )
    configurations: dict[str, dict[str, Any]] = {}
    infos = {}
    for view in views:
        parts = writers[view.name]
        configurations[view.name] = {
            "data_files": [
                {"split": split, "path": f"{view.name}/{split}-*.parquet"} for split in parts
            ],
        }
        infos[view.name] = _info(folder, view, parts)
    configurations[views[0].name]["default"] = True
    MetadataConfigs(configurations).to_dataset_card_data(data)
    DatasetInfosDict(infos).to_dataset_card_data(data)
    return data


def _info(folder: Path, view: View, parts: Mapping[str, ShardWriter]) -> DatasetInfo:
    splits = SplitDict()
    for split, writer in parts.items():
        splits.add(SplitInfo(split, num_bytes=writer.bytes, num_examples=writer.digest.rows))
    return DatasetInfo(
        features=view.features,
        splits=splits,
        config_name=view.name,
        download_size=sum(path.stat().st_size for path in (folder / view.name).iterdir()),
        dataset_size=sum(writer.bytes for writer in parts.values()),
    )


def _size(documents: int) -> str:
    """The hub's class of sizes, such as `1K<n<10K`."""
    below = "n"
    limit = 1000
    for name in _SIZES:
        if documents < limit:
            return f"{below}<{name}" if below == "n" else f"{below}<n<{name}"
        below, limit = name, limit * 10
    return f"n>{_SIZES[-1]}"


def _licence(about: About) -> str:
    if about.license == "other":
        return f"[{_line(about.license_name or '')}]({_line(about.license_link or '')})"
    return f"`{about.license}`"


def _line(text: str) -> str:
    """The text on one line, without what Markdown would take for a mark of its own."""
    return re.sub(r"([\\`*_\[\]<>|#$])", r"\\\1", " ".join(text.split()))
