"""What a campaign's visits taught it of doors that open, by kind of housing."""

from __future__ import annotations

import pytest

from campaigns.doors import openings, tombstones
from campaigns.doors.housing import Housing
from campaigns.doors.openings import Openings
from tests import builders
from tests.builders import SATURDAY


@pytest.mark.parametrize(
    ("dwellings", "kind"),
    [(0, "house"), (1, "house"), (2, "house"), (3, "small"), (9, "small"), (10, "large"), (400, "large")],
)
def test_housing_is_told_by_the_dwellings_behind_one_entrance(dwellings, kind) -> None:
    assert Housing.of(dwellings) == kind


@pytest.fixture
def station(db):
    return builders.station()


def entrance(campaign, station, number: int, dwellings: int, **first_door) -> list:
    place = builders.address(station, number)
    first = builders.door(campaign, place, **first_door)
    return [first, *(builders.door(campaign, place) for _ in range(dwellings - 1))]


def test_every_kind_of_housing_has_its_own_count(campaign, station, django_assert_num_queries) -> None:
    for number, dwellings in enumerate((1, 2, 3, 9, 10, 30), start=1):
        entrance(campaign, station, number, dwellings, knock_count=10 * dwellings, open_count=dwellings)

    with django_assert_num_queries(1):
        found = openings.by_housing(campaign)

    assert found == {"house": Openings(30, 3), "small": Openings(120, 12), "large": Openings(400, 40)}


def test_a_campaign_without_visits_has_learned_nothing(campaign, station) -> None:
    entrance(campaign, station, 1, 3)

    assert openings.by_housing(campaign) == dict.fromkeys(Housing, Openings(0, 0))


def test_visits_of_other_campaigns_teach_nothing(campaign, station, outsider) -> None:
    entrance(outsider.campaign, station, 1, 1, knock_count=500, open_count=500)

    assert openings.by_housing(campaign)[Housing.HOUSE] == Openings(0, 0)


def test_a_door_removed_since_was_knocked_at_and_is_no_dwelling_any_more(campaign, station) -> None:
    first, *_others = entrance(campaign, station, 1, 3, knock_count=4, open_count=1)

    tombstones.remove(first, now=SATURDAY)

    assert openings.by_housing(campaign)[Housing.HOUSE] == Openings(4, 1)
