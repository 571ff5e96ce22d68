"""What a phone does to its own data and time: a store erased under a running app, a clock a year off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people.models import Device
from campaigns.visits.models import Visit
from tests.field.phones import open_next_door, sent, stored, tap, until

pytestmark = pytest.mark.browser

ERASE = """new Promise((resolve, reject) => {
  const erasing = indexedDB.deleteDatabase("canvass");
  erasing.onsuccess = () => resolve(true);
  erasing.onerror = erasing.onblocked = () => reject(erasing.error);
})"""
ERASED = "text=Le téléphone a effacé les données de l’application"


def test_a_store_erased_in_the_middle_of_a_walk_comes_back_from_the_server(phone, turf) -> None:
    open_next_door(phone)
    tap(phone, "refused")
    sent(phone)
    phone.click("[aria-label=Retour]")
    open_next_door(phone)
    phone.evaluate(ERASE)

    phone.click(".outcome-not-home")
    phone.wait_for_selector(ERASED)
    phone.click(".row-link >> nth=0")

    phone.wait_for_selector("header >> text=2 portes sur 12")
    sent(phone)
    assert [(visit.outcome, visit.device_seq) for visit in Visit.objects.order_by("device_seq")] == [
        ("refused", 2), ("not_home", 3)
    ]  # fmt: skip
    assert Device.objects.values_list("seq_high", "seq_acked").get() == (3, 3)


def test_without_network_an_erased_store_goes_on_and_is_repaired_later(phone, turf) -> None:
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.wait_for_selector(".badge-ok")
    open_next_door(phone)
    phone.context.set_offline(True)
    phone.evaluate(ERASE)
    for outcome in ("refused", "not-home"):
        tap(phone, outcome)
        phone.keyboard.press("Escape")
    assert len(stored(phone)["outbox"]) == 2

    phone.context.set_offline(False)
    phone.click(".outcome-no-access")
    phone.wait_for_selector(ERASED)
    phone.click(".row-link >> nth=0")
    sent(phone)

    outcomes = Visit.objects.order_by("device_seq").values_list("outcome", flat=True)
    assert list(outcomes) == ["refused", "not_home", "no_access"]


def test_a_store_erased_while_the_app_was_closed_comes_back_at_its_next_start(phone, turf) -> None:
    phone.wait_for_selector(".badge-ok")
    phone.goto("/healthz")
    phone.evaluate(ERASE)

    phone.goto(f"/t/t-{turf.pk}/")

    phone.wait_for_selector(ERASED)
    phone.click("text=J’ai lu")
    phone.click(".row-link >> nth=0")
    phone.wait_for_selector(".rows")
    assert phone.locator(ERASED).count() == 0


def test_who_never_joined_is_told_of_no_erased_store(new_phone, turf) -> None:
    page = new_phone()
    with page.expect_response("**/api/v1/device"):
        page.goto("/t/")

    page.wait_for_selector("[name=code]")
    assert page.locator(ERASED).count() == 0


def test_a_shift_with_a_clock_a_year_ahead_that_is_put_right_meanwhile(new_phone, join, turf) -> None:
    page = new_phone()
    page.clock.set_fixed_time(timezone.now() + timedelta(days=365))
    phone = join(page)
    open_next_door(phone)
    phone.context.set_offline(True)
    for outcome in ("refused", "not-home"):
        tap(phone, outcome)
        phone.keyboard.press("Escape")
    phone.clock.set_fixed_time(timezone.now())
    for outcome in ("come-back", "no-access"):
        tap(phone, outcome)
        phone.keyboard.press("Escape")

    phone.context.set_offline(False)
    sent(phone)

    visits = list(Visit.objects.order_by("device_seq"))
    assert [visit.outcome for visit in visits] == ["refused", "not_home", "come_back", "no_access"]
    times = [visit.effective_at for visit in visits]
    assert times == sorted(times)
    assert timezone.now() - times[0] < timedelta(minutes=2)
    assert {flag for visit in visits for flag in visit.flags} <= {"clock"}


def test_an_event_of_a_newer_kind_and_a_refusal_are_told_in_words(phone, turf) -> None:
    until(phone, "navigator.serviceWorker.controller !== null")
    phone.wait_for_selector(".badge-ok")
    open_next_door(phone)
    phone.context.set_offline(True)
    tap(phone, "refused")
    phone.evaluate(
        """async () => {
          const opening = indexedDB.open("canvass");
          const db = await new Promise((resolve) => (opening.onsuccess = () => resolve(opening.result)));
          const all = db.transaction("outbox", "readwrite").objectStore("outbox");
          const event = { type: "garden.found", at: new Date().toISOString(), payload: {} };
          await new Promise((resolve) => (all.put({ seq: 99, id: "x", event }).onsuccess = resolve));
          db.close();
        }"""
    )

    phone.click(".badge")
    phone.wait_for_selector(".events")

    assert "Autre chose, noté en chemin" in phone.inner_text(".events")
    assert "Dernier essai à" in phone.inner_text("main")
    assert "event." not in phone.inner_text("main")
