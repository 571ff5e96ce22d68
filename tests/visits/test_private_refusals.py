"""What was refused and names a person or opens a building: never in clear at rest, forgotten with the decision."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from campaigns.contacts.from_phones import REACTIONS
from campaigns.contacts.models import Contact
from campaigns.errors import DomainError
from campaigns.turfs.models import Assignment
from campaigns.visits import quarantine, replaying
from campaigns.visits.models import Quarantine
from tests import builders
from tests.visits.pushing import EVENING, push, rare, verdicts

LATER = EVENING + timedelta(days=1)


def contact(phone, turf) -> dict:
    return rare(
        phone, turf, "contact.consented", purposes=["call_back"], text_version="standard-1", language="fr",
        method="spoken", fields={"first_name": "Noé", "phone": "0612345678"},
    )  # fmt: skip


def note(phone, turf) -> dict:
    return rare(phone, turf, "access.noted", address=turf.stops.first().address_id, kind="code", text="47B19")


def as_text(event: dict) -> str:
    return json.dumps(event)[:-1] + ", }"


@pytest.fixture
def unheld(walk):
    turf, _doors, phone = walk
    phone.assignments.all().delete()
    return turf, phone


def at_rest() -> str:
    return "".join(f"{item.text}{bytes(item.sealed_text or b'')!r}" for item in Quarantine.objects.all())


@pytest.mark.parametrize(
    "made", [contact, note, lambda *walk: as_text(contact(*walk)), lambda *walk: as_text(note(*walk))]
)
def test_it_is_kept_whole_and_unreadable_without_the_key(unheld, made) -> None:
    turf, phone = unheld
    sent = made(phone, turf)

    push(phone, sent)

    assert not [word for word in ("0612345678", "47B19") if word in at_rest()]
    assert quarantine.event_of(Quarantine.objects.get()) == sent


def test_an_unknown_type_may_hold_anything_and_is_sealed(unheld) -> None:
    turf, phone = unheld
    sent = contact(phone, turf) | {"type": "contact.changed"}

    push(phone, sent)

    assert "0612345678" not in at_rest()
    assert quarantine.event_of(Quarantine.objects.get()) == sent


def test_it_can_be_taken_after_all_and_is_then_in_its_place_only(unheld) -> None:
    turf, phone = unheld
    assert verdicts(push(phone, contact(phone, turf))) == ["turf_not_assigned"]
    Assignment.objects.create(campaign=turf.campaign, turf=turf, device=phone)

    replaying.replay(Quarantine.objects.get(), by=None, now=LATER, reactions=REACTIONS)

    assert Contact.objects.get().phone == "+33612345678"
    assert Quarantine.objects.get().sealed_text is None


def test_set_aside_it_is_forgotten_but_that_it_came_is_not(unheld) -> None:
    turf, phone = unheld
    sent = contact(phone, turf)
    push(phone, sent)
    item = Quarantine.objects.get()

    quarantine.dismiss(item, by=builders.member(turf.campaign, "hq_manage"), now=LATER)

    assert (item.sealed_text, item.event_id) == (None, sent["id"])
    assert "payload" not in json.loads(item.text)
    assert verdicts(push(phone, sent)) == ["turf_not_assigned"]
    with pytest.raises(DomainError):
        replaying.replay(Quarantine.objects.get(), by=None, now=LATER, reactions=REACTIONS)
