"""The own bloc's share in each station, drawn towards the town where a station is small."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from campaigns.targeting.own_share import own_share, shrunk_distances
from tests.targeting.towns import unknown, vote

OWN = np.array([292.0, 45, 150, 310, 30])
VALID = np.array([730.0, 120, 600, 690, 60])


def test_the_worked_example_of_five_stations() -> None:
    distances, middle = shrunk_distances(OWN, VALID, VALID)

    assert middle == pytest.approx(-0.5248, abs=5e-5)
    assert expit(middle + distances) == pytest.approx([0.3991, 0.3752, 0.2566, 0.4463, 0.4592], abs=5e-5)


def test_what_is_kept_of_a_distance_is_what_is_not_noise() -> None:
    distances, middle = shrunk_distances(OWN, VALID, VALID)

    share = (OWN + 0.5) / (VALID + 1)
    whole = np.log(share / (1 - share)) - middle
    assert 1 - distances / whole == pytest.approx([0.0374, 0.1946, 0.0570, 0.0383, 0.3120], abs=5e-5)


def test_four_stations_do_not_tell_how_unlike_they_are() -> None:
    distances, middle = shrunk_distances(OWN[:4], VALID[:4], VALID[:4])

    share = (OWN[0] + 0.5) / (VALID[0] + 1)
    noise = 1 / (VALID[0] * share * (1 - share))
    assert distances[0] == pytest.approx((np.log(share / (1 - share)) - middle) * 0.15 / (0.15 + noise))


def test_a_station_without_valid_votes_is_at_no_distance() -> None:
    distances, _ = shrunk_distances(np.array([0.0, 30, 20]), np.array([0.0, 60, 60]), np.ones(3))
    nowhere = shrunk_distances(np.zeros(2), np.zeros(2), np.ones(2))

    assert distances[0] == 0
    assert (nowhere[0].tolist(), nowhere[1]) == ([0, 0], 0)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=20))
def test_no_station_is_drawn_beyond_the_town_or_away_from_it(counts) -> None:
    own, rest = np.array(counts, dtype=float).T
    distances, middle = shrunk_distances(own, own + rest, np.ones(len(own)))

    whole = np.log((own + 0.5) / (rest + 0.5)) - middle
    voted = own + rest > 0
    assert (np.abs(distances) <= np.abs(whole) + 1e-9)[voted].all()
    assert (distances * whole >= -1e-9)[voted].all()


def test_the_town_comes_out_at_its_own_share_where_stations_are_alike() -> None:
    past = vote(0.7, 0.4, stations=6)
    shares = own_share((past,), [past.known], 0, 0, np.full(6, 1000.0))

    assert shares == pytest.approx(np.full(6, 0.4), abs=1e-3)


def test_a_station_that_lacks_an_election_keeps_its_distance_of_the_others() -> None:
    lean = np.array([0.2, 0.3, 0.3, 0.4, 0.5, 0.6])
    whole = vote(0.7, lean, stations=6)
    partial = unknown(whole, 5)
    weights = np.full(6, 1000.0)

    both = own_share((whole, partial), [whole.known, partial.known], 0, 0, weights)
    one = own_share((whole,), [whole.known], 0, 0, weights)

    assert both[5] == pytest.approx(one[5])
    assert both[5] > 0.55


def test_the_town_is_counted_over_the_stations_whose_result_is_known_alone() -> None:
    past = vote(0.7, np.array([0.2, 0.2, 0.2, 0.8]), stations=4)
    left_over = replace(past, known=np.array([True, True, True, False]))  # counts stand there, and are no result

    shares = own_share((left_over,), [left_over.known], 0, 0, np.full(4, 1000.0))

    assert shares[3] == pytest.approx(0.2, abs=1e-3)
