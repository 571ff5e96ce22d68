"""Importing a phone's rescue file, and taking all of it at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.visits import rescuing
from campaigns.visits.models import Quarantine, Visit
from canvass.desk.pages import quarantine as page_module
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits import rescue

PAGE = "/quarantaine/"
NOON = SATURDAY + timedelta(hours=2)


@pytest.fixture
def phone(campaign, leader):
    address = builders.address(builders.station(), 12)
    outing = builders.outing(campaign, leader.teams_led.get())
    turf = builders.turf(outing, address)
    return builders.device(outing, turf)


@pytest.fixture
def batch(campaign, phone):
    turf = phone.assignments.get().turf
    doors = [builders.door(campaign, turf.stops.get().address, name=name) for name in "ABC"]
    return [event(phone, turf, door, "refused", seq=seq) for seq, door in enumerate(doors, start=1)]


def send(client, raw: bytes) -> str:
    file = SimpleUploadedFile("canvass-o-1-2027-02-13.secours", raw)
    return client.post(f"{PAGE}secours", {"file": file}, follow=True).content.decode()


def test_headquarters_import_a_file_and_take_all_of_it(client, organiser, phone, batch, monkeypatch) -> None:
    monkeypatch.setattr(page_module, "SHOWN", 2)  # more came than the page shows
    client.force_login(organiser.user)
    page = send(client, rescue.saved(phone, *batch, at=NOON))
    assert "3 événements du téléphone de Léa sont arrivés" in page
    assert "Il vient d’un fichier de secours" in page

    answer = client.post(f"{PAGE}juger", {"answer": "again", "phone": str(phone.pk)}, follow=True)

    assert "3 événements" in answer.content.decode()
    assert Visit.objects.count() == 3
    assert not Quarantine.objects.waiting().exists()


def test_the_same_file_again_says_that_all_was_here(client, leader, phone, batch) -> None:
    client.force_login(leader.user)
    raw = rescue.saved(phone, *batch, at=NOON)
    send(client, raw)

    assert "3 événements du téléphone de Léa étaient déjà là" in send(client, raw)
    assert Quarantine.objects.count() == 3


def test_a_leader_imports_only_for_phones_of_their_outings(client, campaign, phone, batch) -> None:
    other = builders.member(campaign, "team_leader")
    builders.team(campaign, leader=other)
    client.force_login(other.user)

    page = send(client, rescue.saved(phone, *batch, at=NOON))

    assert "n’est pas de vos sorties" in page
    assert not Quarantine.objects.exists()


def test_a_leader_takes_all_only_of_phones_of_their_outings(client, campaign, leader, phone, batch) -> None:
    client.force_login(leader.user)
    send(client, rescue.saved(phone, *batch, at=NOON))
    client.force_login(builders.member(campaign, "team_leader").user)

    client.post(f"{PAGE}juger", {"answer": "again", "phone": str(phone.pk)})
    client.post(f"{PAGE}juger", {"answer": "aside", "phone": "nonsense"})

    assert Quarantine.objects.waiting().count() == 3


@pytest.mark.parametrize(
    ("raw", "said"),
    [(b"x", "un fichier de secours, ou seulement un morceau"), (b"", "est vide"), (b"x" * 50, "trop gros")],
)
def test_another_file_gets_one_sentence(client, organiser, phone, raw, said, monkeypatch) -> None:
    monkeypatch.setattr(rescuing, "MOST_BYTES", 40)
    client.force_login(organiser.user)

    assert said in send(client, raw)


def test_no_file_at_all_is_told(client, organiser) -> None:
    client.force_login(organiser.user)

    assert "Choisissez le fichier" in client.post(f"{PAGE}secours", follow=True).content.decode()


def test_a_file_of_another_campaign_stays_outside(client, outsider, phone, batch) -> None:
    client.force_login(outsider.user)

    assert "autre campagne" in send(client, rescue.saved(phone, *batch, at=NOON))
    assert not Quarantine.objects.exists()
