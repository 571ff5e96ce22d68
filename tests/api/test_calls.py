"""Each call, asked in each wrong way: another verb, no header, no phone, a lost phone, another campaign's."""

from __future__ import annotations

import json

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import timezone

from campaigns.people import devices
from campaigns.people.models import Device
from campaigns.turfs import handing_out
from tests import builders
from tests.api.conftest import Phone
from tests.api.test_walk import pushed

UUID = "0196b1f0-0000-7000-8000-000000000000"
PHONE_CALLS = [
    ("GET", "device"),
    ("GET", "turfs/t-1/bundle"),
    ("GET", "sync/pull?cursor=x"),
    ("POST", "sync/push"),
    ("POST", "sync/tallies"),
    ("POST", "device/handback"),
]
OPEN_CALLS = [("POST", "join"), ("GET", f"join/j-{UUID}"), ("POST", f"join/j-{UUID}/token"), ("POST", "device/renew")]
BODIES = [
    "[]", '"x"', "7", "null", "", "{", '{"code": [1]}', '{"code": "\\u0000", "first_name": "x"}',
    '{"device": "\\ud83d"}', "[" * 100_000,
]  # fmt: skip
CALLS = [*PHONE_CALLS, *OPEN_CALLS, ("POST", "sync/seal")]


def call(client: Client, verb: str, path: str, body: object = None, **headers):
    return client.generic(
        verb, f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json", headers=headers
    )


@pytest.mark.parametrize(("verb", "path"), CALLS)
def test_another_verb_is_not_allowed_and_says_which_are(joined, verb, path) -> None:
    allowed = {"GET", "HEAD"} if verb == "GET" else {"POST"}

    for other in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"} - allowed:
        answer = call(joined.client, other, path, **{"X-Canvass": "1"})
        assert (answer.status_code, other) == (405, other)
        assert set(answer.headers["Allow"].split(", ")) == allowed
        assert other == "HEAD" or answer.json()["code"] == "method_not_allowed"


@pytest.mark.parametrize("path", [path for verb, path in CALLS if verb == "POST" and path != "sync/seal"])
def test_a_call_that_changes_something_needs_the_header(joined, path) -> None:
    for headers in ({}, {"X-Canvass": "0"}):
        answer = call(joined.client, "POST", path, **headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "header_missing")


@pytest.mark.parametrize(("verb", "path"), PHONE_CALLS)
def test_nobody_and_a_made_up_token_hear_the_same(db, verb, path) -> None:
    made_up = Client()
    made_up.cookies[site.DEVICE_COOKIE] = "made-up"

    for client in (Client(), made_up):
        answer = call(client, verb, path, **{"X-Canvass": "1"})
        assert (answer.status_code, answer.json()["code"]) == (401, "device_unknown")


@pytest.mark.parametrize(("verb", "path"), PHONE_CALLS)
def test_a_revoked_phone_reads_nothing_from_its_next_call_on(joined, turf, verb, path) -> None:
    path = path.replace("t-1", f"t-{turf.pk}")
    devices.revoke(Device.objects.get(), now=timezone.now())

    answer = call(joined.client, verb, path, pushed(), **{"X-Canvass": "1"})

    assert answer.status_code == 401
    assert answer.json().keys() == {"code", "detail"}
    assert answer.json()["code"] == "device_revoked"


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("path", [path for verb, path in CALLS if verb == "POST" and path != "device/handback"])
def test_a_body_of_another_kind_is_one_clear_refusal(joined, path, body) -> None:
    answer = joined.client.post(
        f"/api/v1/{path}", body, content_type="application/json", headers={"X-Canvass": "1"}
    )  # fmt: skip

    assert answer.status_code in ({404, 400} if "token" in path else {409} if "seal" in path else {400})
    assert answer.json().keys() == {"code", "detail"}


@pytest.mark.parametrize("path", ["join", "device/renew", f"join/j-{UUID}/token"])
def test_a_stranger_cannot_send_more_than_a_phone_may(db, path) -> None:
    answer = Client().post(
        f"/api/v1/{path}", b" " * 1_000_001, content_type="application/json", headers={"X-Canvass": "1"}
    )  # fmt: skip

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/*", "nonsense"])
def test_every_answer_is_json_whatever_is_asked_for(joined, accept) -> None:
    for path in ("device", "device?format=xml"):
        answer = joined.client.get(f"/api/v1/{path}", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")


def test_a_phone_of_the_campaign_next_door_sees_its_own_and_nothing_here(joined, turf, outsider) -> None:
    outing = builders.outing(outsider.campaign, starts_at=timezone.now())
    device, token = devices.register(
        outing=outing, team_id=None, first_name="Odile", phone="", public_key="", now=timezone.now()
    )
    own = builders.turf(outing, builders.address(builders.station(), 99))
    handing_out.give_to_phone(own, device, now=timezone.now())
    alien = Phone(Client())
    alien.client.cookies[site.DEVICE_COOKIE] = token

    assert [held["id"] for held in alien.get("device").json()["turfs"]] == [f"t-{own.pk}"]
    assert alien.get(f"turfs/t-{turf.pk}/bundle").status_code == 404
    counts = {
        "batch": UUID,
        "outing": f"o-{turf.outing_id}",
        "items": [{"station": "94033-0001", "topic": "x", "n": 1}],
    }
    assert alien.post("sync/tallies", counts).status_code == 404
