"""Fits tables of weights for options of claims: a conditional logit, by L-BFGS."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from zhengyu.numbers.weights import BITS, Options

_TINY = 1e-12
_STEPS = 120


class _Block:
    """The rows of one link as a sparse matrix over the columns that occur more than once."""

    def __init__(self, places: Any, row: Any) -> None:  # noqa: ANN401
        used = np.unique(row[row >= 0])
        cells = places[:, used].T
        self.columns, inverse, counts = np.unique(cells, return_inverse=True, return_counts=True)
        kept = counts > 1
        number = np.where(kept, np.cumsum(kept) - 1, -1)
        column = number[inverse.reshape(cells.shape)]
        owner = np.repeat(np.arange(used.size), cells.shape[1] if cells.ndim > 1 else 0)
        real = column.ravel() >= 0
        self.columns = self.columns[kept]
        shape = (used.size, self.columns.size)
        ones = np.ones(int(real.sum()), dtype=np.float32)
        self.matrix = csr_matrix((ones, (owner[real], column.ravel()[real])), shape=shape)
        self.turned = self.matrix.T.tocsr()
        position = np.full(int(row.max(initial=0)) + 2, -1)
        position[used] = np.arange(used.size)
        self.take = np.where(row >= 0, position[row], used.size)


def fit(
    options: Options,
    chosen: Any,  # noqa: ANN401
    right: Any,  # noqa: ANN401
    share: Any,  # noqa: ANN401
    roles: dict[str, int],
    penalty: float,
) -> dict[str, Any]:
    """Tables that make the right options likely.

    Args:
        options: the options of all claims.
        chosen: which options take part; whole claims.
        right: which options are right; claims without any are left out.
        share: the weight of each claim.
        roles: number of roles of each table.
        penalty: of the squares of the weights.
    """
    good = np.bincount(options.claim[chosen & right], minlength=options.claim[-1] + 1) > 0
    taking = np.flatnonzero(chosen & good[options.claim])
    claim = options.claim[taking]
    starts = np.flatnonzero(np.diff(claim, prepend=-1))
    group = np.cumsum(np.diff(claim, prepend=claim[0]) > 0)
    fitting, weight = right[taking].astype(float), share[claim[starts]]
    blocks = [_Block(options.rows[n].places, row[taking]) for n, _, row in options.links]
    sizes = [block.columns.size for block in blocks]
    offsets = np.concatenate([[0], np.cumsum(sizes)])

    def loss(weights: Any) -> tuple[float, Any]:  # noqa: ANN401
        scores = np.zeros(taking.size)
        for block, low, high in zip(blocks, offsets, offsets[1:], strict=False):
            scores += np.append(block.matrix @ weights[low:high], 0.0)[block.take]
        raised = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total = np.add.reduceat(raised, starts)
        hit = np.add.reduceat(raised * fitting, starts)
        cost = -(weight * (np.log(hit + _TINY) - np.log(total))).sum()
        slope = raised / total[group] - raised * fitting / (hit + _TINY)[group]
        slope *= weight[group]
        gradient = penalty * weights
        for block, low, high in zip(blocks, offsets, offsets[1:], strict=False):
            sums = np.bincount(block.take, weights=slope, minlength=block.matrix.shape[0] + 1)
            gradient[low:high] += block.turned @ sums[:-1]
        return cost + 0.5 * penalty * (weights @ weights), gradient

    found = minimize(
        loss, np.zeros(offsets[-1]), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}
    )
    tables = {name: np.zeros((1 << BITS, count), dtype=np.float32) for name, count in roles.items()}
    for (name, role, _), block, low in zip(options.links, blocks, offsets, strict=False):
        tables[name][block.columns, role] = found.x[low : low + block.columns.size]
    return tables
