"""What the campaign's own doors taught: first passes only, and the doors that wait for each pass."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.targeting import ground
from campaigns.visits import rebuilding
from tests import builders
from tests.builders import SATURDAY


@pytest.fixture
def walked(campaign):
    """A station with two elections and eight houses, of which a phone has visited some."""
    station = builders.station("94033-0001", registered=1_000)
    campaign.communes.add(station.commune)
    builders.result(builders.election("2022-presidentielle-1"), station, **{"MÉLENCHON": 300, "MACRON": 250})
    builders.result(builders.election("2024-europeennes"), station, LUG=150, LENS=120)
    outing = builders.outing(campaign)
    places = [builders.address(station, number, dwellings=1) for number in range(1, 9)]
    doors = [builders.door(campaign, place) for place in places[:7]]
    turf = builders.turf(outing, *places)
    return campaign, builders.device(outing, turf), turf, doors


def learned(campaign) -> tuple[float, float, list[float]]:
    found = ground.ground_of(campaign).learned
    return found.knocked[0], found.conversations[0], found.doors_left[0].tolist()


def test_before_the_first_outing_every_door_waits_for_its_first_knock(walked) -> None:
    campaign, *_ = walked

    assert learned(campaign) == (0, 0, [8, 0, 0])


def test_the_first_pass_counts_and_later_ones_do_not(walked) -> None:
    campaign, phone, turf, doors = walked
    first = ("not_home", "conversation", "refused", "come_back", "no_access", "not_home")
    builders.visits(phone, turf, *zip(doors, first, strict=False), at=SATURDAY)

    builders.visits(
        phone, turf, (doors[0], "conversation"), (doors[3], "not_home"), (doors[5], "not_home"),
        at=SATURDAY + timedelta(hours=1),
    )  # fmt: skip
    builders.visits(phone, turf, (doors[5], "not_home"), at=SATURDAY + timedelta(hours=2))

    assert learned(campaign) == (5, 1, [2, 0, 1])


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_from_the_visits_teaches_the_same(walked) -> None:
    campaign, phone, turf, doors = walked
    builders.visits(phone, turf, (doors[0], "conversation"), (doors[1], "not_home"), at=SATURDAY)
    before = learned(campaign)
    type(doors[0]).objects.update(first_outcome="", knock_count=0, state="todo")

    rebuilding.rebuild(campaign, write=True)

    assert learned(campaign) == before == (2, 1, [6, 1, 0])


def test_where_nobody_counted_the_doors_those_of_the_roll_wait(walked) -> None:
    campaign, *_ = walked
    station = builders.station("94033-0002", registered=1_000)
    for code, counts in (("2022-presidentielle-1", {"MÉLENCHON": 300}), ("2024-europeennes", {"LUG": 150})):
        builders.result(builders.election(code), station, **counts)

    found = ground.ground_of(campaign).learned

    assert found.doors_left[1].tolist() == [800, 0, 0]
