"""What the commands do that write a dataset repository: read, export, push, report."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhengyu.cli.console import progress, say, standard_output
from zhengyu.cli.export import annotated, sources_and_output
from zhengyu.cli.rejections import Rejections
from zhengyu.document import Document
from zhengyu.errors import DocumentError, WritingError
from zhengyu.labels import check_labels
from zhengyu.reading import read

if TYPE_CHECKING:
    from zhengyu.huggingface.card import About
    from zhengyu.huggingface.repository import Export
    from zhengyu.huggingface.splits import Splits
    from zhengyu.huggingface.views import View


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line; see `export_options`."""

    paths: list[str] | None
    output: str | None
    license: str
    license_name: str | None = None
    license_link: str | None = None
    title: str | None = None
    source: str | None = None
    splits: str | None = None
    split_by: str | None = None
    shard_size: str = "500MB"
    push: str | None = None
    token: str | None = None
    private: bool = False
    dry_run: bool = False
    jobs: int = 1
    errors: str | None = None


def run(request: Request, views: Callable[[], Sequence[View]]) -> int:
    """Exports and, if asked, uploads; returns the exit code.

    What is wrong with the request is found before the first document is read.
    """
    from zhengyu.huggingface import hub  # noqa: PLC0415 - seconds to import
    from zhengyu.huggingface.shards import parse_size  # noqa: PLC0415
    from zhengyu.huggingface.splits import parse_splits  # noqa: PLC0415

    _quieten()
    sources, output = sources_and_output(request.paths, request.output)
    about, chosen = _about(request), views()
    splits = parse_splits(request.splits, request.split_by)
    parse_size(request.shard_size)
    token = None
    if request.push is not None:
        hub.check_repository(request.push)
        token = None if request.dry_run else hub.find_token(request.token)
    if (target := Path(output)).is_file() or (target.is_dir() and any(target.iterdir())):
        raise WritingError(f"{output} exists; give a new folder as the last argument, or by -o")
    with Rejections(request.errors) as rejections:
        found = read(*sources, on_error=rejections.unread)
        sound = _sound(rejections.passed(annotated(found, request.jobs)), splits, rejections)
        documents = progress(sound, "documents")
        made = _export(documents, output, about, chosen, splits, request)
    for what, count in made.left_out.items():
        if count:
            say(f"left out: {count} {what}")
    if request.push is not None and not request.dry_run:
        address = hub.push(
            output,
            request.push,
            configurations=[view.name for view in chosen],
            token=token,
            private=request.private,
        )
        say(f"uploaded to {address}")
    return rejections.status


def _about(request: Request) -> About:
    from zhengyu.huggingface.card import About  # noqa: PLC0415

    return About(
        license=request.license,
        license_name=request.license_name,
        license_link=request.license_link,
        title=request.title,
        source=request.source,
        repository=request.push,
    )


def _export(
    documents: Iterable[Document],
    output: str,
    about: About,
    views: Sequence[View],
    splits: Splits,
    request: Request,
) -> Export:
    """Writes the folder; in a dry run another one beside it, which is listed and removed."""
    from zhengyu.huggingface.repository import export  # noqa: PLC0415

    options = {"views": views, "splits": splits, "shard_size": request.shard_size}
    if not request.dry_run:
        return export(documents, output, about, **options)  # type: ignore[arg-type]
    target = Path(output).resolve()
    if not target.parent.is_dir():
        raise WritingError(f"{output} cannot be written: create the folder {target.parent} first")
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
        made = export(documents, Path(folder) / target.name, about, **options)  # type: ignore[arg-type]
    with standard_output() as stream:
        for name, size in made.files.items():
            stream.write(f"{name}\t{size}\n".encode())
    where = f"the repository {request.push}" if request.push else output
    say(f"dry run: {len(made.files)} files would go to {where}; nothing was written or sent")
    return made


def _sound(
    documents: Iterable[Document], splits: Splits, rejections: Rejections
) -> Iterator[Document]:
    """The documents that can be exported; the others are rejected by name."""
    for document in documents:
        try:
            check_labels(document)
            splits(document)
        except DocumentError as error:
            rejections.unfit(document.id, "export", error)
        else:
            yield document


def _quieten() -> None:
    """No bars of the libraries where standard error is no terminal."""
    import datasets  # noqa: PLC0415
    from huggingface_hub.utils import (  # type: ignore[attr-defined]  # noqa: PLC0415
        disable_progress_bars,
    )

    if not sys.stderr.isatty():
        datasets.disable_progress_bars()
        disable_progress_bars()
