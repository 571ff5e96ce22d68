"""What was left half done: taken up by a worker that died, or handed over without an answer; and what came too late."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from sms import outbox, reports
from sms.gateways import Found, Gateway, NotTaken
from sms.models import OutboundSms, State, StatusReport
from sms.sending import FIRST_LOOK

logger = logging.getLogger(__name__)

SECOND_LOOK = timedelta(minutes=10)
AGAIN_AFTER = timedelta(minutes=1)
"""A look without an answer, or by a worker that died meanwhile, is made again so much later, until headquarters are
shown the doubt: afterwards it is theirs."""
CLOCKS_DIFFER = timedelta(minutes=2)
LOOKS_AT_ONCE = 20
UNREACHABLE = "30003"
LATER = timedelta(minutes=30)


def tidy(*, now: datetime) -> None:
    """Let go of what nobody is at work on any more, and end what it is too late for."""
    held = OutboundSms.objects.filter(lease_until__lt=now)
    held.filter(state=State.CLAIMED).update(state=State.QUEUED, lease_until=None)
    held.filter(state=State.POSTING).update(state=State.UNCERTAIN, lease_until=F("posted_at") + FIRST_LOOK)
    late = OutboundSms.objects.filter(state=State.QUEUED, expires_at__lte=now)
    late.update(state=State.EXPIRED, settled_at=now)


def look_up(*, gateway: Gateway, now: datetime) -> int:
    """Ask the gateway about texts in doubt, two and ten minutes after the call; how many were found.

    Found is one to the same number with the same words, made since: its state there counts as a report.
    """
    asked = [_take(now=now) for _ in range(LOOKS_AT_ONCE)]
    return sum(_settle(text, gateway=gateway, now=now) for text in asked if text is not None)


@transaction.atomic
def _take(*, now: datetime) -> OutboundSms | None:
    """One in doubt whose time to look has come: nobody looks beside us, somebody does after us if we are stopped."""
    waiting = OutboundSms.objects.filter(state=State.UNCERTAIN, lease_until__lte=now).order_by("lease_until")
    text = waiting.select_for_update(skip_locked=True).first()
    if text is None or text.posted_at is None:
        return None
    text.lease_until = now + AGAIN_AFTER if now + AGAIN_AFTER < text.posted_at + outbox.SHOWN_AFTER else None
    text.save(update_fields=["lease_until"])
    return text


def _settle(text: OutboundSms, *, gateway: Gateway, now: datetime) -> bool:
    since = (text.posted_at or now) - CLOCKS_DIFFER
    try:
        held = gateway.held_for(text.to_e164, since=since)
    except NotTaken:
        return False
    found = _ours(text, held)
    if found is None:
        _wait_for_second_look(text, now=now)
        return False
    told = {"MessageSid": found.sid, "MessageStatus": found.status, "ErrorCode": found.error_code, "From": "look-up"}
    reports.store(text.pk, told, now=now)
    for pk in StatusReport.objects.filter(message=text.pk, processed_at=None).values_list("pk", flat=True):
        reports.read(pk, now=now)
    return True


def _wait_for_second_look(text: OutboundSms, *, now: datetime) -> None:
    second = (text.posted_at or now) + SECOND_LOOK
    doubtful = OutboundSms.objects.filter(pk=text.pk, state=State.UNCERTAIN)
    doubtful.update(lease_until=second if now < second else None)


def _ours(text: OutboundSms, held: Sequence[Found]) -> Found | None:
    """The first with our words that is not known to be another text of ours."""
    alike = [each for each in held if outbox.digest(each.body) == text.body_hash]
    taken = OutboundSms.objects.filter(provider_sid__in=[each.sid for each in alike])
    known = set(taken.values_list("provider_sid", flat=True))
    return min((each for each in alike if each.sid not in known), key=lambda each: each.created_at, default=None)


def try_unreachable_again(*, now: datetime) -> int:
    """A telephone that was off is tried once more after half an hour, when the text is still of use; how many."""
    off = OutboundSms.objects.filter(
        state__in=(State.UNDELIVERED, State.FAILED), error_code=UNREACHABLE, settled_at__lte=now - LATER,
        settled_at__gt=now - 4 * LATER, expires_at__gt=now,
    ).exclude(dedupe_key__endswith=outbox.LATER)  # fmt: skip
    return sum(
        outbox.queue(
            campaign=text.campaign, purpose=text.purpose, to=text.to_e164, body=text.body,
            key=text.dedupe_key + outbox.LATER, not_before=now, expires_at=text.expires_at, now=now,
            membership=text.membership, contact=text.contact, signup=getattr(text, "signup", None),
        ) is not None
        for text in off.exclude(to_e164="").select_related("campaign", "membership", "contact")
    )  # fmt: skip
