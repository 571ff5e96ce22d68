"""Each address on its side of its own street."""

from __future__ import annotations

import pytest

from campaigns.territory.network import snapping
from campaigns.territory.network.graph import Network
from tests.territory.network.towns import asked, crossroads, line


def snapped(network, *doors):
    places = snapping.snap(network, asked(network, *doors))
    keys = [network.keys[stretch] if stretch >= 0 else None for stretch in places.stretch.tolist()]
    return places, keys


def test_the_street_of_the_same_name_wins_over_a_nearer_one() -> None:
    places, keys = snapped(crossroads(), (8, 30, "rue a", 2), (8, 30, "rue b", 2), (8, 30, "", None))

    assert keys == ["rue a", "rue b", "rue b"]
    assert places.away == pytest.approx([30, 8, 8], abs=0.1)


def test_a_street_of_the_same_name_at_the_other_end_of_town_does_not() -> None:
    _places, keys = snapped(crossroads(), (-90, 130, "rue a", 2), (5, 90, "rue a", 2))

    assert keys == ["rue b", "rue a"]


def test_the_side_is_where_the_door_stands() -> None:
    places, _keys = snapped(crossroads(), (-50, 8, "rue a", 2), (-50, -8, "rue a", 1), (50, 8, "rue a", 4))

    north, south, further = places.left.tolist()
    assert north == further != south
    assert places.offset[:2] == pytest.approx([50, 50], abs=0.1)


def test_numbers_written_on_the_middle_of_the_street_stand_with_their_like() -> None:
    places, _keys = snapped(
        crossroads(), (-60, 8, "rue a", 2), (-50, 0, "rue a", 4), (-40, 0.2, "rue a", 3), (-30, 0, "rue a", None)
    )

    two, four, three, _nobody = places.left.tolist()
    assert two == four != three


def test_without_any_door_beside_it_even_and_odd_still_part() -> None:
    places, _keys = snapped(crossroads(), (-50, 0, "rue a", 4), (-40, 0, "rue a", 3), (-30, 0, "rue a", 6))

    assert places.left.tolist() == [True, False, True]


def test_a_door_too_far_from_any_street_is_left_out() -> None:
    places, keys = snapped(crossroads(), (400, 400, "rue a", 2), (50, 5, "rue a", 2))

    assert keys == [None, "rue a"]
    assert places.found.tolist() == [False, True]


def test_a_piece_of_the_map_that_nothing_joins_to_the_town_takes_no_door() -> None:
    network = Network.of(
        [
            line("rue a", "residential", (1, -100, 0), (2, 100, 0)),
            line("rue a", "footway", (7, -60, 9), (8, -40, 9)),
        ]
    )

    places, _keys = snapped(network, (-50, 9, "rue a", 2))

    assert places.away == pytest.approx([9], abs=0.1)
    assert snapping.snap(network, []).found.tolist() == []
