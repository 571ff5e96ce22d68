"""Every screen of the phone app keeps nobody out, in both languages and themes."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.browser import PHONE
from tests.pages import axe, screens

SCREENS = settings.BASE_DIR / "static" / "js" / "field" / "screens"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_no_screen_keeps_anybody_out(site, open_page, look) -> None:
    page = open_page(**{**PHONE, "reduced_motion": "reduce", **look})

    found = {screen: axe.faults_in_both_themes(page) for screen in screens.tour(page, screens.ground())}

    assert {screen: faults for screen, faults in found.items() if faults} == {}
    assert {screen.split()[0] for screen in found} == {path.stem for path in SCREENS.glob("*.js")}
