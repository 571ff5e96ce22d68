"""Who votes now and then."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.special import expit, logit

from campaigns.targeting.intermittence import intermittence, propensities, steepness

THEN, NOW = 0.75, float(expit((logit(0.47) + logit(0.42)) / 2))
turnouts = st.floats(0.03, 0.97)


@pytest.mark.parametrize(
    ("then", "now", "spread", "returning", "movable", "absent"),
    [
        (THEN, NOW, 3, 0.5776, 0.1345, 0.0561),
        (THEN, NOW, 0, 0.4449, 0.2470, 0.2470),
        (THEN, NOW, 2, 0.5473, 0.1656, 0.1062),
        (THEN, NOW, 4, 0.5913, 0.1133, 0.0286),
        (0.83, 0.58, 3, 0.6740, 0.1212, 0.0731),
        (0.60, 0.35, 3, 0.5481, 0.1415, 0.0568),
        (0.76, 0.72, 3, 0.8441, 0.0856, 0.1376),
    ],
)
def test_the_worked_examples(then, now, spread, returning, movable, absent) -> None:
    people = intermittence(np.array([then]), np.array([now]), spread)

    assert people.returning == pytest.approx([returning], abs=5e-5)
    assert people.movable == pytest.approx([movable], abs=5e-5)
    assert people.movable_absent == pytest.approx([absent], abs=5e-5)


def test_everybody_together_and_how_steep() -> None:
    people = intermittence(np.array([THEN]), np.array([NOW]), 3)

    assert people.movable_all == pytest.approx([0.1140], abs=5e-5)
    assert steepness(3) == pytest.approx(2.0283, abs=5e-5)


def test_the_spread_reproduces_who_voted_always_and_never_in_four_rounds() -> None:
    nodes, weights = propensities(81)
    rounds = []
    for turnout in (0.737, 0.72, 0.475, 0.462):
        start = brentq(lambda at, level=turnout: weights @ expit(at + 3 * nodes) - level, -20, 20)
        rounds.append(expit(start + 3 * nodes))

    always, never = weights @ np.prod(rounds, axis=0), weights @ np.prod(1 - np.array(rounds), axis=0)
    assert (always, 1 - always - never, never) == pytest.approx((0.337, 0.500, 0.163), abs=5e-4)


@given(turnouts, turnouts, st.floats(0, 5))
def test_who_voted_then_votes_more_than_the_station(then: float, now: float, spread: float) -> None:
    people = intermittence(np.array([then]), np.array([now]), spread)

    nodes, weights = propensities()
    everybody = weights @ expit(steepness(spread) * logit(now) + spread * nodes)
    assert people.returning[0] >= everybody - 1e-9
    assert 0 < people.returning[0] < 1
    assert 0 < people.movable[0] <= 0.25 + 1e-9
    assert 0 < people.movable_absent[0] <= 0.25 + 1e-9


@given(turnouts, turnouts, st.floats(0, 5))
def test_those_who_came_and_those_who_did_not_make_up_the_whole(then: float, now: float, spread: float) -> None:
    people = intermittence(np.array([then]), np.array([now]), spread)

    nodes, weights = propensities()
    came = weights @ expit(steepness(spread) * logit(then) + spread * nodes)
    assert came * people.movable + (1 - came) * people.movable_absent == pytest.approx(people.movable_all)


@given(turnouts, st.floats(0.03, 0.9), st.floats(0, 5))
def test_a_higher_turnout_brings_back_more(then: float, now: float, spread: float) -> None:
    low, high = intermittence(np.array([then, then]), np.array([now, now + 0.05]), spread).returning

    assert low < high
