"""What is due of all roll-calls, told by the database alone: a beat that was missed, doubled or late changes nothing.

Each roll-call is taken in a transaction of its own, locked; whoever comes second passes over it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from sms.rollcall import areas, asking, closing, enrolling, escalating, reminding, started
from sms.rollcall.models import RollCall

logger = logging.getLogger(__name__)

LATEST = timedelta(days=1)


def tick(now: datetime) -> int:
    """Take each step that is due; how many roll-calls changed. One that fails does not hold up the others."""
    changed = 0
    for pk in list(_under_way(now).values_list("pk", flat=True)):
        try:
            changed += step(pk, now)
        except Exception:  # the others are due all the same, and this one again in half a minute
            logger.exception("The roll-call %s could not take its next step.", pk)
    return changed


def _under_way(now: datetime) -> QuerySet[RollCall]:
    """Also those whose outing is just over: a site that slept through it still closes them."""
    recent = RollCall.objects.filter(cancelled_at=None, outing__ends_at__gt=now - LATEST, campaign__closed_at=None)
    return recent.order_by("pk")


@transaction.atomic
def step(pk: int, now: datetime) -> bool:
    """Take what is due of this roll-call; whether anything changed. False when somebody else is at it."""
    row = (
        RollCall.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("outing__campaign", "outing__meeting_point", "campaign")
        .filter(pk=pk, cancelled_at=None)
        .first()
    )
    if row is None:
        return False
    if row.outing.closed_at is not None or enrolling.is_forbidden(row.outing):
        return _cancel(row, now)
    # Each is asked, whether or not one before it had something to do.
    did = [take(row, now) for take in STEPS]
    if any(did):
        row.version = F("version") + 1
        row.save()
    return any(did)


def _cancel(row: RollCall, now: datetime) -> bool:
    """The outing was closed, or its day came to lie in the silence: no question of it leaves any more (law:V2). One
    that was held and then closed is no longer asked about either, and is left as it is."""
    taken_back = asking.take_back(row, now=now)
    if row.closed_at is not None:
        return bool(taken_back)
    row.cancelled_at, row.version = now, F("version") + 1
    row.save()
    return True


def _invite(row: RollCall, now: datetime) -> bool:
    """Also whoever came to lead a team later on, until it closes."""
    if not row.invite_at <= now < row.close_at:
        return False
    new = enrolling.enrol(row)
    asked = asking.invite(row, now=now)
    first = row.invited_at is None
    row.invited_at = row.invited_at or now
    return bool(new or asked or first)


def _remind(row: RollCall, now: datetime) -> bool:
    if row.reminded_at or row.reminder_at is None or not row.reminder_at <= now < row.escalate_at:
        return False
    reminding.remind_once(row, now=now)
    row.reminded_at = now
    return True


def _escalate(row: RollCall, now: datetime) -> bool:
    if now < row.escalate_at or (row.closed_at and row.escalated_at):
        return False
    risen = escalating.escalate(row) if row.invited_at else 0
    first = row.escalated_at is None
    row.escalated_at = row.escalated_at or now
    return bool(risen or first)


def _close(row: RollCall, now: datetime) -> bool:
    if row.closed_at or now < row.close_at:
        return False
    if now < row.outing.ends_at:
        closing.close(row, now=now)
    row.closed_at = now
    return True


def _send_areas(row: RollCall, now: datetime) -> bool:
    if row.areas_sent_at or row.invited_at is None or now < areas.sent_at(row):
        return False
    areas.send(row, now=now)
    row.areas_sent_at = now
    return True


def _see_begun(row: RollCall, now: datetime) -> bool:
    if not row.closed_at or not row.outing.starts_at - started.EARLY <= now < row.outing.ends_at:
        return False
    return bool(started.see(row, now=now))


def _ask_begun(row: RollCall, now: datetime) -> bool:
    due = row.outing.starts_at + started.ASKED_AFTER
    if row.start_asked_at or not row.closed_at or not due <= now < due + started.MISSING_AFTER:
        return False
    started.ask(row, now=now)
    row.start_asked_at = now
    return True


def _look(row: RollCall, now: datetime) -> bool:
    due = row.outing.starts_at + started.MISSING_AFTER
    if row.looked_at or not row.closed_at or not due <= now < row.outing.ends_at:
        return False
    started.look(row, now=now)
    row.looked_at = now
    return True


STEPS: tuple[Callable[[RollCall, datetime], bool], ...] = (
    _invite, _remind, _escalate, _close, _send_areas, _see_begun, _ask_begun, _look,
)  # fmt: skip
