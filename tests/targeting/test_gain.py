"""What a conversation and an hour are expected to bring."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.targeting.doorstep import doorstep_of, open_passes, reach_of
from campaigns.targeting.electorate import electorate_of
from campaigns.targeting.gain import gain_of, movable_of, nearness
from campaigns.targeting.intermittence import intermittence
from campaigns.targeting.pace import first_pass_minutes, later_pass_minutes, learned_minutes
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Gain
from campaigns.targeting.town import PublicTown
from tests.targeting.test_intermittence import NOW, THEN
from tests.targeting.towns import BLOCS, seen, town, varied, vote


def example():
    """One station of 1,000 registered: 730 valid, 20 blank, 250 at home, own share 0.40, turnout to come 0.4449."""
    place = town([vote(THEN, 0.4)], people_per_home=np.array([1.7]))
    people = intermittence(np.array([THEN]), np.array([NOW]), 3)
    electorate = replace(
        electorate_of(place, Assumptions()),
        own_share=np.array([0.4]),
        bloc_shares=np.array([[0.292, 0.182, 0.073, 0.183, 0.0]]),
        abstention=np.array([0.25]),
        returning=people.returning,
        movable=people.movable,
        movable_absent=people.movable_absent,
        push=0.13,
    )
    return place, electorate


def test_the_worked_example_of_a_gain() -> None:
    place, electorate = example()
    gain = gain_of(electorate, place, Assumptions())

    moves = movable_of(electorate, electorate)
    assert (0.4 * moves, 0.6 * moves) == (pytest.approx([0.0449], abs=5e-5), pytest.approx([0.0673], abs=5e-5))
    assert gain.own == pytest.approx([0.005833], abs=5e-7)
    assert gain.opponents == pytest.approx([-0.002625], abs=5e-7)
    assert gain.persuasion == pytest.approx([0.001024], abs=5e-7)
    assert gain.net == pytest.approx([0.004232], abs=5e-7)
    assert gain.gross == pytest.approx([0.005833 + 0.001024], abs=1e-6)


def test_the_push_is_what_moves_the_town_by_the_points_assumed() -> None:
    place = town([vote(THEN, 0.4), vote(0.47, 0.4), vote(0.42, 0.4)])
    electorate = electorate_of(place, Assumptions(effect_points=1.5))

    assert electorate.push == pytest.approx(0.1316, abs=5e-5)
    assert electorate_of(place, Assumptions().persuasion_mode()).push == 0.05


def test_the_worked_example_of_a_rate_on_three_passes() -> None:
    place, electorate = example()
    gain = gain_of(electorate, place, Assumptions())
    found = doorstep_of(place, seen(place), gain, Assumptions(opening=0.30, walk_minutes=(0.4, 0.7, 1.3)))

    assert found.reach == pytest.approx([1.0756], abs=5e-5)
    assert found.minutes[0] == pytest.approx([2.2, 1.72, 1.432])
    assert found.rate[0] / 22.5 == pytest.approx([0.6207, 0.4764, 0.3433], abs=5e-5)
    assert found.rate[0] == pytest.approx([13.9665, 10.7185, 7.7245], abs=5e-5)


@pytest.mark.parametrize(
    ("own", "weights"),
    [
        ("left", [0, 1, 0.3, 0.5, 0]),
        ("centre", [0.65, 0, 0.65, 0.5, 0]),
        ("right", [0.5, 0.65, 0, 0.65, 0]),
        ("far_right", [0.5, 0.3, 1, 0, 0]),
        ("other", [0.6, 0.6, 0.6, 0.6, 0]),
    ],
)
def test_the_nearest_bloc_moves_most_easily(own: str, weights: list[float]) -> None:
    assert nearness(BLOCS, own) == pytest.approx(weights)


def test_names_on_no_axis_are_near_as_they_stand_and_weights_can_be_chosen() -> None:
    assert nearness(("ours", "green", "blue", "brown"), "ours").tolist() == [0, 1, 0.3, 0.5]
    assert nearness(BLOCS, "left", (("other", 1.0), ("left", 9.0))).tolist() == [0, 0, 0, 0, 1]


def test_the_worked_example_of_a_pace() -> None:
    assert learned_minutes(np.array([2.2]), np.array([150.0]), np.array([60.0])) == pytest.approx([2.4062], abs=5e-5)


def test_a_pace_is_learned_per_station_and_a_later_pass_saves_its_conversations() -> None:
    place = town([vote(0.7, 0.4, stations=2)])
    plain = Assumptions(walk_minutes=(0.4, 0.7, 1.3))
    first = first_pass_minutes(
        seen(place, minutes=[150, 0], timed_doors=[60, 0]), place.housing, np.array([0.3, 0.3]), plain
    )

    assert first == pytest.approx([2.4062, 2.2], abs=5e-5)
    assert later_pass_minutes(first, np.array([0.3, 0.3]), np.array([0.18, 0.18]), plain) == pytest.approx(first - 0.48)


def test_no_pass_takes_less_than_a_knock_may() -> None:
    assert later_pass_minutes(np.array([0.9]), np.array([0.8]), np.array([0.3]), Assumptions()) == pytest.approx([0.2])


def test_people_behind_doors_that_nobody_knocks_at_are_not_met_at_the_others() -> None:
    plain = town([vote(0.7, 0.3)])
    half_held_out = town([vote(0.7, 0.3)], doors=np.array([350.0]), dwellings=np.array([700.0]))
    unknown = town([vote(0.7, 0.3)], dwellings=np.array([np.nan]))
    fewer_than_doors = town([vote(0.7, 0.3)], dwellings=np.array([10.0]))

    for place in (half_held_out, unknown, fewer_than_doors):
        assert reach_of(place, 0.4) == pytest.approx(reach_of(plain, 0.4))


def test_people_of_a_home_are_reached_in_part() -> None:
    place = town([vote(0.7, 0.4)], people_per_home=np.array([1.0]))
    unknown_home = town([vote(0.7, 0.4)], people_per_home=np.array([np.nan]))

    assert reach_of(place, 0.4) == pytest.approx([1000 / 700])
    half_a_person = town([vote(0.7, 0.4)], people_per_home=np.array([0.5]))
    assert reach_of(unknown_home, 0.4) == pytest.approx([1.0756], abs=5e-5)
    assert reach_of(half_a_person, 0.4) == pytest.approx([1000 / 700])


@pytest.mark.parametrize(
    ("left", "doors", "column"),
    [
        ([700, 0, 0], 700, 0),
        ([20, 300, 0], 700, 0),
        ([19, 300, 0], 700, 1),
        ([0, 10, 90], 700, 2),
        ([3, 4, 5], 700, -1),
        ([12, 0, 0], 12, 0),
        ([4, 8, 0], 12, -1),
        ([0, 0, 0], 0, -1),
    ],
)
def test_a_pass_opens_once_few_doors_are_left_in_the_one_before(left, doors, column) -> None:
    place = town([vote(0.7, 0.4)], doors=np.array([float(doors)]))

    assert open_passes(place, np.array([left], dtype=float)).tolist() == [column]


def test_a_conversation_that_costs_votes_has_no_rate() -> None:
    place = town([vote(0.7, [0.1, 0.5], stations=2)])
    gain = Gain(np.array([0.001, 0.004]), np.array([-0.002, -0.001]), np.array([0.0005, 0.0]))
    found = doorstep_of(place, seen(place), gain, Assumptions())

    assert np.isnan(found.rate[0]).all()
    assert np.isnan(found.gross[0]).all()
    assert (found.rate[1] > 0).all()
    assert (found.current_rate[1], np.isnan(found.current_rate[0])) == (found.rate[1, 0], True)


@given(st.floats(0, 1), st.floats(0, 0.1), st.floats(0, 6))
def test_the_larger_the_share_of_opponents_the_smaller_the_gain(kappa: float, pi: float, points: float) -> None:
    place: PublicTown = varied()
    plain = Assumptions(opponents_share=kappa, persuaded_share=pi, effect_points=points)
    electorate = electorate_of(place, plain)
    gain = gain_of(electorate, place, plain)

    assert (gain.own >= 0).all()
    assert (gain.opponents <= 0).all()
    assert (gain.persuasion >= 0).all()
    assert gain.net == pytest.approx(gain.gross + gain.opponents)
    assert (gain_of(electorate, place, replace(plain, opponents_share=kappa / 2)).net >= gain.net).all()
