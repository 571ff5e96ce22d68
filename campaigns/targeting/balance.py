"""Are those held out like the others? Differences to look at, and one test of them all together. Pure.

A plan has no list of tests: with ten columns one of them is always "significant". A draw that fell badly is reported
and corrected for by the estimate; it is never drawn again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.targeting import lots

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

REDRAWS = 2_000
WORTH_A_LOOK = 0.1  # of a standard deviation
SAME = 1e-9  # two statistics this near, in proportion, are the same draw
AT_A_TIME = 100  # redraws: what is in memory stays small for a town of buildings


@dataclass(frozen=True)
class Balance:
    """Standardised differences, canvassed minus held out, and the chance that lots fall as unevenly as they did."""

    differences: tuple[float, ...]
    p: float


def weigh(values: Floats, held: Places, *, seed: int, times: int = REDRAWS) -> Balance:
    """Of ``values``, blocks × units of a block × covariates, where ``held`` names the unit of each block held out."""
    blocks, size, _columns = values.shape
    observed = means_apart(values, held[None, :])[0]
    others = np.concatenate(
        [
            means_apart(values, some)
            for some in np.array_split(lots.redraws(seed, blocks, size, times), max(1, times // AT_A_TIME))
        ]
    )
    return Balance(tuple(_standardised(values, held).tolist()), _p(observed, others))


def means_apart(values: Floats, held: Places) -> Floats:
    """Mean of the canvassed minus mean of those held out, for each row of ``held``: draws × covariates."""
    blocks, size, _columns = values.shape
    out = values[np.arange(blocks), held].sum(axis=1)
    return np.asarray((values.sum(axis=(0, 1)) - out) / (blocks * (size - 1)) - out / blocks)


def _standardised(values: Floats, held: Places) -> Floats:
    """(mean₁ − mean₀)/√((var₁ + var₀)/2); nothing where a covariate is the same everywhere."""
    blocks, size, columns = values.shape
    is_held = held[:, None] == np.arange(size)
    out, went = values[is_held], values[~is_held]
    spread = np.sqrt((_variance(out) + _variance(went)) / 2)
    apart = went.mean(axis=0) - out.mean(axis=0)
    return np.asarray(np.divide(apart, spread, out=np.zeros(columns), where=spread > SAME * (1 + np.abs(apart))))


def _variance(rows: Floats) -> Floats:
    return np.asarray(rows.var(axis=0, ddof=1)) if len(rows) > 1 else np.zeros(rows.shape[1])


def _p(observed: Floats, others: Floats) -> float:
    """(1 + redraws at least as far as this draw) / (1 + redraws), far in the sense of d′V⁻d over the redraws."""
    scale = others.std(axis=0)
    varies = scale > SAME * np.maximum(1.0, np.abs(others).max(axis=0))
    if not varies.any():
        return 1.0
    mine, theirs = observed[varies] / scale[varies], others[:, varies] / scale[varies]
    inverse = np.linalg.pinv(np.atleast_2d(np.cov(theirs, rowvar=False)), rcond=1e-8, hermitian=True)
    far = float(mine @ inverse @ mine)
    as_far = np.einsum("ij,jk,ik->i", theirs, inverse, theirs) >= far * (1 - SAME)
    return float((1 + as_far.sum()) / (1 + len(others)))
