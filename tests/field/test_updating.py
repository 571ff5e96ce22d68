"""A newer release meets a phone in the middle of its walk."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.people import joining
from campaigns.visits.models import Visit
from tests.field.phones import open_next_door, reopened, stored, tap, until
from tests.field.releases import releases

pytestmark = pytest.mark.browser

UPDATE = "Mettre à jour l’application"
KEPT = "caches.keys().then((names) => names.sort().join())"


@pytest.fixture
def way(site):
    with releases(site) as server:
        yield server


@pytest.fixture
def phone(new_phone, turf, way):
    """A phone that walks the turf, kept whole by the worker of the present release."""
    page = new_phone()
    page.goto(way.address + joining.qr_path(turf.join_code, timezone.now()))
    page.fill("[name=first_name]", "Léa")
    page.click("form button:has-text('Rejoindre')")
    page.click("text=Commencer la tournée")
    page.wait_for_selector(".rows")
    until(page, "navigator.serviceWorker.controller !== null")
    return page


def release(page, way) -> str:
    """Publish a newer release, and let the phone find it. Returns the caches kept before."""
    before = page.evaluate(KEPT)
    way.newer = "next"
    page.evaluate("navigator.serviceWorker.getRegistration('/t/').then((held) => held.update())")
    until(page, "navigator.serviceWorker.getRegistration('/t/').then((held) => held.waiting !== null)")
    return before


def menu(page) -> str:
    page.click("[aria-haspopup=dialog]")
    said = page.inner_text("dialog")
    page.keyboard.press("Escape")
    return said


def test_a_newer_release_waits_until_all_is_sent_and_the_volunteer_taps(phone, way) -> None:
    phone.context.route("**/sync/push", lambda route: route.abort())
    open_next_door(phone)
    tap(phone, "refused")
    before = release(phone, way)
    assert UPDATE not in menu(phone)

    phone.context.unroute("**/sync/push")
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector(".badge-ok")
    assert phone.evaluate(KEPT) == f"{before},canvass-next"
    phone.click("[aria-haspopup=dialog]")
    with phone.expect_navigation():
        phone.click(f"text={UPDATE}")

    phone.wait_for_selector(".pad")
    assert phone.evaluate(KEPT) == "canvass-next"
    assert [visit["id"] for visit in stored(phone)["visits"] if visit["door"]] == [str(Visit.objects.get().pk)]


def test_a_newer_release_takes_over_at_a_cold_start_and_the_queue_stays(phone, way) -> None:
    phone.context.route("**/sync/push", lambda route: route.abort())
    open_next_door(phone)
    tap(phone, "refused")
    release(phone, way)

    page = reopened(phone, phone.url)

    until(page, f"{KEPT}.then((names) => names === 'canvass-next')")
    waiting = stored(page)["outbox"]
    assert waiting[-1]["event"]["payload"]["outcome"] == "refused"
    assert page.title().startswith(f"({len(waiting)}) ")


def test_every_tab_of_a_phone_changes_release_together(phone, way) -> None:
    other = phone.context.new_page()
    other.goto(phone.url)
    other.wait_for_selector(".rows")
    release(phone, way)
    phone.wait_for_selector(".badge-ok")
    phone.click("[aria-haspopup=dialog]")

    with other.expect_navigation(), phone.expect_navigation():
        phone.click(f"text={UPDATE}")

    assert other.evaluate(KEPT) == "canvass-next"
