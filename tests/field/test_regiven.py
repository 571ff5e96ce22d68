"""What a leader does with a walk under way reaches the phones at their next exchange: given on, taken, changed."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from campaigns.people import counter, joining
from campaigns.people.models import Device
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf
from campaigns.visits.models import Visit
from tests.field.phones import open_next_door, sent, stored, tap

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newcomer(new_phone, outing):
    """Omar scanned the outing's code and waits to be placed."""
    page = new_phone()
    page.goto(joining.qr_path(joining.code_for(outing, now=timezone.now()), timezone.now()))
    page.fill("[name=first_name]", "Omar")
    page.click("form button:has-text('Rejoindre')")
    wait_for(page, lambda: Device.objects.filter(first_name="Omar").exists())
    return page


def exchange(page) -> None:
    page.evaluate("dispatchEvent(new Event('online'))")


def walks(page) -> list[str]:
    return [turf["id"] for turf in stored(page, "turfs")["turfs"]]


def wait_for(page, condition) -> None:
    for _try in range(50):
        if condition():
            return
        page.wait_for_timeout(100)
    pytest.fail("the phone did not hear of it")


def test_a_walk_half_done_goes_from_one_phone_to_another_with_what_was_done(phone, newcomer, turf) -> None:
    open_next_door(phone)
    tap(phone, "not-home")
    sent(phone)
    omar = Device.objects.get(first_name="Omar")

    handing_out.pass_to(turf, omar, now=timezone.now())
    for page in (phone, newcomer):
        exchange(page)

    wait_for(newcomer, lambda: walks(newcomer) == [f"t-{turf.pk}"])
    wait_for(phone, lambda: walks(phone) == [])
    seen = [door["state"] for door in stored(newcomer, "doors")["doors"]]
    assert (seen.count("not_home"), seen.count("todo")) == (1, 11)
    assert stored(phone, "doors")["doors"] == []


def test_the_first_door_of_whoever_took_over_begins_the_walk_on_the_leader_s_board(newcomer, turf) -> None:
    handing_out.place(Device.objects.get(first_name="Omar"), turf, now=timezone.now())
    exchange(newcomer)
    wait_for(newcomer, lambda: walks(newcomer) == [f"t-{turf.pk}"])
    turf.refresh_from_db()
    before = turf.state

    newcomer.goto(f"/t/t-{turf.pk}/")
    open_next_door(newcomer)
    tap(newcomer, "refused")
    sent(newcomer)

    turf.refresh_from_db()
    assert (before, turf.state) == ("assigned", "in_progress")


def test_a_walk_taken_back_leaves_the_phone_and_comes_again_when_it_is_given_again(phone, turf) -> None:
    device = Device.objects.get()

    handing_out.take_back(turf, now=timezone.now())
    exchange(phone)
    wait_for(phone, lambda: walks(phone) == [])
    handing_out.give_to_phone(turf, device, now=timezone.now())
    exchange(phone)

    wait_for(phone, lambda: walks(phone) == [f"t-{turf.pk}"])
    assert len(stored(phone, "doors")["doors"]) == 12


def test_a_walk_whose_stops_changed_is_loaded_again_on_every_phone_of_the_pair(phone, newcomer, turf) -> None:
    handing_out.place(Device.objects.get(first_name="Omar"), turf, now=timezone.now())
    exchange(newcomer)
    wait_for(newcomer, lambda: walks(newcomer) == [f"t-{turf.pk}"])
    newcomer.click("text=Commencer la tournée")
    newcomer.wait_for_selector(".rows")
    open_next_door(phone)
    tap(phone, "not-home")  # not sent yet

    turf.stops.filter(position__gt=6).delete()
    with transaction.atomic():
        Turf.objects.update(version=F("version") + 1, seq=counter.take(turf.campaign_id))
    for page in (phone, newcomer):
        exchange(page)

    for page in (phone, newcomer):
        wait_for(page, lambda page=page: len(stored(page, "addresses")["addresses"]) == 6)
    wait_for(phone, lambda: Visit.objects.count() == 1)
