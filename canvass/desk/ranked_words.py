"""What is said of a station of the ranking in words: what to keep in mind, what is missing, ranks and ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.targeting.gathering import Place
from campaigns.targeting.ranking import Ranking
from campaigns.targeting.scores import Note

SAID = {
    Note.NOBODY_REGISTERED: gettext_lazy("nobody is on its roll today"),
    Note.NOBODY_VOTED: gettext_lazy("nobody voted there at the reference election"),
    Note.NO_PAST: gettext_lazy("no election of the whole town can be used"),
    Note.BOUNDARY_CHANGED: gettext_lazy("limits changed"),
    Note.SMALL: gettext_lazy("small station"),
    Note.DOORS_GUESSED: gettext_lazy("doors estimated from the roll"),
    Note.NO_DOORS: gettext_lazy("no door to knock at"),
    Note.DONE: gettext_lazy("every door was seen"),
}


def flags(ranking: Ranking, row: int, *, may_plan: bool) -> list[str]:
    """Short words on how to read its figures; what is held out is told to whoever plans it alone, since those who ring
    at doors must not know."""
    place = ranking.places[row]
    found = [str(SAID[note]) for note in ranking.notes(row) if note in SAID]
    guessed = str(SAID[Note.DOORS_GUESSED])
    if 2 * place.doors.guessed > place.doors.homes and guessed not in found:
        found.append(guessed)
    if place.doors.held_out and may_plan:
        found.append(
            ngettext("%(n)s home held out", "%(n)s homes held out", place.doors.held_out) % {"n": place.doors.held_out}
        )
    return found


def missing(place: Place) -> list[str]:
    """Which file would tell more, one sentence each."""
    return list(_missing(place))


def _missing(place: Place) -> Iterator[str]:
    for name in place.missing:
        yield _("Missing for it: results of %(election)s.") % {"election": name}
    for name in place.refused:
        yield _("Refused for it: results of %(election)s, which do not add up to the registered.") % {"election": name}
    for name in place.moved:
        yield _("Not used: results of %(election)s, when its roll was another by 15 %% or more.") % {"election": name}
    if not place.doors.addresses:
        yield _("Missing for it: a file of addresses of %(commune)s.") % {"commune": place.commune}
    elif not place.doors.counted:
        yield _("Missing for it: the dwellings of most of its addresses.")


def carried(place: Place) -> str:
    """Where its past comes from, when that is not its own code; empty otherwise."""
    if not place.carried:
        return ""
    told = {"elections": ", ".join(place.carried), "stations": stations(place.made_from)}
    return _("Carried over, address by address, from %(stations)s: results of %(elections)s.") % told


def stations(codes: Iterable[str]) -> str:
    """« 5, 12 », with the commune where there is more than one."""
    parts = [code.partition("-")[::2] for code in codes]
    several = len({commune for commune, _number in parts}) > 1
    return ", ".join((f"{commune}-" if several else "") + (number.lstrip("0") or "0") for commune, number in parts)


def between(low: float, high: float, digits: int = 0) -> str:
    """« 3 à 26 »; empty where there is nothing to say."""
    if np.isnan(low) or np.isnan(high):
        return ""
    return _("%(low)s to %(high)s") % {"low": figure(low, digits), "high": figure(high, digits)}


def share(value: float) -> float | None:
    """The share, or None where nothing can be said: the page shows a dash."""
    return None if np.isnan(value) else float(value)


def figure(value: float, digits: int = 0) -> str:
    return "–" if np.isnan(value) else str(number_format(round(float(value), digits) + 0.0, digits)).replace("-", "−")
