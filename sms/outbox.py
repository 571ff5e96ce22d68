"""Texts are written here, in the transaction of the fact that causes them; sending.py hands them over afterwards."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.calendar.models import SignUp
from campaigns.contacts.models import Contact
from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Membership
from sms import costs, waking
from sms.models import OutboundSms, Purpose, State

SHOWN_AFTER = timedelta(minutes=15)
"""So long after a hand-over in doubt nothing more is to be learned, and headquarters may decide."""
LONGEST_KEY = 100
AGAIN, LATER = ":again", ":later"
"""End the keys of texts that are sent a second time: by headquarters, or to a telephone that was off."""
LONGEST_BODY = 1_600  # characters; the gateway takes no more


def queue(
    *,
    campaign: Campaign,
    purpose: str,
    to: str,
    body: str,
    key: str,
    not_before: datetime,
    expires_at: datetime,
    now: datetime,
    membership: Membership | None = None,
    contact: Contact | None = None,
    signup: SignUp | None = None,
) -> OutboundSms | None:
    """Write one text to one number (E.164), in the caller's transaction; None when its key was written before.

    It leaves at ``not_before`` or later, as soon as the law, the hours and the budget allow, never at ``expires_at`` or
    later. Raises ValueError for what no text can be: no number, no words, too many of them, times in the wrong order.
    """
    _refuse_nonsense(to, body, key, not_before, expires_at)
    parts = costs.segments(body)
    written: dict[str, Any] = {
        "campaign": campaign, "purpose": purpose, "to_e164": to, "body": body, "body_hash": digest(body),
        "segments": parts, "cost": costs.euros(parts), "not_before": not_before, "expires_at": expires_at,
        "created_at": now, "membership": membership, "contact": contact, "signup": signup,
    }  # fmt: skip
    text, is_new = OutboundSms.objects.get_or_create(dedupe_key=key, defaults=written)
    if not is_new:
        return None
    if not_before <= now:
        waking.wake_on_commit()
    return text


def digest(body: str) -> str:
    """By which the text is found again among those that the gateway holds."""
    return hashlib.sha256(body.encode()).hexdigest()


def cancel(texts: QuerySet[OutboundSms], *, now: datetime) -> int:
    """Take back those that nobody has taken up yet; how many."""
    return texts.filter(state=State.QUEUED).update(state=State.CANCELLED, settled_at=now)


@transaction.atomic
def send_again(text: OutboundSms, *, lasts: timedelta, now: datetime) -> OutboundSms:
    """Headquarters decide that a text in doubt goes out once more, under a key of its own: it may arrive twice.

    ``lasts``: how long the second may wait. Raises DomainError ``not_in_doubt``, ``too_early``, ``never_again`` for
    texts to contacts, or ``again_already``.
    """
    held = OutboundSms.objects.select_for_update().get(pk=text.pk)
    if held.state != State.UNCERTAIN or held.posted_at is None:
        raise DomainError("not_in_doubt", _("It is known by now what became of this text."))
    if now < held.posted_at + SHOWN_AFTER:
        raise DomainError("too_early", _("The gateway is still being asked about this text. Wait a few minutes."))
    if held.purpose == Purpose.BROADCAST or held.dedupe_key.endswith(AGAIN):
        raise DomainError("never_again", _("This text is never sent a second time."))
    again = queue(
        campaign=held.campaign, purpose=held.purpose, to=held.to_e164, body=held.body, key=held.dedupe_key + AGAIN,
        not_before=now, expires_at=now + lasts, now=now, membership=held.membership,
        signup=held.signup,
    )  # fmt: skip
    if again is None:
        raise DomainError("again_already", _("This text was sent a second time already."))
    return again


def _refuse_nonsense(to: str, body: str, key: str, not_before: datetime, expires_at: datetime) -> None:
    if not to.startswith("+") or not to[1:].isdecimal():
        raise ValueError("A text goes to a number in the form +33612345678.")
    if not body.strip() or len(body) > LONGEST_BODY:
        raise ValueError(f"A text has 1 to {LONGEST_BODY} characters.")
    if not 0 < len(key.removesuffix(AGAIN).removesuffix(LATER)) <= LONGEST_KEY:
        raise ValueError(f"The key of a text has 1 to {LONGEST_KEY} characters.")
    if expires_at <= not_before:
        raise ValueError("A text expires after the time from which on it may leave.")
