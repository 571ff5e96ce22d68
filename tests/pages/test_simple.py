"""The pages without a script keep nobody out, fit a narrow screen, and are one small style sheet."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static

from tests.browser import PHONE
from tests.pages import axe, listing, reflow, world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walker(site, open_page):
    """``walker(**options)``: a browser that holds the first walk, and the addresses of its pages."""
    full = world.build(3)

    def opened(**options):
        page = open_page(**{**PHONE, **options})
        page.context.add_cookies([{"name": settings.DEVICE_COOKIE, "value": full.token, "url": site}])
        return page, listing.addresses(listing.SIMPLE, full.names)

    return opened


def test_no_plain_page_keeps_anybody_out(walker, look) -> None:
    page, addresses = walker(**look)

    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = axe.faults(page)
        page.emulate_media(color_scheme={"light": "dark", "dark": "light"}[look["color_scheme"]])
        found[address] += [f"other theme {fault}" for fault in axe.faults(page, only="color-contrast")]
        page.emulate_media(color_scheme=look["color_scheme"])

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_every_plain_page_fits_and_is_made_for_thumbs(walker) -> None:
    page, addresses = walker()

    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = [*reflow.small_targets(page, 44), *reflow.faults(page)]
        page.set_viewport_size(PHONE["viewport"])

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_a_plain_page_is_its_markup_and_one_small_style_sheet(walker) -> None:
    page, addresses = walker()
    asked = []
    page.context.on("request", lambda request: asked.append((request.resource_type, request.url)))

    for address in addresses:
        page.goto(address)

    sheet = static("css/simple.css")
    assert {kind for kind, _url in asked} == {"document", "stylesheet"}
    assert {url for kind, url in asked if kind == "stylesheet"} == {page.url.split("/s/")[0] + sheet}
    file = Path(settings.STATIC_ROOT) / sheet.removeprefix("/static/")
    assert len(gzip.compress(file.read_bytes())) < 2_500
