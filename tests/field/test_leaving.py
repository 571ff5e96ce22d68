"""A phone that is lost, asleep or done, in a real browser."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from campaigns.people import devices
from campaigns.people.models import Campaign, Device
from campaigns.turfs import handing_out
from campaigns.visits.models import Quarantine, Visit
from tests import builders
from tests.field.phones import open_next_door, sent, stored, tap, until

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


def test_handing_back_leaves_neither_store_nor_files_nor_worker(phone, turf) -> None:
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.click("text=Bilan")
    phone.click("text=Terminer et rendre le secteur")
    phone.click("dialog >> text=Terminer et rendre le secteur")
    phone.wait_for_selector("text=Secteur rendu, merci")
    until(phone, "navigator.serviceWorker.getRegistrations().then((found) => found.length === 0)")

    assert phone.evaluate("caches.keys()") == []
    assert stored(phone) == {"outbox": [], "visits": []}


def test_a_phone_whose_area_was_taken_back_forgets_its_doors_and_gets_the_next_one(phone, turf, outing) -> None:
    other = builders.turf(outing, builders.address(builders.station(), 41), number=2)
    open_next_door(phone)
    tap(phone, "refused")
    handing_out.place(Device.objects.get(), other, now=timezone.now())

    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector("text=Secteur 2")

    assert phone.locator(".row").count() == 1
    assert Visit.objects.get().outcome == "refused"


def test_without_network_the_walk_closes_when_its_lease_ends(phone, turf) -> None:
    open_next_door(phone)
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.context.set_offline(True)
    tap(phone, "refused")
    phone.clock.set_fixed_time(timezone.now() + timedelta(days=2))

    phone.reload()
    phone.wait_for_selector("h1:has-text('Cette tournée est fermée')")

    assert "1 visite à envoyer" in phone.inner_text("main")
    assert len(stored(phone)["outbox"]) == 1


def test_without_network_the_silence_is_known_from_the_walk(new_phone, join, turf, outing) -> None:
    vote = (timezone.now() + timedelta(days=3)).date()
    Campaign.objects.update(final_round_date=vote)
    outing.ends_at += timedelta(days=4)  # the lease outlasts the silence
    outing.save()
    phone = join(new_phone())
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.context.set_offline(True)

    phone.clock.set_fixed_time(datetime.combine(vote, time(8), tzinfo=ZoneInfo("Europe/Paris")))
    phone.locator(".row-link").first.click()

    phone.wait_for_selector(".silence")
    assert phone.locator(".pad").count() == 0
