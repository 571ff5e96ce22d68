"""Whether those held out are like the others, told by one test of everything."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.targeting import balance, lots

SEED = lots.seed_of("demo-salt", "plan-1")


def covariates(blocks: int, size: int = 2, columns: int = 3, seed: int = 7):
    return np.random.default_rng(seed).normal(size=(blocks, size, columns))


def test_the_standardised_difference_is_in_standard_deviations_of_the_two_arms() -> None:
    values = np.array([[[1.0], [3.0]], [[2.0], [8.0]], [[9.0], [4.0]]])  # held out: 1, 8, 9; canvassed: 3, 2, 4

    found = balance.weigh(values, np.array([0, 1, 0]), seed=SEED)

    assert found.differences == pytest.approx([(3 - 6) / np.sqrt((1 + 19) / 2)])


def test_a_fair_draw_has_p_values_spread_evenly() -> None:
    values = covariates(40)

    found = [balance.weigh(values, lots.draw(seed, 40, 2), seed=seed, times=200).p for seed in range(400)]

    assert np.mean(np.array(found) < 0.05) == pytest.approx(0.05, abs=0.03)
    assert np.mean(found) == pytest.approx(0.5, abs=0.05)


def test_a_draw_that_always_holds_out_the_largest_is_found_out() -> None:
    values = covariates(40)
    largest = values[:, :, 0].argmax(axis=1)

    found = balance.weigh(values, largest, seed=SEED)

    assert found.p == pytest.approx(1 / 2_001)
    assert found.differences[0] < -balance.WORTH_A_LOOK


def test_what_is_the_same_everywhere_in_a_block_says_nothing() -> None:
    values = covariates(30, 4)
    values[:, :, 1] = values[:, :1, 1]
    held = lots.draw(SEED, 30, 4)

    found = balance.weigh(values, held, seed=SEED)

    assert found.differences[1] == pytest.approx(0, abs=1e-9)
    assert found.p == pytest.approx(balance.weigh(np.delete(values, 1, axis=2), held, seed=SEED).p)


def test_units_of_measure_change_nothing() -> None:
    values, held = covariates(30), lots.draw(SEED, 30, 2)

    assert balance.weigh(values * [1, 1_000, 1e-3] + 5, held, seed=SEED).p == balance.weigh(values, held, seed=SEED).p


def test_two_columns_that_tell_the_same_count_once() -> None:
    values, held = covariates(30), lots.draw(SEED, 30, 2)
    twice = np.concatenate([values, 2 * values[:, :, :1]], axis=2)

    assert balance.weigh(twice, held, seed=SEED).p == pytest.approx(balance.weigh(values, held, seed=SEED).p, abs=0.002)


def test_nothing_to_compare_is_no_reason_to_worry() -> None:
    found = balance.weigh(np.ones((4, 2, 2)), lots.draw(SEED, 4, 2), seed=SEED)

    assert (found.differences, found.p) == ((0.0, 0.0), 1.0)
