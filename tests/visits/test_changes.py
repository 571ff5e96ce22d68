"""Pulling by a cursor: everything once, in order, and nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.doors import tombstones
from campaigns.doors.models import Door
from campaigns.people import counter
from campaigns.people.models import Campaign, ChangeCounter
from campaigns.turfs import editing, handing_out
from campaigns.turfs.journal import Seen
from campaigns.turfs.layout import OUT
from campaigns.turfs.models import Turf
from campaigns.visits import changes
from campaigns.visits.changes import CursorTooOld
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import EVENING, push, rare


def pull(phone, cursor: str, *, now=SATURDAY, **options) -> changes.Page:
    phone.refresh_from_db()
    return changes.since(phone, cursor, now=now, **options)


def pull_all(phone, cursor: str, **options) -> list[dict]:
    """Page after page, as the phone does."""
    told: list[dict] = []
    while True:
        page = pull(phone, cursor, **options)
        told, cursor = told + page.changes, page.cursor
        if not page.has_more:
            return told


def start(phone) -> str:
    return changes.cursor_now(phone.campaign)


def test_a_visited_door_is_told_with_its_place_and_its_last_visit(walk) -> None:
    turf, doors, phone = walk
    cursor = start(phone)

    push(phone, event(phone, turf, doors[0], "refused"))

    at = (SATURDAY + timedelta(minutes=1)).isoformat()
    assert pull(phone, cursor).changes == [
        {
            "kind": "door",
            "id": str(doors[0].pk),
            "address": doors[0].address_id,
            "staircase": "",
            "floor": None,
            "name": "",
            "rank": 1,
            "state": "refused",
            "last": {"at": at, "by": "Léa", "count": 1},
        }
    ]


def test_nothing_new_is_an_empty_page(walk) -> None:
    turf, doors, phone = walk
    push(phone, event(phone, turf, doors[0]))

    assert pull(phone, start(phone)) == changes.Page([], start(phone), False, [])


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5])
def test_a_page_never_parts_doors_that_share_a_number(walk, limit) -> None:
    turf, doors, phone = walk
    address = doors[0].address
    flats = [doors[0], *(builders.door(phone.campaign, address, rank=rank) for rank in (2, 3))]
    cursor = start(phone)
    push(phone, event(phone, turf, doors[1]))
    push(phone, rare(phone, turf, "building.do_not_knock", seq=2, address=address.pk))  # three doors, one number
    push(phone, event(phone, turf, doors[2], seq=3))

    told = [change["id"] for change in pull_all(phone, cursor, limit=limit) if change["kind"] == "door"]

    assert told[0] == str(doors[1].pk)
    assert set(told[1:4]) == {str(flat.pk) for flat in flats}
    assert told[4:] == [str(doors[2].pk)]


def test_doors_of_other_turfs_and_campaigns_are_not_told(walk, outsider) -> None:
    turf, doors, phone = walk
    elsewhere = builders.address(builders.station(), 99)
    other_turf = builders.turf(turf.outing, elsewhere, number=2)
    omar = builders.device(turf.outing, other_turf, first_name="Omar")
    foreign = builders.turf(builders.outing(outsider.campaign), doors[0].address)
    alien = builders.device(foreign.outing, foreign)
    cursor = start(phone)

    push(omar, event(omar, other_turf, builders.door(phone.campaign, elsewhere)))
    push(alien, event(alien, foreign, builders.door(outsider.campaign, doors[0].address)))

    assert pull(phone, cursor).changes == []


def test_a_cursor_of_another_epoch_begins_anew(walk) -> None:
    _turf, _doors, phone = walk
    cursor = start(phone)

    counter.new_epoch(phone.campaign, now=timezone.now())

    with pytest.raises(CursorTooOld):
        pull(phone, cursor)


@pytest.mark.parametrize("cursor", ["", "nonsense", "é", changes.encode(1, -1), changes.encode(1, 10**40), "ZTE6"])
def test_a_cursor_that_was_never_given_begins_anew(walk, cursor) -> None:
    _turf, _doors, phone = walk

    with pytest.raises(CursorTooOld):
        pull(phone, cursor)


def test_a_number_that_no_change_has_had_yet_is_of_a_lost_database(walk) -> None:
    _turf, _doors, phone = walk

    with pytest.raises(CursorTooOld):
        pull(phone, changes.encode(phone.campaign.epoch, ChangeCounter.objects.get().value + 1))


def test_a_turf_of_another_version_begins_anew(walk) -> None:
    turf, _doors, phone = walk
    cursor = start(phone)
    Turf.objects.update(version=2)

    assert pull(phone, cursor, versions={turf.pk: 2}).changes == []
    with pytest.raises(CursorTooOld):
        pull(phone, cursor, versions={turf.pk: 1})


def test_a_removed_door_is_told_until_it_is_forgotten(walk) -> None:
    _turf, doors, phone = walk
    cursor, other = start(phone), start(phone)
    tombstones.remove(doors[0], now=SATURDAY)
    gone = [{"kind": "door", "id": str(doors[0].pk), "deleted": True}]
    assert pull(phone, cursor).changes == gone

    assert tombstones.forget(now=SATURDAY + timedelta(days=90)) == 0
    assert pull(phone, other).changes == gone

    assert tombstones.forget(now=SATURDAY + timedelta(days=91)) == 1
    with pytest.raises(CursorTooOld):
        pull(phone, other)
    assert pull(phone, start(phone)).changes == []


def test_a_turf_taken_away_is_to_be_wiped_once_it_was_told(walk) -> None:
    turf, doors, phone = walk
    cursor = start(phone)
    handing_out.withdraw(phone.assignments.get(), now=SATURDAY)

    page = pull(phone, cursor)

    assert (page.changes, page.withdrawn) == ([], [turf.pk])
    assert pull(phone, page.cursor).withdrawn == []


def test_a_turf_given_again_is_not_to_be_wiped(walk) -> None:
    turf, _doors, phone = walk
    cursor = start(phone)
    handing_out.withdraw(phone.assignments.get(), now=SATURDAY)

    handing_out.give_to_phone(turf, phone, now=SATURDAY)

    page = pull(phone, cursor)
    assert page.withdrawn == []
    assert [change["kind"] for change in page.changes] == ["turf"]


def test_a_practical_note_reaches_the_others_of_the_turf_while_the_outing_lasts(walk) -> None:
    turf, doors, phone = walk
    omar = builders.device(turf.outing, turf, first_name="Omar")
    cursor = start(phone)
    note = rare(phone, turf, "access.noted", address=doors[0].address_id, kind="code", text="4812B")
    push(phone, note, at=SATURDAY)

    told = {"id": note["id"], "kind": "code", "text": "4812B"}
    expected = [{"kind": "note", "address": doors[0].address_id, "note": told}]
    assert pull(omar, cursor, now=SATURDAY).changes == expected
    assert pull(omar, cursor, now=turf.outing.ends_at).changes == []


def test_a_note_that_was_erased_is_told_as_empty(walk) -> None:
    turf, doors, phone = walk
    omar = builders.device(turf.outing, turf, first_name="Omar")
    place = doors[0].address_id
    push(phone, rare(phone, turf, "access.noted", address=place, kind="code", text="4812B"), at=SATURDAY)
    cursor = start(omar)

    erased = rare(phone, turf, "access.noted", seq=2, address=place, kind="code", text="")
    push(phone, erased, at=SATURDAY)

    told = {"id": erased["id"], "kind": "code", "text": ""}
    assert pull(omar, cursor, now=SATURDAY).changes == [{"kind": "note", "address": place, "note": told}]


def test_notes_are_for_nobody_else_and_never_come_back(walk) -> None:
    turf, doors, phone = walk
    other_turf = builders.turf(turf.outing, builders.address(builders.station(), 99), number=2)
    omar = builders.device(turf.outing, other_turf, first_name="Omar")
    cursor = start(phone)
    push(phone, rare(phone, turf, "access.noted", address=doors[0].address_id, kind="code", text="4812B"))
    push(phone, rare(phone, turf, "walk.handed_back", seq=2), at=EVENING)

    for device in (phone, omar):
        assert [change for change in pull(device, cursor).changes if change["kind"] == "note"] == []


def test_a_campaign_without_a_counter_can_be_pulled_from(walk) -> None:
    _turf, _doors, phone = walk
    ChangeCounter.objects.all().delete()

    assert pull(phone, start(phone)).changes == []
    assert Campaign.objects.filter(counter=None).count() == 1


def test_doors_that_are_there_already_are_left_to_the_bundle(walk) -> None:
    _turf, _doors, phone = walk

    assert pull(phone, start(phone)).changes == []
    assert Door.objects.count() == 4


def test_a_walk_that_a_hand_changed_is_told_and_loaded_again(walk, leader) -> None:
    turf, doors, phone = walk
    cursor = start(phone)
    editing.move(turf.outing, [doors[0].address_id], OUT, seen=Seen.of(turf.outing), by=leader, now=SATURDAY)

    with pytest.raises(CursorTooOld):
        pull(phone, cursor, versions={turf.pk: 1})

    assert [change for change in pull_all(phone, cursor) if change["kind"] == "turf"] == [
        {"kind": "turf", "id": f"t-{turf.pk}", "state": "free", "version": 2}
    ]
