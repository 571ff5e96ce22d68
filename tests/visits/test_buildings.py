"""What phones find of a building reaches the other phones, and takes the place of what was guessed."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Building, Door
from campaigns.people.models import Outing
from campaigns.reports import figures
from campaigns.visits import changes, lifting
from campaigns.visits.models import Leaflets, Quarantine, Visit
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import push, rare, verdicts
from tests.visits.test_changes import pull, start
from tests.visits.test_rare_events import found_door


@pytest.fixture
def guessed(walk):
    """The same walk; its first address has three guessed doors instead of a house."""
    turf, doors, phone = walk
    place = doors[0].address
    doors[0].delete()
    guesses = [builders.door(turf.campaign, place, name=str(rank), rank=rank, estimated=True) for rank in (1, 2, 3)]
    return turf, guesses, phone


def added(phone, turf, address: int, *, seq: int = 1) -> dict:
    return rare(phone, turf, "door.added", seq=seq, id=str(uuid7()), address=address, name="A", position=9)


def standing(address: int) -> list[str]:
    mine = Door.objects.standing().filter(campaign__slug="valmont", address=address)
    return list(mine.order_by("rank", "pk").values_list("name", flat=True))


def structures(page: changes.Page) -> list[dict]:
    return [change for change in page.changes if change["kind"] == "building"]


def test_two_phones_of_one_turf_see_each_other_s_floors(walk) -> None:
    turf, doors, phone = walk
    cursor, founding = start(phone), found_door(phone, turf, doors[0].address_id)
    stair, floor, door = (event["payload"]["id"] for event in founding)

    push(phone, *founding)

    page = pull(builders.device(turf.outing, turf, first_name="Omar"), cursor)
    assert structures(page) == [
        {
            "kind": "building",
            "address": doors[0].address_id,
            "intercom": None,
            "do_not_knock": False,
            "staircases": [{"id": stair, "name": "A", "rank": 1, "floors": [{"id": floor, "level": 2}]}],
        }
    ]
    [told] = [change for change in page.changes if change["kind"] == "door"]
    assert (told["id"], told["floor_id"], told["staircase"], told["floor"]) == (door, floor, "A", 2)
    assert pull(phone, page.cursor).changes == []


@pytest.mark.parametrize("kind", ["doors.estimated", "building.do_not_knock", "staircase.added", "floor.added"])
def test_each_change_of_a_building_is_told_once(walk, kind) -> None:
    turf, doors, phone = walk
    place = doors[0].address_id
    first = rare(phone, turf, "staircase.added", seq=1, address=place, id=str(uuid7()), name="A", position=1)
    push(phone, first)
    cursor, stair = start(phone), first["payload"]["id"]
    change = rare(
        phone, turf, kind, seq=2, address=place, number=3, staircase=stair, id=str(uuid7()), name="B", position=2
    )

    push(phone, change)

    page = pull(phone, cursor)
    assert len(structures(page)) == 1
    push(phone, change)
    assert pull(phone, page.cursor).changes == []


def test_an_older_reading_of_the_intercom_tells_nothing(walk) -> None:
    turf, doors, phone = walk
    push(phone, rare(phone, turf, "doors.estimated", seq=2, address=doors[0].address_id, number=9))
    cursor = start(phone)

    push(phone, rare(phone, turf, "doors.estimated", seq=1, address=doors[0].address_id, number=12))

    assert structures(pull(phone, cursor)) == []


def test_a_building_that_may_be_entered_again_is_told(walk) -> None:
    turf, doors, phone = walk
    push(phone, rare(phone, turf, "building.do_not_knock", address=doors[0].address_id))
    cursor = start(phone)

    lifting.lift_building(Building.objects.get(), now=SATURDAY + timedelta(days=1))

    assert [told["do_not_knock"] for told in structures(pull(phone, cursor))] == [False]


def test_a_phone_of_another_walk_or_campaign_hears_nothing_of_it(walk, outsider) -> None:
    turf, doors, phone = walk
    other = builders.turf(turf.outing, builders.address(builders.station(), 99), number=2)
    foreign = builders.turf(builders.outing(outsider.campaign), doors[0].address)
    listeners = [builders.device(held.outing, held) for held in (other, foreign)]
    cursors = [start(listener) for listener in listeners]

    push(phone, *found_door(phone, turf, doors[0].address_id))

    for listener, cursor in zip(listeners, cursors, strict=True):
        assert pull(listener, cursor).changes == []


def test_a_pull_asks_the_same_however_many_buildings_grew(walk, django_assert_num_queries) -> None:
    turf, doors, phone = walk
    for number in (1, 3):
        cursor = start(phone)
        for door in doors[:number]:
            push(phone, *found_door(phone, turf, door.address_id, first=phone.seq_high + 1))

        phone.refresh_from_db()
        with django_assert_num_queries(9):
            page = changes.since(phone, cursor, now=SATURDAY)

        assert len(structures(page)) == number


def test_a_door_found_takes_the_place_of_a_guess_once(guessed) -> None:
    turf, guesses, phone = guessed
    place = guesses[0].address_id
    cursor, found = start(phone), added(phone, turf, place)

    for _ in range(2):
        push(phone, found)

    assert standing(place) == ["1", "2", "A"]
    gone = [change["id"] for change in pull(phone, cursor).changes if change.get("deleted")]
    assert gone == [str(guesses[2].pk)]


def test_two_phones_that_each_found_a_door_leave_one_guess(guessed) -> None:
    turf, guesses, phone = guessed
    other = builders.device(turf.outing, turf, first_name="Omar")

    for finder in (phone, other):
        push(finder, added(finder, turf, guesses[0].address_id))

    assert standing(guesses[0].address_id) == ["1", "A", "A"]


def test_a_visited_guess_never_gives_way(guessed) -> None:
    turf, guesses, phone = guessed
    push(phone, *[event(phone, turf, door, seq=seq) for seq, door in enumerate(guesses[1:], start=1)])

    for seq in (3, 4):
        push(phone, added(phone, turf, guesses[0].address_id, seq=seq))

    assert standing(guesses[0].address_id) == ["2", "3", "A", "A"]


@pytest.mark.parametrize("outcome", ["not_home", "do_not_knock"])
def test_a_visit_that_comes_after_its_guess_gave_way_brings_the_door_back(guessed, outcome) -> None:
    turf, guesses, phone = guessed
    push(phone, added(phone, turf, guesses[0].address_id, seq=2))
    cursor = start(phone)

    push(phone, event(phone, turf, guesses[2], outcome, seq=1))

    assert standing(guesses[0].address_id) == ["1", "2", "3", "A"]
    assert [(told["id"], told["state"]) for told in pull(phone, cursor).changes] == [(str(guesses[2].pk), outcome)]


def test_guesses_elsewhere_stay(guessed, outsider) -> None:
    turf, guesses, phone = guessed
    foreign = builders.door(outsider.campaign, guesses[0].address, estimated=True)
    neighbour = builders.door(turf.campaign, turf.stops.last().address, estimated=True)

    push(phone, *[added(phone, turf, guesses[0].address_id, seq=seq) for seq in range(1, 6)])

    assert standing(guesses[0].address_id) == ["A"] * 5
    assert set(Door.objects.standing().filter(estimated=True)) == {foreign, neighbour}


def left(phone, turf, address: int, number: int, *, seq: int) -> dict:
    return rare(phone, turf, "leaflets.left", seq=seq, address=address, number=number)


def test_leaflets_add_up_by_day_and_station_once_each(walk, outsider) -> None:
    turf, doors, phone = walk
    told = [left(phone, turf, doors[0].address_id, number, seq=seq) for seq, number in ((1, 12), (2, 5), (3, -2))]

    for _ in range(2):
        push(phone, *told)

    assert figures.leaflets(turf.campaign) == {(SATURDAY.date(), doors[0].address.station_id): 15}
    assert figures.leaflets(outsider.campaign) == {}
    assert figures.leaflets(turf.campaign, outings=Outing.objects.none()) == {}


@pytest.mark.parametrize(("number", "verdict"), [(1001, "invalid"), (True, "invalid"), (None, "invalid"), (0, "ok")])
def test_a_number_of_leaflets_that_cannot_be_is_refused(walk, number, verdict) -> None:
    turf, doors, phone = walk

    assert verdicts(push(phone, left(phone, turf, doors[0].address_id, number, seq=1))) == [verdict]
    assert Leaflets.objects.count() == (verdict == "ok")


def test_leaflets_of_another_walk_are_not_taken(walk) -> None:
    turf, _doors, phone = walk
    elsewhere = builders.address(builders.station(), 99)

    assert verdicts(push(phone, left(phone, turf, elsewhere.pk, 3, seq=1))) == ["unknown_door"]
    assert not Leaflets.objects.exists()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_latest_name_of_a_door_counts_in_any_order(walk, order) -> None:
    turf, doors, phone = walk
    events = [
        rare(phone, turf, "door.renamed", seq=seq, door=str(doors[0].pk), name=name)
        for seq, name in enumerate(("1", "gauche", "droite"), start=1)
    ]
    cursor = start(phone)

    for place in order:
        assert verdicts(push(phone, events[place])) == ["ok"]

    assert Door.objects.get(pk=doors[0].pk).name == "droite"
    assert [told["name"] for told in pull(phone, cursor).changes] == ["droite"]


def test_a_name_that_overtook_its_door_is_taken_when_the_door_comes(walk) -> None:
    turf, doors, phone = walk
    found = added(phone, turf, doors[0].address_id, seq=1)
    named = rare(phone, turf, "door.renamed", seq=2, door=found["payload"]["id"], name="gauche")
    seen = event(phone, turf, Door(pk=found["payload"]["id"]), "refused", seq=3)
    assert verdicts(push(phone, named, seen)) == ["unknown_door"] * 2

    push(phone, found)

    assert Door.objects.get(pk=found["payload"]["id"]).name == "gauche"
    assert Visit.objects.get().outcome == "refused"
    assert set(Quarantine.objects.values_list("verdict", flat=True)) == {"replayed"}


def test_a_door_of_another_turf_is_not_to_be_renamed(walk) -> None:
    turf, _doors, phone = walk
    elsewhere = builders.door(turf.campaign, builders.address(builders.station(), 99))

    answer = push(phone, rare(phone, turf, "door.renamed", door=str(elsewhere.pk), name="B"))

    assert verdicts(answer) == ["unknown_door"]
    assert Door.objects.get(pk=elsewhere.pk).name == ""
