"""Least squares and errors that do not pretend: by cluster (CR1), or by row whatever the spread (HC2). Pure.

Effects of blocks are taken out by subtracting the mean of each block, which gives the same coefficients as a column
for each, at no cost. The covariance of the coefficients is a sum of outer products, one per cluster or row:

    CR1   G/(G−1) · (n−1)/(n−k) · Σ_g s_g s_g′      s_g = (X′X)⁻¹ Σ_{i in g} x_i e_i
    HC2   Σ_i s_i s_i′ / (1 − h_i)                  h_i the leverage of row i

n rows, G clusters, k coefficients including those of the blocks, unless each block lies in one cluster: its sums see
the effect of the block already (MacKinnon & White 1985; Liang & Zeger 1986).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from campaigns.reports.effects.experiment import Codes, Floats

FEW = 40  # clusters; below it, Student's t with G − 1 degrees instead of the normal law
ALONE = 1e-9  # a row that a coefficient of its own fits exactly


@dataclass(frozen=True)
class Fit:
    """Coefficients in the order of the regressors, and what each row adds to their error."""

    coefficients: Floats
    scores: Floats
    """Rows × coefficients; those of HC2 are already scaled."""
    rank: int
    """Coefficients in all, with those of blocks that lie across clusters."""
    clusters: Codes | None

    @property
    def covariance(self) -> Floats:
        return spread(self.scores, self.clusters, self.rank)

    @property
    def errors(self) -> Floats:
        return np.sqrt(np.diag(self.covariance))


def least_squares(
    outcome: Floats,
    regressors: Floats,
    *,
    blocks: Codes | None = None,
    clusters: Codes | None = None,
    weights: Floats | None = None,
) -> Fit:
    """The fit of an outcome (rows) on regressors (rows × columns) and a constant, or one constant per block.

    A column that says nothing beside the others gets coefficient 0. With ``weights``, weighted least squares.
    """
    weight = np.ones(len(outcome)) if weights is None else weights
    groups = np.zeros(len(outcome), dtype=np.int64) if blocks is None else blocks
    columns = centred(np.asarray(regressors, float).reshape(len(outcome), -1), groups, weight)
    left = centred(np.asarray(outcome, float)[:, None], groups, weight)[:, 0]
    gram = (columns * weight[:, None]).T @ columns
    inverse = np.linalg.pinv(gram, hermitian=True, rcond=1e-12)
    coefficients = inverse @ (columns.T @ (weight * left))
    residual = left - columns @ coefficients
    scores = (columns * (weight * residual)[:, None]) @ inverse
    if clusters is None:
        inside = np.einsum("ij,jk,ik->i", columns, inverse, columns)
        leverage = weight * (inside + 1.0 / np.bincount(groups, weights=weight)[groups])
        scores /= np.sqrt(np.where(leverage > 1.0 - ALONE, 1.0, 1.0 - leverage))[:, None]
    levels = 1 if clusters is not None and _inside(groups, clusters) else int(groups.max()) + 1
    rank = int(np.linalg.matrix_rank(gram, hermitian=True)) + levels
    return Fit(coefficients, scores, rank, clusters)


def _inside(blocks: Codes, clusters: Codes) -> bool:
    """Whether each block lies in one cluster."""
    return len(np.unique(np.column_stack([blocks, clusters]), axis=0)) == int(blocks.max()) + 1


def centred(columns: Floats, groups: Codes, weight: Floats) -> Floats:
    """Each column less its mean in the block."""
    total = np.bincount(groups, weights=weight)
    means = np.column_stack([np.bincount(groups, weights=weight * column) / total for column in columns.T])
    return np.asarray(columns - means[groups])


def spread(scores: Floats, clusters: Codes | None, rank: int) -> Floats:
    """The covariance that these scores (rows × anything) add up to; CR1 by cluster, plain sums by row."""
    if clusters is None:
        return np.asarray(scores.T @ scores)
    sums = np.column_stack([np.bincount(clusters, weights=column) for column in scores.T])
    rows, groups = len(scores), len(sums)
    factor = groups / (groups - 1) * (rows - 1) / max(1, rows - rank)
    return np.asarray(factor * sums.T @ sums)


@dataclass(frozen=True)
class Law:
    """What an estimate is compared with: Student's t with few units, the normal law with many."""

    units: int

    @property
    def degrees(self) -> int | None:
        return self.units - 1 if self.units < FEW else None

    def critical(self, level: float = 0.95) -> float:
        tail = 0.5 + level / 2
        return float(stats.norm.ppf(tail) if self.degrees is None else stats.t.ppf(tail, self.degrees))

    def p(self, value: float, error: float) -> float:
        """Two-sided."""
        if not error:
            return float(not value)
        ratio = abs(value) / error
        return float(2 * (stats.norm.sf(ratio) if self.degrees is None else stats.t.sf(ratio, self.degrees)))
