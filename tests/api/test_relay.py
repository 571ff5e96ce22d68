"""Handing a walk over, as two phones hear of it."""

from __future__ import annotations

import segno
from django.conf import settings
from django.test import Client
from django.utils import timezone

from campaigns.people import joining
from campaigns.turfs.models import Relay
from tests.api.conftest import Phone


def offered(joined, turf) -> dict:
    answer = joined.post(f"turfs/t-{turf.pk}/relay")
    assert answer.status_code == 201
    return answer.json()


def come_in(code: str) -> Phone:
    phone = Phone(Client())
    join = phone.post("join", {"code": code, "first_name": "Omar"}).json()["join"]
    assert phone.post(f"join/{join}/token").status_code == 200
    return phone


def test_the_code_is_told_as_words_and_as_the_squares_of_a_qr(joined, turf) -> None:
    told = offered(joined, turf)

    relay = Relay.objects.get()
    drawn = segno.make(settings.PUBLIC_BASE_URL + joining.qr_path(relay.code, timezone.now()), error="m", micro=False)
    assert sorted(told) == ["expires_at", "name", "qr", "server_time", "state", "words"]
    assert (told["state"], told["words"]) == ("open", relay.code.words)
    assert told["qr"] == ["".join(map(str, row)) for row in drawn.matrix]


def test_both_phones_hear_of_it(joined, turf) -> None:
    offered(joined, turf)
    code = joining.qr_path(Relay.objects.get().code, timezone.now()).removeprefix("/r/")

    newcomer = come_in(code)

    told = joined.get(f"turfs/t-{turf.pk}/relay").json()
    assert (told["state"], told["name"]) == ("taken", "Omar")
    assert [held["id"] for held in newcomer.get("device").json()["turfs"]] == [f"t-{turf.pk}"]
    assert newcomer.get(f"turfs/t-{turf.pk}/bundle").status_code == 200
    assert joined.get(f"turfs/t-{turf.pk}/bundle").status_code == 404


def test_a_giver_who_looks_elsewhere_is_told_with_the_next_pull(joined, turf) -> None:
    cursor = joined.get(f"turfs/t-{turf.pk}/bundle").json()["cursor"]
    offered(joined, turf)
    come_in(joining.qr_path(Relay.objects.get().code, timezone.now()).removeprefix("/r/"))

    commands = joined.get("sync/pull", cursor=cursor).json()["commands"]

    assert commands == [
        {"command": "wipe_turf", "turf": f"t-{turf.pk}"},
        {"command": "show_message", "text": "Omar a repris votre secteur. Merci."},
    ]


def test_an_offer_is_taken_back_by_its_phone(joined, turf) -> None:
    told = offered(joined, turf)

    assert joined.post(f"turfs/t-{turf.pk}/relay/close").json()["state"] == "over"

    assert joined.post("join", {"code": told["words"], "first_name": "Omar"}).status_code == 410


def test_a_turf_never_offered_has_no_relay(joined, turf) -> None:
    for answer in (
        joined.get(f"turfs/t-{turf.pk}/relay"),
        joined.post(f"turfs/t-{turf.pk}/relay/close"),
        joined.post("turfs/t-999999/relay"),
        joined.post("turfs/nonsense/relay"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_after_the_outing_the_phone_is_told_why(joined, turf, outing) -> None:
    type(outing).objects.update(closed_at=timezone.now())

    answer = joined.post(f"turfs/t-{turf.pk}/relay")

    assert (answer.status_code, answer.json()["code"]) == (409, "outing_over")
