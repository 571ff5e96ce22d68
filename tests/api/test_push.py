"""The push over HTTP: what comes in whole has one verdict per event, what does not stores nothing."""

from __future__ import annotations

import gzip
import json

import orjson
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from campaigns.doors.identifiers import uuid7
from campaigns.doors.models import Door
from campaigns.people.models import Device
from campaigns.visits import appending, recording
from campaigns.visits.models import Quarantine, Visit
from canvass.api.push import SMALL
from tests import builders
from tests.api.test_walk import pushed
from tests.builders import event
from tests.visits.threads import at_once


def visit(turf, number: int = 0, outcome: str = "refused", **fields) -> dict:
    door = Door.objects.filter(campaign=turf.campaign).order_by("pk")[number]
    return event(Device.objects.get(outing=turf.outing), turf, door, outcome, at=timezone.now(), **fields)


def post_raw(phone, body: bytes, **headers):
    return phone.client.post(
        "/api/v1/sync/push", body, content_type="application/json", headers={"X-Canvass": "1"} | headers
    )


def refusal(answer) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_each_event_has_its_verdict_and_the_neighbours_of_a_bad_one_are_stored(joined, turf, outsider) -> None:
    foreign = builders.outing(outsider.campaign)
    elsewhere = builders.turf(foreign, builders.address(builders.station(), 99))
    batch = [
        visit(turf, seq=1),
        visit(turf, seq=2) | {"turf": f"t-{elsewhere.pk}"},
        visit(turf, seq=3) | {"campaign": "c-ailleurs"},
        visit(turf, seq=4) | {"schema": 2},
        visit(turf, seq=5, outcome="delighted"),
        visit(turf, 1, seq=6),
    ]

    answer = joined.post("sync/push", pushed(*batch)).json()

    told = [(result["id"], result.get("code", result["verdict"])) for result in answer["results"]]
    expected = ["ok", "turf_not_assigned", "invalid", "schema_too_new", "invalid", "ok"]
    assert told == list(zip([sent["id"] for sent in batch], expected, strict=True))
    assert (answer["seq_acked"], answer["epoch"]) == (6, f"e{turf.campaign.epoch}")
    assert sorted(f"q-{pk}" for pk in Quarantine.objects.values_list("pk", flat=True)) == sorted(
        result["quarantine"] for result in answer["results"] if result["verdict"] == "refused"
    )


def test_a_repeat_is_known_by_its_place(joined, turf) -> None:
    sent = pushed(visit(turf))

    first, again = (joined.post("sync/push", sent).json()["results"][0] for _ in range(2))

    assert (first["verdict"], again) == ("ok", first | {"verdict": "duplicate"})


def test_a_batch_may_be_packed(joined, turf) -> None:
    body = gzip.compress(json.dumps(pushed(visit(turf))).encode())

    answer = post_raw(joined, body, **{"Content-Encoding": "gzip"})

    assert [result["verdict"] for result in answer.json()["results"]] == ["ok"]


def test_a_door_added_and_visited_in_one_batch_is_known_to_the_other_phones(joined, turf) -> None:
    cursor = joined.get(f"turfs/t-{turf.pk}/bundle").json()["cursor"]
    address, door = Door.objects.first().address_id, str(uuid7())
    place = {"id": door, "address": address, "name": "2e", "position": 2}
    added = visit(turf, seq=1) | {"type": "door.added", "payload": place}
    seen = visit(turf, seq=2)
    seen["payload"]["door"] = door

    answer = joined.post("sync/push", pushed(added, seen))

    assert [result["verdict"] for result in answer.json()["results"]] == ["ok", "ok"]
    change, walk = joined.get("sync/pull", cursor=cursor).json()["changes"]
    assert walk["state"] == "in_progress"
    assert (change["id"], change["name"], change["state"]) == (door, "2e", "refused")


