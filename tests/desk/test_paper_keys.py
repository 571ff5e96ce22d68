"""A sheet of eighteen doors typed in by keyboard alone, by touch, and without a script."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.people.models import Outing
from campaigns.visits.models import PaperSheet, Visit
from tests import builders
from tests.browser import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OUTCOMES = ["not_home", "conversation", "refused", "come_back", "no_access", "do_not_knock"] * 3
LETTERS = dict(zip(OUTCOMES, "adrvfn", strict=False))


@pytest.fixture
def eighteen(site, campaign, leader):
    """A walk of eighteen houses."""
    station = builders.station()
    places = [builders.address(station, number) for number in range(1, 37, 2)]
    doors = [builders.door(campaign, place) for place in places]
    outing = builders.outing(campaign, leader.teams_led.get(), starts_at=timezone.now())
    turf = builders.turf(outing, *places)
    return leader, doors, f"/sorties/{outing.pk}/saisie/{turf.pk}"


def outcomes(doors) -> list[str | None]:
    said = dict(Visit.objects.order_by("device_seq").values_list("door", "outcome"))
    return [said.get(door.pk) for door in doors]


def test_by_keyboard_alone(eighteen, signed_in) -> None:
    leader, doors, address = eighteen
    page = signed_in(leader)
    page.goto(address)

    for outcome in OUTCOMES:
        page.keyboard.press(LETTERS[outcome])
    expect(page.locator("[data-entry-save]")).to_be_focused()
    page.keyboard.type("12")
    page.keyboard.press("a")  # goes on to 13
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Backspace")  # 11 is unticked
    page.keyboard.type("18")
    page.keyboard.press("Enter")
    expect(page.locator("[data-entry-save]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice-success")

    expected = list(OUTCOMES)
    expected[11], expected[10] = "not_home", None
    assert outcomes(doors) == expected
    assert page.locator("[data-entry-count]").inner_text() == "17 / 18"


def test_letters_in_a_field_are_letters(eighteen, signed_in) -> None:
    leader, _doors, address = eighteen
    page = signed_in(leader)
    page.goto(address)

    page.focus("#walked_at")
    page.keyboard.press("a")

    assert page.locator("input[type=radio][data-key]:checked").count() == 0


def test_by_touch(eighteen, signed_in) -> None:
    leader, doors, address = eighteen
    page = signed_in(leader, **PHONE)
    page.goto(address)

    for number, outcome in enumerate(OUTCOMES, start=1):
        page.locator(f"[data-row='{number}'] .entry-{outcome}").tap()
    page.locator("[data-row='2'] summary").tap()
    page.locator("[data-row='2']").get_by_text("Procuration").tap()
    page.locator("[data-entry-save]").dblclick()
    page.wait_for_selector(".notice")

    assert outcomes(doors) == OUTCOMES
    assert Visit.objects.count() == 18
    assert Visit.objects.get(door=doors[1]).requests == ["proxy"]


def test_without_a_script(eighteen, signed_in) -> None:
    leader, doors, address = eighteen
    page = signed_in(leader, java_script_enabled=False)
    page.goto(address)

    for number, outcome in enumerate(OUTCOMES, start=1):
        page.locator(f"[data-row='{number}'] input[value={outcome}]").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_label("La feuille de papier est détruite").check()
    page.get_by_role("button", name="Confirmer").click()

    expect(page.locator(".entry-fate")).to_contain_text("par Nadia Haddad")
    assert outcomes(doors) == OUTCOMES
    assert PaperSheet.objects.get().destroyed_by == leader
    assert Outing.objects.count() == 1
