"""Who signed up for an outing is told: that they are expected, once more before it, and when it is called off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from campaigns.calendar import calling_off, signing_up
from campaigns.calendar.models import SignUp, SignUpPage
from campaigns.law import texting
from campaigns.people import voting
from campaigns.people.models import Membership, Outing
from sms import gate, gsm, opt_outs, outbox
from sms.models import OutboundSms, Purpose

REMINDED_AT = time(18)
REMINDER_GAP = timedelta(hours=12)
"""Whoever signed up less than this before the reminder has just had a confirmation: that is enough."""
FURTHEST_REMINDED = timedelta(days=5)
"""No row of days on which texts may not leave is as long."""
CONFIRM_WITHIN = timedelta(minutes=15)
KEY = "signup:"
"""Begins the key of each text to somebody who signed up."""
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
    outbox.cancel(OutboundSms.objects.filter(signup__outing=outing), now=now)
    rows = SignUp.objects.filter(outing=outing).coming().exclude(phone="")
    return _write_to_each(rows, _CALLED_OFF, "off", now=now, expires_at=outing.ends_at)


@transaction.atomic
def cancel(row: SignUp, *, now: datetime) -> bool:
    """They do not come, and what waits to tell them that they do is taken back. As signing_up.cancel."""
    outbox.cancel(OutboundSms.objects.filter(signup=row), now=now)
    return signing_up.cancel(row, now=now)


def remind(*, now: datetime) -> int:
    """Queue the reminders that are due; how many. Asked twice a minute, it writes one to a number for an outing."""
    soon = Outing.objects.filter(
        Exists(SignUp.objects.coming().exclude(phone="").filter(outing=OuterRef("pk"))),
        starts_at__gt=now,
        starts_at__lt=now + FURTHEST_REMINDED,
        closed_at=None,
        campaign__closed_at=None,
    )
    return sum(_remind(outing, now) for outing in soon.select_related("campaign"))


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


def _remind(outing: Outing, now: datetime) -> int:
    """One in the silence does not take place: nobody is sent there."""
    at = reminder_at(outing)
    if at > now or voting.touches_silence(outing.campaign, outing.starts_at, outing.ends_at):
        return 0
    reminded = OutboundSms.objects.filter(signup__outing=outing, dedupe_key__endswith=":reminder").values("to_e164")
    rows = SignUp.objects.filter(outing=outing, created_at__lte=at - REMINDER_GAP).coming().exclude(phone="")
    rows = rows.exclude(phone__in=reminded)
    return _write_to_each(rows, _REMINDED, "reminder", now=now, expires_at=outing.starts_at)


def _write_to_each(rows: QuerySet[SignUp], text: str, what: str, *, now: datetime, expires_at: datetime) -> int:
    """One text to each number, though two people signed up with it; how many are new."""
    each = rows.order_by("phone", "created_at").distinct("phone")
    each = each.select_related("outing__campaign", "outing__meeting_point")
    return sum(
        _write(row, text, Purpose.LOGISTICS, what, now=now, not_before=now, expires_at=expires_at) for row in each
    )


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
            "day": _day(local),
            "hour": formats.date_format(local, r"G \h i").removesuffix(" 00"),
            "place": f", {outing.meeting_point.name}" if outing.meeting_point else "",
            "address": f"{settings.PUBLIC_BASE_URL}/i/{row.text_code or row.code}",
        }
        body = gsm.simplified(_(text) % told)  # a name's accent must not double the price
    made = outbox.queue(
        campaign=outing.campaign,
        purpose=purpose,
        to=row.phone,
        body=body,
        key=f"{KEY}{row.pk}:{what}",
        not_before=not_before,
        expires_at=expires_at,
        now=now,
        signup=row,
    )
    return made is not None


def _day(local: datetime) -> str:
    """``samedi 13 février``, and ``mardi 1er décembre``: some languages count the first of a month otherwise."""
    shape = pgettext("format of the first day of a month", "l j F") if local.day == 1 else "l j F"
    return formats.date_format(local, shape)