def test_a_door_that_comes_after_its_visit_in_another_batch_still_gets_it(joined, turf) -> None:
    door = str(uuid7())
    place = {"id": door, "address": Door.objects.first().address_id, "name": "2e", "position": 2}
    seen = visit(turf, seq=2)
    seen["payload"]["door"] = door
    assert joined.post("sync/push", pushed(seen)).json()["results"][0]["code"] == "unknown_door"

    joined.post("sync/push", pushed(visit(turf, seq=1) | {"type": "door.added", "payload": place}))

    assert str(Visit.objects.get().door_id) == door


BOMB = gzip.compress(b'{"events": [' + b" " * 30_000_000 + b"]}")
MANY_DIGITS = b'{"seq_high": ' + b"9" * 5_000 + b"}"


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (b"", {}, (400, "unreadable")),
        (b"not json", {}, (400, "unreadable")),
        (b"\xff\xfe\xfa", {}, (400, "unreadable")),
        (b"[]", {}, (400, "unreadable")),
        (b'{"events": [NaN]}', {}, (400, "unreadable")),
        (b'{"events": [-Infinity]}', {}, (400, "unreadable")),
        (MANY_DIGITS, {}, (400, "unreadable")),
        (b'{"events":' + b"[" * 100_000 + b"]" * 100_000 + b"}", {}, (400, "unreadable")),
        (b"not gzip", {"Content-Encoding": "gzip"}, (400, "unreadable")),
        (gzip.compress(b'{"events": []}')[:-12], {"Content-Encoding": "gzip"}, (400, "unreadable")),
        (b" " * 1_000_001, {}, (413, "too_large")),
        (BOMB, {"Content-Encoding": "gzip"}, (413, "too_large")),
    ],
    ids=["empty", "words", "bytes", "list", "NaN", "Infinity", "digits", "deep", "no gzip", "cut off", "large", "bomb"],
)
def test_what_cannot_be_read_stores_nothing(joined, turf, body, headers, expected) -> None:
    assert refusal(post_raw(joined, body, **headers)) == expected
    assert not Quarantine.objects.exists()


@pytest.mark.parametrize("depth", range(100, 1000, 60))
def test_an_event_nested_however_deep_is_kept_or_asked_for_again_as_text(joined, turf, depth) -> None:
    deep = visit(turf) | {"later": json.loads("[" * depth + "]" * depth)}

    answer = joined.post("sync/push", pushed(deep)) if depth < 300 else post_raw(joined, nested(turf, depth))

    if answer.status_code == 200:
        assert answer.json()["results"][0]["verdict"] == "ok"
    else:
        assert refusal(answer) == (400, "unreadable")
        assert not Visit.objects.exists()


def nested(turf, depth: int) -> bytes:
    """The same body, written without nesting our own writer."""
    body = json.dumps(pushed(visit(turf) | {"later": "HERE"}))
    return body.replace('"HERE"', "[" * depth + "]" * depth).encode()


@pytest.mark.parametrize(
    ("name", "value"),
    [("sent_at", v) for v in (None, 7, "", "2027-02-13T10:00:00", "1969-01-01T00:00:00Z", "2200-01-01T00:00:00Z")]
    + [("seq_high", v) for v in (None, -1, "1", True, 1.5, 2**53)]
    + [("mono_ms", v) for v in (-1, "1", True, 1.5, 2**53)]
    + [("events", v) for v in (None, {}, "x", 7)],
)  # fmt: skip
def test_an_envelope_that_cannot_be_stores_nothing(joined, turf, name, value) -> None:
    answer = joined.post("sync/push", pushed(visit(turf)) | {name: value})

    assert refusal(answer) == (400, "unreadable")
    assert not Visit.objects.exists()


@pytest.mark.parametrize("sent_at", ["1971-01-01T00:00:00+23:59", "2199-12-31T23:00:00-23:59"])
def test_a_phone_whose_clock_is_generations_off_is_heard(joined, turf, sent_at) -> None:
    batch = [visit(turf, seq=1), visit(turf, seq=2, outcome="delighted")]

    answer = joined.post("sync/push", pushed(*batch, sent_at=sent_at, mono_ms=2**53 - 1))

    assert [result["verdict"] for result in answer.json()["results"]] == ["ok", "refused"]
    assert Visit.objects.get().effective_at <= Visit.objects.get().received_at


