"""Looking a door up by what people call it, and leaving one for later with a finger."""

from __future__ import annotations

import pytest

from tests.field.phones import open_next_door, swipe, until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = "[...document.querySelectorAll('.streets .plaque')].map((plaque) => plaque.textContent).join()"


def rows(page) -> str:
    return page.evaluate(ROWS)


def number(page) -> str:
    return page.inner_text(".plaque-number")


def test_rows_follow_each_letter_that_is_typed(phone) -> None:
    everything = rows(phone)
    phone.click("button[aria-label='Chercher une porte']")

    phone.keyboard.type("1")
    one = rows(phone)
    phone.keyboard.type("2")
    twelve = rows(phone)
    phone.keyboard.type(" moulin")

    assert (everything, one, twelve) == ("2,4,6,8,10,12,5,3,1", "1", "12")
    assert "Aucune adresse de cette tournée" in phone.inner_text(".list")


def test_keys_alone_find_a_door_and_leave_the_search(phone) -> None:
    phone.focus("button[aria-label='Chercher une porte']")
    phone.keyboard.press("Enter")
    phone.keyboard.type("tanneurs 8")

    phone.keyboard.press("Escape")

    assert rows(phone).count(",") == 8
    assert phone.evaluate("document.activeElement.ariaLabel") == "Chercher une porte"
    phone.keyboard.press("Enter")
    phone.keyboard.type("tanneurs 8")
    phone.keyboard.press("Enter")
    phone.wait_for_selector(".pad")
    assert number(phone) == "8"


def test_a_search_finds_the_other_side_too_and_survives_what_other_phones_do(phone) -> None:
    phone.click("text=Pairs")
    phone.click("button[aria-label='Chercher une porte']")
    phone.keyboard.type("3")
    assert rows(phone) == "3"

    phone.evaluate("dispatchEvent(new PopStateEvent('popstate'))")  # as when the screen is drawn again

    until(phone, f"{ROWS} === '3'")
    phone.keyboard.type("1")
    assert phone.evaluate("document.activeElement.value") == "31"


def test_a_door_is_pushed_aside_with_a_finger(phone) -> None:
    open_next_door(phone)
    assert number(phone) == "2"

    swipe(phone, (300, 300), (240, 304), (160, 306), (120, 308))

    assert number(phone) == "4"
    assert phone.evaluate("document.querySelector('main').style.translate") == ""


@pytest.mark.parametrize(
    "path",
    [
        ((300, 300), (290, 260), (240, 180), (180, 120)),  # scrolling
        ((300, 300), (280, 300), (250, 301)),  # too short
        ((100, 300), (160, 300), (260, 300)),  # to the right
        ((385, 300), (300, 300), (200, 300)),  # from the edge, which is the system's
    ],
)
def test_another_movement_leaves_the_door_where_it_is(phone, path) -> None:
    open_next_door(phone)

    swipe(phone, *path)

    assert number(phone) == "2"
