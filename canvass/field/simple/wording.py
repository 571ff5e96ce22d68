"""The words of the phone app, said by the server: the plain pages call things as the app does."""

from __future__ import annotations

import re
from datetime import datetime

from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from campaigns.doors.models import Door
from campaigns.territory.models import Address
from canvass.field.words import WORDS

RAISED = re.compile(r"\^([^^]+)\^")
FLOORS = {1: "floor.first", 2: "floor.second", 3: "floor.third"}


def say(key: str, n: int | None = None, **blanks: object) -> SafeString:
    """The sentence under that key, with its blanks filled in and its raised letters raised. Safe to show."""
    word = WORDS[key]
    text = str(word(n or 0) if callable(word) else word)
    told = text.format(n=n, **blanks)
    return mark_safe(RAISED.sub(r"<sup>\1</sup>", escape(told)))  # escaped first


def door_name(door: Door) -> SafeString:
    """« Escalier A, 2ᵉ étage, porte 3 »; a house says so."""
    parts = []
    if door.floor is not None:
        if door.floor.staircase.name:
            parts.append(say("door.staircase", name=door.floor.staircase.name))
        parts.append(_floor(door.floor.level))
    if door.name:
        parts.append(say("door.within" if parts else "door.named", name=door.name))
    return mark_safe(", ".join(parts)) if parts else say("door.house")  # each part is safe


def place_name(address: Address) -> str:
    """« 12 bis, rue des Tanneurs »: a French street begins in lower case inside a sentence."""
    if not address.numbering or address.street is None:
        return address.label
    street = address.street.name
    return str(say_plain("address.line", number=address.numbering, street=street[:1].lower() + street[1:]))


def say_plain(key: str, **blanks: object) -> str:
    """The same as text that is still to be escaped."""
    return str(WORDS[key]).format(**blanks)


def moment(at: datetime) -> str:
    """« 10 h 42 » today, « samedi 14 mars, 10 h 42 » on another day, in the zone of the campaign."""
    local = timezone.localtime(at)
    hours = str(local.hour) if get_language() == "fr" else f"{local.hour:02d}"
    time = say_plain("time.clock", hours=hours, minutes=f"{local.minute:02d}")
    if local.date() == timezone.localdate():
        return time
    return say_plain("time.on_day", day=formats.date_format(local, "l j F"), time=time)


def _floor(level: int) -> SafeString:
    if level <= 0:
        return say("floor.below", floor=-level) if level else say("floor.ground")
    return say(FLOORS.get(level, "floor.nth"), floor=level)
