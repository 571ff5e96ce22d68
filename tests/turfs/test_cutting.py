"""Cutting stations into walks for an outing."""

from __future__ import annotations

import pytest

from campaigns.doors.models import Door, DoorState
from campaigns.errors import DomainError
from campaigns.turfs import cutting, handing_out
from campaigns.turfs.models import Turf, TurfStop
from tests import builders
from tests.builders import SATURDAY


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get())


def cut(outing, station, minutes=30.0) -> list[Turf]:
    return cutting.cut(campaign=outing.campaign, outing=outing, stations=[station], minutes=minutes, now=SATURDAY)


def test_every_address_is_in_exactly_one_turf(outing, station) -> None:
    addresses = [builders.address(station, number) for number in range(1, 61)]

    turfs = cut(outing, station)

    assert [turf.number for turf in turfs] == list(range(1, len(turfs) + 1))
    assert sorted(TurfStop.objects.values_list("address", flat=True)) == sorted(address.pk for address in addresses)


def test_walks_take_about_the_minutes_asked(outing, station) -> None:
    for number in range(1, 101):
        builders.address(station, number)

    turfs = cut(outing, station, minutes=30)

    assert all(24 <= turf.minutes <= 36 for turf in turfs)


def test_a_tower_is_never_split(outing, station) -> None:
    tower = builders.address(station, 7, dwellings=120)

    turfs = cut(outing, station, minutes=60)

    assert [turf.door_count for turf in turfs] == [120]
    assert Door.objects.filter(address=tower).count() == 120


def test_an_address_without_position_walks_with_its_street(outing, station) -> None:
    builders.address(station, 1)
    lost = builders.address(station, 3, lon=None, lat=None)

    turfs = cut(outing, station)

    assert turfs[0].stops.filter(address=lost).exists()


def test_a_door_not_to_knock_is_left_out(outing, station, campaign) -> None:
    builders.address(station, 1)
    closed = builders.address(station, 3)
    builders.door(campaign, closed, state=DoorState.DO_NOT_KNOCK)

    cut(outing, station)

    assert not TurfStop.objects.filter(address=closed).exists()


def test_cutting_again_replaces_free_turfs_and_keeps_assigned_ones(outing, station, leader) -> None:
    for number in range(1, 61):
        builders.address(station, number)
    first = cut(outing, station)
    handing_out.give_to_team(first[0], leader.teams_led.get(), now=SATURDAY)
    kept = set(first[0].stops.values_list("address", flat=True))

    again = cut(outing, station, minutes=60)

    assert Turf.objects.filter(pk=first[0].pk).exists()
    assert not Turf.objects.filter(pk__in=[turf.pk for turf in first[1:]]).exists()
    assert kept.isdisjoint(TurfStop.objects.filter(turf__in=again).values_list("address", flat=True))


@pytest.mark.parametrize(("minutes", "code"), [(5, "minutes_out_of_range"), (601, "minutes_out_of_range")])
def test_a_walk_has_a_sensible_length(outing, station, minutes: float, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        cut(outing, station, minutes=minutes)

    assert refusal.value.code == code


def test_a_station_without_addresses_cannot_be_cut(outing, station) -> None:
    with pytest.raises(DomainError) as refusal:
        cut(outing, station)

    assert refusal.value.code == "nothing_to_cut"


def test_a_station_of_another_town_cannot_be_cut(outing) -> None:
    elsewhere = builders.station("29019-0001")

    with pytest.raises(DomainError) as refusal:
        cut(outing, elsewhere)

    assert refusal.value.code == "foreign_station"
