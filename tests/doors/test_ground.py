"""A campaign's part of the common ground, and the doors that are found there."""

from __future__ import annotations

import pytest

from campaigns.doors import founding, ground
from campaigns.doors.models import Door
from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.territory.models import Commune, DwellingsSource
from tests import builders
from tests.visits.threads import at_once


@pytest.mark.parametrize(
    ("insee", "zone"),
    [
        ("94033", "Europe/Paris"),
        ("2A004", "Europe/Paris"),
        ("97105", "America/Guadeloupe"),
        ("97411", "Indian/Reunion"),
        ("98735", "Pacific/Tahiti"),
        ("98818", "Pacific/Noumea"),
    ],
)
def test_the_first_commune_sets_the_clock_that_the_law_goes_by(campaign, insee, zone) -> None:
    ground.take_in(campaign, Commune.objects.create(code=insee, name="Ici"))

    assert Campaign.objects.get().time_zone == zone


def test_a_later_commune_leaves_the_clock_alone_and_twice_is_once(campaign) -> None:
    first, second = (Commune.objects.create(code=code, name=code) for code in ("98735", "94033"))

    for commune in (first, second, second):
        ground.take_in(campaign, commune)

    assert Campaign.objects.get().time_zone == "Pacific/Tahiti"
    assert campaign.communes.count() == 2


def test_a_commune_where_doors_were_handed_out_stays(campaign, outsider) -> None:
    address = builders.address(builders.station(), 1)
    for here in (campaign, outsider.campaign):
        ground.take_in(here, address.commune)
    builders.door(outsider.campaign, address)

    ground.leave_out(campaign, address.commune)
    with pytest.raises(DomainError) as refusal:
        ground.leave_out(outsider.campaign, address.commune)

    assert (campaign.communes.count(), refusal.value.code) == (0, "doors_there")


@pytest.mark.parametrize(
    ("known", "names", "estimated"),
    [
        ({"dwellings": 1, "dwellings_source": DwellingsSource.FILE}, [""], False),
        ({"dwellings": 3, "dwellings_source": DwellingsSource.FILE}, ["1", "2", "3"], False),
        ({"dwellings": 3, "dwellings_source": DwellingsSource.VISITED}, ["1", "2", "3"], False),
        ({"dwellings": None}, [""], True),
        ({"dwellings": 0, "dwellings_source": DwellingsSource.FILE}, [""], False),
    ],
)
def test_an_address_has_the_doors_that_are_known_of_it(campaign, known, names, estimated) -> None:
    address = builders.address(builders.station(), 1, **known)

    assert founding.found_doors(campaign, [address]) == len(names)

    doors = Door.objects.order_by("rank")
    assert [(door.name, door.estimated) for door in doors] == [(name, estimated) for name in names]


def test_doors_are_founded_once_for_each_campaign(campaign, outsider) -> None:
    address = builders.address(builders.station(), 1)

    made = [founding.found_doors(here, [address]) for here in (campaign, campaign, outsider.campaign)]

    assert made == [1, 0, 1]


def test_a_tower_has_no_more_doors_than_a_mistake_may_make(campaign) -> None:
    address = builders.address(builders.station(), 1, dwellings=5_000, dwellings_source=DwellingsSource.FILE)

    assert founding.found_doors(campaign, [address]) == founding.MOST_DOORS


@pytest.mark.django_db(transaction=True)
def test_two_leaders_cutting_at_once_found_the_doors_once(campaign) -> None:
    station = builders.station()
    addresses = [builders.address(station, number, dwellings=4) for number in range(1, 20, 2)]

    made = at_once([lambda: founding.found_doors(campaign, addresses)] * 3)

    assert sorted(made) == [0, 0, 40]
    assert Door.objects.count() == 40
