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
# Which of them a number is of whose beginning several would take: the national plan (ARCEP decision 2018-0881).
PLANNED = (
    ("GP", re.compile(r"0(590|69[01])")),
    ("GF", re.compile(r"0[56]94")),
    ("MQ", re.compile(r"0(596|69[67])")),
    ("RE", re.compile(r"0(26[23]|69[23])")),
    ("YT", re.compile(r"0(269|639)")),
)
# Where numbers are shorter, and begin with no 0.
SHORT = ("PM", "PF", "NC", "WF")
SHORT_CODES = {508, 689, 687, 681}
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


class Ambiguous(NotReachable):
    """What was typed is a number of several territories: ``readings`` in E.164, to choose from."""

    def __init__(self, readings: tuple[str, ...]) -> None:
        super().__init__(" ".join(readings))
        self.readings = readings


def phone(text: str, *, home: str = "FR") -> str:
    """``06 12 34 56 78`` → ``+33612345678`` (E.164). ``home``: the region whose short numbers are understood.

    Raises NotReachable for anything that is not a person's number: too short, unknown, or one that costs extra.
    """
    typed = _within_the_plan(text.strip()[:LONGEST_TYPED])
    for region in _regions(typed, home):
        if number := _of_a_person(typed, region):
            return number
    raise NotReachable


def anywhere(text: str, *, home: str = "FR") -> str:
    """As ``phone``; what is no number at home is read by the rules of the territories whose numbers are shorter.

    Raises Ambiguous when that gives several numbers, NotReachable when it gives none.
    """
    try:
        return phone(text, home=home)
    except NotReachable:
        typed = text.strip()[:LONGEST_TYPED]
    is_local = _TYPED.fullmatch(typed) and not typed.startswith(("+", "00"))
    found = tuple(number for region in SHORT if is_local and (number := _of_a_person(typed, region)))
    if len(found) > 1:
        raise Ambiguous(found)
    if not found:
        raise NotReachable
    return found[0]


def takes_texts(e164: str) -> bool:
    """Whether a text message may reach this number: anywhere but at what is surely a landline of a French plan."""
    number = phonenumbers.parse(e164)
    ours = number.country_code in TEN_DIGITS.values() or number.country_code in SHORT_CODES
    return not ours or phonenumbers.number_type(number) not in UNTEXTED


def shown(e164: str) -> str:
    """As people read it: ``+33 6 12 34 56 78``, without breaks."""
    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL).replace(" ", "\u00a0")


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


def _within_the_plan(typed: str) -> str:
    """``+33 692 12 34 56``, a common mistake, names the wrong territory: in the plan of ten digits the number itself
    says which it is of."""
    if not typed.startswith(("+", "00")):
        return typed
    try:
        number = phonenumbers.parse(typed, "FR")
    except phonenumbers.NumberParseException:
        return typed
    in_the_plan = number.country_code in TEN_DIGITS.values() and not number.extension
    return f"0{number.national_number}" if in_the_plan else typed


def _regions(typed: str, home: str) -> tuple[str, ...]:
    """Whose rules may read it: those of the country it names, of the ten digits, or of the place one stands at."""
    if not _TYPED.fullmatch(typed):
        return ()
    if typed.startswith(("+", "00")):
        return ("FR",)
    if not typed.startswith("0"):
        return (home,) if home in SHORT else ()
    digits = re.sub(r"\D", "", typed)
    planned = [region for region, begins in PLANNED if begins.match(digits)]
    return tuple(dict.fromkeys((*planned, *TEN_DIGITS)))


def _of_a_person(typed: str, region: str) -> str | None:
    """In E.164 what a region's rules make of it, if it may be somebody's."""
    number = _parsed(typed, region)
    if number is None or phonenumbers.number_type(number) not in PERSONS:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) and not number.extension else None
