"""Votes by the last day: a range under the assumptions, from conversations held and to come, never a count."""

from __future__ import annotations

import numpy as np
import pytest

from campaigns.reports import votes
from campaigns.reports.forecast import forecast
from campaigns.reports.talks import StationDoors, pools_of
from tests.reports.test_forecast import hours, known

DRAWS = 2_000


def found(*stations: StationDoors, past=(0, 0, 0, 0, 0, 12, 0) * 2, **fields):
    return forecast(known(hours(past, **fields), stations=stations), seed=1)


def told(*stations: StationDoors, **worth: float) -> votes.Range:
    """``worth``: votes per conversation of each station, certain."""
    sure = {int(name[1:]): np.full(DRAWS, each) for name, each in worth.items()}
    return votes.range_of(found(*stations), sure, seed=1)


def test_conversations_held_count_as_much_as_those_to_come() -> None:
    held = StationDoors((0, 0, 0), (90, 0, 0), (30, 0, 0), 7)

    range_ = told(held, s7=0.02)

    assert (range_.low, range_.high) == pytest.approx((0.6, 0.6))


def test_conversations_to_come_are_worth_what_their_own_station_is() -> None:
    first, second = (
        StationDoors((400, 0, 0), (0, 0, 0), (0, 0, 0), 1),
        StationDoors((400, 0, 0), (0, 0, 0), (0, 0, 0), 2),
    )

    both = found(first, second)
    coming = both.pools.by_station(both.coming, np.random.default_rng(1))

    assert coming[1].mean() > coming[2].mean() > 0
    assert sum(each.mean() for each in coming.values()) == pytest.approx(both.talks.median[-1], rel=0.1)
    one, other = told(first, second, s1=0.02, s2=0.0), told(first, second, s1=0.0, s2=0.02)
    assert one.high > other.high > 0


def test_a_station_of_which_nothing_is_known_is_like_the_mean_of_the_others() -> None:
    held = [StationDoors((0, 0, 0), (90, 0, 0), (30, 0, 0), station) for station in (1, 2, 3)]

    range_ = told(*held, s1=0.01, s2=0.03)

    assert range_.low == pytest.approx(30 * (0.01 + 0.03 + 0.02))


def test_what_a_conversation_is_worth_spreads_the_range_below_zero_where_it_may_cost_votes() -> None:
    held = StationDoors((0, 0, 0), (3_000, 0, 0), (1_000, 0, 0), 1)
    worth = {1: np.random.default_rng(2).normal(0.005, 0.01, DRAWS)}

    range_ = votes.range_of(found(held, past=()), worth, seed=1)

    assert range_.low == pytest.approx(1_000 * (0.005 - 1.645 * 0.01), rel=0.1)
    assert range_.high == pytest.approx(1_000 * (0.005 + 1.645 * 0.01), rel=0.1)


def test_doors_without_end_are_of_no_station() -> None:
    whole = pools_of([])

    coming = whole.by_station(np.full(DRAWS, 500.0), np.random.default_rng(1))

    assert list(coming) == [0]
    assert coming[0].mean() == pytest.approx(500 * 0.33, rel=0.05)
