"""The words for a shared-out outing and for walks under watch: why, what is the matter, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.figures import duration
from campaigns.turfs.sharing import Reason, Why
from campaigns.turfs.watching import Sign, Worry


def told(reason: Reason, names: Mapping[str, str]) -> str:
    """The reason of a placing; ``names``: first names by phone."""
    who = _listed([names.get(key, "") for key in reason.people])
    if reason.why is Why.PAIR:
        return _("%(names)s walk together") % {"names": who}
    if reason.why is Why.OLD_HAND:
        return _("%(names)s: first time, beside somebody who knows") % {"names": who}
    if reason.why is Why.FEW_AREAS:
        return _("%(names)s together: fewer areas than people") % {"names": who}
    if reason.why is Why.PARTNER_THERE:
        return _("the other half of the pair is there")
    if reason.why is Why.FEW_FLOORS:
        return _stairs(who, reason.figure)
    if reason.why is Why.FAR:
        return _("%(names)s: has a car, a far area (%(way)s)") % {"names": who, "way": _way(reason.figure)}
    return _("the nearest free area (%(way)s)") % {"way": _way(reason.figure)}


def worried(sign: Sign) -> str:
    """What is the matter."""
    time = {"time": duration(sign.minutes)}
    return {
        Worry.OVER: _("The outing ended %(time)s ago") % time,
        Worry.SILENT: _("Silent for %(time)s") % time,
        Worry.NOT_BEGUN: _("Not begun for %(time)s") % time,
        Worry.LATE: _("Late: %(time)s too long for the time left") % time,
    }[sign.worry]


def advice(sign: Sign) -> str:
    """What to do about it."""
    return {
        Worry.OVER: _("Call, then take the area back: what was done is kept."),
        Worry.SILENT: _("Call: a cellar without network is silent too. No answer: take the area back."),
        Worry.NOT_BEGUN: _("Ask whether they found the first door, or give it to another."),
        Worry.LATE: _("Send somebody to help, or take back the rest at the end."),
    }[sign.worry]


def _stairs(who: str, floors: int) -> str:
    if floors == 0:
        return _("%(names)s: no stairs, an area without floors to climb") % {"names": who}
    words = ngettext(
        "%(names)s: no stairs, the area with the fewest floors (%(n)s)",
        "%(names)s: no stairs, the area with the fewest floors (%(n)s)",
        floors,
    )
    return words % {"names": who, "n": floors}


def _listed(names: list[str]) -> str:
    """« Amel, Bruno et Claire »."""
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}


def _way(metres: int) -> str:
    return f"{number_format(metres / 1000, 1)}\u202fkm" if metres >= 950 else f"{round(metres, -1)}\u202fm"
