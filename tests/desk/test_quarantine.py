"""The page where refused events wait for a person."""

from __future__ import annotations

import json

import pytest

from campaigns.doors.models import Door
from campaigns.turfs.models import Assignment
from campaigns.visits import recording
from campaigns.visits.clock import Envelope
from campaigns.visits.models import Quarantine, Visit
from tests import builders
from tests.builders import SATURDAY, event

PAGE = "/quarantaine/"


@pytest.fixture
def walk(campaign, leader):
    """A phone of the leader's outing, and a turf that it was never given."""
    address = builders.address(builders.station(), 12)
    door = builders.door(campaign, address, name="B")
    outing = builders.outing(campaign, leader.teams_led.get())
    turf = builders.turf(outing, address)
    return turf, door, builders.device(outing)


def refuse(walk, number: int = 1) -> list[Quarantine]:
    """Push as many visits of a turf that the phone does not hold."""
    turf, door, phone = walk
    batch = [event(phone, turf, door, "conversation", seq=seq) for seq in range(1, number + 1)]
    envelope = Envelope(sent_at=SATURDAY, mono_ms=None, received_at=SATURDAY)
    recording.record(phone, batch, envelope=envelope, seq_high=number)
    return list(Quarantine.objects.order_by("pk"))


def judge(client, answer: str, *items: Quarantine):
    return client.post(f"{PAGE}juger", {"answer": answer, "item": [item.pk for item in items]})


def test_a_leader_reads_what_was_refused_why_and_by_which_phone(client, leader, walk) -> None:
    (item,) = refuse(walk)
    client.force_login(leader.user)

    page = client.get(PAGE).content.decode()

    for words in ("Téléphone de Léa", "Discussion", "12 Rue des Tanneurs B", "ne détenait pas", item.event_id):
        assert words in page


def test_trying_again_after_giving_the_area_stores_the_visit(client, leader, walk) -> None:
    turf, door, phone = walk
    (item,) = refuse(walk)
    Assignment.objects.create(campaign=turf.campaign, turf=turf, device=phone)
    client.force_login(leader.user)

    answer = judge(client, "again", item)

    assert (answer.status_code, answer.url) == (302, PAGE)
    assert Visit.objects.get().received_at == item.received_at
    assert Door.objects.get().state == "conversation"
    item.refresh_from_db()
    assert (item.verdict, item.decided_by) == ("replayed", leader)


def test_trying_again_too_early_changes_nothing_and_says_so(client, leader, walk) -> None:
    (item,) = refuse(walk)
    client.force_login(leader.user)

    page = client.post(f"{PAGE}juger", {"answer": "again", "item": item.pk}, follow=True).content.decode()

    assert "toujours refusé" in page
    assert Quarantine.objects.get().verdict == "waiting"
    assert not Visit.objects.exists()


def test_an_event_set_aside_waits_no_more(client, organiser, walk) -> None:
    items = refuse(walk, 2)
    client.force_login(organiser.user)

    judge(client, "aside", *items)
    judge(client, "again", *items)

    assert set(Quarantine.objects.values_list("verdict", flat=True)) == {"dismissed"}
    assert "Rien n’attend" in client.get(PAGE).content.decode()


def test_a_leader_sees_and_judges_only_the_phones_of_their_outings(client, campaign, walk) -> None:
    (item,) = refuse(walk)
    other = builders.member(campaign, "team_leader")
    client.force_login(other.user)

    judge(client, "aside", item)

    assert item.event_id not in client.get(PAGE).content.decode()
    assert Quarantine.objects.get().verdict == "waiting"


def test_the_details_of_a_person_are_not_shown(client, leader, walk) -> None:
    turf, door, phone = walk
    agreed = event(phone, turf, door) | {"type": "contact.consented"}
    agreed["payload"] = {"fields": {"phone": "0612345678"}}
    envelope = Envelope(sent_at=SATURDAY, mono_ms=None, received_at=SATURDAY)
    recording.record(phone, [agreed], envelope=envelope, seq_high=1)
    client.force_login(leader.user)

    page = client.get(PAGE).content.decode()

    assert "Contact avec accord" in page
    assert "0612345678" not in page


@pytest.mark.parametrize("text", ['"not an event"', "[1]", '{"payload": 3}', '{"payload": {"door": 7, "outcome": []}}'])
def test_whatever_came_can_be_shown(client, organiser, walk, text: str) -> None:
    turf, _door, phone = walk
    Quarantine.objects.create(campaign=turf.campaign, device=phone, code="invalid", text=text, digest=b"x" * 32)
    Quarantine.objects.create(campaign=turf.campaign, device=None, code="invalid", text=json.dumps(text), digest=b"y")
    client.force_login(organiser.user)

    assert client.get(PAGE).status_code == 200
    assert judge(client, "again", *Quarantine.objects.all()).status_code == 302


def test_the_page_is_for_those_who_may_judge(client, campaign, outsider, walk) -> None:
    refuse(walk)
    client.force_login(builders.member(campaign, "hq_read").user)
    assert client.get(PAGE).status_code == 403

    client.force_login(outsider.user)
    assert "Léa" not in client.get(PAGE).content.decode()
    assert client.put(PAGE).status_code == 405
    assert client.get(f"{PAGE}juger").status_code == 405
