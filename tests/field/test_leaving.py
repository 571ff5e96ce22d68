"""A phone that is lost, asleep or done, in a real browser."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people import devices
from campaigns.people.models import Device
from campaigns.visits.models import Quarantine, Visit
from tests.field.test_walk import open_next_door, sent, stored, tap

pytestmark = pytest.mark.browser


def test_the_last_visits_of_a_lost_phone_are_kept_aside_and_its_store_is_empty(phone, turf) -> None:
    open_next_door(phone)
    phone.context.set_offline(True)
    tap(phone, "refused")
    devices.revoke(Device.objects.get(), now=timezone.now())

    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector("text=Ses visites sont envoyées")

    assert "device_revoked" in Quarantine.objects.values_list("code", flat=True)
    assert not Visit.objects.exists()
    assert stored(phone) == {"outbox": [], "visits": []}


def test_a_phone_asleep_for_half_a_day_sends_without_asking_the_leader(phone, turf) -> None:
    open_next_door(phone)
    phone.context.set_offline(True)
    tap(phone, "refused")
    Device.objects.update(last_seen_at=timezone.now() - timedelta(hours=13))

    phone.context.set_offline(False)
    sent(phone)

    assert Visit.objects.get().outcome == "refused"
