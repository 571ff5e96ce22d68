"""Two leaders change the areas of one outing at once: nothing is overwritten or lost, nobody waits for ever."""

from __future__ import annotations

import pytest

from campaigns.errors import DomainError
from campaigns.turfs import cutting, editing, handing_out, journal, undoing
from campaigns.turfs.halving import How
from campaigns.turfs.journal import Seen
from campaigns.turfs.layout import NEW, OUT
from campaigns.turfs.models import Edit, Turf, TurfStop
from tests import builders
from tests.builders import SATURDAY
from tests.turfs import hands
from tests.turfs.hands import move, stops
from tests.visits.threads import at_once


@pytest.fixture
def outing(campaign, leader):
    return builders.outing(campaign, leader.teams_led.get())


@pytest.fixture
def road():
    return hands.street(range(1, 13))


@pytest.fixture
def areas(outing, road):
    return hands.areas(outing, road[:4], road[4:8], road[8:])


def answer(work):
    """What became of it: ``done``, or the code of the refusal."""
    try:
        work()
    except DomainError as refusal:
        return refusal.code
    return "done"


def everything(outing) -> list[int]:
    held = TurfStop.objects.filter(turf__outing=outing).values_list("address__number", flat=True)
    return sorted([*held, *outing.left_out.values_list("address__number", flat=True)])


def test_who_saw_an_older_state_is_told_and_nothing_is_overwritten(outing, areas, road, leader, organiser) -> None:
    seen = Seen.of(outing)
    move(outing, organiser, [road[0]], areas[1], seen)

    assert answer(lambda: move(outing, leader, [road[0]], areas[2], seen)) == "changed_meanwhile"
    assert answer(lambda: move(outing, leader, [road[1]], areas[2], seen)) == "changed_meanwhile"
    assert answer(lambda: move(outing, leader, [road[9]], areas[1], seen)) == "changed_meanwhile"
    assert sorted(stops(areas[1])) == [1, 5, 6, 7, 8]


def test_changes_in_different_areas_do_not_hinder_each_other(outing, areas, road, leader, organiser) -> None:
    seen = Seen.of(outing)
    move(outing, organiser, [road[0]], OUT, seen)

    assert answer(lambda: move(outing, leader, [road[9]], areas[1], seen)) == "done"


def test_an_address_left_out_meanwhile_is_not_put_back_unseen(outing, areas, road, leader, organiser) -> None:
    seen = Seen.of(outing)
    move(outing, organiser, [road[0]], OUT, seen)

    assert answer(lambda: move(outing, leader, [road[0]], areas[2], seen)) == "changed_meanwhile"
    assert list(outing.left_out.values_list("address", flat=True)) == [road[0].pk]


def test_areas_cut_anew_meanwhile_are_not_changed(outing, campaign, areas, road, leader) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    seen = Seen.of(outing)
    cutting.cut(campaign=campaign, outing=outing, stations=[station], minutes=15, now=SATURDAY)

    assert answer(lambda: move(outing, leader, [road[0]], areas[1], seen)) == "changed_meanwhile"
    assert answer(lambda: move(outing, leader, [road[0]], NEW, seen)) == "changed_meanwhile"


def test_what_was_seen_is_written_and_read_again(outing, areas) -> None:
    seen = Seen.of(outing)

    assert Seen.read(str(seen)) == seen
    assert seen.versions == {area.pk: 1 for area in areas}


@pytest.mark.parametrize("text", ["", "x", "1;2", "1;2:x", ";", "1;2:3:4"])
def test_what_cannot_be_read_has_seen_nothing(outing, areas, road, leader, text) -> None:
    assert answer(lambda: move(outing, leader, [road[0]], areas[1], Seen.read(text))) == "changed_meanwhile"


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_to_one_area_at_once_one_is_told(outing, areas, road, leader, organiser) -> None:
    seen = Seen.of(outing)

    answers = at_once(
        [
            lambda: answer(lambda: move(outing, leader, road[:2], areas[1], seen)),
            lambda: answer(lambda: move(outing, organiser, road[1:3], areas[2], seen)),
        ]
    )

    assert sorted(answers) == ["changed_meanwhile", "done"]
    assert everything(outing) == list(range(1, 13))
    assert Edit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_changes_to_different_areas_at_once_are_both_made(outing, areas, road, leader, organiser) -> None:
    seen = Seen.of(outing)

    answers = at_once(
        [
            lambda: answer(lambda: editing.split(outing, areas[0].pk, How.WALK, seen=seen, by=leader, now=SATURDAY)),
            lambda: answer(lambda: editing.split(outing, areas[1].pk, How.GROUND, seen=seen, by=leader, now=SATURDAY)),
            lambda: answer(lambda: move(outing, organiser, [road[8]], OUT, seen)),
        ]
    )

    assert answers == ["done", "done", "done"]
    assert everything(outing) == list(range(1, 13))
    assert sorted(outing.turfs.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_one_change_is_taken_back_by_one_of_two(outing, areas, road, leader, organiser) -> None:
    edit = move(outing, leader, road[:2], areas[1]).edit

    answers = at_once(
        [
            lambda: answer(lambda: undoing.undo(outing, edit.pk, by=leader, now=SATURDAY)),
            lambda: answer(lambda: undoing.undo(outing, edit.pk, by=organiser, now=SATURDAY)),
        ]
    )

    assert sorted(answers) == ["changed_meanwhile", "done"]
    assert sorted(stops(areas[0])) == [1, 2, 3, 4]
    assert journal.last(outing) is None


@pytest.mark.django_db(transaction=True)
def test_people_are_placed_and_walks_begin_while_areas_change(outing, areas, road, leader) -> None:
    phones = [builders.device(outing, area, first_name=name) for area, name in zip(areas, "ABC", strict=True)]

    def change(first: int, other: int) -> None:
        for _ in range(6):
            answer(lambda: move(outing, leader, [road[first]], areas[other]))

    def place(phone, turfs: list[Turf]) -> None:
        for turf in turfs * 3:
            handing_out.place(phone, Turf.objects.get(pk=turf.pk), now=SATURDAY)

    at_once(
        [
            lambda: change(0, 1),
            lambda: change(9, 0),
            lambda: place(phones[0], [areas[1], areas[0]]),
            lambda: place(phones[1], [areas[0], areas[1]]),
            lambda: handing_out.start(areas[2], phones[2], now=SATURDAY),
        ]
    )

    assert everything(outing) == list(range(1, 13))
    assert [phone.assignments.filter(ended_at=None).count() for phone in phones] == [1, 1, 1]
