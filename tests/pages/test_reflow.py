"""No page scrolls sideways on a phone of 320 px or with letters twice as large; what is touched is large enough."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests import builders
from tests.browser import PHONE
from tests.pages import accounts, listing, reflow, screens, world
from tests.pages.test_accounts import keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_every_page_of_the_desk_fits_and_has_its_frame(site, enter) -> None:
    full = world.build(3)
    page = enter(full.chief)

    found = {}
    for address in listing.addresses(listing.DESK, full.names):
        page.goto(address, wait_until="domcontentloaded")
        found[address] = reflow.faults(page)
        assert page.locator("a.skip").count() == 1, address

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_what_is_in_a_card_stays_in_it_with_everything_open(site, enter) -> None:
    full = world.build(3)
    page = enter(full.chief)

    found = {}
    for address in listing.addresses(listing.DESK, full.names):
        page.goto(address, wait_until="domcontentloaded")
        for size in reflow.SIZES:
            page.set_viewport_size(size)
            found[f"{address} {size['width']}"] = page.evaluate(reflow.OUT_OF_CARD)

    assert {address: out[:4] for address, out in found.items() if out} == {}


def test_every_page_of_an_account_fits(site, arrive) -> None:
    member = builders.member(builders.campaign(), "hq_manage")

    found = {}
    for client, routes in ((None, accounts.NOBODY), (accounts.secured(member), accounts.SECURED)):
        page = arrive(client)
        for route in routes:
            page.goto(reverse(route, kwargs=keys(route)), wait_until="domcontentloaded")
            found[route] = reflow.faults(page)

    assert {route: faults for route, faults in found.items() if faults} == {}


def test_every_screen_of_the_phone_fits_and_is_made_for_thumbs(site, open_page) -> None:
    page = open_page(**PHONE, reduced_motion="reduce")

    found = {}
    for screen in screens.tour(page, screens.ground()):
        found[screen] = [*reflow.small_targets(page, 44), *reflow.faults(page)]
        page.set_viewport_size(PHONE["viewport"])

    assert {screen: faults for screen, faults in found.items() if faults} == {}
