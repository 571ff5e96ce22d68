"""The telephones of the demo's leaders: what reached them and what they answered, as if it had happened then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from campaigns.people.models import Campaign, Membership
from sms import gate, inbound, outbox
from sms.models import InboundSms, OutboundSms, State

BAD_NUMBER = "30003"
INVENTED = "+336000000"


def give_numbers(leaders: Sequence[Membership]) -> None:
    """Numbers are given only where no text leaves the machine: some are somebody's."""
    if settings.SMS_GATEWAY != "console":
        return
    for number, leader in enumerate(leaders, start=1):
        leader.phone = f"{INVENTED}{number:02}"
        leader.save(update_fields=["phone"])


def take_numbers_back(*, now: datetime) -> int:
    """A site with the demo begins to send: invented numbers are forgotten and what waits for them is cancelled.

    Returns how many leaders had one. A stand-in on this machine sends nothing to anybody.
    """
    if settings.SMS_GATEWAY == "console" or settings.TWILIO_BASE_URL:
        return 0
    outbox.cancel(OutboundSms.objects.filter(to_e164__startswith=INVENTED), now=now)
    return Membership.objects.filter(phone__startswith=INVENTED).update(phone="")


def deliver(campaign: Campaign, but: Membership | None = None) -> None:
    """What was written by now arrived when it was written, except for one; what the law kept back did not leave."""
    for text in OutboundSms.objects.filter(campaign=campaign, state=State.QUEUED).select_related("campaign"):
        verdict = gate.decide(text, now=text.created_at, opted_out=lambda _number: False)
        if isinstance(verdict, gate.Never):
            text.state, text.error_code, text.settled_at = State(verdict.state), verdict.why, text.created_at
        elif isinstance(verdict, gate.Go):
            lost = but is not None and text.membership_id == but.pk
            text.state, text.error_code = (State.UNDELIVERED, BAD_NUMBER) if lost else (State.DELIVERED, "")
            text.posted_at = text.settled_at = text.created_at
            text.attempt, text.provider_sid = 1, f"CO{text.pk.hex}"
        text.save()


def answer(leader: Membership, words: str, at: datetime) -> None:
    """The leader texted this to us then; it is read by whoever reads texts."""
    if not leader.phone:
        return
    sid = f"CI{leader.pk:08}{at:%m%d%H%M}"
    inbound.store({"MessageSid": sid, "From": leader.phone, "To": settings.SMS_SENDER, "Body": words}, now=at)
    inbound.read(InboundSms.objects.get(provider_sid=sid).pk, now=at)
