"""Nobody is kept out: every page of the desk, full in both languages and themes, and empty."""

from __future__ import annotations

import pytest

from tests import builders
from tests.pages import axe, listing, world
from tests.pages.conftest import FRENCH

ABOUT_SOMETHING = {
    "station", "holdout", "holdout-result", "turf-code", "enter-sheet", "member-number", "sign-up", "my-sign-up",
    "roll-call", "roll-call-text", "replace-team", "answer-link",
}  # fmt: skip
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def full(site):
    return world.build(3)


@pytest.fixture
def empty(site):
    """A campaign on its first day, with an outing that has nothing yet."""
    chief = builders.member(builders.campaign("valmont"), "hq_manage", "admin")
    return chief, {"outing": builders.outing(chief.campaign).pk, "station": "none"}


def test_no_page_keeps_anybody_out(full, enter, look) -> None:
    page = enter(full.chief, **look)

    found = {}
    for address in listing.addresses(listing.DESK, full.names):
        page.goto(address, wait_until="domcontentloaded")
        found[address] = axe.faults_in_both_themes(page)

    assert {address: faults for address, faults in found.items() if faults} == {}


def test_no_empty_page_keeps_anybody_out(empty, enter) -> None:
    chief, names = empty
    page = enter(chief, **FRENCH)

    found = {}
    for route in listing.DESK.keys() - ABOUT_SOMETHING:
        address = listing.DESK[route][0].format_map(names)
        page.goto(address, wait_until="domcontentloaded")
        found[address] = axe.faults_in_both_themes(page)

    assert {address: faults for address, faults in found.items() if faults} == {}
