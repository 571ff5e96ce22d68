"""The areas of an outing changed by hand in a real browser: by mouse, by touch, and with the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from campaigns.turfs.journal import Seen
from campaigns.turfs.models import Edit
from tests import builders
from tests.browser import PHONE
from tests.pages.test_keyboard import tab_to
from tests.turfs import hands
from tests.turfs.hands import stops

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The test looks over Leaflet's shoulder: where on the screen a place is drawn.
WATCH = """
let leaflet;
Object.defineProperty(window, "L", {
  get: () => leaflet,
  set: (given) => { leaflet = given; given.Map.addInitHook(function () { window.watched = this; }); },
});
"""
SPOT = """([lat, lon]) => {
  const box = watched.getContainer().getBoundingClientRect();
  const { x, y } = watched.latLngToContainerPoint([lat, lon]);
  return [box.x + x, box.y + y];
}"""


@pytest.fixture
def leader(site):
    member = builders.member(builders.campaign("valmont"), "team_leader", name="Nadia Haddad")
    builders.team(member.campaign, leader=member)
    return member


@pytest.fixture
def outing(leader):
    return builders.outing(leader.campaign, leader.teams_led.get())


@pytest.fixture
def road(outing):
    return hands.street(range(1, 13))


@pytest.fixture
def areas(outing, road):
    return hands.areas(outing, road[:4], road[4:8], road[8:])


@pytest.fixture
def look(signed_in, leader, outing, areas):
    """The page as a leader sees it, with its map when there is room for one."""

    def opened(**options):
        page = signed_in(leader, **options)
        page.add_init_script(WATCH)
        page.goto(f"/sorties/{outing.pk}/secteurs")
        if options:
            page.get_by_role("button", name="Carte", exact=True).click()
        page.locator("[data-map-card][data-ready]").wait_for()
        page.locator("[data-map]").scroll_into_view_if_needed()
        return page

    return opened


def spot(page, address) -> tuple[float, float]:
    return tuple(page.evaluate(SPOT, [address.lat, address.lon]))


def ticked(page) -> list[str]:
    return page.eval_on_selector_all("input[name=address]:checked", "boxes => boxes.map((box) => box.value)")


def tool(page, name: str) -> None:
    page.get_by_role("toolbar", name="Outils").get_by_role("button", name=name, exact=True).click()


def move_to(page, target: str) -> None:
    page.locator("#to").select_option(target)
    page.locator("#do-move").click()
    expect(page.locator("[data-live]")).to_have_text("C’est fait.")


def draw(page, *corners: tuple[float, float]) -> None:
    page.mouse.move(*corners[0])
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*corner, steps=4)
    page.mouse.up()


def around(page, first, last) -> list[tuple[float, float]]:
    """A box on the screen with these two addresses and all between them in it."""
    (left, y), (right, _y) = spot(page, first), spot(page, last)
    return [(left - 12, y - 30), (right + 12, y - 30), (right + 12, y + 30), (left - 12, y + 30)]


def test_addresses_are_chosen_and_moved_with_a_mouse(look, areas, road) -> None:
    page = look()

    page.mouse.click(*spot(page, road[0]))
    page.mouse.click(*spot(page, road[2]))
    page.mouse.click(*spot(page, road[3]))
    page.mouse.click(*spot(page, road[3]))

    assert ticked(page) == [str(road[0].pk), str(road[2].pk)]
    assert page.locator("[data-count]").inner_text() == "2"
    move_to(page, str(areas[1].pk))
    assert sorted(stops(areas[1])) == [1, 3, 5, 6, 7, 8]
    assert ticked(page) == []


def test_addresses_are_drawn_around_with_a_mouse(look, outing, road) -> None:
    page = look()

    tool(page, "Entourer")
    draw(page, *around(page, road[2], road[5]))

    assert sorted(map(int, ticked(page))) == [address.pk for address in road[2:6]]
    move_to(page, "new")
    assert sorted(stops(outing.turfs.get(number=4))) == [3, 4, 5, 6]


def test_an_area_is_cut_in_two_and_the_change_taken_back_on_the_map(look, outing, areas, road) -> None:
    page = look()

    tool(page, "Couper en deux")
    page.mouse.click(*spot(page, road[1]))
    expect(page.locator("[data-area]")).to_have_count(4)
    assert outing.turfs.count() == 4

    tool(page, "Annuler le dernier changement")
    expect(page.locator("[data-area]")).to_have_count(3)
    assert sorted(stops(areas[0])) == [1, 2, 3, 4]


def test_areas_are_joined_on_the_map(look, outing, areas, road) -> None:
    page = look()

    tool(page, "Réunir")
    page.mouse.click(*spot(page, road[1]))
    page.mouse.click(*spot(page, road[9]))
    tool(page, "Réunir")

    expect(page.locator("[data-area]")).to_have_count(2)
    assert sorted(stops(areas[0])) == [1, 2, 3, 4, 9, 10, 11, 12]


def test_the_tool_of_streets_leads_to_their_list(look, areas, road) -> None:
    page = look()

    tool(page, "Par rue")

    assert page.evaluate("document.activeElement.id") == "street"


def test_a_finger_chooses_and_draws_around_addresses(look, outing, areas, road) -> None:
    page = look(**PHONE)

    page.touchscreen.tap(*spot(page, road[0]))
    assert ticked(page) == [str(road[0].pk)]

    page.get_by_role("toolbar").get_by_role("button", name="Entourer").tap()
    swipe(page, around(page, road[9], road[11]))
    assert sorted(map(int, ticked(page))) == [road[0].pk, *(address.pk for address in road[9:])]

    move_to(page, str(areas[1].pk))
    assert sorted(stops(areas[1])) == [1, 5, 6, 7, 8, 10, 11, 12]


def test_a_finger_cuts_and_joins_areas(look, outing, areas, road) -> None:
    page = look(**PHONE)

    page.get_by_role("toolbar").get_by_role("button", name="Couper en deux").tap()
    page.touchscreen.tap(*spot(page, road[1]))
    expect(page.locator("[data-area]")).to_have_count(4)

    page.get_by_role("toolbar").get_by_role("button", name="Réunir").tap()
    page.touchscreen.tap(*spot(page, road[5]))
    page.touchscreen.tap(*spot(page, road[9]))
    page.get_by_role("toolbar").get_by_role("button", name="Réunir").tap()
    expect(page.locator("[data-area]")).to_have_count(3)
    assert sorted(stops(areas[1])) == [5, 6, 7, 8, 9, 10, 11, 12]


def swipe(page, corners) -> None:
    """One finger along these corners, as Chromium passes it on from a screen."""
    session = page.context.new_cdp_session(page)
    points = [{"x": x, "y": y} for x, y in corners]
    session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
    for point in points[1:]:
        session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def press(page, target, key: str = "Enter") -> None:
    page.evaluate("scrollTo(0, 0)")
    page.locator("main").focus()
    tab_to(page, target)
    page.keyboard.press(key)


def said(page, times: int) -> None:
    expect(page.locator("[data-live]")).to_have_text("C’est fait.")
    assert Edit.objects.count() == times


def test_everything_is_done_with_the_keyboard_alone(signed_in, leader, outing, areas, road) -> None:
    page = signed_in(leader)
    page.goto(f"/sorties/{outing.pk}/secteurs")
    page.locator("[data-map-card][data-ready]").wait_for()
    one, two, three = (area.pk for area in areas)

    press(page, page.get_by_role("button", name="Liste", exact=True))
    press(page, page.locator(f"#stops-{one} > summary"))
    tab_to(page, page.locator(f"input[name=address][value='{road[0].pk}']"))
    page.keyboard.press("Space")
    press(page, page.locator("#to"), "ArrowDown")
    page.keyboard.press("ArrowDown")
    press(page, page.locator("#do-move"))
    expect(page.locator("[data-live]")).to_have_text("C’est fait.")
    assert sorted(stops(areas[1])) == [1, 5, 6, 7, 8]

    press(page, page.locator("#do-undo"))
    expect(page.locator("#do-undo")).to_have_count(0)
    assert sorted(stops(areas[0])) == [1, 2, 3, 4]

    press(page, page.locator("#side"), "ArrowDown")
    press(page, page.locator("#last"), "4")
    press(page, page.locator("#street-to"), "End")
    press(page, page.locator("#do-street"))
    expect(page.locator("#left-out")).to_be_visible()
    assert sorted(stops(areas[0])) == [1, 3]

    press(page, page.locator(f"#tools-{three} > summary"))
    press(page, page.locator(f"#split-{three}"))
    expect(page.locator("[data-area]")).to_have_count(4)

    for turf in (one, two):
        press(page, page.locator(f"input[name=area][value='{turf}']"), "Space")
    press(page, page.locator("#do-merge"))
    expect(page.locator("[data-area]")).to_have_count(3)
    assert sorted(stops(areas[0])) == [1, 3, 5, 6, 7, 8]


def test_the_map_moves_and_zooms_by_keys_and_its_marks_are_no_stops(look, areas) -> None:
    page = look()
    page.locator("[data-map]").focus()
    before = page.evaluate("[watched.getCenter().lng, watched.getZoom()]")

    page.keyboard.press("ArrowRight")
    page.wait_for_function("lng => watched.getCenter().lng > lng", arg=before[0])
    page.keyboard.press("+")
    page.wait_for_function("zoom => watched.getZoom() > zoom", arg=before[1])

    assert page.locator("[data-map] [tabindex], [data-map] a, [data-map] button").count() == 0


def test_the_list_comes_first_among_the_tools(look, areas) -> None:
    page = look()

    stops_of_hand = page.eval_on_selector_all(
        "[data-hand] button, [data-hand] [tabindex], [data-hand] input, [data-hand] select",
        "all => all.filter((each) => each.checkVisibility()).map((each) => each.textContent.trim())",
    )

    assert stops_of_hand[0] == "Liste"


def test_a_leader_who_is_late_sees_the_new_state_and_what_they_asked(look, leader, outing, areas, road) -> None:
    page = look()
    page.mouse.click(*spot(page, road[0]))
    seen = Seen.of(outing)
    hands.move(outing, leader, [road[1]], areas[2], seen)

    page.locator("#to").select_option(str(areas[2].pk))
    page.locator("#do-move").click()

    expect(page.get_by_role("alert")).to_contain_text("Ces secteurs ont changé entre-temps")
    assert ticked(page) == [str(road[0].pk)]
    assert page.locator("#to").input_value() == str(areas[2].pk)
    move_to(page, str(areas[2].pk))
    assert sorted(stops(areas[2])) == [1, 2, 9, 10, 11, 12]


def test_what_was_unfolded_stays_so_and_the_balance_follows(look, areas, road) -> None:
    page = look()
    page.get_by_role("button", name="Liste", exact=True).click()
    page.locator(f"#stops-{areas[0].pk} > summary").click()
    for address in road[:3]:
        page.locator(f"input[name=address][value='{address.pk}']").check()

    move_to(page, str(areas[1].pk))

    assert page.locator(f"#stops-{areas[0].pk}").get_attribute("open") is not None
    expect(page.locator(".hand-uneven")).to_contain_text("secteur 2")


def test_without_scripts_the_list_does_it(signed_in, leader, outing, areas, road) -> None:
    page = signed_in(leader, java_script_enabled=False)
    page.goto(f"/sorties/{outing.pk}/secteurs")
    page.locator(f"#stops-{areas[0].pk} > summary").click()
    page.locator(f"input[name=address][value='{road[0].pk}']").check()

    page.locator("#to").select_option("out")
    page.locator("#do-move").click()

    expect(page.get_by_text("1 adresse hors de la découpe")).to_be_visible()
    assert sorted(stops(areas[0])) == [2, 3, 4]
