"""A contact exists only with its consent, and one event makes one contact (law:P2)."""

from __future__ import annotations

import logging

import pytest
from django.core import serializers
from django.db import IntegrityError, connection, transaction

from campaigns.contacts import consent, texts
from campaigns.contacts.models import Consent, ConsentText, Contact
from campaigns.doors.identifiers import uuid7
from campaigns.visits.models import FieldEvent, Quarantine, Visit
from tests import builders
from tests.builders import SATURDAY
from tests.visits.pushing import push, rare, verdicts


@pytest.fixture
def walk(campaign):
    turf = builders.turf(builders.outing(campaign), builders.address(builders.station(), 1))
    return turf, builders.device(turf.outing, turf)


def agreed(phone, turf, *, seq: int = 1, **changes) -> dict:
    told = {
        "fields": {"first_name": "Noé", "phone": "+33612345678", "email": ""},
        "purposes": ["call_back", "sms_info"],
        "text_version": "standard-1",
        "language": "fr",
        "method": "spoken",
    }
    return rare(phone, turf, "contact.consented", seq=seq, **(told | changes))


def test_a_person_who_agreed_is_remembered_with_the_proof(walk) -> None:
    turf, phone = walk
    sent = agreed(phone, turf)

    assert verdicts(push(phone, sent)) == ["ok"]

    contact = Contact.objects.get()
    assert (contact.first_name, contact.phone, contact.campaign) == ("Noé", "+33612345678", turf.campaign)
    proof = contact.consent
    assert (str(proof.pk), proof.purposes, proof.method) == (sent["id"], ["call_back", "sms_info"], "spoken")
    assert (proof.text_version, proof.language, proof.device) == ("standard-1", "fr", phone)


def test_the_same_agreement_again_is_the_same_contact(walk) -> None:
    turf, phone = walk
    sent = agreed(phone, turf)

    assert [verdicts(push(phone, sent)), verdicts(push(phone, sent))] == [["ok"], ["duplicate"]]
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"purposes": []},
        {"purposes": ["sell"]},
        {"purposes": ["call_back", "opinion"]},
        {"purposes": "call_back"},
        {"purposes": ["email_info"]},
        {"purposes": ["call_back", "email_info"]},
        {"text_version": ""},
        {"text_version": "1"},
        {"text_version": "standard-2"},
        {"text_version": 1},
        {"text_version": "²"},
        {"language": ""},
        {"language": "de"},
        {"fields": {"first_name": "Noé", "phone": "0145678910"}, "purposes": ["sms_info"]},
        {"fields": {"first_name": "Noé", "phone": "06 12 34"}, "purposes": ["call_back"]},
        {"fields": {"first_name": "Noé", "email": "noe@example"}, "purposes": ["email_info"]},
        {"method": "guessed"},
        {"fields": {"first_name": "Noé"}},
        {"fields": {}},
        {"fields": None},
    ],
)
def test_an_incomplete_agreement_remembers_nobody_and_is_kept_aside(walk, changes) -> None:
    turf, phone = walk

    assert verdicts(push(phone, agreed(phone, turf, **changes))) == ["invalid"]
    assert (Contact.objects.count(), Consent.objects.count()) == (0, 0)
    assert Quarantine.objects.get().code == "invalid"


def test_the_text_read_must_be_one_of_the_campaign_s_own(walk, outsider) -> None:
    turf, phone = walk
    for _version in range(2):
        texts.write(by=outsider, language="fr", text=str(uuid7()), now=SATURDAY)
    author = builders.member(turf.campaign, "hq_manage")
    texts.write(by=author, language="fr", text="D’accord ?", now=SATURDAY)

    sent = [agreed(phone, turf, text_version=version, language=language, seq=seq) for seq, (version, language) in
            enumerate([("1", "fr"), ("2", "fr"), ("1", "en")], start=1)]  # fmt: skip

    assert verdicts(push(phone, *sent)) == ["ok", "invalid", "invalid"]


