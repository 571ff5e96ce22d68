"""Opening the roll-call of an outing, and changing its text and times until they are used."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Membership, Outing
from sms import gate, wording
from sms.rollcall import enrolling, schedule, texts
from sms.rollcall.models import RollCall
from sms.rollcall.schedule import Times

LONGEST = 800
STEPS = {
    "invite_at": "invited_at", "reminder_at": "reminded_at", "escalate_at": "escalated_at", "close_at": "closed_at",
}  # fmt: skip


@transaction.atomic
def open_for(
    outing: Outing, *, by: Membership | None, now: datetime, text: str | None = None, times: Times | None = None
) -> RollCall:
    """Open its roll-call, with everybody who is to be asked; the texts leave by themselves at their times. Opened
    twice it is the same one, unchanged.

    ``times`` and ``text`` (with the fields of texts.FIELDS): the usual ones unless given. Raises DomainError
    ``outing_over``, ``silence``, ``nobody_to_ask``, ``too_late``, ``times_in_disorder``, ``text_empty``,
    ``text_too_long`` or ``text_field_unknown``.
    """
    outing = Outing.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign").get(pk=outing.pk)
    found = RollCall.objects.filter(outing=outing).first()
    if found is not None:
        return found
    _refuse_forbidden(outing, now)
    planned = schedule.still_to_come(
        times or schedule.proposed(outing), gate.territory(outing.campaign), now=now, starts_at=outing.starts_at
    )
    schedule.refuse_disorder(planned, outing)
    words = _checked(texts.question(outing, by_link=not texts.can_be_answered()) if text is None else text)
    opened = RollCall.objects.create(
        campaign=outing.campaign, outing=outing, text=words, opened_by=by, opened_at=now, **asdict(planned)
    )
    if not enrolling.enrol(opened):
        raise DomainError("nobody_to_ask", _("No team of this outing has a leader: nobody can be asked."))
    return opened


@transaction.atomic
def change(
    roll_call: RollCall,
    *,
    now: datetime,
    text: str | None = None,
    times: Times | None = None,
    expected: int | None = None,
) -> RollCall:
    """Change what is still to come. The text of a question that was asked is that of its reminders from then on.

    Raises DomainError ``roll_call_closed``, ``step_done`` (a time whose step was taken), ``step_past``,
    ``times_in_disorder``, ``text_empty``, ``text_too_long`` or ``text_field_unknown``.
    """
    row = RollCall.objects.select_for_update(no_key=True, of=("self",)).select_related("outing").get(pk=roll_call.pk)
    if row.closed_at or row.cancelled_at:
        raise DomainError("roll_call_closed", _("This roll-call is closed."))
    if text is not None:
        row.text = _checked(text)
    if times is not None:
        schedule.refuse_disorder(times, row.outing)
        for name, value in asdict(times).items():
            _change_time(row, name, value, now)
    if expected is not None:
        row.expected = expected
    row.version = F("version") + 1
    row.save()
    row.refresh_from_db()
    return row


def _change_time(row: RollCall, name: str, value: datetime | None, now: datetime) -> None:
    if getattr(row, name) == value:
        return
    if getattr(row, STEPS[name]) is not None:
        raise DomainError("step_done", _("This step of the roll-call was taken: its time can change no more."))
    if value is not None and value < now:
        raise DomainError("step_past", _("Choose a time to come."))
    setattr(row, name, value)


def _refuse_forbidden(outing: Outing, now: datetime) -> None:
    if outing.closed_at is not None or outing.starts_at <= now:
        raise DomainError("outing_over", _("This outing has begun or is over: nobody can be asked to come any more."))
    if enrolling.is_forbidden(outing):
        raise DomainError("silence", _("This outing falls into the silence before the vote: it has no roll-call."))


def _checked(text: str) -> str:
    words = wording.tidied(text)
    if not words:
        raise DomainError("text_empty", _("Write the question that leaders get."))
    if len(words) > LONGEST:
        raise DomainError("text_too_long", _("Write at most %(longest)s characters.") % {"longest": LONGEST})
    if unknown := wording.unknown(words, texts.FIELDS):
        known = ", ".join(f"{{{name}}}" for name in texts.FIELDS)
        raise DomainError(
            "text_field_unknown",
            _("Nothing fills {%(field)s}. The fields are %(known)s.") % {"field": unknown[0], "known": known},
        )
    return words
