"""Least squares with honest errors, beside the plain formulas written out with a column for each block."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.reports.effects import fitting
from campaigns.reports.effects.fitting import Law


def case(seed: int, rows: int = 120):
    rng = np.random.default_rng(seed)
    cluster = np.sort(rng.integers(0, 20, rows))
    block = cluster // 4
    regressors = np.column_stack([rng.integers(0, 2, rows), rng.normal(size=rows)])
    outcome = rng.normal(size=rows) + 0.3 * regressors[:, 0] + block + rng.normal(size=20)[cluster]
    return outcome, regressors, block, cluster, rng.uniform(1, 5, rows)


def with_dummies(regressors, block):
    return np.column_stack([regressors, block[:, None] == np.unique(block)[None]]).astype(float)


@pytest.mark.parametrize("seed", range(3))
def test_blocks_taken_out_and_errors_by_cluster_equal_a_column_for_each_block(seed: int) -> None:
    outcome, regressors, block, cluster, _weight = case(seed)
    design = with_dummies(regressors, block)

    fit = fitting.least_squares(outcome, regressors, blocks=block, clusters=np.unique(cluster, return_inverse=True)[1])

    bread = np.linalg.inv(design.T @ design)
    plain = bread @ design.T @ outcome
    left = outcome - design @ plain
    meat = sum(
        np.outer(design[cluster == g].T @ left[cluster == g], design[cluster == g].T @ left[cluster == g])
        for g in np.unique(cluster)
    )
    groups, (rows, columns) = len(np.unique(cluster)), design.shape
    factor = groups / (groups - 1) * (rows - 1) / (rows - columns)
    assert fit.rank == columns
    assert fit.coefficients == pytest.approx(plain[:2], abs=1e-9)
    assert fit.covariance == pytest.approx((factor * bread @ meat @ bread)[:2, :2], abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_errors_by_row_allow_for_the_leverage_of_each_whatever_the_weights(seed: int) -> None:
    outcome, regressors, block, _cluster, weight = case(seed)
    design = with_dummies(regressors, block)

    fit = fitting.least_squares(outcome, regressors, blocks=block, weights=weight)

    root = np.sqrt(weight)
    scaled, target = design * root[:, None], outcome * root
    bread = np.linalg.inv(scaled.T @ scaled)
    plain = bread @ scaled.T @ target
    left = target - scaled @ plain
    leverage = np.diag(scaled @ bread @ scaled.T)
    meat = (scaled * (left**2 / (1 - leverage))[:, None]).T @ scaled
    assert fit.coefficients == pytest.approx(plain[:2], abs=1e-9)
    assert fit.covariance == pytest.approx((bread @ meat @ bread)[:2, :2], abs=1e-9)


def test_a_column_that_says_nothing_new_changes_no_error() -> None:
    outcome, regressors, _block, _cluster, _weight = case(0)
    doubled = np.column_stack([regressors, regressors[:, 1]])

    plain, twice = fitting.least_squares(outcome, regressors), fitting.least_squares(outcome, doubled)

    assert twice.coefficients[0] == pytest.approx(plain.coefficients[0])
    assert twice.errors[0] == pytest.approx(plain.errors[0])
    assert twice.rank == plain.rank


@pytest.mark.parametrize(
    ("units", "degrees", "critical", "p_of_two_errors"),
    [(28, 27, 2.0518, 0.0557), (39, 38, 2.0244, 0.0527), (40, None, 1.9600, 0.0455)],
)
def test_few_units_are_compared_with_students_law(units, degrees, critical, p_of_two_errors) -> None:
    law = Law(units)

    assert law.degrees == degrees
    assert law.critical() == pytest.approx(critical, abs=5e-5)
    assert law.p(-0.2, 0.1) == pytest.approx(p_of_two_errors, abs=5e-5)
