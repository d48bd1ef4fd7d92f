"""From scores of tags to spans: the best path in which every span begins and ends as it must.

Tags are O, then B, I, E, S of each label in turn (begin, inside, end, single character). A path may
enter I and E only from B or I of the same label, so it is enough to keep, at each position, the
best path that is outside and for each label the best path that is inside. Most texts need no
search: where the best tag of each position makes a legal path, that path is the best one.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Tags = npt.NDArray[np.int64]


def best_tags(scores: Scores, lengths: npt.NDArray[np.int64]) -> Tags:
    """The best legal tags for a batch.

    Args:
        scores: of each tag at each position, shape (batch, length, 1 + 4 * labels); what is added
            to all scores of a position changes nothing, so they may be logits.
        lengths: number of positions that count in each row, shape (batch,).

    Returns:
        Tag numbers, shape (batch, length), 0 after a row's end.
    """
    tags: Tags = scores.argmax(axis=2)
    tags[np.arange(tags.shape[1])[None, :] >= lengths[:, None]] = 0
    broken = _broken(tags)
    if broken.any():
        tags[broken] = _searched(scores[broken], lengths[broken])
    return tags


def _broken(tags: Tags) -> npt.NDArray[np.bool_]:
    """Rows whose tags are no whole spans, shape (batch,)."""
    labels, parts = np.divmod(tags + 3, 4)  # O is label 0 and part 3, closed and closing nothing
    opens = np.where(parts < 2, labels, 0)  # noqa: PLR2004 - B or I
    closes = np.where((parts == 1) | ((parts == 2) & (labels > 0)), labels, 0)  # noqa: PLR2004
    wrong: npt.NDArray[np.bool_] = (opens[:, :-1] != closes[:, 1:]).any(axis=1)
    return wrong | (closes[:, 0] > 0) | (opens[:, -1] > 0)


def _searched(scores: Scores, lengths: npt.NDArray[np.int64]) -> Tags:
    """The best legal tags by dynamic programming over the positions."""
    batch, length, width = scores.shape
    labels = (width - 1) // 4
    scores = scores.copy()
    padding = np.arange(length)[None, :] >= lengths[:, None]
    scores[padding] = -np.inf
    scores[padding, 0] = 0.0
    parts = scores[:, :, 1:].reshape(batch, length, labels, 4)
    outside = np.zeros(batch, dtype=np.float32)
    inside = np.full((batch, labels), -np.inf, dtype=np.float32)
    closed = np.empty((length, batch), dtype=np.int64)
    begun = np.empty((length, batch, labels), dtype=bool)
    ends = np.empty((batch, 1 + 2 * labels), dtype=np.float32)
    rows = np.arange(batch)
    for t in range(length):
        ends[:, 0] = outside + scores[:, t, 0]
        ends[:, 1 : 1 + labels] = inside + parts[:, t, :, 2]
        ends[:, 1 + labels :] = outside[:, None] + parts[:, t, :, 3]
        opened = outside[:, None] + parts[:, t, :, 0]
        kept = inside + parts[:, t, :, 1]
        begun[t] = opened >= kept
        inside = np.maximum(opened, kept)
        closed[t] = ends.argmax(axis=1)
        outside = ends[rows, closed[t]]
    return _traced(closed, begun)


def _traced(closed: Tags, begun: npt.NDArray[np.bool_]) -> Tags:
    """Follows the choices back: `within` holds each row's open label, or -1."""
    length, batch, labels = begun.shape
    tags = np.zeros((batch, length), dtype=np.int64)
    within = np.full(batch, -1, dtype=np.int64)
    rows = np.arange(batch)
    for t in range(length - 1, -1, -1):
        choice = closed[t]
        open_ = within >= 0
        starts = begun[t, rows, np.maximum(within, 0)]
        single = choice > labels
        ending = (choice > 0) & ~single
        label = np.where(single, choice - 1 - labels, choice - 1)
        free = np.where(single, 4 + 4 * label, np.where(ending, 3 + 4 * label, 0))
        bound = np.where(starts, 1, 2) + 4 * within
        tags[:, t] = np.where(open_, bound, free)
        within = np.where(open_, np.where(starts, -1, within), np.where(ending, label, -1))
    return tags


def spans_of(tags: Tags) -> list[tuple[int, int, int, int]]:
    """Rows, starts, ends and labels of the spans in legal tags of shape (batch, length)."""
    rows, ends = np.nonzero((tags > 0) & ((tags - 1) % 4 >= 2))  # noqa: PLR2004 - E or S
    begin_rows, begins = np.nonzero((tags > 0) & ((tags - 1) % 4 % 3 == 0))  # B or S
    assert np.array_equal(rows, begin_rows)  # noqa: S101 - legal tags pair up
    labels = (tags[rows, ends] - 1) // 4
    return list(
        zip(rows.tolist(), begins.tolist(), (ends + 1).tolist(), labels.tolist(), strict=True)
    )
