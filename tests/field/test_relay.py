"""Two phones: a shift ends, another begins, and no door is lost or seen twice between them."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.people import joining
from campaigns.people.models import Device, JoinRequest
from campaigns.turfs.models import Relay
from campaigns.visits.models import FieldEvent, Visit
from tests.field.phones import open_next_door, stored, tap, until

pytestmark = pytest.mark.browser


def show_code(page) -> None:
    page.click("text=Bilan")
    page.click("text=Passer le relais")
    page.wait_for_selector(".relay-qr")


def scan(page) -> None:
    """What the camera of the newcomer's phone opens."""
    page.goto(joining.qr_path(Relay.objects.get().code, timezone.now()))
    page.fill("[name=first_name]", "Omar")
    page.click("form button:has-text('Rejoindre')")
    page.click("text=Commencer la tournée")
    page.wait_for_selector(".rows")


def test_a_newcomer_scans_the_giver_s_screen_and_goes_on_from_there(phone, new_phone, turf) -> None:
    open_next_door(phone)
    tap(phone, "refused")
    show_code(phone)
    assert "11 portes restantes" in phone.inner_text("main")

    other = new_phone()
    scan(other)

    phone.wait_for_selector("text=Relais pris par Omar")
    until(phone, "navigator.serviceWorker.getRegistrations().then((found) => found.length === 0)")
    assert stored(phone) == {"outbox": [], "visits": []}
    assert "1 porte sur 12" in other.inner_text("header")
    assert [held.device.first_name for held in turf.assignments.filter(ended_at=None)] == ["Omar"]
    assert FieldEvent.objects.filter(type="walk.handed_over").count() == 1
    open_next_door(other)
    assert "4 Rue des Tanneurs" in other.locator("h1").text_content()


def test_a_giver_who_looks_elsewhere_hears_of_it_and_loses_no_visit(phone, new_phone, turf) -> None:
    show_code(phone)
    phone.click("[aria-label=Retour]")
    phone.click("[aria-label=Retour]")
    phone.route("**/sync/*", lambda route: route.abort())
    open_next_door(phone)
    tap(phone, "refused")
    scan(new_phone())

    phone.unroute("**/sync/*")
    phone.evaluate("dispatchEvent(new Event('online'))")

    phone.wait_for_selector("text=Relais pris par Omar")
    assert Visit.objects.get().outcome == "refused"


def test_typed_words_wait_for_the_leader_while_the_giver_goes_on(phone, new_phone, turf, outing) -> None:
    show_code(phone)
    other = new_phone()
    other.goto("/r/")
    other.fill("[name=code]", phone.inner_text(".relay-words").lower())
    other.fill("[name=first_name]", "Omar")
    other.click("form button")
    phone.wait_for_selector("text=Omar arrive")
    assert Device.objects.count() == 1

    joining.accept(JoinRequest.objects.get(first_name="Omar"), by=outing.teams.get().leader, now=timezone.now())

    other.wait_for_selector("text=Commencer la tournée")
    phone.wait_for_selector("text=Relais pris par Omar")


def test_the_code_stays_on_the_screen_without_network_and_can_be_taken_back(phone, turf) -> None:
    until(phone, "navigator.serviceWorker.controller !== null")
    show_code(phone)
    words = phone.inner_text(".relay-words")
    phone.context.set_offline(True)
    phone.reload()
    phone.wait_for_selector(f"text={words}")

    phone.context.set_offline(False)
    phone.click("text=Annuler le relais")

    phone.wait_for_selector(".figures")
    assert Relay.objects.get().code.revoked_at is not None
    assert turf.assignments.get().ended_at is None


def test_without_network_the_phone_says_what_is_possible(phone, turf) -> None:
    phone.click("text=Bilan")
    phone.context.set_offline(True)
    phone.click("text=Passer le relais")
    phone.wait_for_selector("text=demande du réseau sur les deux téléphones")

    phone.context.set_offline(False)
    phone.click("text=Afficher un autre code")

    phone.wait_for_selector(".relay-qr")
