"""`zhengyu export brat|conll|doccano|label-studio|spacy|tables|webanno`, and `zhengyu import`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from zhengyu.cli import options
from zhengyu.cli.console import progress, say, standard_output
from zhengyu.cli.export import Output, Paths, annotated, export_app, sources_and_output
from zhengyu.cli.rejections import Rejections
from zhengyu.errors import ConfigurationError
from zhengyu.reading import read
from zhengyu.writing.output import write, write_to

if TYPE_CHECKING:
    from zhengyu.interchange import Loss

Layers = Annotated[
    str | None,
    typer.Option(
        metavar="A,B",
        help="Layers that become spans, of paragraphs, terms, entities, numbers.",
        show_default="all that annotators usually correct",
    ),
]


def _run(
    format_: str,
    paths: list[str] | None,
    output: str | None,
    jobs: int,
    errors: str | None,
    layers: str | None = None,
    **more: Any,  # noqa: ANN401 - options of the format
) -> int:
    from zhengyu.interchange import export_documents  # noqa: PLC0415 - not for other commands

    sources, target = sources_and_output(paths, output)
    if layers is not None:
        more["layers"] = options.layers(layers)
    with Rejections(errors) as rejections:
        found = read(*sources, on_error=rejections.unread)
        documents = progress(rejections.passed(annotated(found, jobs)), "documents")
        report = export_documents(
            documents,
            target,
            format_,
            refuse=lambda identity, error: rejections.unfit(identity, "export", error),
            **more,
        )
    _say_lost(f"{format_} does not hold", report.loss)
    return rejections.status


def _say_lost(what: str, loss: Loss) -> None:
    for line in loss.lines():
        say(f"{what} {line}")


@export_app.command("brat")
def brat(
    paths: Paths = None,
    output: Output = None,
    *,
    layers: Layers = None,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """A folder for brat: .txt and .ann for each document, annotation.conf, visual.conf."""
    return _run("brat", paths, output, jobs, errors, layers)


@export_app.command("conll")
def conll(  # noqa: PLR0913 - one for each option
    paths: Paths = None,
    output: Output = None,
    *,
    layers: Annotated[
        str,
        typer.Option(metavar="A,B", help="Columns in order, of terms, numbers, entities."),
    ] = "terms,numbers,entities",
    scheme: Annotated[Literal["bio", "bioes"], typer.Option(help="Scheme of the tags.")] = "bioes",
    levels: Annotated[
        int, typer.Option(min=1, metavar="N", help="Columns a layer, for spans that overlap.")
    ] = 1,
    comments: Annotated[
        bool, typer.Option(help="Keep id and text in a comment before each document.")
    ] = True,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """A file of characters, one a line, with a column of tags for each layer."""
    from zhengyu.interchange.conll.writing import Shape  # noqa: PLC0415 - not for other commands

    columns = tuple(options.layers(layers) or ())
    shape = Shape(columns, scheme, levels, comments)
    return _run("conll", paths, output, jobs, errors, shape=shape)


@export_app.command("doccano")
def doccano(
    paths: Paths = None,
    output: Output = None,
    *,
    layers: Layers = None,
    relations: Annotated[
        bool, typer.Option(help="For a project with relations, else without.")
    ] = True,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """JSON lines for a sequence labelling project of doccano."""
    return _run("doccano", paths, output, jobs, errors, layers, relations=relations)


@export_app.command("label-studio")
def label_studio(
    paths: Paths = None,
    output: Output = None,
    *,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Layers that annotators see, of paragraphs, terms, entities, numbers, topics.",
            show_default="all but paragraphs",
        ),
    ] = None,
    offsets: Annotated[
        Literal["utf-16", "code-points"],
        typer.Option(help="How offsets behind emoji and rare characters count."),
    ] = "utf-16",
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """A folder for Label Studio: tasks.json with predictions, and labelling.xml."""
    return _run("label-studio", paths, output, jobs, errors, layers, offsets=offsets)


@export_app.command("spacy")
def spacy(
    paths: Paths = None,
    output: Output = None,
    *,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """A DocBin of spaCy, one character a token. Needs the extra 'spacy'."""
    return _run("spacy", paths, output, jobs, errors)


@export_app.command("tables")
def tables(
    paths: Paths = None,
    output: Output = None,
    *,
    format: Annotated[  # noqa: A002 - the option's name
        Literal["csv", "parquet"], typer.Option(help="What the tables are.")
    ] = "csv",
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Layers that get a table, of paragraphs, terms, entities, numbers, topics.",
            show_default="all",
        ),
    ] = None,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """A folder of tables that comes back whole: the documents, and one for each layer."""
    return _run(format, paths, output, jobs, errors, layers)


@export_app.command("webanno")
def webanno(
    paths: Paths = None,
    output: Output = None,
    *,
    layers: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="Layers that become annotations, of paragraphs, terms, entities, numbers.",
            show_default="all",
        ),
    ] = None,
    text: Annotated[
        bool, typer.Option(help="Let a page carry text, metadata and topics too.")
    ] = True,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """W3C Web Annotations: one AnnotationPage of text quotes a line."""
    return _run("webanno", paths, output, jobs, errors, layers, embed=text)


@export_app.command("jsonl")
def jsonl(
    paths: Paths = None,
    output: Output = None,
    *,
    layers: Annotated[
        str | None, typer.Option(metavar="A,B", help="Layers to keep.", show_default="all")
    ] = None,
    jobs: options.Jobs = 1,
    errors: options.Errors = None,
) -> int:
    """Whole records, one a line, with their labels checked."""
    return _run("jsonl", paths, output, jobs, errors, layers)


#: The formats that an option of `import` goes with.
_OPTIONS = {
    "annotator": ("label-studio",),
    "predictions": ("label-studio",),
    "layers": ("conll",),
    "texts": ("webanno",),
}

_NAMES = {"tables": "csv", "w3c": "webanno"}


def import_(  # noqa: PLR0913 - one for each option
    format: Annotated[  # noqa: A002 - the argument's name
        str,
        typer.Argument(
            metavar="FORMAT",
            help="brat, conll, doccano, jsonl, label-studio, spacy, tables or webanno.",
        ),
    ],
    path: Annotated[Path, typer.Argument(exists=True, help="File or folder that the tool wrote.")],
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="JSONL file, there whole or not at all.",
            show_default="standard output",
        ),
    ] = None,
    labels: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="OLD=NEW",
            help="What a label of another name stands for; OLD= leaves its spans out. May be "
            "repeated.",
            show_default=False,
        ),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option(
            metavar="WHO",
            help="label-studio: take the annotations of this e-mail address or id alone.",
            show_default="the last one of each task",
        ),
    ] = None,
    predictions: Annotated[
        bool,
        typer.Option("--predictions", help="label-studio: take tasks that nobody annotated too."),
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="A,B",
            help="conll: what the columns are where no comment says so, - for one to pass over.",
            show_default="the last one is entities",
        ),
    ] = None,
    texts: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="webanno: the texts to find the quotes in; may be repeated.",
            show_default=False,
        ),
    ] = None,
    errors: options.Errors = None,
) -> int:
    """Read annotations that people corrected, as gold JSONL.

    What a record cannot hold is counted on standard error. Exit codes as for annotate.
    """
    from zhengyu.interchange import Loss, import_documents  # noqa: PLC0415

    name = _NAMES.get(format, format)
    given: dict[str, Any] = {"annotator": annotator, "predictions": predictions}
    given["layers"] = options.layers(columns)
    loss = Loss()
    with Rejections(errors) as rejections:
        if texts:
            given["texts"] = read(*texts, on_error=rejections.unread)
        documents = import_documents(
            path,
            name,
            loss=loss,
            on_error=rejections.unread,
            labels=_mapping(labels or ()),
            **_asked(given, name),
        )
        shown = progress(documents, "documents", shown=output is not None)
        if output is not None:
            write(shown, output, "jsonl")
        else:
            with standard_output() as stream:
                write_to(stream, shown)
    _say_lost("left behind:", loss)
    return rejections.status


def _asked(given: dict[str, Any], name: str) -> dict[str, Any]:
    """The options that were given.

    Raises:
        ConfigurationError: for one that the format does not have.
    """
    asked = {option: value for option, value in given.items() if value}
    for option in asked:
        if name not in _OPTIONS[option]:
            shown = "columns" if option == "layers" else option
            raise ConfigurationError(f"--{shown} goes with {', '.join(_OPTIONS[option])} alone")
    return asked


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            raise ConfigurationError(f"--map {pair!r} has no '='; give OLD=NEW, or OLD=")
    return dict(pair.split("=", 1) for pair in pairs)
