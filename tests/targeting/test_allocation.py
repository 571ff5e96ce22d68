"""Where a number of hours goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.targeting.allocation import Allocation, Limits, allocate
from campaigns.targeting.doorstep import doorstep_of
from campaigns.targeting.priors import Assumptions
from campaigns.targeting.scores import Gain
from campaigns.targeting.scoring import expect
from tests.targeting.towns import seen, town, varied, vote

PLAIN = Assumptions()


def example():
    """Stations A, B and C with 130, 90 and 200 doors; a conversation reaches one person."""
    doors = np.array([130.0, 90, 200])
    place = town([vote(0.7, 0.4, stations=3)], doors=doors, registered=doors, people_per_home=np.ones(3))
    gain = Gain(np.array([0.0045, 0.0060, 0.0050]), np.zeros(3), np.zeros(3))
    contact = np.array([0.40, 0.30, 0.35])[:, None] * 0.6 ** np.arange(3)
    minutes = np.array([0.4, 0.4, 1.2])[:, None] + 0.6 + 4 * contact
    rate = contact * gain.net[:, None] / minutes * 22_500
    learned = seen(place)
    step = replace(doorstep_of(place, learned, gain, PLAIN), contact=contact, minutes=minutes, rate=rate)
    return place, learned, replace(expect(place, learned, PLAIN), gain=gain, doorstep=step)


def names(shared: Allocation) -> list[str]:
    return [f"{'ABC'[shift.station]}{shift.pass_number}" for shift in shared.shifts]


def test_the_worked_example_of_three_stations() -> None:
    place, learned, expected = example()
    shared = allocate(place, learned, expected, 32, PLAIN)

    assert names(shared) == ["B1", "B1", "A1", "A1", "A1", "A1", "B2", "A2"]
    assert [shift.doors for shift in shared.shifts] == [40, 40, 34, 34, 34, 28, 52, 45]
    rates = {f"{name}": shift.rate for name, shift in zip(names(shared), shared.shifts, strict=True)}
    assert rates == pytest.approx({"B1": 18.4091, "A1": 15.5769, "B2": 14.1279, "A2": 12.3980}, abs=5e-5)
    assert shared.hours.tolist() == [20, 12, 0]


def test_the_doors_of_a_shift_are_expected_to_talk_or_to_wait() -> None:
    place, learned, expected = example()
    shared = allocate(place, learned, expected, 8, PLAIN)

    assert shared.doors[1].tolist() == [80, 0, 0]
    assert shared.conversations[1] == pytest.approx(24)
    assert shared.doors_left[1] == pytest.approx([0, 66, 0])  # 56 rung at in vain, 10 not reached
    assert shared.votes[1] == pytest.approx(24 * 0.0060)


def test_hours_that_make_no_shift_are_left() -> None:
    place, learned, expected = example()

    assert allocate(place, learned, expected, 3.9, PLAIN).shifts == ()
    assert allocate(place, learned, expected, 6, PLAIN).hours_left == 2


def test_a_station_gets_its_least_first_and_never_more_than_its_most() -> None:
    place, learned, expected = example()
    limits = Limits(np.array([0.0, 0, 4]), np.array([np.inf, 4, np.inf]), np.zeros(3, dtype=bool))

    assert names(allocate(place, learned, expected, 16, PLAIN, limits)) == ["C1", "B1", "A1", "A1"]


def test_an_excluded_station_is_never_proposed_even_if_hours_are_asked_for_it() -> None:
    place, learned, expected = example()
    limits = Limits(np.array([0.0, 4, 0]), np.full(3, np.inf), np.array([False, True, False]))
    shared = allocate(place, learned, expected, 400, PLAIN, limits)

    assert "B" not in {name[0] for name in names(shared)}
    assert shared.short_of.tolist() == [False, True, False]


def test_where_nothing_is_gained_nobody_goes() -> None:
    place, learned, expected = example()
    costly = replace(expected, doorstep=replace(expected.doorstep, rate=np.full((3, 3), np.nan)))
    shared = allocate(place, learned, costly, 40, PLAIN)

    assert shared.shifts == ()
    assert shared.hours_left == 40


def test_a_handful_of_doors_is_worth_one_walk() -> None:
    place = varied(6, doors=np.array([12.0, 300, 300, 300, 300, 0]))
    learned = seen(place)
    shared = allocate(place, learned, expect(place, learned, PLAIN), 4_000, PLAIN)

    assert [shift.doors for shift in shared.shifts if shift.station == 0] == [12]
    assert shared.doors[5].tolist() == [0, 0, 0]


@settings(max_examples=25)
@given(st.floats(0, 400), st.floats(0, 40), st.floats(8, 60), st.integers(0, 11))
def test_hours_add_up_limits_hold_and_rates_fall(hours: float, least: float, most: float, excluded: int) -> None:
    place = varied()
    learned = seen(place)
    limits = Limits(np.zeros(12), np.full(12, most), np.arange(12) == excluded)
    shared = allocate(place, learned, expect(place, learned, PLAIN), hours, PLAIN, limits)
    asked = allocate(
        place, learned, expect(place, learned, PLAIN), hours, PLAIN, replace(limits, least=np.full(12, least))
    )

    assert shared.hours.sum() + shared.hours_left == pytest.approx(hours)
    assert (shared.hours <= most + 1e-6).all()
    assert shared.hours[excluded] == 0
    rates = [shift.rate for shift in shared.shifts]
    assert rates == sorted(rates, reverse=True)
    assert asked.votes.sum() <= shared.votes.sum() + max((shift.votes for shift in shared.shifts), default=0)
    knocked_or_left = shared.doors[:, 0] + shared.doors_left.sum(axis=1)
    assert (knocked_or_left >= place.doors - 1e-6).all()
