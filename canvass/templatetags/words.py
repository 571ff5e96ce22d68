"""Numbers as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.contacts import reaching
from campaigns.figures import NARROW, duration, percent, thousands
from campaigns.law import territories
from campaigns.people.models import ROLE_CHOICES

register = template.Library()
FRESH = timedelta(minutes=10)


for shared in (thousands, percent, duration):
    register.filter(shared)


register.filter("phone_number", reaching.shown)


@register.filter
def phone_place(number: str) -> str:
    """``+687751234`` → « Nouvelle-Calédonie »: to choose between two."""
    return territories.of_number(reaching.region(number), territories.METROPOLE).name


@register.filter
def fine_percent(value: float) -> str:
    """``.0024`` → « 0,2 % », ``.374`` → « 37 % », ``.0002`` → « < 0,1 % »: a little is not nothing."""
    if 0 < value < 0.0005:
        return f"<{NARROW}{number_format(0.1, 1)}{NARROW}%"
    return f"{number_format(round(100 * value, 1), 1)}{NARROW}%" if 0 < value < 0.0995 else percent(value)


@register.filter
def euros(value: Decimal) -> str:
    """``12.5`` → « 12,50 € »."""
    return f"{number_format(value, 2)}{NARROW}€"


@register.filter
def hundredths(value: float | None) -> int:
    """``.374`` → 37, for the value of a bar."""
    return 0 if value is None else round(value * 100)


@register.filter
def seconds(value: float) -> str:
    """``0.42`` → « 0,4 s », ``40.2`` → « 40 s », ``200`` → « 3 min »."""
    if value < 10:
        return f"{number_format(value, 1)}{NARROW}s"
    return f"{round(value)}{NARROW}s" if value < 100 else duration(value / 60)


@register.filter
def ago(moment: object) -> str:
    """How long ago, in the largest fitting unit."""
    if moment is None:
        return _("never")
    seconds = (timezone.now() - moment).total_seconds()  # type: ignore[operator]
    if seconds < 90:
        return _("just now")
    if seconds < 5_400:
        minutes = round(seconds / 60)
        return ngettext("%(n)s min ago", "%(n)s min ago", minutes) % {"n": minutes}
    if seconds < 130_000:
        hours = round(seconds / 3600)
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    days = round(seconds / 86_400)
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


@register.filter(expects_localtime=True)
def clock(moment: datetime | None) -> str:
    """``10:00`` → « 10 h », ``10:30`` → « 10 h 30 », never broken between two lines."""
    if moment is None:
        return ""
    return f"{moment.hour}\u00a0h" + (f"\u00a0{moment.minute:02}" if moment.minute else "")


@register.filter(expects_localtime=True)
def weekday_clock(moment: datetime | None) -> str:
    """« samedi 18 h », in the language of the page."""
    return f"{date_format(moment, 'l')} {clock(moment)}" if moment else ""


@register.filter(expects_localtime=True)
def day_clock(moment: datetime | None) -> str:
    """« samedi 28 novembre, 10 h », in the language of the page."""
    return f"{date_format(moment, 'l j F')}, {clock(moment)}" if moment else ""


@register.filter
def is_fresh(moment: object) -> bool:
    """Whether a phone gave a sign in the last ten minutes; older than that it is out of reach, or at rest."""
    return moment is not None and timezone.now() - moment < FRESH  # type: ignore[operator]


@register.filter
def role_names(roles: list[str]) -> str:
    """``["hq_read", "treasurer"]`` → « QG lecture, mandataire financier »."""
    known = {role.value: label for role, label in ROLE_CHOICES}
    return ", ".join(str(known[role]) for role in roles if role in known)


@register.filter
def at(table: Mapping[object, object], key: object) -> object:
    """What a table has for a key, None without."""
    return table.get(key)


@register.filter
def nth(items: Sequence[object], index: int) -> object:
    """One of a list by its place."""
    return items[index]


@register.filter
def times(value: float, by: float) -> float:
    """A product, for coordinates."""
    return round(value * by, 1)


@register.filter
def stacked(blocs: list[tuple[str, str, int, float]]) -> list[tuple[float, float, str]]:
    """(left edge, width, bloc) of each part of a bar of 100."""
    parts, edge = [], 0.0
    for value, _label, _votes, share in blocs:
        parts.append((round(edge, 2), round(share * 100, 2), value))
        edge += share * 100
    return parts
