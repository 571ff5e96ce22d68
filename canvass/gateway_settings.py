"""Whether the settings of Twilio can work at all: said at the start, and not by the first text that is lost. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from canvass.environment import SettingError

ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
# Since 1 January 2023 numbers of French mobiles are for exchanges between people (ARCEP, decision 2022-1583).
FRENCH_MOBILE = re.compile(r"\+33[67]\d{8}")
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
) -> None:
    """``senders``: by prefix of the recipients' numbers, the usual one under the empty prefix. Raises SettingError
    with what is wrong and what is expected; no secret is repeated."""
    if not ACCOUNT.fullmatch(account):
        raise SettingError("TWILIO_ACCOUNT_SID: expected AC and 32 hexadecimal digits, as Twilio's console shows it.")
    if not token:
        raise SettingError("TWILIO_AUTH_TOKEN is not set. Twilio's console shows it beside the account.")
    if stand_in and production:
        raise SettingError("TWILIO_BASE_URL is for tests and benchmarks: a site in production calls Twilio itself.")
    for prefix, sender in senders.items():
        _check_sender(prefix, sender)
    place = urlsplit(public_base_url)
    if not stand_in and (place.scheme != "https" or "_" in place.netloc):
        raise SettingError(
            "PUBLIC_BASE_URL: Twilio reports to it, so expected https:// and a host name without underscores."
        )


def _check_sender(prefix: str, sender: str) -> None:
    setting = "SMS_SENDERS" if prefix else "SMS_SENDER"
    if prefix and not PREFIX.fullmatch(prefix):
        raise SettingError(f"{setting}: {prefix!r} is no prefix of numbers such as +262.")
    if FRENCH_MOBILE.fullmatch(sender):
        raise SettingError(f"{setting}={sender!r}: no program may send from 06 or 07 numbers. See docs/texts.md.")
    if not any(kind.fullmatch(sender) for kind in (SERVICE, NUMBER, NAME)):
        raise SettingError(
            f"{setting}={sender!r}: expected MG and 32 hexadecimal digits, a number, or a name of 3 to 11 letters "
            "and digits."
        )
