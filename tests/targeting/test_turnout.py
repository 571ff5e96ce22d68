"""The turnout expected, and how much a station's turnout surprises."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import logit

from campaigns.targeting.turnout import Level, expected, station_shock, turnout_logit
from tests.targeting.towns import unknown, vote


def levels(*past) -> list[Level]:
    found = [Level.of(one, one.known, np.full(len(one.known), 1000.0)) for one in past]
    return [level for level in found if level is not None]


@pytest.mark.parametrize(("shift", "turnout"), [(0.0, 0.4449), (0.2, 0.4946)])
def test_the_worked_example_of_two_elections(shift: float, turnout: float) -> None:
    past = levels(vote(0.47, 0.4), vote(0.42, 0.4))

    assert expected(past, past, shift) == pytest.approx([turnout], abs=5e-5)


def test_a_turnout_of_nobody_or_everybody_is_brought_in() -> None:
    assert turnout_logit(np.array([0.0, 1.0])) == pytest.approx([logit(0.02), logit(0.98)])


def test_a_station_that_lacks_an_election_keeps_its_distance_and_the_towns_level() -> None:
    low, high = vote([0.40, 0.40, 0.30], 0.4, stations=3), vote([0.60, 0.60, 0.50], 0.4, stations=3)
    past = levels(unknown(low, 2), high)
    found = expected(past, past, 0.0)

    town = [logit(0.40), (2 * logit(0.60) + logit(0.50)) / 3]
    assert logit(found[2]) == pytest.approx(np.mean(town) + logit(0.50) - town[1])
    assert found[2] < found[0] == found[1]


def test_a_station_without_any_comparable_election_takes_its_distance_from_the_others() -> None:
    reference, coming = vote([0.8, 0.7], 0.4, stations=2), vote([0.5, 0.4], 0.4, stations=2)
    past = levels(reference, unknown(coming, 1))
    found = expected([past[1]], past, 0.0)

    assert logit(found[1]) == pytest.approx(logit(0.5) + logit(0.7) - (logit(0.8) + logit(0.7)) / 2)


def test_an_election_that_no_station_has_is_no_level() -> None:
    past = unknown(vote(0.5, 0.4, stations=2), 0, 1)

    assert Level.of(past, past.known, np.ones(2)) is None


def test_a_station_surprises_as_two_elections_differ() -> None:
    one = np.array([0.40, 0.45, 0.50, 0.55, 0.60])
    other = np.array([0.42, 0.41, 0.53, 0.55, 0.58])
    past = levels(vote(one, 0.4, stations=5), vote(other, 0.4, stations=5))

    assert station_shock(past, 0.15) == pytest.approx((logit(one) - logit(other)).std(ddof=1) / np.sqrt(2))


def test_one_election_or_four_stations_do_not_tell_how_much() -> None:
    one = levels(vote([0.4, 0.5, 0.6, 0.5, 0.4], 0.4, stations=5))
    four = levels(vote([0.4, 0.5, 0.6, 0.5], 0.4, stations=4), vote([0.5, 0.5, 0.6, 0.4], 0.4, stations=4))

    assert station_shock(one, 0.15) == 0.15
    assert station_shock(four, 0.15) == 0.15
