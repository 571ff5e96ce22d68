"""A phone that the server forgot joins again, with visits that still wait on it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.doors.models import Door
from campaigns.people import joining
from campaigns.people.models import Device
from tests.api.test_walk import pushed
from tests.builders import event


def token(phone, turf, **fields):
    scanned = joining.qr_path(turf.join_code, timezone.now()).removeprefix("/r/")
    join = phone.post("join", {"code": scanned, "first_name": "Léa"}).json()["join"]
    return phone.post(f"join/{join}/token", fields)


def test_a_phone_that_joins_anew_goes_on_numbering_and_misses_nothing_below(phone, turf) -> None:
    token(phone, turf, numbered_from=41)
    device = Device.objects.get()
    assert (device.seq_acked, device.seq_high) == (40, 40)

    waiting = event(device, turf, Door.objects.first(), seq=41)

    assert phone.post("sync/push", pushed(waiting, seq_high=41)).json()["seq_acked"] == 41


@pytest.mark.parametrize("number", [0, -1, 2**53, "many"])
def test_a_number_that_no_phone_counts_from_is_refused(phone, turf, number) -> None:
    answer = token(phone, turf, numbered_from=number)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert not Device.objects.exists()
