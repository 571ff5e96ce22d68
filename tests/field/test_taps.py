"""How many taps a volunteer's actions take, counted in the page itself (UX, section 4)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.people import joining
from tests.field.phones import open_next_door, stored

pytestmark = pytest.mark.browser

COUNTING = """
  globalThis.taps = 0;
  addEventListener("click", (event) => (globalThis.taps += event.isTrusted ? 1 : 0), true);
"""
COUNTING_OVER_PAGES = """
  sessionStorage.taps ??= 0;
  addEventListener("click", (event) => event.isTrusted && (sessionStorage.taps = +sessionStorage.taps + 1), true);
"""


@pytest.fixture
def taps(phone):
    """``taps()``: how many there were since the last time it was asked."""
    phone.evaluate(COUNTING)

    def since_then() -> int:
        return phone.evaluate("() => { const n = taps; taps = 0; return n; }")

    return since_then


@pytest.fixture
def at_a_door(phone, taps):
    open_next_door(phone)
    taps()
    return phone


def heading(page) -> str:
    return page.locator("h1").text_content()


def last_event(page) -> dict:
    return stored(page)["visits"][-1]["event"]


def test_joining_and_starting_takes_two_and_a_first_name(new_phone, turf) -> None:
    page = new_phone()
    page.add_init_script(COUNTING_OVER_PAGES)
    page.goto(joining.qr_path(turf.join_code, timezone.now()))
    page.locator("[name=first_name]").fill("Léa")
    page.click("form button:has-text('Rejoindre')")
    page.click("text=Commencer la tournée")
    page.wait_for_selector(".rows")

    assert page.evaluate("+sessionStorage.taps") == 2


@pytest.mark.parametrize("outcome", ["not_home", "refused", "come_back", "no_access"])
def test_an_outcome_takes_one_and_the_next_door_none(at_a_door, taps, outcome) -> None:
    before = heading(at_a_door)

    at_a_door.click(f".outcome-{outcome.replace('_', '-')}")
    at_a_door.wait_for_selector(".toast-undo")

    assert (taps(), last_event(at_a_door)["payload"]["outcome"]) == (1, outcome)
    assert heading(at_a_door) != before


@pytest.mark.parametrize(("chosen", "number"), [([], 2), (["Favorable"], 3), (["Favorable", "Procuration"], 4)])
def test_a_discussion_takes_two_to_four(at_a_door, taps, chosen, number) -> None:
    before = heading(at_a_door)

    at_a_door.click(".outcome-conversation")
    for what in chosen:
        at_a_door.click(f"text={what} >> nth=0")
    at_a_door.click("text=Enregistrer, porte suivante")
    at_a_door.wait_for_selector(".toast-undo")

    assert (taps(), last_event(at_a_door)["payload"]["outcome"]) == (number, "conversation")
    assert heading(at_a_door) != before


def test_undoing_takes_one(at_a_door, taps) -> None:
    before = heading(at_a_door)
    at_a_door.click(".outcome-refused")
    taps()

    at_a_door.click(".toast-undo")
    at_a_door.wait_for_selector("text=annulé")

    assert (taps(), heading(at_a_door)) == (1, before)


def test_another_time_takes_one_more_and_stays_at_the_door(at_a_door, taps) -> None:
    first = at_a_door.url
    at_a_door.click(".outcome-come-back")
    at_a_door.click("text=Le soir")
    at_a_door.wait_for_selector("text=À revoir, le soir")

    assert (taps(), last_event(at_a_door)["payload"]["come_back_at"]) == (2, "evening")
    at_a_door.goto(first)
    at_a_door.wait_for_selector(".door-title:has-text('À revoir, le soir')")


def test_another_side_takes_one_and_the_door_stays(at_a_door, taps) -> None:
    before = heading(at_a_door)

    at_a_door.click("text=Pairs")

    at_a_door.wait_for_selector("[aria-pressed=true]:has-text('Pairs')")
    assert (taps(), heading(at_a_door)) == (1, before)


def test_ending_takes_two(at_a_door, taps) -> None:
    at_a_door.click("text=Bilan")
    at_a_door.wait_for_selector(".dock-buttons")
    taps()

    at_a_door.click("text=Terminer et rendre le secteur")
    at_a_door.click("dialog >> text=Terminer et rendre le secteur")
    at_a_door.wait_for_selector("text=Secteur rendu, merci")

    assert taps() == 2