def test_five_hundred_events_are_taken_and_one_more_is_not(joined, turf) -> None:
    batch = [visit(turf, seq=seq) for seq in range(1, 502)]

    assert refusal(joined.post("sync/push", pushed(*batch))) == (413, "too_large")
    assert joined.post("sync/push", pushed(*batch[:500])).json()["seq_acked"] == 500
    assert Visit.objects.count() == 500


def test_a_gap_of_any_size_in_the_numbers_is_waited_for(joined, turf) -> None:
    far = visit(turf) | {"device_seq": 2**53 - 1}

    answer = joined.post("sync/push", pushed(far, seq_high=2**53 - 1))

    assert answer.json()["seq_acked"] == 0
    assert joined.post("sync/push", pushed(visit(turf, seq=1), seq_high=2)).json()["seq_acked"] == 1
    assert Device.objects.get().seq_high == 2**53 - 1


def test_visits_that_only_append_are_answered_like_all_others(joined, turf, monkeypatch) -> None:
    begun = joined.post("sync/push", pushed(visit(turf, seq=1)))
    monkeypatch.setattr(recording, "record", None)

    appended = joined.post("sync/push", pushed(visit(turf, 1, seq=2)))

    first, second = begun.json(), appended.json()
    assert first.keys() == second.keys()
    assert first["results"][0].keys() == second["results"][0].keys()
    assert appended.headers["Cache-Control"] == "no-store"
    assert (second["epoch"], second["seq_acked"], second["results"][0]["verdict"]) == (first["epoch"], 2, "ok")
    assert {name: begun.headers[name] for name in begun.headers if name not in ("Allow", "Content-Length")} == {
        name: appended.headers[name] for name in appended.headers if name != "Content-Length"
    }


def test_a_large_body_is_read_once_it_is_known_who_sends_it(phone, joined, turf, monkeypatch) -> None:
    monkeypatch.setattr(orjson, "loads", lambda body: pytest.fail("read before"))
    long = pushed(visit(turf)) | {"padding": " " * SMALL}

    assert joined.post("sync/push", long).status_code == 200
    phone.client.cookies.clear()
    assert refusal(phone.post("sync/push", long)) == (401, "device_unknown")


@pytest.mark.parametrize("headers", [{"X-Canvass": "0"}, {"X-Canvass": ""}])
def test_another_site_can_append_nothing(joined, turf, headers) -> None:
    joined.post("sync/push", pushed(visit(turf, seq=1)))

    assert refusal(joined.post("sync/push", pushed(visit(turf, 1, seq=2)), **headers)) == (403, "header_missing")
    assert (
        joined.client.put(
            "/api/v1/sync/push",
            pushed(visit(turf, 1, seq=2)),
            content_type="application/json",
            headers={"X-Canvass": "1"},
        ).status_code
        == 405
    )
    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("batch", ["appended", "recorded"])
def test_a_connection_that_died_meanwhile_is_made_anew(joined, turf, batch) -> None:
    joined.post("sync/push", pushed(visit(turf, seq=1)))
    sent = pushed(visit(turf, 1, "refused" if batch == "appended" else "do_not_knock", seq=2))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    at_once([lambda: Device.objects.raw("SELECT id, pg_terminate_backend(%s, 5000) FROM people_device", [number])[0]])

    answer = joined.post("sync/push", sent)

    assert [result["verdict"] for result in answer.json()["results"]] == ["ok"]
    assert Visit.objects.count() == 2


def test_a_database_that_restarts_says_when_to_come_back(joined, turf, monkeypatch) -> None:
    def gone(*args, **kwargs):
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr(appending, "append", lambda *args, **kwargs: None)
    monkeypatch.setattr(recording, "record", gone)

    answer = joined.post("sync/push", pushed(visit(turf)))

    assert refusal(answer) == (503, "busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_campaign_that_was_closed_keeps_what_comes(joined, turf) -> None:
    turf.campaign.closed_at = timezone.now()
    turf.campaign.save()

    answer = joined.post("sync/push", pushed(visit(turf)))

    assert answer.json()["results"][0]["code"] == "campaign_closed"
    assert Quarantine.objects.count() == 1
