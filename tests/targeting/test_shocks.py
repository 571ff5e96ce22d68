"""What may surprise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from campaigns.targeting.electorate import electorate_of
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scoring import expect
from campaigns.targeting.shocks import Common, Surprises
from tests.targeting.towns import seen, town, vote

MANY = Assumptions(draws=20_000)


def drawn(assumptions: Assumptions) -> Common:
    electorate = electorate_of(town([vote(0.75, 0.4), vote(0.45, 0.4)]), assumptions)
    return Common.drawn(electorate, assumptions, 1)


def points(common: Common, assumptions: Assumptions) -> np.ndarray:
    electorate = electorate_of(town([vote(0.75, 0.4), vote(0.45, 0.4)]), assumptions)
    return 100 * common.push * electorate.movable_town


def test_the_effect_is_normal_and_never_below_nothing() -> None:
    effect = points(drawn(MANY), MANY)

    assert effect.min() == 0
    assert (effect == 0).mean() == pytest.approx(0.0668, abs=0.006)  # a normal of 1.5 and 1 is below 0 so often
    assert np.median(effect) == pytest.approx(1.5, abs=0.03)
    assert np.quantile(effect, 0.8413) == pytest.approx(2.5, abs=0.05)


def test_shares_are_drawn_from_betas_and_what_persuades_from_an_exponential() -> None:
    common = drawn(MANY)

    assert (common.opponents_share.mean(), common.opponents_share.var()) == pytest.approx((0.3, 0.21 / 11), rel=0.04)
    assert (common.home_share.mean(), common.home_share.var()) == pytest.approx((0.4, 0.24 / 11), rel=0.04)
    assert (common.persuaded_share.mean(), common.persuaded_share.std()) == pytest.approx((0.003, 0.003), rel=0.04)


def test_a_share_of_nothing_or_all_is_certain() -> None:
    common = drawn(replace(MANY, opponents_share=0.0, home_share=1.0, persuaded_share=0.0))

    assert set(common.opponents_share) == {0.0}
    assert set(common.home_share) == {1.0}
    assert set(common.persuaded_share) == {0.0}


def test_the_persuasion_mode_is_drawn_around_its_own_push() -> None:
    common = drawn(MANY.persuasion_mode())

    assert np.median(common.push) == pytest.approx(0.05, abs=0.003)
    assert common.persuaded_share.mean() == pytest.approx(0.0125, rel=0.04)


def test_general_surprise_and_mood_add_up() -> None:
    assert drawn(MANY).turnout.std() == pytest.approx(np.hypot(0.30, 0.20), rel=0.03)


def test_without_any_surprise_a_draw_is_the_rate_of_the_open_pass() -> None:
    habit = np.linspace(-0.1, 0.1, 6)
    place = town([vote(level + habit, np.linspace(0.3, 0.5, 6), stations=6) for level in (0.76, 0.45, 0.45)])
    still = Assumptions(draws=3, turnout_shock=0, mood_shock=0, model_shock=0, share_noise=0)
    left = np.zeros((6, 3))
    left[np.arange(6), [0, 1, 2, 0, 1, 2]] = 300
    many = np.full(6, 1e9)
    learned = seen(
        place,
        knocked=many,
        conversations=many / 4,
        minutes=np.full(6, 150),
        timed_doors=np.full(6, 60),
        doors_left=left,
    )
    expected = expect(place, learned, still)
    surprises = Surprises(place, learned, expected.electorate, expected.doorstep, still, 1)
    surprises.__dict__["common"] = Common(
        turnout=np.zeros(3, dtype=np.float32),
        push=np.full(3, expected.electorate.push, dtype=np.float32),
        opponents_share=np.full(3, 0.3, dtype=np.float32),
        persuaded_share=np.full(3, 0.003, dtype=np.float32),
        home_share=np.full(3, 0.4, dtype=np.float32),
    )

    assert (expected.rate > 0).all()
    assert surprises.rate(slice(0, 6)) == pytest.approx(np.tile(expected.rate[:, None], 3), rel=1e-3)
    assert surprises.reservoir(slice(0, 6)) == pytest.approx(np.tile(expected.reservoir[:, None], 3), rel=1e-4)
