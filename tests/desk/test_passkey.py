"""Signing in with a passkey, with a real browser and an authenticator that lives in it."""

from __future__ import annotations

import pytest
from django.core import mail

from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def with_authenticator(open_page, site):
    """A page at “localhost”: passkeys belong to a name, an address has none."""
    page = open_page(locale="fr-FR")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    abilities = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                 "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": abilities})
    return page, site.replace("127.0.0.1", "localhost")


def test_a_passkey_once_made_opens_the_desk_without_a_password(with_authenticator) -> None:
    page, site = with_authenticator
    member = builders.member(builders.campaign(), "hq_manage", name="Inès Karim")
    page.goto(f"{site}/compte/login/")
    page.fill("#id_login", member.user.email)
    page.fill("#id_password", builders.PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url(f"{site}/")

    page.goto(f"{site}/compte/2fa/webauthn/add/")
    page.fill("#id_password", builders.PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{site}/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/login/**")
    page.goto(f"{site}/compte/login/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()

    page.wait_for_url(f"{site}/")
    assert "Inès Karim" in page.inner_text("body")


def test_a_letter_names_the_instance_and_nobody_else(client, settings) -> None:
    member = builders.member(builders.campaign(), "hq_manage")

    client.post("/compte/login/code/", {"email": member.user.email})

    (letter,) = mail.outbox
    assert letter.subject.startswith(f"[{settings.INSTANCE_NAME}] ")
    assert "example.com" not in letter.body
    assert letter.body.rstrip().endswith(settings.INSTANCE_NAME)
