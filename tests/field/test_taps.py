"""How many taps a volunteer's actions take, counted in the page itself (UX, section 4)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from campaigns.people import joining
from tests.field.phones import open_next_door, stored, swipe, until

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


def test_keeping_a_contact_takes_one_more_and_typing(at_a_door, taps) -> None:
    at_a_door.click(".outcome-conversation")
    at_a_door.click("text=Procuration")
    taps()

    at_a_door.click("text=Garder le contact, avec son accord")
    at_a_door.fill("[name=phone]", "06 12 34 56 78")
    at_a_door.click(".purpose:visible input >> nth=0")
    at_a_door.click("text=La personne est d’accord, enregistrer")
    at_a_door.wait_for_selector(".toast-undo")

    to_the_sheet, one_box, instead_of_saving_the_discussion = 1, 1, 1
    assert taps() == to_the_sheet + one_box + instead_of_saving_the_discussion
    kinds = [row["event"]["type"] for row in stored(at_a_door)["visits"]]
    assert sorted(kinds[-2:]) == ["contact.consented", "visit.recorded"]


def test_a_practical_note_takes_two_and_typing(at_a_door, taps) -> None:
    at_a_door.click("text=Code, interphone, chien, horaires")
    at_a_door.fill("#note-text", "47B19")
    at_a_door.click("dialog >> text=Enregistrer la note")

    at_a_door.wait_for_selector(".code:has-text('47B19')")
    assert taps() == 2


@pytest.fixture
def at_a_building(phone, turf, taps):
    """The façade of number 4: four doors, of which nobody knows the floors."""
    phone.goto(f"/t/t-{turf.pk}/immeuble/{turf.stops.get(address__number=4).address_id}")
    phone.wait_for_selector(".facade")
    phone.evaluate(COUNTING)
    return phone


@pytest.mark.parametrize(
    ("what", "added"),
    [(".roof", "floor.added"), (".flat-add >> nth=0", "door.added"), (".staircases > .button", "staircase.added")],
)
def test_what_is_found_of_a_building_takes_one(at_a_building, taps, what, added) -> None:
    at_a_building.click(".roof")
    at_a_building.wait_for_selector(".staircases")
    taps()
    before = facts(at_a_building, added)

    at_a_building.click(what)

    until(at_a_building, "document.querySelectorAll('.flat-add').length > 0")
    assert taps() == 1
    for _ in range(100):
        if facts(at_a_building, added) > before:
            return
        at_a_building.wait_for_timeout(20)
    pytest.fail(f"nothing of {added}")


def facts(page, kind: str) -> int:
    return [row["event"]["type"] for row in stored(page)["visits"]].count(kind)


def test_unknown_flats_are_counted_with_two_and_a_number(at_a_building, taps) -> None:
    at_a_building.click(".below .link >> nth=0")
    at_a_building.fill("dialog input", "12")
    at_a_building.click("dialog >> text=Enregistrer")

    at_a_building.wait_for_selector("text=12 boutons")
    assert taps() == 2


def test_a_floor_out_of_reach_takes_two(at_a_building, taps) -> None:
    at_a_building.click(".roof")
    taps()

    at_a_building.click(".floor-name >> nth=0")
    at_a_building.click("dialog >> text=Tout l’étage inaccessible")

    at_a_building.wait_for_selector(".flat .tile-no-access")
    assert taps() == 2


def test_putting_a_door_off_takes_one_movement(at_a_door, taps) -> None:
    before = heading(at_a_door)

    swipe(at_a_door, (300, 300), (240, 304), (160, 306), (120, 308))

    assert (taps(), heading(at_a_door) != before) == (0, True)


def test_ending_takes_two(at_a_door, taps) -> None:
    at_a_door.click("text=Bilan")
    at_a_door.wait_for_selector(".dock-buttons")
    taps()

    at_a_door.click("text=Terminer et rendre le secteur")
    at_a_door.click("dialog >> text=Terminer et rendre le secteur")
    at_a_door.wait_for_selector("text=Secteur rendu, merci")

    assert taps() == 2
