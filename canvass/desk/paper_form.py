"""What a form of the entry screen says, checked: its rows, when the walk began, the counts of welcome."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from campaigns.errors import DomainError
from campaigns.territory.models import Address, PollingStation
from campaigns.turfs.models import Turf, TurfStop
from campaigns.turfs.sheet import DOORS_PER_PAGE
from campaigns.visits import events, tallies
from campaigns.visits.models import Outcome, Welcome
from campaigns.visits.paper import Found, Line, Said

# In the order of the boxes on paper; the letter is the one to type.
KEYS: dict[str, str | Promise] = {
    Outcome.NOT_HOME: pgettext_lazy("key for: not home", "H"),
    Outcome.CONVERSATION: pgettext_lazy("key for: conversation", "C"),
    Outcome.REFUSED: pgettext_lazy("key for: refused", "R"),
    Outcome.COME_BACK: pgettext_lazy("key for: see again", "S"),
    Outcome.NO_ACCESS: pgettext_lazy("key for: closed", "L"),
    Outcome.DO_NOT_KNOCK: pgettext_lazy("key for: do not ring", "N"),
}
MOST_WELCOMES = 200
LONGEST_NAME = 40
ROWS_TO_ADD = 2  # as on the sheet


def lines(form: QueryDict) -> list[Line]:
    """The rows of a form. Raises Http404 for one that is not ours."""
    found = []
    for name in [name for name in form if name.startswith("seen-")][:DOORS_PER_PAGE]:
        key = name.removeprefix("seen-")
        outcome, _colon, before = str(form[name]).partition(":")
        seen = said(outcome, before.split(",") if before else [])
        now = said(form.get(f"row-{key}", ""), form.getlist(f"asks-{key}"))
        try:
            found.append(Line(UUID(key), now, seen))
        except ValueError as error:
            raise Http404 from error
    return found


def found(form: QueryDict, turf: Turf) -> list[Found]:
    """The doors written below the others; a row left blank says nothing. Raises Http404 for an address elsewhere."""
    doors = []
    for n in range(1, ROWS_TO_ADD + 1):
        name, told = (
            form.get(f"found-{n}-name", "").strip()[:LONGEST_NAME],
            said(form.get(f"found-{n}-outcome", ""), []),
        )
        if name or told.outcome:
            address = whole(form.get(f"found-{n}-address"), 10**9)
            if address and not TurfStop.objects.filter(turf=turf, address=address).exists():
                raise Http404
            doors.append(Found(address, name, told))
    return doors


def said(outcome: str, requests: list[str]) -> Said:
    if (outcome and outcome not in events.OUTCOMES) or set(requests) - set(events.REQUESTS):
        raise Http404
    return Said(outcome, tuple(name for name in events.REQUESTS if name in requests))


def walked_at(form: QueryDict) -> datetime:
    """In the zone of the campaign. Raises DomainError ``walked_when``."""
    try:
        told = datetime.fromisoformat(form.get("walked_at", ""))
        return told if told.tzinfo else timezone.make_aware(told)
    except (ValueError, OverflowError) as error:
        raise DomainError("walked_when", _("Say when the walk began: day and hour.")) from error


def addresses(turf: Turf) -> list[Address]:
    """Those of the turf, in walking order."""
    stops = TurfStop.objects.filter(turf=turf).select_related("address__street").order_by("position")
    return [stop.address for stop in stops]


def stations(turf: Turf) -> list[PollingStation]:
    walked = TurfStop.objects.filter(turf=turf).values("address__station")
    return list(PollingStation.objects.filter(pk__in=walked).order_by("code"))


def welcomes(form: QueryDict, turf: Turf) -> list[tallies.Item]:
    """The counts typed in. Raises DomainError ``invalid``."""
    found = []
    for station in stations(turf):
        for welcome in Welcome.values:
            text = form.get(f"welcome-{station.code}-{welcome}", "").strip()
            if text and not (text.isdecimal() and len(text) < 4 and int(text) <= MOST_WELCOMES):
                raise DomainError("invalid", _("A count goes from 0 to %(most)d.") % {"most": MOST_WELCOMES})
            if text and int(text):
                found.append(tallies.read({"station": station.code, "welcome": welcome, "n": int(text)}))
    return found


def whole(text: object, most: int) -> int:
    """A small number out of an address or a form; 0 for anything else."""
    told = str(text or "")
    return int(told) if told.isdecimal() and len(told) < 10 and int(told) <= most else 0
