"""Who meets which page of one's own account. test_listing.py compares it with the table of access."""

from __future__ import annotations

import re
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from campaigns.people.models import Membership
from tests import builders

SIGN_IN = "/compte/login/"

NOBODY = [
    "account_login", "account_signup", "account_inactive", "account_request_login_code", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "account_confirm_email", "account_email_verification_sent",
]  # fmt: skip
MEMBER = [
    "account_logout", "account_email", "account_change_password", "account_reauthenticate", "mfa_index",
    "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn",
]  # fmt: skip
WITHOUT_PASSWORD = ["account_set_password"]
SECURED = [
    "mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_list_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
]  # fmt: skip
HALFWAY = ["mfa_authenticate"]
WITH_A_CODE = ["account_confirm_login_code"]
NO_PAGES = ["mfa_download_recovery_codes", "mfa_login_webauthn"]  # a file, and a question asked by a script


def signed_in(member: Membership) -> Client:
    """Who has just given the password, twice, so that no page asks for it again."""
    client = Client()
    client.post(SIGN_IN, {"login": member.user.email, "password": builders.PASSWORD})
    client.post("/compte/reauthenticate/", {"password": builders.PASSWORD})
    return client


def without_password(member: Membership) -> Client:
    """Who came with a code by e-mail and has not chosen a password yet."""
    client = Client()
    member.user.set_unusable_password()
    member.user.save()
    client.post("/compte/login/code/", {"email": member.user.email})
    code = re.search(r"^([A-Z0-9]{4}-[A-Z0-9]{4})$", mail.outbox[-1].body, re.M)[1]
    client.post("/compte/login/code/confirm/", {"code": code})
    return client


def asked_for_a_code(member: Membership) -> Client:
    client = Client()
    client.post("/compte/login/code/", {"email": member.user.email})
    return client


def halfway(member: Membership) -> Client:
    """Who gave the password and is asked for the second factor."""
    secure(member)
    return signed_in(member)


def secured(member: Membership) -> Client:
    """Who has an authenticator app, recovery codes and a security key, and signed in with the app."""
    secret = secure(member)
    client = signed_in(member)
    client.post("/compte/2fa/authenticate/", {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))})
    client.post("/compte/reauthenticate/", {"password": builders.PASSWORD})
    return client


def secure(member: Membership) -> str:
    """Give all second factors; the secret of the app."""
    secret = generate_totp_secret()
    TOTP.activate(member.user, secret)
    RecoveryCodes.activate(member.user)
    WebAuthn.add(member.user, "Clé du bureau", _credential())
    return secret


def _credential() -> dict[str, object]:
    """What a browser answers when a security key is added."""
    public_key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    key = AttestedCredentialData.create(Aaguid(bytes(16)), b"key of the office", public_key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(bytes(32), flags, 0, bytes(key))
    client = CollectedClientData.create(CollectedClientData.TYPE.CREATE, b"challenge", "https://canvass.example.org")
    said = {
        "clientDataJSON": websafe_encode(client),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    name = websafe_encode(key.credential_id)
    passkey = {"credProps": {"rk": True}}
    return {"id": name, "rawId": name, "type": "public-key", "response": said, "clientExtensionResults": passkey}
