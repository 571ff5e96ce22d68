"""The pages of one's own account keep nobody out, at each step of signing in."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests import builders
from tests.access import accounts as access
from tests.pages import accounts, axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STEPS = {
    "nobody": (None, accounts.NOBODY),
    "member": (accounts.signed_in, accounts.MEMBER),
    "without password": (accounts.without_password, accounts.WITHOUT_PASSWORD),
    "code asked": (accounts.asked_for_a_code, accounts.WITH_A_CODE),
    "halfway": (accounts.halfway, accounts.HALFWAY),
    "secured": (accounts.secured, accounts.SECURED),
}


def test_no_page_of_an_account_keeps_anybody_out(site, arrive, look) -> None:
    campaign = builders.campaign()

    found = {}
    for step, (enter, routes) in STEPS.items():
        client = enter(builders.member(campaign, "hq_manage", name="Inès Karim")) if enter else None
        page = arrive(client, **look)
        for route in routes:
            address = reverse(route, kwargs=keys(route))
            answer = page.goto(address, wait_until="domcontentloaded")
            assert (answer.status, page.evaluate("location.pathname")) == (200, address), step
            found[step, route] = axe.faults_in_both_themes(page)

    assert {place: faults for place, faults in found.items() if faults} == {}


def keys(route: str) -> dict[str, object]:
    """What the address names: the security key for a page about one."""
    named = access.KWARGS.get(route, {})
    return (
        {"pk": Authenticator.objects.get(type="webauthn", user_id=Authenticator.objects.latest("pk").user_id).pk}
        if "pk" in named
        else named
    )
