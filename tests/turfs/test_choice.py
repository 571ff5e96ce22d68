"""What a cut leaves out: doors that nobody may knock at, doors seen lately, the other side, the other streets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.doors import tombstones
from campaigns.doors.models import Building, DoorState
from campaigns.errors import DomainError
from campaigns.territory.models import Address
from campaigns.turfs import drafting
from campaigns.turfs.choice import EVERYTHING, Choice, choose
from campaigns.turfs.ground import survey
from tests import builders
from tests.builders import SATURDAY


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


def doors_left(campaign, station, choice: Choice = EVERYTHING) -> dict[str, int]:
    ground = survey(campaign, [station], choice=choice)
    return {ground.addresses[stop.address].label: stop.doors for stop in ground.stops}


def lately(**fields) -> Choice:
    return choose(seen_within_days=3, now=SATURDAY, **fields)


def test_doors_not_to_be_knocked_at_are_left_out_one_by_one(campaign, station) -> None:
    house = builders.address(station, 1)
    for state in (DoorState.TODO, DoorState.DO_NOT_KNOCK, DoorState.NO_ACCESS):
        builders.door(campaign, house, state=state)

    assert doors_left(campaign, station) == {"1 Rue des Tanneurs": 2}


def test_a_building_that_closed_is_left_out_with_doors_nobody_closed(campaign, station) -> None:
    builders.address(station, 1)
    closed = builders.address(station, 3)
    builders.door(campaign, closed)
    Building.objects.create(campaign=campaign, address=closed, do_not_knock=True)

    assert doors_left(campaign, station) == {"1 Rue des Tanneurs": 1}


def test_what_another_campaign_may_not_knock_at_is_no_matter(campaign, station, outsider) -> None:
    house = builders.address(station, 1)
    builders.door(outsider.campaign, house, state=DoorState.DO_NOT_KNOCK)
    Building.objects.create(campaign=outsider.campaign, address=house, do_not_knock=True)

    assert doors_left(campaign, station) == {"1 Rue des Tanneurs": 1}


def test_an_address_whose_doors_are_all_removed_is_not_walked_to(campaign, station) -> None:
    builders.address(station, 1)
    gone = builders.address(station, 3, dwellings=4)
    tombstones.remove(builders.door(campaign, gone), now=SATURDAY)

    assert doors_left(campaign, station) == {"1 Rue des Tanneurs": 1}


@pytest.mark.parametrize(
    ("state", "left", "left_with_not_home"),
    [
        ("todo", 1, 1),
        ("not_home", 1, 0),
        ("conversation", 0, 0),
        ("refused", 0, 0),
        ("come_back", 1, 1),
        ("no_access", 1, 1),
    ],
)
def test_only_a_door_that_opened_was_seen_unless_asked(campaign, station, state, left, left_with_not_home) -> None:
    builders.door(campaign, builders.address(station, 1), state=state, last_at=SATURDAY - timedelta(days=1))

    assert sum(doors_left(campaign, station, lately()).values()) == left
    assert sum(doors_left(campaign, station, lately(not_home_too=True)).values()) == left_with_not_home
    assert sum(doors_left(campaign, station).values()) == 1


@pytest.mark.parametrize(("ago", "left"), [(timedelta(days=3), 0), (timedelta(days=3, seconds=1), 1)])
def test_a_door_seen_longer_ago_is_walked_to_again(campaign, station, ago, left) -> None:
    builders.door(campaign, builders.address(station, 1), state="refused", last_at=SATURDAY - ago)

    assert sum(doors_left(campaign, station, lately()).values()) == left


def test_one_side_has_the_numbers_of_that_side_only(campaign, station) -> None:
    for number in (1, 2, 3, 4):
        builders.address(station, number)
    Address.objects.filter(pk=builders.address(station, 9).pk).update(number=None)

    assert list(doors_left(campaign, station, Choice(side="even"))) == ["2 Rue des Tanneurs", "4 Rue des Tanneurs"]
    assert list(doors_left(campaign, station, Choice(side="odd"))) == ["1 Rue des Tanneurs", "3 Rue des Tanneurs"]
    assert len(doors_left(campaign, station)) == 5


def test_streets_are_chosen_by_name_in_any_spelling(campaign, station) -> None:
    for street in ("Rue des Tanneurs", "Avenue de la Gare", "Quai du Port"):
        builders.address(station, 1, street=street)

    left = doors_left(campaign, station, choose(streets=["R. DES TANNEURS", " av de la gare", ""], now=SATURDAY))

    assert list(left) == ["1 Rue des Tanneurs", "1 Avenue de la Gare"]


def test_a_street_of_other_stations_is_unknown_here(campaign, station) -> None:
    builders.address(station, 1)
    builders.address(builders.station("94033-0002"), 1, street="Quai du Port")

    with pytest.raises(DomainError) as refusal:
        doors_left(campaign, station, Choice(streets=("Rue des Tanneurs", "quai du port")))

    assert refusal.value.code == "unknown_street"
    assert "quai du port" in refusal.value.message
    assert "Tanneurs" not in refusal.value.message


def test_a_street_held_by_other_walks_is_known_and_has_nothing_left(campaign, station, leader) -> None:
    outing = builders.outing(campaign)
    held = builders.turf(outing, builders.address(station, 1))
    type(held).objects.update(state="assigned")

    with pytest.raises(DomainError) as refusal:
        drafting.preview(
            campaign=campaign,
            stations=[station],
            minutes=60,
            outing=outing,
            choice=Choice(streets=("rue des tanneurs",)),
        )

    assert (refusal.value.code, refusal.value.message) == (
        "nothing_to_cut",
        "Il ne reste rien à visiter avec ce choix.",
    )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"side": "left"}, "unknown_side"),
        ({"seen_within_days": 0}, "days_out_of_range"),
        ({"seen_within_days": -1}, "days_out_of_range"),
        ({"seen_within_days": 366}, "days_out_of_range"),
        ({"not_home_too": True}, "days_out_of_range"),
    ],
)
def test_a_choice_without_sense_is_refused(asked, code) -> None:
    with pytest.raises(DomainError) as refusal:
        choose(**asked, now=SATURDAY)

    assert refusal.value.code == code
