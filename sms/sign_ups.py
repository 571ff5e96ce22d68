"""Who signed up for an outing is told: that they are expected, once more before it, and when it is called off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from campaigns.calendar import calling_off, signing_up
from campaigns.calendar.models import SignUp, SignUpPage
from campaigns.law import texting
from campaigns.people.models import Membership, Outing
from sms import gate, gsm, opt_outs, outbox
from sms.models import OutboundSms, Purpose

REMINDED_AT = time(18)
REMINDER_GAP = timedelta(hours=12)
"""Whoever signed up less than this before the reminder has just had a confirmation: that is enough."""
CONFIRM_WITHIN = timedelta(minutes=15)
MOST_A_DAY = 3
"""Confirmations to one number in a day: a stranger who types somebody else's number does not fill that telephone."""

# Each names who writes, and ends with the address where the texts are stopped too (law:S1, law:S4).
_CONFIRMED = gettext_noop(
    "%(campaign)s: you are expected on %(day)s at %(hour)s%(place)s. To change, cancel or stop the texts: %(address)s"
)
_REMINDED = gettext_noop(
    "%(campaign)s: see you on %(day)s at %(hour)s%(place)s. To cancel or stop the texts: %(address)s"
)
_CALLED_OFF = gettext_noop(
    "%(campaign)s: the outing of %(day)s at %(hour)s is called off. Sorry. To stop the texts: %(address)s"
)


@transaction.atomic
def sign_up(page: SignUpPage, outing: Outing, *, id: UUID, first_name: str, phone: str, now: datetime) -> SignUp:
    """Note somebody, and confirm it by text when they left a number. Raises what signing_up.sign_up raises."""
    row, new = signing_up.sign_up(page, outing, id=id, first_name=first_name, phone=phone, now=now)
    if new and row.phone and _confirmed_today(row.phone, now) < MOST_A_DAY:
        until = min(now + CONFIRM_WITHIN, outing.ends_at)
        _write(row, _CONFIRMED, Purpose.CONFIRM, "confirm", now=now, not_before=now, expires_at=until)
    return row


@transaction.atomic
def call_off(outing: Outing, *, by: Membership | None, now: datetime) -> int:
    """Call it off and tell who meant to come; how many texts wait. Reminders that wait are cancelled."""
    if not calling_off.call_off(outing, by=by, now=now):
        return 0
    outbox.cancel(OutboundSms.objects.filter(signup__outing=outing, purpose=Purpose.LOGISTICS), now=now)
    rows = SignUp.objects.filter(outing=outing).coming().exclude(phone="").select_related("outing__campaign")
    return sum(
        _write(row, _CALLED_OFF, Purpose.LOGISTICS, "off", now=now, not_before=now, expires_at=outing.ends_at)
        for row in rows
        if outing.ends_at > now
    )


def remind(*, now: datetime) -> int:
    """Queue the reminders that are due; how many. Asked every few minutes, it writes each once."""
    soon = (
        SignUp.objects.coming()
        .exclude(phone="")
        .filter(outing__starts_at__gt=now, outing__starts_at__lt=now + timedelta(days=5), outing__closed_at=None)
    )
    due = [row for row in soon.select_related("outing__campaign", "outing__meeting_point") if _is_due(row, now)]
    return sum(
        _write(row, _REMINDED, Purpose.LOGISTICS, "reminder", now=now, not_before=now, expires_at=row.outing.starts_at)
        for row in due
    )


def reminder_at(outing: Outing) -> datetime:
    """18 h on the day before by the outing's clock; earlier when texts may not leave then."""
    zone = ZoneInfo(outing.campaign.time_zone)
    eve = outing.starts_at.astimezone(zone).date() - timedelta(days=1)
    return texting.last_opening_before(datetime.combine(eve, REMINDED_AT, tzinfo=zone), gate.territory(outing.campaign))


def no_more_texts(row: SignUp, *, now: datetime) -> None:
    """The number wants no more texts, from anybody of ours; the sign-up stays."""
    if row.phone:
        opt_outs.opt_out(row.phone, source=opt_outs.Source.LINK, now=now)


def is_silent(row: SignUp) -> bool:
    """Whether the number wants no more texts."""
    return opt_outs.is_opted_out(row.phone)


def _is_due(row: SignUp, now: datetime) -> bool:
    at = reminder_at(row.outing)
    return at <= now and row.created_at <= at - REMINDER_GAP


def _confirmed_today(number: str, now: datetime) -> int:
    written = OutboundSms.objects.filter(to_e164=number, created_at__gt=now - timedelta(days=1))
    return written.filter(purpose=Purpose.CONFIRM, signup__isnull=False).count()


def _write(
    row: SignUp, text: str, purpose: Purpose, what: str, *, now: datetime, not_before: datetime, expires_at: datetime
) -> bool:
    """Whether it was new. In the language of the site, and in one segment as far as names allow."""
    outing = row.outing
    with translation.override(settings.LANGUAGE_CODE):
        local = outing.starts_at.astimezone(ZoneInfo(outing.campaign.time_zone))
        told = {
            "campaign": outing.campaign.name,
            "day": formats.date_format(local, "l j F"),
            "hour": formats.date_format(local, r"G \h i").removesuffix(" 00"),
            "place": f", {outing.meeting_point.name}" if outing.meeting_point else "",
            "address": f"{settings.PUBLIC_BASE_URL}/i/{row.code}",
        }
        body = gsm.simplified(_(text) % told)  # a name's accent must not double the price
    made = outbox.queue(
        campaign=outing.campaign,
        purpose=purpose,
        to=row.phone,
        body=body,
        key=f"signup:{row.pk}:{what}",
        not_before=not_before,
        expires_at=expires_at,
        now=now,
        signup=row,
    )
    return made is not None
