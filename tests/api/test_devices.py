"""How a phone leaves: lost, handed back, or silent for too long."""

from __future__ import annotations

import base64

import pytest
from django.conf import settings as site
from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.people import devices, joining
from campaigns.people.models import Device
from campaigns.turfs.models import Assignment
from campaigns.visits.models import Quarantine, Visit
from tests.api.test_walk import pushed
from tests.builders import event
from tests.people.keys import PhoneKey

WIPE = '"cache", "storage"'


@pytest.fixture
def lost(joined):
    """A phone that joined, took visits, and was then marked as lost."""
    devices.revoke(Device.objects.get(), now=timezone.now())
    return joined


def visits(turf, number: int = 2) -> list[dict]:
    phone, door = Device.objects.get(), Door.objects.first()
    return [event(phone, turf, door, seq=seq) for seq in range(1, number + 1)]


def test_a_lost_phone_is_told_so_and_keeps_its_store_for_the_last_push(lost) -> None:
    answer = lost.get("device")

    assert (answer.status_code, answer.json()["code"]) == (401, "device_revoked")
    assert "Clear-Site-Data" not in answer.headers


def test_the_last_push_of_a_lost_phone_goes_to_quarantine_only(lost, turf) -> None:
    made = visits(turf)

    answer = lost.post("sync/seal", pushed(*made))

    assert [(r["id"], r["verdict"], r["code"]) for r in answer.json()["results"]] == [
        (made[0]["id"], "refused", "device_revoked"),
        (made[1]["id"], "refused", "device_revoked"),
    ]
    assert answer.headers["Clear-Site-Data"] == WIPE
    assert answer.cookies[site.DEVICE_COOKIE]["max-age"] == 0
    assert not Visit.objects.exists()
    assert sorted(Quarantine.objects.values_list("event_id", flat=True)) == sorted(item["id"] for item in made)


def test_a_second_last_push_is_refused_and_the_phone_wipes_itself(lost, turf) -> None:
    token = lost.client.cookies[site.DEVICE_COOKIE].value
    lost.post("sync/seal", pushed())
    lost.client.cookies[site.DEVICE_COOKIE] = token

    for answer in (lost.post("sync/seal", pushed(*visits(turf))), lost.get("device")):
        assert (answer.status_code, answer.json()["code"]) == (401, "device_revoked")
        assert answer.headers["Clear-Site-Data"] == WIPE
    assert not Quarantine.objects.exists()


def test_the_sealed_push_can_be_switched_off(lost, turf, settings) -> None:
    settings.SEALED_PUSH = False

    answer = lost.post("sync/seal", pushed(*visits(turf)))

    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (401, WIPE)
    assert not Quarantine.objects.exists()


def test_a_phone_with_access_has_nothing_to_seal(joined, turf) -> None:
    answer = joined.post("sync/seal", pushed(*visits(turf)))

    assert (answer.status_code, answer.json()["code"]) == (409, "not_revoked")


def test_a_phone_that_gave_its_walk_back_forgets_everything(joined) -> None:
    Assignment.objects.update(ended_at=timezone.now())

    answer = joined.post("device/handback")

    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (200, WIPE)
    assert joined.get("device").json()["code"] == "device_unknown"


def test_a_phone_that_still_walks_cannot_leave(joined) -> None:
    assert joined.post("device/handback").json()["code"] == "turf_held"


def test_a_phone_renews_its_token_by_signing_a_challenge(phone, turf) -> None:
    key = PhoneKey()
    scanned = joining.qr_path(turf.join_code, timezone.now()).removeprefix("/r/")
    join = phone.post("join", {"code": scanned, "first_name": "Léa"}).json()["join"]
    device = phone.post(f"join/{join}/token", {"public_key": key.public}).json()["device"]
    del phone.client.cookies[site.DEVICE_COOKIE]

    challenge = phone.post("device/renew", {"device": device}).json()["challenge"]
    answer = phone.post("device/renew", {"device": device, "challenge": challenge, "signature": key.sign(challenge)})

    assert answer.json()["device"] == device
    assert answer.cookies[site.DEVICE_COOKIE]["httponly"]
    assert phone.get("device").status_code == 200


def test_a_wrong_signature_renews_nothing(joined) -> None:
    device = str(Device.objects.get().pk)
    challenge = joined.post("device/renew", {"device": device}).json()["challenge"]

    body = {"device": device, "challenge": challenge, "signature": base64.b64encode(b"x" * 64).decode()}

    assert joined.post("device/renew", body).json()["code"] == "signature_wrong"
    assert joined.get("device").status_code == 200


def test_a_key_that_is_none_is_refused_at_the_door(phone, turf) -> None:
    scanned = joining.qr_path(turf.join_code, timezone.now()).removeprefix("/r/")
    join = phone.post("join", {"code": scanned, "first_name": "Léa"}).json()["join"]

    assert phone.post(f"join/{join}/token", {"public_key": "AAAA"}).status_code == 400


def test_the_sixth_typed_code_in_a_minute_must_wait(phone, db) -> None:
    for _ in range(5):
        assert phone.post("join", {"code": "RIEN-RIEN-222", "first_name": "Léa"}).status_code == 404

    answer = phone.post("join", {"code": "RIEN-RIEN-222", "first_name": "Léa"})

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    assert 0 < int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize(("behind_proxy", "statuses"), [(True, {404}), (False, {404, 429})])
def test_only_our_own_proxy_may_say_who_calls(phone, db, settings, behind_proxy: bool, statuses: set[int]) -> None:
    settings.BEHIND_PROXY = behind_proxy

    answers = [
        phone.post(
            "join", {"code": "RIEN-RIEN-222", "first_name": "Léa"}, **{"X-Forwarded-For": f"10.1.1.1, 192.0.2.{n}"}
        )
        for n in range(7)
    ]

    assert {answer.status_code for answer in answers} == statuses
