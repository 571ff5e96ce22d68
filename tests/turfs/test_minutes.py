"""Minutes at an address, from the public figures."""

from __future__ import annotations

import pytest

from campaigns.turfs import minutes


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
    estimate = minutes.at_address(12, opening_rate=0.5)

    assert (estimate.doors, estimate.floors, estimate.opening_rate) == (12, 2, 0.5)
    assert estimate.knocking_minutes == pytest.approx(7.2)
    assert estimate.conversation_minutes == pytest.approx(24)
    assert estimate.stairs_minutes == pytest.approx(0.8)


def test_more_doors_never_take_less_time() -> None:
    taken = [minutes.at_address(doors).minutes for doors in range(200)]

    assert taken == sorted(taken)


def test_a_pair_walks_four_kilometres_an_hour() -> None:
    assert minutes.walking(4_020) == pytest.approx(60)
