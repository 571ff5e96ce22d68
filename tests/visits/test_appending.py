"""A batch that only appends is taken in one message; what it leaves is what taking it step by step leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db.models import F

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Door
from campaigns.people.models import Campaign, ChangeCounter, Device
from campaigns.turfs.models import Assignment, FormerStop, Turf, TurfStop
from campaigns.visits import appending, lifting
from campaigns.visits.clock import Envelope
from campaigns.visits.models import FigureDelta, Visit
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import EVENING, appended, push, rare

ENVELOPE = Envelope(sent_at=EVENING, mono_ms=None, received_at=EVENING)
TABLES = (Visit, Door, Device, FigureDelta, ChangeCounter)


@pytest.fixture
def walk(walk):
    """The street, its walk begun, its third door seen."""
    turf, doors, phone = walk
    Turf.objects.filter(pk=turf.pk).update(state="in_progress")
    assert appended(phone, [event(phone, turf, doors[2], seq=1)], ENVELOPE)
    return turf, doors, phone


def next_two(turf, doors, phone) -> list[dict]:
    """Visits at the first two doors, the later one first."""
    return [event(phone, turf, doors[0], "refused", seq=3), event(phone, turf, doors[1], "come_back", seq=2)]


def everything() -> list[list[dict]]:
    return [list(table.objects.order_by("pk").values()) for table in TABLES]


def test_visits_are_numbered_in_the_order_of_the_phone_and_told_in_that_of_the_batch(walk) -> None:
    turf, doors, phone = walk
    batch = next_two(*walk)

    answer = appended(phone, batch, ENVELOPE)

    third, second = (Visit.objects.get(pk=item["id"]) for item in batch)
    assert [(result.id, result.seq) for result in answer.results] == [
        (batch[0]["id"], third.seq),
        (batch[1]["id"], second.seq),
    ]
    counter = ChangeCounter.objects.get(campaign=turf.campaign).value
    assert (second.seq, third.seq, answer.seq_acked) == (counter - 1, counter, 3)
    assert set(Door.objects.filter(pk__in=[doors[0].pk, doors[1].pk]).values_list("seq", flat=True)) == {
        second.seq,
        third.seq,
    }


def test_the_first_batches_of_a_long_queue_are_appended_too(walk) -> None:
    turf, doors, phone = walk
    token = bytes(phone.token_hash)

    for seq, high in ((2, 40), (3, 3)):  # the second one was written before the queue grew, and comes late
        told = appending.append(token, [event(phone, turf, doors[seq - 2], seq=seq)], envelope=ENVELOPE, seq_high=high)
        assert told.acked == seq

    phone.refresh_from_db()
    assert (phone.seq_acked, phone.seq_high) == (3, 40)


def test_a_guess_that_had_given_way_is_a_door_after_all(walk) -> None:
    _turf, doors, phone = walk
    Door.objects.filter(pk__in=[doors[0].pk, doors[1].pk]).update(removed_at=SATURDAY)
    Door.objects.filter(pk=doors[0].pk).update(estimated=True)

    assert appended(phone, next_two(*walk), ENVELOPE)

    there = Door.objects.in_bulk([doors[0].pk, doors[1].pk])
    assert (there[doors[0].pk].removed_at, there[doors[1].pk].removed_at) == (None, SATURDAY)


# What may have changed since, and makes it more than appending.

Change = Callable[[Turf, list[Door], Device], object]


def of_phone(**fields) -> Change:
    return lambda turf, doors, phone: Device.objects.filter(pk=phone.pk).update(**fields)


def of_campaign(**fields) -> Change:
    return lambda turf, doors, phone: Campaign.objects.filter(pk=turf.campaign_id).update(**fields)


def of_door(**fields) -> Change:
    return lambda turf, doors, phone: Door.objects.filter(pk=doors[0].pk).update(**fields)


def of_walk(**fields) -> Change:
    return lambda turf, doors, phone: Turf.objects.filter(pk=turf.pk).update(**fields)


def given_back(turf, doors, phone) -> None:
    Assignment.objects.filter(turf=turf).update(ended_at=EVENING)


def given_back_for_another(turf, doors, phone) -> None:
    given_back(turf, doors, phone)
    other = builders.turf(turf.outing, builders.address(builders.station(), 98), number=2)
    Turf.objects.filter(pk=other.pk).update(state="in_progress")
    Assignment.objects.create(campaign=turf.campaign, turf=other, device=phone)


def held_by_another(turf, doors, phone) -> None:
    Assignment.objects.filter(turf=turf).update(device=builders.device(turf.outing))


def door_taken_off(turf, doors, phone) -> None:
    FormerStop.objects.create(campaign=turf.campaign, turf=turf, address_id=doors[0].address_id)
    TurfStop.objects.filter(turf=turf, address=doors[0].address_id).delete()


def door_corrected(turf, doors, phone) -> None:
    """The door is as if nobody had been there; what was undone is still there."""
    other = builders.device(turf.outing, turf)
    seen = event(other, turf, doors[0], seq=1, at=SATURDAY)
    push(other, seen, event(other, turf, doors[0], None, seq=2, at=SATURDAY, supersedes=seen["id"]))
    assert Door.objects.get(pk=doors[0].pk).state == "todo"


def door_closed_and_lifted(turf, doors, phone) -> None:
    other = builders.device(turf.outing, turf)
    push(other, event(other, turf, doors[0], "do_not_knock", at=SATURDAY))
    lifting.lift_door(Door.objects.get(pk=doors[0].pk), now=EVENING)
    assert Door.objects.get(pk=doors[0].pk).state == "todo"


def visit_from_beyond(turf, doors, phone) -> None:
    push(phone, event(phone, turf, doors[3], seq=5))


def refused_from_beyond(turf, doors, phone) -> None:
    push(phone, event(phone, turf, doors[3], "delighted", seq=5))


def rare_from_beyond(turf, doors, phone) -> None:
    push(phone, rare(phone, turf, "building.do_not_knock", seq=5, address=doors[3].address_id))


CHANGES: dict[str, Change] = {
    "phone reported lost": of_phone(revoked_at=SATURDAY),
    "token ended": of_phone(token_expires_at=EVENING),
    "phone silent too long": of_phone(last_seen_at=EVENING - timedelta(hours=12, seconds=1)),
    "token renewed": lambda turf, doors, phone: Device.objects.filter(pk=phone.pk).update(token_hash=b"x" * 32),
    "number missing": of_phone(seq_acked=F("seq_acked") - 1),
    "number here": of_phone(seq_acked=F("seq_acked") + 1),
    "campaign closed": of_campaign(closed_at=SATURDAY),
    "other zone": of_campaign(time_zone="Indian/Reunion"),
    "first round set": of_campaign(first_round_date=date(2027, 4, 11)),
    "last round moved": of_campaign(final_round_date=date(2027, 4, 26)),
    "backup restored": of_campaign(epoch=2),
    "door closed": of_door(state="do_not_knock"),
    "door seen in the same instant": of_door(last_at=SATURDAY + timedelta(minutes=3)),
    "door corrected": door_corrected,
    "door closed and lifted": door_closed_and_lifted,
    "door taken off the walk": door_taken_off,
    "walk not begun": of_walk(state="assigned"),
    "walk given back": given_back,
    "walk given back for another": given_back_for_another,
    "walk held by another": held_by_another,
    "visit from beyond": visit_from_beyond,
    "refusal from beyond": refused_from_beyond,
    "rare event from beyond": rare_from_beyond,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_where_more_is_to_be_done_all_stays_as_it_was(walk, change) -> None:
    turf, doors, phone = walk
    change(turf, doors, phone)
    before = everything()

    assert appended(phone, next_two(*walk), ENVELOPE) is None

    assert everything() == before


def test_changed_terms_are_read_anew_for_the_next_batch(walk) -> None:
    turf, doors, phone = walk
    late = [event(phone, turf, doors[0], seq=2, at=SATURDAY.replace(hour=22))]  # another day already on La Réunion
    at = Envelope(sent_at=SATURDAY + timedelta(hours=12), mono_ms=None, received_at=SATURDAY + timedelta(hours=12))
    Campaign.objects.filter(pk=turf.campaign_id).update(time_zone="Indian/Reunion")

    assert appended(phone, late, at) is None
    assert appended(phone, late, at) is not None

    assert FigureDelta.objects.latest("pk").day == date(2027, 2, 14)


# What a batch may hold besides visits that only append.


def elsewhere(turf) -> Door:
    """A door of another walk of the outing."""
    address = builders.address(builders.station(), 99)
    builders.turf(turf.outing, address, number=2)
    return builders.door(turf.campaign, address)


def next_door(turf) -> Door:
    """The same address, as another campaign sees it."""
    return builders.door(builders.campaign("voisine"), TurfStop.objects.filter(turf=turf).first().address)


BATCHES = {
    "a correction": lambda turf, doors, phone: [
        event(phone, turf, doors[2], None, seq=2, supersedes=Visit.objects.get().pk)
    ],
    "somebody who asks us not to come": lambda turf, doors, phone: [
        event(phone, turf, doors[0], "do_not_knock", seq=2)
    ],
    "a rare event": lambda turf, doors, phone: [rare(phone, turf, "walk.started", seq=2)],
    "a door twice": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=n) for n in (2, 3)],
    "a gap": lambda turf, doors, phone: [event(phone, turf, doors[n], seq=2 + 2 * n) for n in (0, 1)],
    "a number twice": lambda turf, doors, phone: [event(phone, turf, doors[n], seq=2) for n in (0, 1)],
    "a number twice, another missing": lambda turf, doors, phone: [
        event(phone, turf, doors[n], seq=seq) for n, seq in ((0, 2), (1, 2), (3, 4))
    ],
    "a repeat": lambda turf, doors, phone: [event(phone, turf, doors[2], seq=1, id=Visit.objects.get().pk)],
    "an id that is taken": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=2, id=Visit.objects.get().pk)],
    "an unknown door": lambda turf, doors, phone: [event(phone, turf, Door(pk=uuid7()), seq=2)],
    "a door of another walk": lambda turf, doors, phone: [event(phone, turf, elsewhere(turf), seq=2)],
    "a door of another campaign": lambda turf, doors, phone: [event(phone, turf, next_door(turf), seq=2)],
    "an unknown walk": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=2) | {"turf": "t-999999"}],
    "another campaign": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=2) | {"campaign": "c-ailleurs"}],
    "no campaign": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=2) | {"campaign": None}],
    "a campaign by its bare name": lambda turf, doors, phone: [
        event(phone, turf, doors[0], seq=2) | {"campaign": turf.campaign.slug}
    ],
    "something that we do not know": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=2) | {"mood": 2**70}],
    "a detail that we do not know": lambda turf, doors, phone: [
        event(phone, turf, doors[0], seq=2) | {"payload": {"door": str(doors[0].pk), "outcome": "refused", "mood": 1}}
    ],
    "no details": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=2) | {"payload": None}],
    "a newer schema": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=2) | {"schema": 2}],
    "a bad neighbour": lambda turf, doors, phone: [
        event(phone, turf, doors[0], seq=2),
        event(phone, turf, doors[1], "?"),
    ],
    "no object": lambda turf, doors, phone: [event(phone, turf, doors[0], seq=2), "text"],
    "a list of lists": lambda turf, doors, phone: [[]],
    "nothing": lambda turf, doors, phone: [],
}


@pytest.mark.parametrize("batch", BATCHES.values(), ids=BATCHES)
def test_what_is_more_than_a_run_of_visits_is_left_for_recording(walk, batch) -> None:
    sent = batch(*walk)
    before = everything()

    assert appended(walk[2], sent, ENVELOPE) is None

    assert everything() == before
