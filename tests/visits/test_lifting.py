"""« Ne plus sonner » stays until headquarters lift it, and then only what was said before is past."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.doors.models import Building, Door
from campaigns.visits import changes, lifting
from tests.builders import event
from tests.visits.pushing import EVENING, figures, push, rare

LATER = EVENING + timedelta(hours=1)


@pytest.fixture
def closed(walk):
    """A door that was visited and then asked us not to come back."""
    turf, doors, phone = walk
    push(
        phone, event(phone, turf, doors[0], "conversation", seq=1), event(phone, turf, doors[0], "do_not_knock", seq=2)
    )
    return turf, doors[0], phone


def state(door) -> str:
    return Door.objects.get(pk=door.pk).state


@pytest.mark.parametrize("outcome", ["not_home", "conversation", "refused", "come_back", "no_access"])
def test_no_later_visit_opens_it(closed, outcome) -> None:
    turf, door, phone = closed

    push(phone, event(phone, turf, door, outcome, seq=3), at=LATER)

    assert state(door) == "do_not_knock"


def test_headquarters_open_it_and_the_figures_stay(closed) -> None:
    turf, door, phone = closed
    before, cursor = figures(turf.campaign), changes.cursor_now(turf.campaign)

    lifting.lift_door(door, now=LATER)

    assert state(door) == "conversation"
    assert figures(turf.campaign) == before
    assert [change["state"] for change in changes.since(phone, cursor, now=LATER).changes] == ["conversation"]


def test_who_asks_again_is_heard_again(closed) -> None:
    turf, door, phone = closed
    lifting.lift_door(door, now=LATER)

    push(phone, event(phone, turf, door, "do_not_knock", seq=3), at=LATER + timedelta(hours=1))

    assert state(door) == "do_not_knock"


def test_an_old_visit_that_comes_late_does_not_close_it_less(closed) -> None:
    turf, door, phone = closed
    lifting.lift_door(door, now=LATER)

    push(phone, event(phone, turf, door, "not_home", seq=3), at=LATER + timedelta(hours=1))

    assert state(door) == "not_home"


def test_a_building_opened_again_keeps_the_doors_closed_that_asked_themselves(closed, walk) -> None:
    turf, door, phone = closed
    other = Door.objects.create(campaign=turf.campaign, address=door.address, rank=2)
    push(phone, rare(phone, turf, "building.do_not_knock", seq=3, address=door.address_id))
    assert (state(door), state(other)) == ("do_not_knock", "do_not_knock")

    lifting.lift_building(Building.objects.get(), now=LATER)

    assert (state(door), state(other)) == ("do_not_knock", "todo")


def test_a_door_opened_in_a_closed_building_stays_closed(closed) -> None:
    turf, door, phone = closed
    push(phone, rare(phone, turf, "building.do_not_knock", seq=3, address=door.address_id))

    lifting.lift_door(door, now=LATER)

    assert state(door) == "do_not_knock"
