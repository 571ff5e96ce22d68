"""Which gateway the settings name, and what a text to a number is sent from."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from sms.gateways import Gateway

GATEWAYS = {"console": "sms.gateways.console.Console", "twilio": "sms.gateways.twilio.Twilio"}


def gateway() -> Gateway:
    """The gateway of this site. Cheap: it holds no connection."""
    made: Gateway = import_string(GATEWAYS[settings.SMS_GATEWAY])()
    return made


def is_console() -> bool:
    return bool(settings.SMS_GATEWAY == "console")


def sender_for(number: str) -> str:
    """What a text to this number (E.164) is sent from: the sender of the longest of its prefixes that is named."""
    prefixes = sorted(filter(number.startswith, settings.SMS_SENDERS), key=len)
    return str(settings.SMS_SENDERS[prefixes[-1]] if prefixes else settings.SMS_SENDER)


def senders() -> list[str]:
    """Every sender that the settings name."""
    return sorted({settings.SMS_SENDER, *settings.SMS_SENDERS.values()})
