"""Whether the settings of Twilio can work at all: said at the start, and not by the first text that is lost. Pure."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from canvass.environment import SettingError

ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
# Since 1 January 2023 numbers of French mobiles are for exchanges between people (ARCEP, decision 2022-1583).
# Those of the overseas departments belong to the same plan: 0690 to 0697, 0639.
FRENCH_MOBILE = re.compile(r"\+(?:33|262|590|594|596)[67]\d{8}")
NUMBER = re.compile(r"\+[1-9]\d{6,14}|\d{3,6}")
NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{3,11}")
PREFIX = re.compile(r"\+[1-9]\d{0,14}")


def check(
    *,
    account: str,
    token: str,
    senders: Mapping[str, str],
    public_base_url: str,
    stand_in: str,
    production: bool,
    keys: Mapping[str, str],
    sha256_only: bool,
) -> None:
    """``senders``: by prefix of the recipients' numbers, the usual one under the empty prefix. Raises SettingError
    with what is wrong and what is expected; no secret is repeated."""
    if not ACCOUNT.fullmatch(account):
        raise SettingError("TWILIO_ACCOUNT_SID: expected AC and 32 hexadecimal digits, as Twilio's console shows it.")
    if not token:
        raise SettingError("TWILIO_AUTH_TOKEN is not set. Twilio's console shows it beside the account.")
    if token != token.strip():
        raise SettingError("TWILIO_AUTH_TOKEN begins or ends with a space: Twilio would refuse it.")
    if sha256_only and not keys:
        raise SettingError(
            "TWILIO_REQUIRE_SHA256 refuses every call, STOPs among them, without a key in TWILIO_WEBHOOK_KEYS."
        )
    if stand_in and production:
        raise SettingError("TWILIO_BASE_URL is for tests and benchmarks: a site in production calls Twilio itself.")
    for prefix, sender in senders.items():
        _check_sender(prefix, sender)
    if not stand_in:
        _check_address(public_base_url)


def _check_address(public_base_url: str) -> None:
    place = urlsplit(public_base_url)
    if place.scheme != "https" or "_" in place.netloc:
        raise SettingError(
            "PUBLIC_BASE_URL: Twilio reports to it, so expected https:// and a host name without underscores."
        )
    if not _is_reached_from_outside(place.hostname or ""):
        raise SettingError(
            f"PUBLIC_BASE_URL={public_base_url!r}: Twilio reports to it, and reaches no machine under that name."
        )


def _is_reached_from_outside(host: str) -> bool:
    """A name of the internet, or an address that is nobody's own."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".localhost", ".internal"))


def _check_sender(prefix: str, sender: str) -> None:
    setting = "SMS_SENDERS" if prefix else "SMS_SENDER"
    if prefix and not PREFIX.fullmatch(prefix):
        raise SettingError(f"{setting}: {prefix!r} is no prefix of numbers such as +262.")
    if FRENCH_MOBILE.fullmatch(sender):
        raise SettingError(f"{setting}={sender!r}: no program may send from 06 or 07 numbers. See docs/texts.md.")
    if not any(kind.fullmatch(sender) for kind in (SERVICE, NUMBER, NAME)):
        raise SettingError(
            f"{setting}={sender!r}: expected MG and 32 hexadecimal digits, a number such as +33937123456 or a "
            "short code, or a name of 3 to 11 letters and digits."
        )
