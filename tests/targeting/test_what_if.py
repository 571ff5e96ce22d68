"""What would change the ranking."""

from __future__ import annotations

import numpy as np

from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scoring import expect
from campaigns.targeting.what_if import Supposed, what_if
from tests.targeting.towns import seen, varied


def test_each_supposition_ranks_all_stations() -> None:
    place = varied()
    found = what_if(place, seen(place), Assumptions())

    assert [one.supposed for one in found] == list(Supposed)
    assert all(sorted(one.rank) == list(range(1, 13)) for one in found)


def test_supposing_what_is_assumed_changes_nothing() -> None:
    place = varied()
    same = what_if(place, seen(place), Assumptions())[1]

    assert same.supposed is Supposed.OPPONENTS_THIRD
    assert np.array_equal(same.rate, expect(place, seen(place), Assumptions()).rate, equal_nan=True)


def test_the_turnout_moves_from_what_headquarters_expects() -> None:
    place = varied()
    found = {one.supposed: one.assumptions for one in what_if(place, seen(place), Assumptions(turnout_shift=0.2))}

    assert found[Supposed.TURNOUT_LOWER].turnout_shift == 0.2 - 0.3
    assert found[Supposed.TURNOUT_HIGHER].turnout_shift == 0.5
    assert found[Supposed.PERSUASION].turnout_shift == 0.2
    assert [one.opponents_share for one in found.values()] == [0.0, 0.3, 0.6, 0.75, 0.3, 0.3]


def test_moved_opponents_cost_where_they_are_many() -> None:
    place = varied()
    found = {one.supposed: one for one in what_if(place, seen(place), Assumptions())}
    weakest = int(np.argmin(expect(place, seen(place), Assumptions()).electorate.own_share))

    assert np.isnan(found[Supposed.OPPONENTS_DOUBLE].rate[weakest])
    assert found[Supposed.OPPONENTS_DOUBLE].rank[weakest] == 12
    assert found[Supposed.OPPONENTS_UNMOVED].rate[weakest] > 0


def test_a_station_without_an_open_pass_has_no_rank() -> None:
    place = varied()
    left = np.zeros((12, 3))
    left[1:, 0] = 500
    found = what_if(place, seen(place, doors_left=left), Assumptions())

    assert {int(one.rank[0]) for one in found} == {0}
    assert all(one.rank.max() == 11 for one in found)
