"""The way of a phone through the API: join, take the walk, push, pull, count."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.people import joining
from campaigns.people.models import Device
from campaigns.visits.models import Visit, WelcomeTally
from tests.builders import event


def pushed(*events, **fields) -> dict:
    return {
        "schema": 1,
        "sent_at": timezone.now().isoformat(),
        "seq_high": len(events),
        "events": list(events),
    } | fields


def test_scanning_the_code_of_a_turf_gives_that_turf(joined, turf) -> None:
    answer = joined.get("device")

    assert answer.status_code == 200
    assert [held["id"] for held in answer.json()["turfs"]] == [f"t-{turf.pk}"]


def test_a_typed_code_waits_until_the_leader_accepts(phone, turf, leader) -> None:
    join = phone.post("join", {"code": turf.join_code.words, "first_name": "Léa"}).json()

    assert join["status"] == "waiting"
    assert phone.post(f"join/{join['join']}/token").json()["code"] == "not_accepted"
    joining.accept(turf.join_code.requests.get(), by=leader, now=timezone.now())
    assert phone.get(f"join/{join['join']}").json()["status"] == "accepted"


def test_a_form_of_another_site_cannot_post(phone, turf) -> None:
    answer = phone.client.post("/api/v1/join", {"code": turf.join_code.words, "first_name": "Léa"})

    assert (answer.status_code, answer.json()["code"]) == (403, "header_missing")


def test_nobody_calls_without_a_token(phone, turf) -> None:
    assert phone.get("device").json()["code"] == "device_unknown"
    assert phone.get(f"turfs/t-{turf.pk}/bundle").status_code == 401
    assert phone.post("sync/push", pushed()).status_code == 401


def test_the_bundle_holds_the_walk_in_order(joined, turf) -> None:
    bundle = joined.get(f"turfs/t-{turf.pk}/bundle").json()

    assert [address["label"] for address in bundle["addresses"]] == ["1 Rue des Tanneurs", "3 Rue des Tanneurs"]
    assert [door["state"] for door in bundle["doors"]] == ["todo", "todo"]


def test_a_turf_the_phone_does_not_hold_is_not_there(joined) -> None:
    assert joined.get("turfs/t-999999/bundle").status_code == 404


def test_a_pushed_visit_reaches_the_other_phone_by_pull(joined, turf) -> None:
    cursor = joined.get(f"turfs/t-{turf.pk}/bundle").json()["cursor"]
    door, device = Door.objects.first(), Device.objects.get()

    answer = joined.post("sync/push", pushed(event(device, turf, door, "refused", at=timezone.now())))

    assert [result["verdict"] for result in answer.json()["results"]] == ["ok"]
    changes = joined.get("sync/pull", cursor=cursor).json()["changes"]
    told = [(change["kind"], change.get("state")) for change in changes]
    assert told == [("door", "refused"), ("turf", "in_progress")]  # the first visit begins the walk


def test_a_batch_of_more_than_five_hundred_stores_nothing(joined, turf) -> None:
    answer = joined.post("sync/push", pushed(*[{}] * 501))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert not Visit.objects.exists()


def test_an_unknown_cursor_asks_for_a_reset(joined) -> None:
    answer = joined.get("sync/pull", cursor="nonsense")

    assert (answer.status_code, answer.json()["code"]) == (410, "reset")


def test_welcome_is_counted_once_apart_from_any_door(joined, turf) -> None:
    batch = {
        "batch": "5f0e7b2c-41aa-4c11-9d52-6a1f0e7b2c41",
        "outing": f"o-{turf.outing_id}",
        "items": [{"station": "94033-0001", "welcome": "favourable", "n": 2}],
    }

    first, again = joined.post("sync/tallies", batch), joined.post("sync/tallies", batch)

    assert (first.json(), again.json()) == ({"verdict": "ok"}, {"verdict": "duplicate"})
    assert WelcomeTally.objects.get().count == 2


def test_an_expired_code_says_so(phone, turf) -> None:
    turf.join_code.expires_at = timezone.now() - timedelta(minutes=1)
    turf.join_code.save()

    answer = phone.post("join", {"code": turf.join_code.words, "first_name": "Léa"})

    assert (answer.status_code, answer.json()["code"]) == (410, "code_expired")


def test_a_call_carries_no_session_and_no_form_token(joined) -> None:
    answer = joined.get("device")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "Set-Cookie" not in answer.headers


def test_an_unknown_address_answers_in_json(client) -> None:
    answer = client.get("/api/v1/nowhere")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_errors_speak_the_language_of_the_phone(phone, db) -> None:
    answers = [phone.client.get("/api/v1/device", headers={"Accept-Language": tongue}) for tongue in ("fr", "en")]

    assert len({answer.json()["detail"] for answer in answers}) == 2
