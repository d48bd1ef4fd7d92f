"""From scores of tags to spans: the best path in which every span begins and ends as it must.

Tags are O, then B, I, E, S of each label in turn (begin, inside, end, single character). A path may
enter I and E only from B or I of the same label, so it is enough to keep, at each position, the
best path that is outside and for each label the best path that is inside. Most texts need no
search: where the best tag of each position makes a legal path, that path is the best one. Nor does
a search go beyond positions that are all but certainly outside.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Tags = npt.NDArray[np.int64]
Places = npt.NDArray[np.int64]

#: Stretches that are searched together: a step of Python for each column of a group.
_ROWS = 256

#: By so much O must lead the next tag, in log-odds (a thousand to one), to be certain.
_CERTAIN = 7.0


def best_tags(scores: Scores, starts: Places, ends: Places) -> Tags:
    """The best legal tags of stretches of a text.

    Args:
        scores: of each tag at each position, shape (length, 1 + 4 * labels); what is added to all
            scores of a position changes nothing, so they may be logits.
        starts: where the stretches begin, in order; no span reaches from one into another.
        ends: where they end.

    Returns:
        Tag numbers, shape (length,), 0 outside the stretches.
    """
    tags: Tags = scores.argmax(axis=1)
    tags[~_within(starts, ends, len(tags))] = 0
    wrong = _broken(tags, starts, ends)
    starts, ends = _doubtful(scores, starts[wrong], ends[wrong])
    wrong = _broken(tags, starts, ends)
    for group in _of_like_length(np.flatnonzero(wrong), ends - starts):
        lengths = (ends - starts)[group]
        at = starts[group][:, None] + np.arange(lengths.max())
        inside = at < ends[group][:, None]
        found = _searched(scores[np.minimum(at, len(tags) - 1)], lengths)
        tags[at[inside]] = found[inside]
    return tags


def _within(starts: Places, ends: Places, length: int) -> npt.NDArray[np.bool_]:
    """Which positions stand in a stretch, shape (length,)."""
    steps = np.zeros(length + 1, dtype=np.int64)
    np.add.at(steps, starts, 1)
    np.add.at(steps, ends, -1)
    answer: npt.NDArray[np.bool_] = np.cumsum(steps)[:-1] > 0
    return answer


def _doubtful(scores: Scores, starts: Places, ends: Places) -> tuple[Places, Places]:
    """The stretches without the positions that are certainly outside, which divide them."""
    open_ = _within(starts, ends, len(scores))
    at = np.flatnonzero(open_)
    open_[at] = scores[at, 0] - scores[at, 1:].max(axis=1) < _CERTAIN
    breaks = np.zeros(len(scores) + 1, dtype=bool)
    breaks[starts] = breaks[-1] = True
    breaks[1:-1] |= ~open_[:-1]
    after = breaks[1:] | np.append(~open_[1:], True)
    return np.flatnonzero(open_ & breaks[:-1]), np.flatnonzero(open_ & after) + 1


def _of_like_length(rows: Places, lengths: Places) -> list[Places]:
    """The rows in groups of at most `_ROWS`, the shortest first."""
    ordered = rows[np.argsort(lengths[rows], kind="stable")]
    return [ordered[at : at + _ROWS] for at in range(0, len(ordered), _ROWS)]


def _broken(tags: Tags, starts: Places, ends: Places) -> npt.NDArray[np.bool_]:
    """The stretches whose tags are no whole spans."""
    labels, parts = np.divmod(tags + 3, 4)  # O is label 0 and part 3, closed and closing nothing
    opens = np.where(parts < 2, labels, 0)  # noqa: PLR2004 - B or I
    closes = np.where((parts == 1) | ((parts == 2) & (labels > 0)), labels, 0)  # noqa: PLR2004
    wrong = np.zeros(len(tags) + 1, dtype=np.int64)
    wrong[1:-1] = opens[:-1] != closes[1:]
    before = np.cumsum(wrong)  # how many wrong steps lead to each position or to one before it
    inner = before[ends - 1] - before[starts]
    answer: npt.NDArray[np.bool_] = (inner > 0) | (closes[starts] > 0) | (opens[ends - 1] > 0)
    return answer


def _searched(scores: Scores, lengths: Places) -> Tags:
    """The best legal tags by dynamic programming over the positions, shape (batch, length)."""
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


def ranges_of(tags: Tags) -> tuple[Places, Places, Places]:
    """Starts, ends and labels of the spans in legal tags of shape (length,), in order."""
    ends = np.flatnonzero((tags > 0) & ((tags - 1) % 4 >= 2))  # noqa: PLR2004 - E or S
    begins = np.flatnonzero((tags > 0) & ((tags - 1) % 4 % 3 == 0))  # B or S
    return begins, ends + 1, (tags[ends] - 1) // 4


def spans_of(tags: Tags) -> list[tuple[int, int, int]]:
    """Start, end and label of each span in legal tags of shape (length,), in order."""
    return list(zip(*(row.tolist() for row in ranges_of(tags)), strict=True))
