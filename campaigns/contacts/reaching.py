"""Phone numbers and e-mail addresses as somebody types them, written in the one way that is stored. Pure.

The phone app checks the same while one types, by the same cases: tests/cases/reaching.json.
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

LONGEST_TYPED = 40
# One plan of ten digits: a number of any of these may be told at any other's door.
TEN_DIGITS = {"FR": 33, "GP": 590, "MQ": 596, "GF": 594, "RE": 262, "YT": 262}
# Where numbers are shorter, and begin with no 0.
SHORT = ("PM", "PF", "NC", "WF")
PERSONS = {
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
}
UNTEXTED = {PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP}
_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-z]{{2,63}}", re.ASCII | re.IGNORECASE)
LONGEST_EMAIL = 254
_TYPED = re.compile(r"[\d\s.()/+-]+", re.ASCII)


class NotReachable(ValueError):
    """What was typed is no number or no address."""


def phone(text: str, *, home: str = "FR") -> str:
    """``06 12 34 56 78`` → ``+33612345678`` (E.164). ``home``: the region whose short numbers are understood.

    Raises NotReachable for anything that is not a person's number: too short, unknown, or one that costs extra.
    """
    typed = text.strip()[:LONGEST_TYPED]
    for region in _regions(typed, home):
        number = _parsed(typed, region)
        if number is not None and phonenumbers.number_type(number) in PERSONS:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
    raise NotReachable


def takes_texts(e164: str) -> bool:
    """Whether a text message may reach this number: anywhere but at what is surely a landline."""
    number = phonenumbers.parse(e164)
    return number.country_code not in TEN_DIGITS.values() or phonenumbers.number_type(number) not in UNTEXTED


def region(e164: str) -> str:
    """The region a number belongs to, such as ``RE``; "" when no one country has it. +590 is always ``GP``."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(e164)) or ""


def email(text: str) -> str:
    """The address without spaces around it, its domain in small letters. Raises NotReachable."""
    typed = text.strip()
    if len(typed) > LONGEST_EMAIL or not _EMAIL.fullmatch(typed):
        raise NotReachable
    name, _at, domain = typed.rpartition("@")
    return f"{name}@{domain.lower()}"


def _regions(typed: str, home: str) -> tuple[str, ...]:
    """Whose rules may read it: those of the country it names, of the ten digits, or of the place one stands at."""
    if not _TYPED.fullmatch(typed):
        return ()
    if typed.startswith(("+", "00")):
        return ("FR",)
    return tuple(TEN_DIGITS) if typed.startswith("0") else (home,) if home in SHORT else ()


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) and not number.extension else None
