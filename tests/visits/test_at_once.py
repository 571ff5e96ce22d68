"""Several phones at the same moment: real connections, no row skipped, none waiting for another for ever (test:S5)."""

from __future__ import annotations

import os
import threading
from datetime import timedelta

import pytest
from django.db import connection

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Building, Door
from campaigns.people.models import Device
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf
from campaigns.visits import changes
from campaigns.visits.models import Quarantine, Visit
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import figures, push, rare, verdicts
from tests.visits.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, PULLERS = 4, 2
BATCHES = int(os.environ.get("CANVASS_SYNC_BATCHES", "25"))  # of ten events for each writer; S5 asks for more


def street(campaign, phones: int):
    """Phones that all walk the same twenty doors."""
    station = builders.station()
    addresses = [builders.address(station, number) for number in range(1, 41, 2)]
    doors = [builders.door(campaign, address) for address in addresses]
    turf = builders.turf(builders.outing(campaign), *addresses)
    return turf, doors, [builders.device(turf.outing, turf, first_name=f"P{n}") for n in range(phones)]


def test_no_pulling_phone_misses_a_change_however_many_write(campaign) -> None:
    turf, doors, phones = street(campaign, WRITERS + PULLERS)
    cursor = changes.cursor_now(campaign)
    writing = threading.Semaphore(0)

    def write(phone: Device, first: int) -> None:
        for batch in range(BATCHES):
            numbers = range(batch * 10, batch * 10 + 10)
            events = [
                event(phone, turf, doors[(first + n) % 20], "refused" if n % 37 else "do_not_knock", seq=n + 1)
                for n in numbers
            ]
            assert set(verdicts(push(phone, *events))) == {"ok"}
            handing_out.start(turf, phone, now=SATURDAY)  # the turf changes too, between the doors
            if batch % 8 == first:
                push(phone, rare(phone, turf, "building.do_not_knock", seq=9000, address=doors[first].address_id))
        writing.release()

    def read(phone: Device) -> dict[str, dict]:
        """What the phone knows in the end: the last word on each door, from many small pages."""
        known, at = {}, cursor
        while True:
            last_round = writing._value == WRITERS
            page = changes.since(phone, at, now=SATURDAY, limit=7)
            known |= {change["id"]: change for change in page.changes if change["kind"] == "door"}
            at = page.cursor
            if last_round and not page.has_more:
                return known

    jobs = [lambda phone=phone, n=n: write(phone, n) for n, phone in enumerate(phones[:WRITERS])]
    jobs += [lambda phone=phone: read(phone) for phone in phones[WRITERS:]]
    known = at_once(jobs)[WRITERS:]

    stored = {str(door.pk): {"kind": "door", **changes.told_door(door)} for door in Door.objects.all()}
    assert known == [stored] * PULLERS
    assert Visit.objects.count() == WRITERS * BATCHES * 10
    assert Visit.objects.values("seq").distinct().count() == WRITERS * BATCHES * 10


@pytest.mark.parametrize("refused", [0, 5])
@pytest.mark.parametrize("attempt", range(3))
def test_the_same_batch_on_two_connections_is_stored_once(campaign, attempt, refused) -> None:
    turf, doors, (phone,) = street(campaign, 1)
    Turf.objects.update(state="in_progress")
    events = [event(phone, turf, door, seq=seq) for seq, door in enumerate(doors, start=1)]
    bad = [event(phone, turf, doors[0], "delighted", seq=20 + n) for n in range(1, 1 + refused)]

    answers = at_once([lambda: verdicts(push(Device.objects.get(), *events, *bad))] * 2)

    pairs = [tuple(sorted(pair)) for pair in zip(*answers, strict=True)]
    assert pairs == [("duplicate", "ok")] * 20 + [("invalid", "invalid")] * refused
    assert (Visit.objects.count(), Quarantine.objects.count()) == (20, refused)
    assert figures(campaign)["knocked"] == 20
    assert set(Door.objects.values_list("visit_count", flat=True)) == {1}


@pytest.mark.parametrize("attempt", range(5))
def test_two_phones_that_use_one_id_at_two_doors_are_told_apart(campaign, attempt) -> None:
    turf, doors, phones = street(campaign, 2)
    Turf.objects.update(state="in_progress")
    shared = uuid7()
    sent = [[event(phone, turf, door, id=shared)] for phone, door in zip(phones, doors, strict=False)]

    answers = at_once([
        lambda phone=phone, batch=batch: verdicts(push(phone, *batch))
        for phone, batch in zip(phones, sent, strict=True)
    ])  # fmt: skip

    assert sorted(answers) == [["id_reused"], ["ok"]]
    assert sorted(Door.objects.exclude(state="todo").values_list("visit_count", flat=True)) == [1]
    assert (figures(campaign)["knocked"], Quarantine.objects.count()) == (1, 1)


@pytest.mark.parametrize("attempt", range(3))
def test_phones_at_the_same_doors_in_opposite_order_all_get_through(campaign, attempt) -> None:
    turf, doors, phones = street(campaign, 4)

    def walk(phone, way) -> list[str]:
        there = list(reversed(doors)) if way else doors
        said = [event(phone, turf, door, "refused", seq=seq) for seq, door in enumerate(there, start=1)]
        closing = rare(phone, turf, "building.do_not_knock", seq=21, address=there[0].address_id)
        return verdicts(push(phone, *said, closing))

    answers = at_once([lambda p=phone, way=n % 2: walk(p, way) for n, phone in enumerate(phones)])

    assert answers == [["ok"] * 21] * 4
    assert set(Door.objects.values_list("visit_count", flat=True)) == {4}
    assert Building.objects.filter(do_not_knock=True).count() == 2
    assert figures(campaign)["opened"] == 80


def test_two_phones_at_one_door_leave_what_either_order_leaves(campaign) -> None:
    turf, doors, phones = street(campaign, 2)
    told = [("refused", 40), ("not_home", 20)]

    at_once([
        lambda p=phone, o=outcome, m=minute: push(p, event(p, turf, doors[0], o, at=SATURDAY + timedelta(minutes=m)))
        for phone, (outcome, minute) in zip(phones, told, strict=True)
    ])  # fmt: skip

    door = Door.objects.get(pk=doors[0].pk)
    assert (door.state, door.last_by, door.visit_count) == ("refused", "P0", 2)
    assert figures(campaign)["knocked"] == 2


def test_what_commits_between_the_questions_of_one_pull_is_told_next_time(campaign) -> None:
    turf, doors, (lea, omar) = street(campaign, 2)
    cursor = changes.cursor_now(campaign)
    asked: list[str] = []

    def meanwhile(execute, sql, params, many, context):
        """Before each question but the first, another connection commits a visit and then a change of the turf."""
        if "people_changecounter" not in sql and len(asked) < len(doors):
            door = doors[len(asked)]
            asked.append(str(door.pk))
            visit = event(omar, turf, door, seq=len(asked))
            at_once([lambda: (push(omar, visit), handing_out.start(turf, omar, now=SATURDAY))])
        return execute(sql, params, many, context)

    told: set[str] = set()
    with connection.execute_wrapper(meanwhile):
        for _ in range(4):
            page = changes.since(lea, cursor, now=SATURDAY)
            told |= {change["id"] for change in page.changes if change["kind"] == "door"}
            cursor = page.cursor
    told |= {change["id"] for change in changes.since(lea, cursor, now=SATURDAY).changes if change["kind"] == "door"}

    assert told == set(asked)
    assert len(asked) > 10
