"""Intention to treat, and the effect on those reached, beside an independent two-stage least squares."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.errors import DomainError
from campaigns.reports.effects import contact, experiment, fitting
from campaigns.reports.effects.estimating import estimate
from campaigns.reports.effects.fitting import Law


def invented(seed: int, *, clusters: int = 30, effect: float = 0.2, share: float = 0.5, reach: float = 0.5):
    """Clusters of different sizes, some people reached in the treated ones; a covariate that matters."""
    rng = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), rng.integers(2, 15, clusters))
    arm = (rng.permutation(clusters) < share * clusters)[cluster]
    reached = arm & (rng.random(len(cluster)) < reach)
    past = rng.normal(size=len(cluster)) + rng.normal(size=clusters)[cluster]
    outcome = effect * reached + 0.5 * past + rng.normal(size=len(cluster)) + rng.normal(size=clusters)[cluster] / 2
    return {
        "outcome": outcome,
        "assigned": arm.astype(float),
        "contact": reached.astype(float),
        "cluster": cluster,
        "block": cluster % 2,
        "covariates": past,
    }


def two_stages(data):
    """Textbook: project contact on the instruments, regress on the projection, errors of the true contact."""
    block = data["block"][:, None] == np.arange(2)[None]
    other = np.column_stack([data["covariates"] - data["covariates"].mean(), block]).astype(float)
    instruments = np.column_stack([data["assigned"], other])
    design = np.column_stack([data["contact"], other])
    projected = instruments @ np.linalg.lstsq(instruments, design, rcond=None)[0]
    bread = np.linalg.inv(projected.T @ projected)
    coefficients = bread @ projected.T @ data["outcome"]
    left = data["outcome"] - design @ coefficients
    sums = np.array([(projected * left[:, None])[data["cluster"] == g].sum(axis=0) for g in np.unique(data["cluster"])])
    (rows, columns), groups = design.shape, len(sums)
    factor = groups / (groups - 1) * (rows - 1) / (rows - columns)
    return coefficients[0], np.sqrt((factor * bread @ sums.T @ sums @ bread)[0, 0])


@pytest.mark.parametrize("seed", range(5))
def test_the_effect_on_those_reached_is_that_of_two_stage_least_squares(seed: int) -> None:
    data = invented(seed)

    found = estimate(experiment.of(**data), redraws=50).reached

    assert found is not None
    assert (found.effect, found.error) == pytest.approx(two_stages(data), abs=1e-6)


def test_with_one_assignment_and_no_covariate_it_is_the_itt_divided_by_contact() -> None:
    data = invented(1)
    del data["covariates"], data["block"]

    found = estimate(experiment.of(**data), redraws=50)

    assert found.reached is not None
    assert found.reached.effect == pytest.approx(found.itt / found.reached.rate)
    assert found.reached.rate == pytest.approx(found.reached.treated - found.reached.control)


def test_an_arm_under_a_fifth_lets_the_covariates_differ_between_arms() -> None:
    data = invented(3, clusters=60, share=0.15)
    del data["block"]

    found = estimate(experiment.of(**data), redraws=50)

    past, arm = data["covariates"] - data["covariates"].mean(), data["assigned"]
    design = np.column_stack([arm, past, arm * past, np.ones(len(arm))])
    assert found.itt == pytest.approx(np.linalg.lstsq(design, data["outcome"], rcond=None)[0][0])


def test_an_arm_of_a_fifth_or_more_does_not() -> None:
    data = invented(3, clusters=60, share=0.4)
    del data["block"]

    found = estimate(experiment.of(**data), redraws=50)

    design = np.column_stack([data["assigned"], data["covariates"], np.ones(len(data["assigned"]))])
    assert found.itt == pytest.approx(np.linalg.lstsq(design, data["outcome"], rcond=None)[0][0])


@pytest.mark.parametrize("seed", range(4))
def test_weak_contact_gives_no_point_only_the_effects_that_are_possible(seed: int) -> None:
    data = invented(seed, reach=0.03)
    made = experiment.of(**data)

    found = estimate(made, redraws=50).reached

    assert found is not None
    assert found.weak
    assert (found.effect, found.error) == (None, None)
    assert found.possible


@pytest.mark.parametrize(("seed", "reach"), [(0, 0.5), (1, 0.5), (0, 0.03), (1, 0.03), (2, 0.02), (3, 0.02)])
def test_the_possible_effects_are_those_the_draw_does_not_contradict(seed: int, reach: float) -> None:
    data = invented(seed, reach=reach)
    made = experiment.of(**data)
    law = Law(made.units)
    past = data["covariates"] - data["covariates"].mean()

    possible = contact.compliers(made, past[:, None], made.cluster, law).possible

    def contradicted(effect: float) -> bool:
        left, regressors = data["outcome"] - effect * data["contact"], np.column_stack([data["assigned"], past])
        fit = fitting.least_squares(left, regressors, blocks=made.block, clusters=made.cluster)
        return law.p(float(fit.coefficients[0]), float(fit.errors[0])) < 0.05

    for effect in np.linspace(-30, 30, 241):
        inside = any(low <= effect <= high for low, high in possible)
        near = any(abs(effect - end) < 1e-6 for ends in possible for end in ends)
        assert near or inside != contradicted(float(effect))


def test_pairs_of_clusters_have_errors_by_pair() -> None:
    rng = np.random.default_rng(0)
    cluster = np.repeat(np.arange(40), 5)
    pair, arm = cluster // 2, cluster % 2
    outcome = rng.normal(size=200) + rng.normal(size=40)[cluster]

    found = estimate(experiment.of(outcome, arm, cluster=cluster, block=pair), redraws=50)

    means = np.bincount(cluster, weights=outcome).reshape(20, 2) / 5
    differences = means[:, 1] - means[:, 0]
    plain = differences.std(ddof=1) / np.sqrt(20)
    assert found.by_block
    assert found.law.degrees == 19
    assert found.itt == pytest.approx(differences.mean())
    assert found.error == pytest.approx(plain * np.sqrt(199 / 198))


def test_a_row_for_each_cluster_of_a_pair_has_the_error_of_the_differences() -> None:
    rng = np.random.default_rng(1)
    outcome, arm, pair = rng.normal(size=40), np.arange(40) % 2, np.arange(40) // 2

    found = estimate(experiment.of(outcome, arm, cluster=np.arange(40), block=pair), redraws=50)
    by_row = estimate(experiment.of(outcome, arm, block=pair), redraws=50)

    differences = outcome[1::2] - outcome[::2]
    plain = differences.std(ddof=1) / np.sqrt(20)
    assert found.error == pytest.approx(plain * np.sqrt(39 / 38))
    assert by_row.error == pytest.approx(plain)
    assert by_row.law.degrees == found.law.degrees == 19


def test_large_blocks_keep_errors_by_cluster() -> None:
    found = estimate(experiment.of(**invented(0)), redraws=50)

    assert not found.by_block
    assert found.law.units == 30


def test_a_single_block_of_few_clusters_keeps_errors_by_cluster() -> None:
    data = invented(0, clusters=8)

    found = estimate(experiment.of(**data | {"block": np.zeros(len(data["outcome"]))}), redraws=50)

    assert not found.by_block
    assert found.law.units == 8
    assert found.error is not None


POSSIBLE = {
    "an interval": ((2.0, 1.0, np.diag([1.0, 0.01]), 2.0), (1, True)),
    "the outside of one": ((2.0, 0.1, np.diag([0.25, 0.04]), 2.0), (2, False)),
    "everything": ((0.1, 0.1, np.diag([1.0, 1.0]), 2.0), (1, False)),
}


@pytest.mark.parametrize(("told", "shape"), POSSIBLE.values(), ids=POSSIBLE.keys())
def test_the_possible_effects_are_an_interval_its_outside_or_everything(told, shape) -> None:
    intended, rate, joint, critical = told

    found = contact._possible(intended, rate, joint, critical)

    assert (len(found), bool(np.isfinite(found).all())) == shape
    for effect in np.linspace(-60, 60, 481):
        off = intended - effect * rate
        spread = joint[0, 0] - 2 * effect * joint[0, 1] + effect**2 * joint[1, 1]
        near = any(abs(effect - end) < 1e-6 for ends in found for end in ends)
        inside = any(low <= effect <= high for low, high in found)
        assert near or inside == (off**2 <= critical**2 * spread)


def test_stations_are_weighed_by_their_registered() -> None:
    outcome, arm = np.array([0.5, 0.7, 0.4, 0.3, 0.9, 0.2]), np.array([1, 1, 1, 0, 0, 0])
    registered = np.array([100, 900, 500, 700, 200, 600])

    found = estimate(experiment.of(outcome, arm, weights=registered))

    assert found.itt == pytest.approx(
        np.average(outcome[:3], weights=registered[:3]) - np.average(outcome[3:], weights=registered[3:])
    )
    assert found.chance.observed == pytest.approx(found.itt)
    assert found.chance.redraws == 20


def test_an_arm_of_one_cluster_has_an_effect_and_no_error() -> None:
    data = {"outcome": [1, 0, 1, 1, 0, 0], "assigned": [1, 1, 0, 0, 0, 0], "cluster": [0, 0, 1, 1, 2, 2]}

    found = estimate(experiment.of(**data))

    assert found.itt == pytest.approx(0.0)
    assert (found.error, found.p, found.interval) == (None, None, None)


def test_unknown_contact_leaves_rows_in_the_itt_and_out_of_the_contact() -> None:
    data = invented(0)
    whole = estimate(experiment.of(**data), redraws=50)
    data["contact"][:10] = np.nan

    found = estimate(experiment.of(**data), redraws=50)

    assert found.itt == whole.itt
    assert found.reached is not None
    assert found.reached.rows == whole.rows - 10


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("no_rows", {"outcome": [], "assigned": []}),
        ("not_binary", {"outcome": [1, 0], "assigned": [1, 2]}),
        ("one_arm", {"outcome": [1, 0], "assigned": [1, 1]}),
        ("one_cluster", {"outcome": [1, 0], "assigned": [1, 0], "cluster": [5, 5]}),
        ("torn_blocks", {"outcome": [1, 0, 1], "assigned": [1, 1, 0], "cluster": [1, 1, 2], "block": [1, 2, 2]}),
    ],
)
def test_what_is_no_experiment_is_refused(code: str, data) -> None:
    with pytest.raises(DomainError) as refused:
        experiment.of(**data)

    assert refused.value.code == code
