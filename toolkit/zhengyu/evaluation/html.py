"""Scores as one HTML page that needs nothing else: no script, no file beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from zhengyu.evaluation.figures import NONE, Finding
from zhengyu.evaluation.plain import labels
from zhengyu.evaluation.report import Report, Score
from zhengyu.evaluation.resampling import Difference

_BAR = 200
_SURE = 0.05


def page(
    report: Report, title: str, errors: int | None = None, differences: Sequence[Difference] = ()
) -> str:
    """The page.

    Args:
        report: the scores.
        title: its heading, such as the names of the files.
        errors: how many errors of each kind to list; all by default.
        differences: of `compare`, where two runs were compared.
    """
    style = files("zhengyu.evaluation").joinpath("page.css").read_text(encoding="utf-8")
    body = "\n".join(_body(report, title, errors, differences))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _body(
    report: Report, title: str, errors: int | None, differences: Sequence[Difference]
) -> Iterator[str]:
    yield f"<h1>{escape(title)}</h1>"
    yield f"<p>{report.documents} documents, {report.characters} characters.</p>"
    yield "<h2>Figures</h2>"
    yield (
        "<p>F1, or the share of right ones (acc); the light bar is the 95 % interval by bootstrap "
        "over documents.</p>"
    )
    yield from _figures(list(report.flat().items()))
    if differences:
        yield "<h2>Compared with the other run</h2>"
        yield (
            "<p>p by approximate randomisation over documents, two-sided; bold below 0.05. Of "
            "twenty figures without any difference, one is bold by chance.</p>"
        )
        yield from _differences(differences)
    yield "<h2>By label</h2>"
    for name, rows in report.rows.items():
        yield f"<h3>{escape(name)}</h3>"
        yield from _figures([(row.label, row) for row in rows])
    yield "<h2>Labels taken for others</h2>"
    yield f"<p>Lines: gold; columns: prediction; {NONE}: missed or spurious.</p>"
    for layer, cells in report.confusion.items():
        yield f"<h3>{escape(layer)}</h3>"
        yield from _matrix(cells)
    yield "<h2>Errors</h2>"
    for (layer, kind), found in report.errors().items():
        yield f"<details><summary>{escape(layer)}: {escape(kind)}: {len(found)}</summary><table>"
        yield from map(_finding, found[:errors])
        yield "</table></details>"


def _figures(named: Sequence[tuple[str, Score]]) -> Iterator[str]:
    head = ("figure", "P", "R", "F1 / acc", "", "95 %", "right", "found", "gold")
    yield f"<table><thead><tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr></thead><tbody>"
    for name, score in named:
        counted = score.figure.kind == "f1"
        rates = [f"{score.precision:.3f}", f"{score.recall:.3f}"] if counted else ["", ""]
        counts = [str(score.hits), str(score.found)] if counted else ["", ""]
        interval = f"{score.low:.3f}–{score.high:.3f}"
        cells = [*rates, f"{score.value:.3f}", _bar(score), interval, *counts, str(score.gold)]
        yield f"<tr><td>{escape(name)}</td>{''.join(map(_cell, cells))}</tr>"
    yield "</tbody></table>"


def _cell(content: str) -> str:
    return (
        f'<td class="bar">{content}</td>' if content.startswith("<svg") else f"<td>{content}</td>"
    )


def _bar(score: Score) -> str:
    """A value from 0 to 1 as a line on its interval."""
    width = max(1.0, (score.high - score.low) * _BAR)
    interval = (
        f'<rect class="interval" x="{score.low * _BAR:.1f}" y="1" width="{width:.1f}" height="10"/>'
    )
    at = f'x="{min(score.value * _BAR, _BAR - 2):.1f}"'
    return (
        f'<svg width="{_BAR}" height="12" role="img" aria-label="{score.value:.3f}">'
        f'<rect class="scale" width="{_BAR}" height="12"/>{interval}'
        f'<rect class="value" {at} width="2" height="12"/></svg>'
    )


def _matrix(cells: Counter[tuple[str, str]]) -> Iterator[str]:
    columns = labels(cells)
    heads = "".join(f"<th>{escape(column)}</th>" for column in columns)
    yield '<div class="scroll"><table class="matrix">'
    yield f"<thead><tr><th></th>{heads}</tr></thead><tbody>"
    for line in columns:
        total = sum(cells.get((line, column), 0) for column in columns)
        row = "".join(_shaded(cells.get((line, c), 0), total, right=c == line) for c in columns)
        yield f"<tr><th>{escape(line)}</th>{row}</tr>"
    yield "</tbody></table></div>"


def _shaded(count: int, total: int, *, right: bool) -> str:
    """A cell, the darker the larger its share of the line: blue where right, red where wrong."""
    if not count:
        return "<td></td>"
    colour = "80, 140, 210" if right else "215, 80, 60"
    share = 0.15 + 0.65 * count / total
    return f'<td style="background: rgba({colour}, {share:.2f})">{count}</td>'


def _differences(differences: Sequence[Difference]) -> Iterator[str]:
    head = ("figure", "this", "other", "difference", "p")
    yield f"<table><thead><tr>{''.join(f'<th>{cell}</th>' for cell in head)}</tr></thead><tbody>"
    for d in differences:
        sure = ' class="sure"' if d.p < _SURE else ""
        numbers = (f"{d.this:.3f}", f"{d.other:.3f}", f"{d.this - d.other:+.3f}", f"{d.p:.4f}")
        cells = "".join(f"<td>{number}</td>" for number in numbers)
        yield f"<tr{sure}><td>{escape(d.name)}</td>{cells}</tr>"
    yield "</tbody></table>"


def _finding(finding: Finding) -> str:
    before, mention, after = (
        escape(part).replace("\n", "⏎") for part in (finding.before, finding.mention, finding.after)
    )
    place = escape(f"{finding.document}:{finding.start}")
    return (
        f'<tr><td class="place">{place}</td><td class="text">{before}<mark>{mention}</mark>{after}'
        f"</td><td>{escape(finding.wanted)}</td><td>{escape(finding.got)}</td></tr>"
    )