def test_an_earlier_text_is_still_a_text_that_was_read(walk) -> None:
    turf, phone = walk
    author = builders.member(turf.campaign, "hq_manage")
    for text in ("D’accord ?", "Vraiment d’accord ?"):
        texts.write(by=author, language="fr", text=text, now=SATURDAY)

    assert verdicts(push(phone, agreed(phone, turf, text_version="1"))) == ["ok"]
    assert Consent.objects.get().text_version == "1"


@pytest.mark.parametrize(
    ("zone", "typed", "stored"),
    [("Europe/Paris", "06 12 34 56 78", "+33612345678"), ("Pacific/Noumea", "75 12 34", "+687751234")],
)
def test_a_number_is_stored_in_one_way_whatever_was_typed(walk, zone, typed, stored) -> None:
    turf, phone = walk
    turf.campaign.time_zone = zone
    turf.campaign.save()

    push(phone, agreed(phone, turf, fields={"first_name": "  Noé  Petit ", "phone": typed, "email": "N@Example.ORG"}))

    contact = Contact.objects.get()
    assert (contact.first_name, contact.phone, contact.email) == ("Noé Petit", stored, "N@example.org")


@pytest.mark.parametrize("method", ["spoken", "signed", "own_phone"])
def test_how_the_agreement_was_given_is_kept(walk, method) -> None:
    turf, phone = walk

    push(phone, agreed(phone, turf, method=method))

    assert Consent.objects.get().method == method


def test_a_contact_knows_the_station_of_the_walk_and_no_other(walk) -> None:
    turf, phone = walk
    elsewhere = builders.station("94033-0002")
    codes = [turf.stops.get().address.station.code, elsewhere.code, "", None]

    for seq, code in enumerate(codes, start=1):
        assert verdicts(push(phone, agreed(phone, turf, seq=seq, station=code))) == ["ok"]

    found = Contact.objects.order_by("consent__agreed_at").values_list("station__code", flat=True)
    assert list(found) == [codes[0], None, None, None]


def test_details_stand_in_the_contact_and_nowhere_else(walk, caplog) -> None:
    turf, phone = walk
    with caplog.at_level(logging.DEBUG):
        push(phone, agreed(phone, turf, fields={"first_name": "Zéphirin", "phone": "0612345678"}))
        push(phone, agreed(phone, turf, seq=2, fields={"first_name": "Zéphirin", "phone": "0612345678"}, purposes=[]))

    kept = serializers.serialize("json", [*FieldEvent.objects.all(), *Consent.objects.all(), *Quarantine.objects.all(),
                                          *Visit.objects.all()], ensure_ascii=False)  # fmt: skip
    assert (FieldEvent.objects.count(), Quarantine.objects.count()) == (1, 1)
    for secret in ("phirin", "612345678"):
        assert secret not in kept
    assert [r for r in caplog.records if r.name != "django.db.backends" and "phirin" in r.getMessage()] == []


def test_contacts_and_texts_end_with_their_campaign(walk) -> None:
    turf, phone = walk
    texts.write(by=builders.member(turf.campaign, "hq_manage"), language="fr", text="D’accord ?", now=SATURDAY)
    spoken = consent.Agreement("Noé", "0612345678", "", ("call_back",), "1", "fr", "spoken")
    consent.remember(event_id=uuid7(), device=phone, agreement=spoken, agreed_at=SATURDAY, now=SATURDAY)
    turf.delete()

    turf.campaign.delete()

    assert [rows.objects.count() for rows in (Contact, Consent, ConsentText)] == [0, 0, 0]


def test_the_database_refuses_a_contact_without_consent(walk) -> None:
    turf, _phone = walk

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(campaign=turf.campaign, first_name="Noé", phone="+33612345678")


def test_no_column_holds_an_opinion_and_none_leads_to_a_door_or_visit(db) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'contacts_contact'")
        columns = {name for (name,) in cursor.fetchall()}

    assert columns == {
        "id", "campaign_id", "consent_id", "first_name", "phone", "email", "station_id", "created_at",
    }  # fmt: skip


def test_contacts_of_the_campaign_next_door_are_not_visible(walk, organiser, outsider) -> None:
    turf, phone = walk
    push(phone, agreed(phone, turf))

    for rows in (Contact.objects, Consent.objects):
        assert [rows.visible_to(member).count() for member in (organiser, outsider)] == [1, 0]
