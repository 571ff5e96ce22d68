"""The pull over HTTP: changes, commands, and when to begin anew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.people.models import Device
from campaigns.turfs import handing_out
from campaigns.turfs.models import Assignment, Turf
from campaigns.visits import events
from tests import builders
from tests.api.test_walk import pushed
from tests.builders import event


@pytest.fixture
def cursor(joined, turf) -> str:
    return joined.get(f"turfs/t-{turf.pk}/bundle").json()["cursor"]


def test_an_answer_says_all_that_the_phone_needs(joined, cursor) -> None:
    answer = joined.get("sync/pull", cursor=cursor).json()

    assert answer.keys() == {"server_time", "epoch", "cursor", "has_more", "lease_until", "changes", "commands"}
    assert (answer["has_more"], answer["changes"], answer["commands"]) == (False, [], [])
    assert answer["lease_until"] == Device.objects.get().lease_until.isoformat()


def test_an_area_that_comes_to_those_of_a_phone_is_told_once(joined, turf, cursor) -> None:
    other = builders.turf(turf.outing, builders.address(builders.station(), 101), number=2)
    handing_out.give_to_phone(other, Device.objects.get(), now=timezone.now())
    held, both = [f"t-{turf.pk}:1"], [f"t-{turf.pk}:1", f"t-{other.pk}:1"]

    walking = joined.get("sync/pull", cursor=cursor, turf=held).json()
    waiting = joined.get("sync/pull", cursor=cursor).json()
    later = joined.get("sync/pull", cursor=walking["cursor"], turf=both).json()

    (told,) = walking["commands"]
    assert told["command"] == "show_message"
    assert str(other) in told["text"]
    assert (waiting["commands"], later["commands"]) == ([], [])


def test_a_turf_taken_away_is_wiped(joined, turf, cursor) -> None:
    handing_out.withdraw(Assignment.objects.get(), now=timezone.now())

    answer = joined.get("sync/pull", cursor=cursor).json()

    assert answer["commands"] == [{"command": "wipe_turf", "turf": f"t-{turf.pk}"}]
    assert joined.get("sync/pull", cursor=answer["cursor"]).json()["commands"] == []
    assert joined.get(f"turfs/t-{turf.pk}/bundle").status_code == 404


@pytest.mark.parametrize(("schema", "commands"), [("1", [{"command": "update_app"}]), ("2", []), ("x", []), ("", [])])
def test_a_phone_that_writes_an_older_schema_is_asked_to_update(joined, cursor, monkeypatch, schema, commands) -> None:
    monkeypatch.setattr(events, "NEWEST_SCHEMA", 2)

    assert joined.get("sync/pull", cursor=cursor, schema=schema).json()["commands"] == commands


def test_a_closed_campaign_says_so_on_the_phone(joined, turf, cursor) -> None:
    turf.campaign.closed_at = timezone.now()
    turf.campaign.save()

    (command,) = joined.get("sync/pull", cursor=cursor).json()["commands"]

    assert command["command"] == "show_message"
    assert command["text"]


def test_a_new_epoch_asks_to_begin_anew(joined, cursor) -> None:
    call_command("new_epoch", "--all", "--json", verbosity=0)

    answer = joined.get("sync/pull", cursor=cursor)

    assert (answer.status_code, answer.json()["code"]) == (410, "reset")


@pytest.mark.parametrize(
    ("told", "status"), [("{pk}:1", 410), ("{pk}:2", 200), ("{pk}", 200), ("x:1", 200), ("0:1", 200)]
)
def test_a_turf_cut_again_asks_to_begin_anew(joined, turf, cursor, told, status) -> None:
    Turf.objects.update(version=2)

    answer = joined.get("sync/pull", cursor=cursor, turf="t-" + told.format(pk=turf.pk))

    assert answer.status_code == status


def test_without_a_cursor_there_is_nothing_to_continue(joined) -> None:
    assert joined.get("sync/pull").json()["code"] == "reset"


def test_pages_lead_to_one_another(joined, turf, cursor, monkeypatch) -> None:
    monkeypatch.setattr("campaigns.visits.changes.since.__kwdefaults__", {"versions": {}, "limit": 1})
    phone = Device.objects.get()
    Turf.objects.update(state="in_progress")
    for seq, door in enumerate(Door.objects.order_by("pk"), start=1):
        joined.post("sync/push", pushed(event(phone, turf, door, seq=seq, at=timezone.now() - timedelta(minutes=1))))

    first = joined.get("sync/pull", cursor=cursor).json()
    second = joined.get("sync/pull", cursor=first["cursor"]).json()

    assert [len(page["changes"]) for page in (first, second)] == [1, 1]
    assert [page["has_more"] for page in (first, second)] == [True, False]
    assert first["changes"] != second["changes"]
