"""What chance alone would have shown."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.errors import DomainError
from campaigns.reports.effects import experiment, redrawing
from campaigns.reports.effects.redrawing import randomisation


def four_pairs():
    return experiment.of([0.06, -0.02, 0.05, 0.03, 0, 0, 0, 0], [1] * 4 + [0] * 4, block=[0, 1, 2, 3] * 2)


def test_four_pairs_have_sixteen_draws_of_which_four_are_as_far() -> None:
    found = randomisation(four_pairs())

    assert found.observed == pytest.approx(0.03, abs=1e-12)
    assert (found.p, found.redraws, found.exact) == (0.25, 16, True)
    assert (found.low, found.high) == (-np.inf, np.inf)


def test_all_draws_of_a_small_experiment_are_looked_at() -> None:
    outcome = np.array([1.0, 4.0, 2.0, 8.0, 5.0, 7.0])
    made = experiment.of(outcome, [1, 0, 0, 1, 0, 1])

    found = randomisation(made)

    means = [
        outcome[list(chosen)].mean() - np.delete(outcome, list(chosen)).mean() for chosen in combinations(range(6), 3)
    ]
    assert (found.redraws, found.exact) == (20, True)
    assert found.p == sum(abs(mean) >= abs(found.observed) - 1e-9 for mean in means) / 20


def test_asking_for_fewer_redraws_than_draws_counts_the_true_one_besides() -> None:
    found = randomisation(four_pairs(), redraws=15)

    assert (found.redraws, found.exact) == (15, False)
    assert (found.p * 16) == pytest.approx(round(found.p * 16))


def test_fewer_than_nineteen_redraws_reject_nothing() -> None:
    made = experiment.of(np.arange(40.0), np.arange(40) % 2)

    few, enough = randomisation(made, redraws=18), randomisation(made, redraws=19)

    assert (few.low, few.high) == (-np.inf, np.inf)
    assert np.isfinite((enough.low, enough.high)).all()


def by_cluster(seed: int, blocks: bool):
    rng = np.random.default_rng(seed)
    size = rng.integers(1, 9, 12)
    cluster = np.repeat(np.arange(12), size)
    arm = rng.permuted(np.tile([0, 1], (6, 1)), axis=1).ravel()
    outcome = rng.normal(size=len(cluster)) + rng.normal(size=12)[cluster] + 0.8 * arm[cluster]
    return experiment.of(outcome, arm[cluster], cluster=cluster, block=cluster // 2 if blocks else None)


@pytest.mark.parametrize("blocks", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_the_ends_of_the_interval_are_where_rejection_begins(seed: int, blocks: bool) -> None:
    made = by_cluster(seed, blocks)
    found = randomisation(made)
    width = found.high - found.low

    def p(effect: float) -> float:
        return randomisation(experiment.of(
            made.outcome - effect * made.assigned, made.assigned, cluster=made.cluster, block=made.block
        )).p  # fmt: skip

    assert found.exact
    assert np.isfinite(width)
    for end, outwards in ((found.low, -1), (found.high, 1)):
        assert p(end - outwards * 1e-4 * width) > 0.05
        assert p(end + outwards * 1e-4 * width) <= 0.05


def test_counting_rows_of_a_kind_is_the_same_as_moving_each(monkeypatch) -> None:
    rng = np.random.default_rng(4)
    made = experiment.of(rng.integers(0, 2, 300), rng.integers(0, 2, 300), block=np.arange(300) // 100)
    counted = randomisation(made, redraws=20_000)

    monkeypatch.setattr(redrawing, "KINDS", 0)
    moved = randomisation(made, redraws=20_000)

    assert counted.observed == pytest.approx(moved.observed)
    assert counted.p == pytest.approx(moved.p, abs=0.02)
    assert (counted.low, counted.high) == pytest.approx((moved.low, moved.high), abs=0.01)


def test_arms_that_meet_inside_clusters_are_drawn_again_inside_each() -> None:
    outcome, arm = [1, 0, 5, 4, 9, 8], [1, 0, 1, 0, 1, 0]

    found = randomisation(experiment.of(outcome, arm, cluster=[0, 0, 1, 1, 2, 2]))

    assert (found.redraws, found.p) == (8, 0.25)


def test_blocks_of_one_arm_have_nothing_to_say() -> None:
    outcome, arm, block = [1, 0, 5, 4, 9, 8], [1, 0, 1, 0, 1, 1], [0, 0, 1, 1, 2, 2]

    found = randomisation(experiment.of(outcome, arm, block=block))
    without = randomisation(experiment.of(outcome[:4], arm[:4], block=block[:4]))

    assert (found.observed, found.p, found.redraws) == (without.observed, without.p, without.redraws)


def test_no_block_with_both_arms_leaves_nothing_to_chance() -> None:
    made = experiment.of([1, 0, 5, 4], [1, 1, 0, 0], block=[0, 0, 1, 1])

    with pytest.raises(DomainError) as refused:
        randomisation(made)

    assert refused.value.code == "no_choice"


def test_a_seed_gives_the_same_figures_again() -> None:
    rng = np.random.default_rng(0)
    made = experiment.of(rng.normal(size=60), np.arange(60) % 2)

    first, again, other = (randomisation(made, redraws=500, seed=seed) for seed in (7, 7, 8))

    assert first == again != other


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.floats(-3, 3))
def test_adding_the_same_to_all_treated_moves_the_interval_as_much(seed: int, shift: float) -> None:
    made = by_cluster(seed, blocks=True)
    moved = experiment.of(made.outcome + shift * made.assigned, made.assigned, cluster=made.cluster, block=made.block)

    before, after = randomisation(made), randomisation(moved)

    assert after.low == pytest.approx(before.low + shift, abs=1e-6)
    assert after.high == pytest.approx(before.high + shift, abs=1e-6)
