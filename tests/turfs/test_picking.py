"""Which addresses somebody means: a side of a street, a range of numbers."""

from __future__ import annotations

import pytest

from campaigns.territory.models import Address
from campaigns.turfs import picking
from campaigns.turfs.layout import OUT
from campaigns.turfs.picking import Side
from tests import builders
from tests.turfs import hands


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


def test_another_outing_s_addresses_are_never_picked(outing, campaign, leader) -> None:
    other = builders.outing(campaign, leader.teams_led.get())
    road = hands.street(range(1, 4))
    hands.areas(other, road)

    assert picking.along(outing, road[0].street_id) == []
    assert not picking.addresses_of(outing).exists()
