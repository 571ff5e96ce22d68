"""A mistake is repaired by another event; nothing is deleted, and the order of arrival does not matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Door
from campaigns.visits.models import Visit
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import figures, push, verdicts


def test_a_correction_that_comes_before_its_visit_counts_all_the_same(walk) -> None:
    turf, doors, phone = walk
    visit = event(phone, turf, doors[0], "not_home", seq=1)
    correction = event(phone, turf, doors[0], "conversation", seq=2, supersedes=visit["id"])

    push(phone, correction)
    push(phone, visit)

    door = Door.objects.get(pk=doors[0].pk)
    assert (door.state, door.visit_count) == ("conversation", 1)
    assert figures(turf.campaign)["knocked"] == 1


def test_a_batch_of_corrections_of_one_another_in_reverse_order_ends_at_the_last(walk) -> None:
    turf, doors, phone = walk
    visit = event(phone, turf, doors[0], "not_home", seq=1)
    second = event(phone, turf, doors[0], "refused", seq=2, supersedes=visit["id"])
    third = event(phone, turf, doors[0], "come_back", seq=3, supersedes=second["id"], requests=["proxy"])

    assert verdicts(push(phone, third, second, visit)) == ["ok"] * 3

    assert Door.objects.get(pk=doors[0].pk).state == "come_back"
    assert figures(turf.campaign) == {"knocked": 1, "opened": 1, "conversations": 0, "no_access": 0, "requests": 1}


def test_another_phone_of_the_turf_may_correct_a_visit(walk) -> None:
    turf, doors, lea = walk
    omar = builders.device(turf.outing, turf, first_name="Omar")
    visit = event(lea, turf, doors[0], "conversation")
    push(lea, visit)

    answer = push(
        omar, event(omar, turf, doors[0], "refused", supersedes=visit["id"], at=SATURDAY + timedelta(hours=1))
    )

    assert verdicts(answer) == ["ok"]
    assert Door.objects.get(pk=doors[0].pk).state == "refused"
    assert Visit.objects.count() == 2


def test_a_phone_of_another_turf_may_not(walk) -> None:
    turf, doors, lea = walk
    other_turf = builders.turf(turf.outing, builders.address(builders.station(), 99), number=2)
    omar = builders.device(turf.outing, other_turf, first_name="Omar")
    visit = event(lea, turf, doors[0], "conversation")
    push(lea, visit)

    named = [event(omar, turf, doors[0], None, seq=1, supersedes=visit["id"])]
    named += [event(omar, other_turf, doors[0], None, seq=2, supersedes=visit["id"])]

    assert verdicts(push(omar, *named)) == ["turf_not_assigned", "unknown_door"]
    assert Door.objects.get(pk=doors[0].pk).state == "conversation"


def test_a_correction_at_another_door_leaves_the_visit_alone(walk) -> None:
    turf, doors, phone = walk
    visit = event(phone, turf, doors[0], "conversation")
    push(phone, visit)

    push(phone, event(phone, turf, doors[1], "refused", seq=2, supersedes=visit["id"]))

    states = [Door.objects.get(pk=door.pk).state for door in doors[:2]]
    assert states == ["conversation", "refused"]


@pytest.mark.parametrize("first", [0, 1])
def test_corrections_in_a_circle_end_at_the_same_place_in_either_order(walk, first) -> None:
    turf, doors, phone = walk
    one, other = uuid7(), uuid7()
    circle = [
        event(phone, turf, doors[0], "refused", seq=1, id=one, supersedes=other),
        event(phone, turf, doors[0], "not_home", seq=2, id=other, supersedes=one),
    ]

    answers = [verdicts(push(phone, circle[n])) for n in (first, 1 - first)]

    assert answers == [["ok"], ["ok"]]
    assert Door.objects.get(pk=doors[0].pk).state == "not_home"


@pytest.mark.parametrize("first", [0, 1])
def test_an_accidental_do_not_knock_can_be_undone(walk, first) -> None:
    turf, doors, phone = walk
    visit = event(phone, turf, doors[0], "do_not_knock", seq=1)
    undo = event(phone, turf, doors[0], None, seq=2, supersedes=visit["id"])

    for sent in ([visit, undo], [undo, visit])[first]:
        push(phone, sent)

    assert Door.objects.get(pk=doors[0].pk).state == "todo"
