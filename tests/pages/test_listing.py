"""No page is forgotten: what is looked at here is what the table of access holds."""

from __future__ import annotations

from tests.access.accounts import ROUTES
from tests.access.table import ROWS
from tests.pages import accounts, listing


def test_every_route_that_answers_a_get_is_listed() -> None:
    listed = [*listing.DESK, *listing.PARTS, *listing.NO_PAGES, *listing.PHONE, *listing.SIMPLE]

    assert sorted(listed) == sorted(row.route for row in ROWS if row.verb == "GET")


def test_every_page_of_an_account_is_listed() -> None:
    steps = [accounts.NOBODY, accounts.MEMBER, accounts.WITHOUT_PASSWORD, accounts.WITH_A_CODE, accounts.HALFWAY]

    assert {route for step in [*steps, accounts.SECURED, accounts.NO_PAGES] for route in step} == set(ROUTES)
