"""Drawing around the ground to cut, with a mouse and with a finger, on the plan of what would be cut."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests import builders

pytestmark = pytest.mark.browser


@pytest.fixture
def outing(campaign, leader):
    station = builders.station(name="École des Tilleuls")
    campaign.communes.add(station.commune)
    for number in range(1, 13):
        builders.address(station, number, dwellings=10, lat=48.85 + number % 2 * 5e-4)
    return builders.outing(campaign, leader.teams_led.get())


def left_half(picture) -> list[tuple[float, float]]:
    box = picture.bounding_box()
    left, top, middle, bottom = box["x"] + 2, box["y"] + 2, box["x"] + box["width"] / 2, box["y"] + box["height"] - 2
    return [(left, top), (middle, top), (middle, bottom), (left, bottom)]


@pytest.mark.parametrize("screen", [{}, {"viewport": {"width": 390, "height": 844}, "has_touch": True}])
def test_what_is_drawn_around_is_cut_alone(signed_in, leader, outing, screen) -> None:
    page = signed_in(leader, **screen)
    page.goto(f"/sorties/{outing.pk}/decouper?bureau=94033-0001&minutes=600")
    whole = page.locator(".sketch circle").count()

    page.get_by_role("button", name="Entourer le terrain à découper").click()
    picture = page.locator(".sketch")
    picture.scroll_into_view_if_needed()
    draw(page, left_half(picture), touch=bool(screen))

    box = page.get_by_label("Seulement à l’intérieur du tracé")
    expect(page.locator(".sketch circle")).to_have_count(6)
    expect(box).to_be_checked()
    assert whole == 12
    box.uncheck()
    page.get_by_role("button", name="Redécouper").click()
    expect(page.locator(".sketch circle")).to_have_count(12)


def draw(page, corners, *, touch: bool) -> None:
    if not touch:
        page.mouse.move(*corners[0])
        page.mouse.down()
        for corner in corners[1:]:
            page.mouse.move(*corner, steps=4)
        page.mouse.up()
        return
    session = page.context.new_cdp_session(page)
    for kind, places in [("touchStart", corners[:1]), *[("touchMove", [c]) for c in corners[1:]], ("touchEnd", [])]:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in places]})
