"""What the minutes of a turf came from, over all its stops."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaigns.turfs import accounts, minutes
from campaigns.turfs.minutes import Estimate
from campaigns.turfs.opening import PUBLIC, Opening
from tests.turfs.stops import stop


def of(*estimates: Estimate | None, walking: float = 0.0) -> accounts.Account | None:
    stops = [
        replace(stop(number, 0, 0), estimate=each, minutes=each.minutes if each else 1.0)
        for number, each in enumerate(estimates)
    ]
    return accounts.of(sum(row.minutes for row in stops) + walking, stops)


def test_a_turf_adds_up_its_stops_and_the_way_between_them() -> None:
    tower = minutes.at_address(30, floors=7, opening=Opening(0.2, 900))
    block = minutes.at_address(10, opening=Opening(0.2, 900))
    house = minutes.at_address(2, opening=PUBLIC)

    account = of(tower, block, house, house, walking=11)

    assert (account.doors, account.floors, account.floors_guessed) == (44, 9, 2)
    assert account.opening_rate == pytest.approx((40 * 0.2 + 4 * 0.3) / 44)
    assert account.opening_knocks == 900
    assert account.minutes_per_conversation == pytest.approx(4)
    assert account.walking_minutes == pytest.approx(11)
    parts = account.knocking_minutes + account.conversation_minutes + account.stairs_minutes + account.walking_minutes
    assert account.minutes == pytest.approx(parts)


def test_knocks_of_one_kind_of_housing_are_counted_once() -> None:
    houses = [minutes.at_address(1, opening=Opening(0.25, knocked)) for knocked in (1_000, 1_200)]
    block = minutes.at_address(12, opening=Opening(0.25, 300))

    assert of(*houses, block, block).opening_knocks == 1_500


def test_a_stop_that_does_not_say_leaves_the_turf_without_an_account() -> None:
    assert of(minutes.at_address(1), None) is None
    assert of() is None
    assert accounts.as_json(None) is None


def test_a_turf_whose_doors_all_closed_has_no_rate() -> None:
    account = of(minutes.at_address(0))

    assert (account.doors, account.opening_rate, account.minutes_per_conversation) == (0, 0, 0)
