"""Scores of a town: how sure figures and ranks are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import logit

from campaigns.targeting.electorate import electorate_of
from campaigns.targeting.gain import movable_of
from campaigns.targeting.intermittence import intermittence
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Note, Scores
from campaigns.targeting.scoring import expect, score
from campaigns.targeting.shocks import Response
from campaigns.targeting.standing import ranks_of, standing_of
from tests.targeting.towns import seen, town, varied, vote

QUICK = Assumptions(draws=400)
CERTAIN = replace(QUICK, effect_spread=0.0, opponents_share=0.0, persuaded_share=0.0, home_share=0.0)
"""The priors that are drawn, nailed to one value."""


def scored(place, assumptions: Assumptions = QUICK, seed: int = 1, **counts) -> Scores:
    return score(place, seen(place, **counts), assumptions, seed)


def test_the_worked_example_of_an_interval() -> None:
    past = [vote(0.75, 0.4, blank=20 / 750), vote(0.47, 0.4), vote(0.42, 0.4)]
    found = scored(town(past), Assumptions(draws=100_000))

    scale = 123.3331 / found.reservoir[0]  # the own share of one station is 0.4001
    assert found.by_reservoir.low[0] * scale == pytest.approx(78.8, rel=0.01)
    assert found.by_reservoir.high[0] * scale == pytest.approx(173.7, rel=0.01)
    assert found.electorate.shock.tolist() == [0.15]


def test_the_same_seed_gives_the_same_scores_and_another_one_others() -> None:
    one, again, other = (scored(varied(), seed=seed) for seed in (5, 5, 6))

    assert np.array_equal(one.by_rate.low, again.by_rate.low)
    assert np.array_equal(one.by_reservoir.high, again.by_reservoir.high)
    assert not np.array_equal(one.by_rate.low, other.by_rate.low)


def test_blocks_of_stations_worked_at_side_by_side_give_the_same_as_one(monkeypatch) -> None:
    whole = varied(40)
    draws = np.random.default_rng(3).normal(size=(40, 400)).astype(np.float32)

    one = standing_of(draws.mean(axis=1), np.ones(40, dtype=bool), lambda some: draws[some].copy(), 400)
    monkeypatch.setattr("campaigns.targeting.standing.CELLS", 1_200)
    parts = standing_of(draws.mean(axis=1), np.ones(40, dtype=bool), lambda some: draws[some].copy(), 400)

    assert len(whole.registered) == 40
    for name in ("low", "high", "rank", "rank_low", "rank_high", "first_ten"):
        assert np.array_equal(getattr(one, name), getattr(parts, name)), name


def test_ranks_and_ranges_are_those_of_a_plain_count() -> None:
    draws = (
        np.random.default_rng(3).normal(size=(15, 400)).astype(np.float32)
        + np.arange(15, dtype=np.float32)[:, None] / 4
    )
    ranked = np.arange(15) != 2
    found = standing_of(draws.mean(axis=1), ranked, lambda some: draws[some].copy(), 400)

    kept = draws[ranked].astype(float)
    ranks = np.array([[1 + (kept[:, draw] > value).sum() for draw, value in enumerate(row)] for row in kept])
    assert found.low[ranked] == pytest.approx(np.quantile(kept, 0.05, axis=1))
    assert found.high[ranked] == pytest.approx(np.quantile(kept, 0.95, axis=1))
    assert found.rank_low[ranked].tolist() == np.floor(np.quantile(ranks, 0.05, axis=1)).tolist()
    assert found.rank_high[ranked].tolist() == np.ceil(np.quantile(ranks, 0.95, axis=1)).tolist()
    assert found.first_ten[ranked] == pytest.approx((ranks <= 10).mean(axis=1))
    assert (found.rank[2], found.rank_low[2], np.isnan(found.low[2]), np.isnan(found.first_ten[2])) == (
        0,
        0,
        True,
        True,
    )


def test_ten_stations_are_always_the_ten_first() -> None:
    assert scored(varied(10)).by_rate.first_ten.tolist() == [1.0] * 10
    assert scored(varied(30)).by_rate.first_ten.sum() == pytest.approx(10)


def test_figures_and_ranks_lie_within_their_ranges() -> None:
    found = scored(varied(30))

    for standing, figure in ((found.by_reservoir, found.reservoir), (found.by_rate, found.rate)):
        known = ~np.isnan(figure)
        assert known.sum() > 10
        assert (standing.low[known] < figure[known]).all()
        assert (figure[known] < standing.high[known]).all()
        assert (standing.rank_low <= standing.rank_high).all()
        assert sorted(standing.rank) == list(range(1, 31))


def test_ranks_are_surer_than_levels() -> None:
    found = scored(varied(30))

    width = (found.by_reservoir.high - found.by_reservoir.low) / found.reservoir
    assert 0.5 < width.mean() < 1.0
    assert (found.by_reservoir.rank_high - found.by_reservoir.rank_low).mean() < 10


def test_own_visits_narrow_the_rate() -> None:
    place, many = varied(), np.full(12, 2000.0)
    before = scored(place, CERTAIN)
    after = scored(place, CERTAIN, knocked=many, conversations=0.33 * many)

    assert after.rate == pytest.approx(before.rate, rel=0.02)
    assert (after.by_rate.high - after.by_rate.low < before.by_rate.high - before.by_rate.low).all()


def test_where_nothing_is_uncertain_the_range_is_the_figure() -> None:
    still = replace(CERTAIN, turnout_shock=0.0, mood_shock=0.0, model_shock=0.0)
    known = np.full(12, 1e9)
    habit = np.linspace(-0.1, 0.1, 12)
    place = town([vote(level + habit, 0.4, stations=12) for level in (0.76, 0.45, 0.45)])
    found = scored(place, still, knocked=known, conversations=0.33 * known)

    assert found.by_rate.high == pytest.approx(found.rate, rel=1e-3)
    assert found.by_rate.low == pytest.approx(found.rate, rel=1e-3)


def test_a_surprise_on_turnout_moves_people_as_a_new_reckoning_would() -> None:
    place, plain = varied(), Assumptions()
    electorate = electorate_of(place, plain)
    response = Response.of(electorate, plain.spread)

    for surprise in (-0.8, -0.4, 0.0, 0.4, 0.8):
        people = intermittence(electorate.turnout_then, electorate.turnout, plain.spread, surprise)
        shift = logit(people.returning) - logit(electorate.returning)
        fitted = np.exp(response.level + response.slope * shift + response.bend * shift**2)
        assert fitted == pytest.approx(movable_of(electorate, people), rel=0.02)


def test_stations_that_cost_votes_are_ranked_last_and_have_no_rate() -> None:
    found = scored(varied(), replace(QUICK, opponents_share=0.8, persuaded_share=0.0))

    costly = found.noted(Note.COSTS_VOTES)
    assert 0 < costly.sum() < 12
    assert np.isnan(found.rate[costly]).all()
    assert (found.priority[costly] == 0).all()
    assert found.priority.max() == 100
    assert found.by_rate.rank[costly].min() > found.by_rate.rank[~costly].max()


def test_a_station_that_is_done_has_no_rank_but_a_reservoir() -> None:
    left = np.zeros((12, 3))
    left[1:, 0] = 700
    found = scored(varied(), doors_left=left)

    assert found.noted(Note.DONE).tolist() == [True] + [False] * 11
    assert (found.by_rate.rank[0], found.by_rate.rank_high[0], np.isnan(found.rate[0])) == (0, 0, True)
    assert found.by_reservoir.rank[0] > 0
    assert found.by_rate.rank.max() == 11


def test_a_town_of_one_station_is_first_and_a_town_without_a_past_has_no_score() -> None:
    alone = scored(town([vote(0.75, 0.4), vote(0.45, 0.4)]))
    nowhere = scored(varied(boundary_changed=np.ones(12, dtype=bool)))

    assert (alone.by_rate.rank.tolist(), alone.by_rate.rank_high.tolist()) == ([1], [1])
    assert alone.by_rate.first_ten.tolist() == [1.0]
    assert np.isnan(nowhere.rate).all()
    assert nowhere.by_rate.rank.tolist() == [0] * 12
    assert nowhere.priority.tolist() == [0] * 12


def test_a_station_without_doors_has_no_rate_and_it_is_said() -> None:
    doors = np.full(12, 700.0)
    doors[2] = 0
    found = scored(varied(doors=doors))

    assert np.isnan(found.rate[2])
    assert found.noted(Note.NO_DOORS).tolist() == [number == 2 for number in range(12)]
    assert not found.noted(Note.DONE).any()


def test_ranks_put_stations_without_a_figure_last() -> None:
    ranks = ranks_of(np.array([2.0, np.nan, 5.0, 1.0]), np.array([True, True, True, False]))

    assert ranks.tolist() == [2, 3, 1, 0]


def test_an_electorate_made_before_is_used_again() -> None:
    place = varied()
    electorate = electorate_of(place, QUICK)
    found = expect(place, seen(place), QUICK, electorate)

    assert found.electorate is electorate
    assert np.array_equal(found.rate, expect(place, seen(place), QUICK).rate, equal_nan=True)
