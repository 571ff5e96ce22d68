"""A contact exists only with its consent, and one event makes one contact (law:P2)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from campaigns.contacts.models import Consent, Contact
from campaigns.visits.models import Quarantine
from tests import builders
from tests.visits.pushing import push, rare, verdicts


@pytest.fixture
def walk(campaign):
    turf = builders.turf(builders.outing(campaign), builders.address(builders.station(), 1))
    return turf, builders.device(turf.outing, turf)


def agreed(phone, turf, **changes) -> dict:
    told = {
        "fields": {"first_name": "Noé", "phone": "+33600000000", "email": ""},
        "purposes": ["call_back", "sms_info"],
        "text_version": "2027-01",
        "language": "fr",
        "method": "spoken",
    }
    return rare(phone, turf, "contact.consented", **(told | changes))


def test_a_person_who_agreed_is_remembered_with_the_proof(walk) -> None:
    turf, phone = walk
    sent = agreed(phone, turf)

    assert verdicts(push(phone, sent)) == ["ok"]

    contact = Contact.objects.get()
    assert (contact.first_name, contact.phone, contact.campaign) == ("Noé", "+33600000000", turf.campaign)
    proof = contact.consent
    assert (str(proof.pk), proof.purposes, proof.method) == (sent["id"], ["call_back", "sms_info"], "spoken")
    assert (proof.text_version, proof.language, proof.device) == ("2027-01", "fr", phone)


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
        {"text_version": ""},
        {"language": ""},
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


def test_the_database_refuses_a_contact_without_consent(walk) -> None:
    turf, _phone = walk

    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(campaign=turf.campaign, first_name="Noé", phone="+33600000000")


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

    assert [Contact.objects.visible_to(member).count() for member in (organiser, outsider)] == [1, 0]
