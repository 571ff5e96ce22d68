"""Light or dark: as the system says, or as the person chose, on the desk and on the phone alike."""

from __future__ import annotations

import pytest

from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def theme(page) -> str:
    return page.evaluate("document.documentElement.dataset.theme")


def test_the_theme_is_there_before_the_first_paint_and_follows_the_system(site, enter) -> None:
    page = enter(builders.member(builders.campaign(), "hq_manage"), color_scheme="dark")

    page.route("**/page.*.js", lambda route: route.abort())
    page.goto("/")
    dark = theme(page)
    page.emulate_media(color_scheme="light")
    page.wait_for_selector("html[data-theme=light]")

    assert dark == "dark"


def test_a_chosen_theme_holds_on_every_page_and_on_the_phone(site, enter) -> None:
    page = enter(builders.member(builders.campaign(), "hq_manage"), color_scheme="light")

    page.goto("/")
    page.get_by_role("button", name="Clair ou sombre").click()

    seen = [theme(page)]
    for address in ("/sorties/", "/nowhere", "/r/"):
        page.goto(address)
        seen.append(theme(page))
    assert seen == ["dark"] * 4
