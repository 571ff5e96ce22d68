"""Repeating the question to those who have not answered: once by itself, again when somebody asks for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Membership
from sms.rollcall import answering, asking
from sms.rollcall.models import CallState, LeaderCall, LeaderCallQuerySet, RollCall

MOST = 3
"""Reminders that one leader gets for one outing, by whomever: after that, somebody calls."""
REST = timedelta(minutes=30)
"""Between two texts to one leader: a button that is pressed twice repeats nothing."""


@transaction.atomic
def remind(roll_call: RollCall, *, by: Membership | None, now: datetime) -> int:
    """Repeat the question now to all who have not answered; to how many leaders it went.

    Whoever was written to less than half an hour ago, has had three reminders, or has no number, is left out. Raises
    DomainError ``roll_call_closed``, or ``nobody_to_remind`` when that leaves nobody.
    """
    locked = answering.lock(roll_call.pk)
    if locked.closed_at or locked.cancelled_at or now >= locked.close_at:
        raise DomainError("roll_call_closed", _("This roll-call is closed."))
    told = _repeat(locked, now=now, expires_at=locked.close_at, most=MOST)
    if not told:
        raise DomainError(
            "nobody_to_remind",
            _("Nobody can be reminded now: everybody has answered, was just written to, or is to be called."),
        )
    RollCall.objects.filter(pk=locked.pk, reminded_at=None).update(reminded_at=now)
    return told


def remind_once(roll_call: RollCall, *, now: datetime) -> int:
    """The reminder that leaves by itself, to those who had none yet. The roll-call is locked by the caller."""
    return _repeat(roll_call, now=now, expires_at=roll_call.escalate_at, most=1)


def silent(roll_call: RollCall) -> LeaderCallQuerySet:
    """Calls that were asked and not answered."""
    return LeaderCall.objects.of(roll_call).filter(
        state__in=[CallState.WAITING, CallState.TO_CALL], asked_at__isnull=False
    )


def _repeat(roll_call: RollCall, *, now: datetime, expires_at: datetime, most: int) -> int:
    rested = Q(reminded_at=None) | Q(reminded_at__lte=now - REST)
    due = silent(roll_call).filter(rested, asked_at__lte=now - REST, reminders__lt=most)
    told = 0
    for calls in asking.by_leader(due):
        number = calls[0].reminders + 1
        wave = asking.REMINDER if number == 1 else f"{asking.REMINDER}{number}"
        if asking.put(roll_call, calls[0], wave, expires_at=expires_at, now=now) is None:
            continue
        LeaderCall.objects.filter(pk__in=[call.pk for call in calls]).update(
            reminders=F("reminders") + 1, reminded_at=now
        )
        told += 1
    return told
