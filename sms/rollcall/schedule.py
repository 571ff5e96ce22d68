"""When the waves of a roll-call leave: two days before at 18 h, the day before at 12 h and 18 h, the day itself at 9 h,
by the clock of the outing's place.

A wave of texts that falls on a Sunday, a holiday or outside the open hours moves earlier, to the last open slot; where
it meets the wave before, it is dropped. What sends nothing moves nowhere: names rise to headquarters on Sundays too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.law import texting
from campaigns.law.territories import Territory
from campaigns.people.models import Outing
from sms import gate

INVITE, REMINDER, ESCALATE, CLOSE = time(18), time(12), time(18), time(9)
BEFORE_THE_START = timedelta(hours=1)  # an outing that begins before ten closes earlier than at nine
APART = timedelta(hours=2)  # a question is not repeated sooner, nor given up


@dataclass(frozen=True)
class Times:
    """Aware instants, in this order. ``reminder_at``: None where it would meet the question."""

    invite_at: datetime
    reminder_at: datetime | None
    escalate_at: datetime
    close_at: datetime


def proposed(outing: Outing) -> Times:
    """The waves as they would be for an outing that is prepared in time."""
    return waves(outing.starts_at, gate.territory(outing.campaign))


def waves(starts_at: datetime, territory: Territory) -> Times:
    """The waves of an outing that starts then, there."""
    zone = ZoneInfo(territory.time_zone)
    day = starts_at.astimezone(zone).date()

    def at(days: int, hour: time) -> datetime:
        return datetime.combine(day - timedelta(days=days), hour, tzinfo=zone)

    invite = texting.last_opening_before(at(2, INVITE), territory)
    reminder = texting.last_opening_before(at(1, REMINDER), territory)
    close = min(at(0, CLOSE), starts_at.astimezone(zone) - BEFORE_THE_START)
    return Times(invite, reminder if reminder > invite else None, at(1, ESCALATE), close)


def still_to_come(times: Times, territory: Territory, *, now: datetime, starts_at: datetime) -> Times:
    """The same waves for a roll-call that is opened now: what is past happens at the next opening, the question first.
    An outing in the evening that is asked about on its own day closes later than at nine.

    Raises DomainError ``too_late`` when nobody can be asked any more before the outing.
    """
    invite, latest = max(times.invite_at, texting.next_opening(now, territory)), starts_at - BEFORE_THE_START
    close = max(times.close_at, min(invite + APART, latest))
    if invite >= close:
        raise DomainError("too_late", _("It is too late to ask by text before this outing: call the leaders."))
    if invite == times.invite_at:
        return times
    escalate = min(max(times.escalate_at, invite + APART), close)
    reminder = times.reminder_at
    if reminder is not None and not invite + APART <= reminder < escalate:
        reminder = None
    return replace(times, invite_at=invite, reminder_at=reminder, escalate_at=escalate, close_at=close)


def refuse_disorder(times: Times, outing: Outing) -> None:
    """Raises DomainError ``times_in_disorder``: a question is asked, repeated, given up and closed in this order, and
    closed before the outing is over."""
    steps = [times.invite_at, *([times.reminder_at] if times.reminder_at else []), times.escalate_at]
    in_order = all(earlier < later for earlier, later in zip(steps, steps[1:], strict=False))
    if not in_order or not times.escalate_at <= times.close_at < outing.ends_at:
        raise DomainError(
            "times_in_disorder", _("The times of the roll-call must follow one another until the outing.")
        )
