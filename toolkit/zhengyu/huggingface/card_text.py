"""The parts of a card that are made from the run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from zhengyu.huggingface.shards import ShardWriter
from zhengyu.huggingface.tally import Tally
from zhengyu.huggingface.views import View
from zhengyu.labels import label_sets

Writers = Mapping[str, Mapping[str, ShardWriter]]

#: Versions and models that a card lists; a corpus made by more was made by too many to read.
_MOST_MAKERS = 10


def configurations(views: Sequence[View], writers: Writers) -> str:
    """Name, content and rows of each configuration."""
    rows = []
    for view in views:
        counts = (f"{split} {w.digest.rows:,}" for split, w in writers[view.name].items())
        rows.append((f"`{view.name}`", view.summary, ", ".join(counts)))
    return _table(("configuration", "what it holds", "rows"), rows)


def splits(tally: Tally) -> str:
    """Documents of each split."""
    counts = ", ".join(f"`{split}` {count:,}" for split, count in sorted(tally.splits.items()))
    return f"Documents by split: {counts}."


def labels(views: Sequence[View], tally: Tally) -> str:
    """A table of each closed set with definitions and number of mentions."""
    fields = dict.fromkeys(field for view in views for field in view.fields)
    parts = []
    for field in fields:
        rows = [
            (
                f"`{label.key}`",
                label.zh,
                label.en,
                label.definition_en,
                label.definition_zh,
                f"{tally.labels[field, label.key]:,}",
            )
            for label in label_sets()[field]
        ]
        head = ("label", "中文", "English", "definition", "定义", "number")
        parts.append(f"### `{field}`\n\n{_table(head, rows)}")
    return "\n\n".join(parts)


def makers(tally: Tally) -> str:
    """Versions, components and checksums that the documents name in `produced_by`."""
    parts = []
    for maker, count in tally.makers.most_common(_MOST_MAKERS):
        made = json.loads(maker)
        if not made:
            parts.append(f"Documents that do not say what made their annotations: {count:,}.")
            continue
        lines = [f"Documents: {count:,}, made by", ""]
        if "zhengyu" in made:
            lines.append(f"- zhengyu {made['zhengyu']}")
        lines += [f"- component `{component}`" for component in made.get("components", ())]
        artefacts = made.get("artefacts", {})
        lines += [f"- `{name}` SHA-256 `{digest}`" for name, digest in artefacts.items()]
        known = {"zhengyu", "components", "artefacts"}
        others = {key: value for key, value in made.items() if key not in known}
        lines += [f"- {key}: `{json.dumps(v, ensure_ascii=False)}`" for key, v in others.items()]
        parts.append("\n".join(lines))
    more = len(tally.makers) - _MOST_MAKERS
    if more > 0:
        parts.append(f"And {more:,} further makers, which the column `produced_by` names.")
    return "\n\n".join(parts)


def limits(views: Sequence[View], writers: Writers, tally: Tally) -> str:
    """What this dataset lacks."""
    found = []
    empty = [f"`{view.name}`" for view in views if not writers[view.name]]
    if empty:
        found.append(f"Without a row, and therefore left out: {', '.join(empty)}.")
    if tally.without_id:
        found.append(
            f"Documents without an id, to which rows of the tables cannot be joined: "
            f"{tally.without_id:,}."
        )
    for view in views:
        found += [f"Left out of `{view.name}`, {what}: {n:,}." for what, n in view.left_out.items()]
    return "\n".join(f"- {limit}" for limit in found)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
