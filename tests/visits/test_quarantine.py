"""Whatever was refused is kept with its exact text, and may be taken after all."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from campaigns.contacts.from_phones import REACTIONS
from campaigns.errors import DomainError
from campaigns.people.models import Device
from campaigns.turfs.models import Assignment
from campaigns.visits import events, quarantine, replaying
from campaigns.visits.models import Quarantine, Visit
from canvass.api.tasks import replay_upgraded
from tests.builders import SATURDAY, event
from tests.visits.pushing import EVENING, push, verdicts

LATER = EVENING + timedelta(days=1)


def replay(item) -> None:
    replaying.replay(item, by=None, now=LATER, reactions=REACTIONS)


@pytest.fixture
def unheld(walk):
    """A turf that the phone was never given, and a visit there, refused."""
    turf, doors, phone = walk
    phone.assignments.all().delete()
    sent = event(phone, turf, doors[0], "conversation")
    push(phone, sent, sent_at=EVENING - timedelta(minutes=30), mono_ms=600_000)
    return turf, phone, sent


def test_the_same_refused_event_is_kept_once_each_time_with_its_place(unheld) -> None:
    _turf, phone, sent = unheld

    answer = push(phone, sent)

    item = Quarantine.objects.get()
    assert [(r.verdict, r.code, r.quarantine) for r in answer.results] == [("refused", "turf_not_assigned", item.pk)]
    assert json.loads(item.text) == sent


def test_both_copies_of_an_id_used_twice_can_be_read(walk) -> None:
    turf, doors, phone = walk
    first = event(phone, turf, doors[0])
    other = event(phone, turf, doors[0], "refused", id=first["id"])

    push(phone, first)
    push(phone, other)

    assert Visit.objects.get().outcome == "not_home"
    assert json.loads(Quarantine.objects.get().text) == other


def test_a_closed_campaign_keeps_what_comes_and_takes_it_once_open_again(walk) -> None:
    turf, doors, phone = walk
    phone.campaign.closed_at = SATURDAY
    phone.campaign.save()
    assert verdicts(push(phone, event(phone, turf, doors[0]))) == ["campaign_closed"]
    phone.campaign.closed_at = None
    phone.campaign.save()

    replay(Quarantine.objects.get())

    assert Visit.objects.get().received_at == EVENING


def test_a_replayed_visit_has_the_time_it_would_have_had(unheld) -> None:
    turf, phone, sent = unheld
    Assignment.objects.create(campaign=turf.campaign, turf=turf, device=phone)
    Device.objects.update(clock_offset_ms=999_999_999)  # the phone's clock was changed since

    replay(Quarantine.objects.get())

    assert Visit.objects.get().effective_at == EVENING - timedelta(minutes=9)  # its monotonic clock: 600 s less 60 s


def test_replaying_an_old_event_does_not_make_the_phone_look_silent(unheld) -> None:
    turf, phone, sent = unheld
    Assignment.objects.create(campaign=turf.campaign, turf=turf, device=phone)
    Device.objects.update(last_seen_at=LATER)

    replay(Quarantine.objects.get())

    assert Device.objects.get().last_seen_at == LATER


def test_a_person_decides_once(unheld, organiser) -> None:
    item = Quarantine.objects.get()
    quarantine.dismiss(item, by=organiser, now=LATER)

    with pytest.raises(DomainError) as refusal:
        quarantine.dismiss(item, by=organiser, now=LATER)

    assert refusal.value.code == "already_decided"


def test_an_event_of_a_newer_phone_is_taken_by_itself_after_the_upgrade(walk, monkeypatch) -> None:
    turf, doors, phone = walk
    newer, much_newer = (event(phone, turf, doors[0], seq=seq) | {"schema": 1 + seq} for seq in (1, 2))
    assert verdicts(push(phone, newer, much_newer)) == ["schema_too_new"] * 2
    monkeypatch.setattr(events, "NEWEST_SCHEMA", 2)

    replay_upgraded()
    replay_upgraded()

    assert str(Visit.objects.get().pk) == newer["id"]
    assert sorted(Quarantine.objects.values_list("event_id", "verdict")) == sorted(
        [(newer["id"], "replayed"), (much_newer["id"], "waiting")]
    )


def test_an_upgrade_that_refuses_says_the_new_reason(unheld, monkeypatch) -> None:
    _turf, phone, sent = unheld
    Quarantine.objects.all().delete()
    push(phone, sent | {"schema": 2})
    monkeypatch.setattr(events, "NEWEST_SCHEMA", 2)

    assert replaying.replay_upgraded(now=LATER, reactions=REACTIONS) == 0
    assert Quarantine.objects.get().code == "turf_not_assigned"


def test_an_event_that_came_as_raw_text_is_taken_as_what_it_says(walk) -> None:
    turf, doors, phone = walk
    sent = event(phone, turf, doors[0], "refused")
    push(phone, json.dumps(sent))

    replay(Quarantine.objects.get())

    assert Visit.objects.get().outcome == "refused"
    assert verdicts(push(phone, sent)) == ["duplicate"]


def test_leaders_judge_their_outings_phones_and_nobody_those_next_door(walk, leader, organiser, outsider) -> None:
    turf, doors, phone = walk
    push(phone, "nonsense")

    seen = [Quarantine.objects.visible_to(member).count() for member in (organiser, leader, outsider)]
    turf.outing.teams.set([leader.teams_led.get()])

    assert seen == [1, 0, 0]
    assert Quarantine.objects.visible_to(leader).count() == 1
