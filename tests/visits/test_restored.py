"""An older backup is restored: phones push the last days again, and everything is back (test:S6)."""

from __future__ import annotations

from campaigns.contacts.models import Contact
from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Door
from campaigns.people.models import Device
from campaigns.visits.models import FieldEvent, FigureDelta, Quarantine, Visit
from tests.builders import event
from tests.visits.pushing import figures, push, rare, verdicts


def consented(phone, turf, seq: int) -> dict:
    return rare(
        phone, turf, "contact.consented", seq=seq, purposes=["call_back"], text_version="standard-1", language="fr",
        method="spoken", fields={"first_name": "Noé", "phone": "+33612345678"},
    )  # fmt: skip


def stripped(sent: dict) -> dict:
    """What stays on the phone once the server has answered: everything but the person's details."""
    return sent | {"payload": {name: value for name, value in sent["payload"].items() if name != "fields"}}


def test_what_the_backup_lacked_comes_back_from_the_phones(walk) -> None:
    turf, doors, phone = walk
    old = event(phone, turf, doors[0], "not_home", seq=1)
    push(phone, old)
    backup = Door.objects.values_list("pk", "state", "visit_count", "last_at", "last_by")
    restored = list(backup)
    added = rare(phone, turf, "door.added", seq=2, address=doors[0].address_id, id=str(uuid7()), name="B", position=2)
    undone = event(phone, turf, doors[0], "refused", seq=3, supersedes=old["id"])
    new = event(phone, turf, Door(pk=added["payload"]["id"]), "conversation", seq=4)
    push(phone, added, undone, new)
    before = sorted(backup.all()), figures(turf.campaign), phone_acked()

    restore(restored, keep=[old["id"]])

    assert verdicts(push(phone, old, added, undone, new)) == ["duplicate", "ok", "ok", "ok"]
    assert (sorted(backup.all()), figures(turf.campaign), phone_acked()) == before


def phone_acked() -> int:
    return Device.objects.get().seq_acked


def restore(doors: list[tuple], keep: list[str]) -> None:
    """The database as it stood: only these visits, these doors."""
    Visit.objects.exclude(pk__in=keep).delete()
    FieldEvent.objects.all().delete()
    Door.objects.exclude(pk__in=[row[0] for row in doors]).delete()
    for pk, state, count, at, by in doors:
        Door.objects.filter(pk=pk).update(state=state, visit_count=count, last_at=at, last_by=by)
    FigureDelta.objects.all().delete()
    FigureDelta.objects.create(campaign_id=Door.objects.first().campaign_id, day="2027-02-13", knocked=1)
    Device.objects.update(seq_acked=1, seq_high=1)


def test_a_consent_sent_again_without_its_details_is_known(walk) -> None:
    turf, _doors, phone = walk
    sent = consented(phone, turf, 1)
    push(phone, sent)

    assert verdicts(push(phone, stripped(sent))) == ["duplicate"]
    assert Contact.objects.get().phone == "+33612345678"
    assert not Quarantine.objects.exists()


def test_details_that_the_backup_lacked_do_not_come_back_and_nothing_is_made_up(walk) -> None:
    turf, _doors, phone = walk

    assert verdicts(push(phone, stripped(consented(phone, turf, 1)))) == ["invalid"]
    assert not Contact.objects.exists()
    assert Quarantine.objects.get().device_seq == 1
