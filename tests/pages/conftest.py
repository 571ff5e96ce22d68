"""Everything once on a running site, and browsers to look at it."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.browser import DESK

# axe writes styles into the page, which the content policy refuses; other tests look at the pages under their policy.
FRENCH = {"locale": "fr-FR", "color_scheme": "light", "bypass_csp": True}
ENGLISH = {"locale": "en-GB", "color_scheme": "dark", "bypass_csp": True}


@pytest.fixture(params=[FRENCH, ENGLISH], ids=["french-light", "english-dark"])
def look(request) -> dict[str, object]:
    """A language with a theme; axe.faults_in_both_themes sees the other theme too."""
    return request.param


@pytest.fixture
def arrive(open_page, site):
    """``arrive(client)``: a browser with the session of this test client, of nobody for None."""

    def with_session(client, **options):
        page = open_page(**{**DESK, "reduced_motion": "reduce", **options})
        if client:
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        return page

    return with_session


@pytest.fixture
def enter(arrive):
    """``enter(member)``: a browser signed in as the member, without the way through the form."""

    def signed_in(member, **options):
        client = Client()
        client.force_login(member.user)
        return arrive(client, **options)

    return signed_in
