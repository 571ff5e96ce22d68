"""Which addresses somebody means: a line drawn around them, a side of a street, a range of numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from campaigns.errors import DomainError
from campaigns.territory.geometry import inside
from campaigns.territory.models import Address
from campaigns.turfs import picking
from campaigns.turfs.layout import OUT
from campaigns.turfs.picking import Side
from tests import builders
from tests.turfs import hands

AROUND = json.loads((Path(__file__).parent.parent / "cases" / "around.json").read_text())


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get())


@pytest.fixture
def road(outing, leader):
    """1 to 9, 4 bis and one without a number, in two areas; 9 is left out, and 99 is in no area."""
    made = hands.street(range(1, 10))
    bis = builders.address(builders.station(), 400)
    none = builders.address(builders.station(), 500)
    Address.objects.filter(pk=bis.pk).update(number=4, suffix="bis")
    Address.objects.filter(pk=none.pk).update(number=None)
    hands.street(range(99, 100))
    first, _second = hands.areas(outing, [*made[:4], bis], [*made[4:], none])
    hands.move(outing, leader, [made[8]], OUT)
    return made[0].street


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["", "1", "2", "3", "4", "4 bis", "5", "6", "7", "8", "9"]),
        ({"side": Side.EVEN}, ["2", "4", "4 bis", "6", "8"]),
        ({"side": Side.ODD}, ["1", "3", "5", "7", "9"]),
        ({"first": 4, "last": 6}, ["4", "4 bis", "5", "6"]),
        ({"side": Side.EVEN, "first": 3, "last": 4}, ["4", "4 bis"]),
        ({"first": 8}, ["8", "9"]),
        ({"last": 2}, ["1", "2"]),
        ({"first": 6, "last": 4}, []),
    ],
)
def test_a_street_has_sides_and_ranges(outing, road, wanted, found) -> None:
    picked = picking.along(outing, road.pk, **wanted)

    there = {address.pk: address.numbering for address in picking.addresses_of(outing)}
    assert sorted(there[pk] for pk in picked) == sorted(found)


def test_a_line_is_drawn_around_addresses(outing) -> None:
    road = hands.street(range(1, 6))
    lost = builders.address(builders.station(), 7, lon=None, lat=None)
    hands.areas(outing, [*road, lost])

    around = picking.around(outing, [(2.47015, 48.8), (2.47035, 48.8), (2.47035, 48.9), (2.47015, 48.9)])

    assert around == [road[1].pk, road[2].pk]


def test_what_is_no_ring_is_refused(outing) -> None:
    with pytest.raises(DomainError) as refusal:
        picking.around(outing, [(2.4, 48.8), (2.5, 48.8)])

    assert refusal.value.code == "bad_ring"


def test_another_outing_s_addresses_are_never_picked(outing, campaign, leader) -> None:
    other = builders.outing(campaign, leader.teams_led.get())
    road = hands.street(range(1, 4))
    hands.areas(other, road)

    assert picking.along(outing, road[0].street_id) == []
    assert picking.around(outing, [(2, 48), (3, 48), (3, 49), (2, 49)]) == []


@pytest.mark.parametrize("case", AROUND["cases"], ids=lambda case: f"{case['ring']} {case['place']}")
def test_a_ring_goes_around_what_lies_in_it(case) -> None:
    ring = [tuple(corner) for corner in AROUND[case["ring"]]]

    assert inside(tuple(case["place"]), ring) is case["inside"]
    assert inside(tuple(case["place"]), [*ring, ring[0]]) is case["inside"]
