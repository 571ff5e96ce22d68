"""Handing areas out with the mouse, a finger or the keyboard alone: the same board comes of all three."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.turfs import handing_out, walkers
from campaigns.turfs.models import Assignment, Turf
from tests import builders
from tests.browser import PHONE
from tests.pages.test_keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def outing(site):
    """Three free areas; Amel and Bruno walk together, Esther avoids stairs, and none of them has an area."""
    campaign = builders.campaign("valmont")
    made = builders.outing(campaign, starts_at=timezone.now())
    station = builders.station()
    for number, floors in ((1, 6), (2, 0), (3, 4)):
        houses = [builders.address(station, number * 20 + place) for place in (0, 2, 4)]
        for house in houses:
            builders.door(campaign, house)
        builders.turf(made, *houses, number=number).stops.update(floors=floors)
    amel, bruno, esther = (builders.device(made, first_name=name) for name in ("Amel", "Bruno", "Esther"))
    walkers.walk_together(bruno, amel)
    walkers.note(esther, "no_stairs", holds=True)
    return made


@pytest.fixture
def board(outing, enter):
    """Opens the board as headquarters."""
    member = builders.member(outing.campaign, "hq_manage")

    def opened(**options):
        page = enter(member, **options)
        page.goto(f"/sorties/{outing.pk}/repartir")
        return page

    return opened


def held() -> dict[str, int]:
    return dict(Assignment.objects.filter(ended_at=None).values_list("device__first_name", "turf__number"))


def row(page, name: str):
    return page.locator(".person > details > summary").filter(has=page.locator(f"strong:text-is('{name}')"))


def area(page, number: int):
    return page.locator(".turf").filter(has=page.locator(f".plaque:text-is('{number}')"))


def middle(locator) -> tuple[float, float]:
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page, source, target) -> None:
    page.mouse.move(*middle(source))
    page.mouse.down()
    page.mouse.move(*middle(target), steps=8)
    expect(page.locator(".drop-over")).to_have_count(1)
    page.mouse.up()


def finger(page):
    """``move(kind, *places)``: what a finger does, as the browser hears it of the screen."""
    session = page.context.new_cdp_session(page)

    def move(kind: str, *at: tuple[float, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})

    return move


def test_a_pair_is_dragged_with_the_mouse_to_an_area_and_back(board) -> None:
    page = board()

    drag(page, row(page, "Amel"), area(page, 2))
    expect(area(page, 2).locator(".person")).to_have_count(2)
    there = held()
    drag(page, row(page, "Bruno"), page.locator(".to-place > h2"))
    expect(area(page, 2).locator(".person")).to_have_count(0)

    assert (there, held()) == ({"Amel": 2, "Bruno": 2}, {})


def test_an_area_on_the_map_stands_for_its_card(board) -> None:
    page = board()

    drag(page, row(page, "Esther"), page.locator(".sketch .tag[data-area='3']"))

    expect(area(page, 3).locator(".person")).to_have_count(1)
    assert held() == {"Esther": 3}


def test_somebody_dropped_where_they_were_or_let_go_with_escape_stays(board) -> None:
    page = board()

    page.mouse.move(*middle(row(page, "Amel")))
    page.mouse.down()
    page.mouse.move(*middle(page.locator("h1")), steps=5)
    page.mouse.move(*middle(row(page, "Amel")), steps=5)
    page.mouse.up()
    expect(page.locator(".person details[open]")).to_have_count(0)
    page.mouse.move(*middle(row(page, "Amel")))
    page.mouse.down()
    page.mouse.move(*middle(area(page, 2)), steps=5)
    page.keyboard.press("Escape")
    page.mouse.up()

    expect(page.locator(".ghost, .drop-over, .lifted")).to_have_count(0)
    expect(page.locator(".person details[open]")).to_have_count(0)
    assert held() == {}


def test_a_finger_takes_somebody_by_the_handle_down_the_page_to_an_area(board) -> None:
    page = board(**PHONE)
    x, y = middle(row(page, "Esther").locator("[data-grip]"))
    edge = page.viewport_size["height"] - 30
    touch = finger(page)

    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x, y + (edge - y) * step / 5))
    expect(area(page, 3)).to_be_in_viewport(ratio=1)  # the page rolls on under the finger
    touch("touchMove", middle(area(page, 3)))
    expect(page.locator(".drop-over")).to_have_count(1)
    touch("touchEnd")

    expect(area(page, 3).locator(".person")).to_have_count(1)
    assert held() == {"Esther": 3}


def test_with_the_keyboard_alone_somebody_is_paired_placed_and_keeps_the_focus(board) -> None:
    page = board()

    tab_to(page, row(page, "Esther"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Qui marche avec Esther"))
    page.keyboard.press("ArrowDown")  # Amel
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row(page, "Esther")).to_contain_text("avec Amel, Bruno")
    expect(row(page, "Esther")).to_be_focused()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(area(page, 2).locator(".person")).to_have_count(3)
    expect(row(page, "Esther")).to_be_focused()

    assert held() == {"Amel": 2, "Bruno": 2, "Esther": 2}


def test_what_is_known_of_a_person_takes_two_taps(board) -> None:
    page = board()

    row(page, "Amel").click()
    page.get_by_role("button", name="A une voiture").and_(page.locator(":visible")).click()

    expect(row(page, "Amel")).to_contain_text("en voiture")


def test_people_are_shared_out_with_reasons_and_taken_back(board) -> None:
    page = board()

    page.get_by_role("link", name="Répartir pour moi").click()
    expect(page.locator("#proposal li")).to_have_count(2)
    expect(page.locator("#proposal")).to_contain_text("Esther\u202f: pas d’escaliers, un secteur sans étage à monter")
    assert held() == {}
    page.get_by_role("button", name="Placer ainsi").click()
    expect(page.get_by_role("status")).to_have_text("3 personnes sont placées.")
    placed = held()
    page.get_by_role("button", name="Annuler la répartition").click()
    expect(page.get_by_role("status")).to_have_text("3 personnes sont de nouveau à placer.")

    assert placed["Esther"] == 2
    assert placed["Amel"] == placed["Bruno"] != 2
    assert held() == {}


def test_a_turf_given_back_half_done_is_given_to_somebody_else_with_what_is_left(board, outing) -> None:
    turf, phone = outing.turfs.get(number=1), builders.device(outing, first_name="Léa")
    handing_out.give_to_phone(turf, phone, now=timezone.now())
    doors = list(outing.campaign.doors.filter(address__in=turf.stops.values("address"))[:2])
    builders.visits(phone, turf, *[(door, "not_home") for door in doors], at=timezone.now())
    handing_out.hand_back(turf, phone, now=timezone.now())
    page = board()

    expect(area(page, 1)).to_contain_text("le reste\u202f: 1 porte (2 sur 3 faites)")
    drag(page, row(page, "Esther"), area(page, 1))
    expect(area(page, 1).locator(".person")).to_have_count(1)

    turf.refresh_from_db()
    assert (held(), turf.state, turf.pass_no) == ({"Esther": 1}, Turf.State.ASSIGNED, 2)
    assert sorted(outing.campaign.doors.filter(pk__in=[d.pk for d in doors]).values_list("state", flat=True)) == [
        "not_home",
        "not_home",
    ]


def test_a_newcomer_shows_up_on_the_board_that_nobody_touches_and_not_under_an_open_menu(board, outing) -> None:
    page = board()
    renew = "htmx.ajax('GET', location.pathname, { source: '[data-board] > [data-live]' })"

    row(page, "Amel").click()
    builders.device(outing, first_name="Omar")
    page.evaluate(renew)
    page.wait_for_timeout(300)
    expect(row(page, "Omar")).to_have_count(0)
    row(page, "Amel").click()
    page.evaluate(renew)

    expect(row(page, "Omar")).to_have_count(1)


def test_on_a_phone_the_map_is_behind_a_tab(board) -> None:
    page = board(**PHONE)
    lists, plan = page.locator(".areas"), page.locator(".plan")

    expect(plan).to_be_hidden()
    page.get_by_role("link", name="Carte", exact=True).click()
    expect(plan).to_be_visible()
    expect(lists).to_be_hidden()
    page.get_by_role("link", name="Liste", exact=True).click()

    expect(lists).to_be_visible()
    expect(plan).to_be_hidden()


def test_the_follow_up_can_be_paused(board, outing) -> None:
    page = board()
    page.goto(f"/sorties/{outing.pk}/suivre")
    renew = "htmx.ajax('GET', location.pathname, { source: '#follow', target: '#follow' })"

    page.get_by_role("button", name="Suspendre la mise à jour").click()
    builders.device(outing, first_name="Omar")
    page.evaluate(renew)
    page.wait_for_timeout(300)
    expect(page.get_by_role("strong").filter(has_text="Omar")).to_have_count(0)
    page.get_by_role("button", name="Suspendre la mise à jour").click()
    page.evaluate(renew)

    expect(page.get_by_role("strong").filter(has_text="Omar")).to_have_count(1)
