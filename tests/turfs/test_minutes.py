"""Minutes at an address: public figures first, then what the campaign knows of it."""

from __future__ import annotations

import pytest

from campaigns.turfs import minutes
from campaigns.turfs.opening import Opening


@pytest.mark.parametrize(
    ("doors", "floors", "expected"),
    [
        (0, None, 0.0),
        (1, None, 0.6 + 0.3 * 4),
        (2, None, 2 * 1.8),
        (12, None, 12 * 1.8 + 2 * 0.4),
        (12, 0, 12 * 1.8),
        (40, 9, 40 * 1.8 + 9 * 0.4),
    ],
)
def test_an_address_takes_knocking_talking_and_climbing(doors: int, floors: int | None, expected: float) -> None:
    assert minutes.at_address(doors, floors=floors).minutes == pytest.approx(expected)


def test_an_estimate_tells_what_it_came_from() -> None:
    estimate = minutes.at_address(12, opening=Opening(0.5, 800), minutes_per_conversation=3)

    assert (estimate.doors, estimate.housing) == (12, "large")
    assert (estimate.floors, estimate.floors_known) == (2, False)
    assert (estimate.opening.rate, estimate.opening.knocked) == (0.5, 800)
    assert estimate.knocking_minutes == pytest.approx(7.2)
    assert estimate.conversation_minutes == pytest.approx(18)
    assert estimate.stairs_minutes == pytest.approx(0.8)
    assert estimate.minutes == pytest.approx(26)


def test_known_floors_are_no_guess() -> None:
    estimate = minutes.at_address(12, floors=7)

    assert (estimate.floors, estimate.floors_known) == (7, True)


def test_the_last_doors_of_a_tower_are_climbed_to_as_in_a_tower() -> None:
    estimate = minutes.at_address(2, dwellings=40)

    assert (estimate.doors, estimate.housing, estimate.floors) == (2, "large", 9)
    assert estimate.minutes == pytest.approx(2 * 1.8 + 9 * 0.4)


def test_a_tower_without_doors_left_is_not_climbed() -> None:
    assert minutes.at_address(0, dwellings=40).minutes == 0
    assert minutes.at_address(0, floors=9).minutes == 0


def test_more_doors_never_take_less_time() -> None:
    taken = [minutes.at_address(doors).minutes for doors in range(200)]

    assert taken == sorted(taken)


def test_a_pair_walks_four_kilometres_an_hour() -> None:
    assert minutes.walking(4_020) == pytest.approx(60)
