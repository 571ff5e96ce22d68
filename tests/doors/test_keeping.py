"""Doors removed and notes taken: how long they are kept, and who can read them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.doors import notes, tombstones
from campaigns.doors.models import Door
from campaigns.doors.tasks import forget_tombstones
from campaigns.people.models import ChangeCounter
from campaigns.visits.models import Visit
from tests import builders
from tests.builders import SATURDAY

LATER = SATURDAY + timedelta(days=91)


@pytest.fixture
def door(campaign):
    return builders.door(campaign, builders.address(builders.station(), 1))


def test_a_removed_door_stands_no_more_and_has_its_number(door) -> None:
    for _ in range(2):
        tombstones.remove(door, now=SATURDAY)

    assert not Door.objects.standing().exists()
    assert (Door.objects.get().removed_at, Door.objects.get().seq) == (SATURDAY, 1)


def test_a_tombstone_goes_after_ninety_days_and_older_cursors_with_it(door) -> None:
    tombstones.remove(door, now=SATURDAY)

    assert [tombstones.forget(now=LATER), tombstones.forget(now=LATER)] == [1, 0]
    assert ChangeCounter.objects.get().forgotten == 1


def test_a_door_that_stands_or_went_lately_stays(door) -> None:
    other = builders.door(door.campaign, door.address, rank=2)
    tombstones.remove(other, now=LATER - timedelta(days=90))

    assert tombstones.forget(now=LATER) == 0
    assert Door.objects.count() == 2


def test_a_visited_door_keeps_its_row_so_that_no_visit_is_lost(door, campaign) -> None:
    outing = builders.outing(campaign)
    turf = builders.turf(outing, door.address)
    builders.visits(builders.device(outing, turf), turf, (door, "refused"), at=SATURDAY)
    tombstones.remove(door, now=SATURDAY)

    assert tombstones.forget(now=LATER) == 0
    assert Visit.objects.get().door == door


def test_the_campaign_next_door_loses_its_own_only(door, outsider) -> None:
    foreign = builders.door(outsider.campaign, door.address)
    tombstones.remove(foreign, now=SATURDAY)

    tombstones.forget(now=LATER)

    assert list(Door.objects.all()) == [door]
    forgotten = dict(ChangeCounter.objects.values_list("campaign__slug", "forgotten"))
    assert forgotten == {"ailleurs": 1, "valmont": 0}


def test_the_daily_job_forgets_what_is_old(door) -> None:
    tombstones.remove(door, now=SATURDAY - timedelta(days=3650))

    forget_tombstones()

    assert not Door.objects.exists()


def test_a_note_reads_back_and_no_two_look_alike() -> None:
    one, other = notes.encrypt("4812B"), notes.encrypt("4812B")

    assert (notes.decrypt(one), notes.decrypt(memoryview(other))) == ("4812B", "4812B")
    assert one != other
    assert b"4812B" not in one


def test_a_note_is_lost_with_its_key(settings) -> None:
    token = notes.encrypt("4812B")

    settings.NOTES_KEY = "another"

    assert notes.decrypt(token) == ""
