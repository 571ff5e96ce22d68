"""What the gateway calls back to say of a text: stored as it came, then read, in any order, as often as it comes.

Ranks keep order: a lower one never replaces a higher one, a final state never changes, and any word at all settles a
text of which it was not known whether it had been taken.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction

from sms import refusals
from sms.models import OutboundSms, State, StatusReport

logger = logging.getLogger(__name__)

RANKS = {
    "accepted": 1, "scheduled": 1, "queued": 2, "sending": 3, "sent": 4,
    "delivered": 5, "undelivered": 5, "failed": 5, "canceled": 5,
}  # fmt: skip
STATES = {
    "sent": State.SENT,
    "delivered": State.DELIVERED,
    "undelivered": State.UNDELIVERED,
    "failed": State.FAILED,
    "canceled": State.CANCELLED,
}
FINAL_RANK = 5
VALIDITY_OVER = "30036"
# Where a report may still change something: the text has been, or may have been, handed over.
OPEN = (State.POSTING, State.UNCERTAIN, State.ACCEPTED, State.SENT)
MOST_AT_ONCE = 500
_SIGNER = signing.Signer(salt="sms.status", sep=".")


def address(message: UUID) -> str:
    """The absolute address that the gateway calls for this text; signed, so that nobody names another's."""
    return f"{settings.PUBLIC_BASE_URL}/sms/status/{_SIGNER.sign(message.hex)}"


def message_of(signed: str) -> UUID | None:
    """The text that a called address is about; None for one that we have not signed."""
    try:
        return UUID(_SIGNER.unsign(signed))
    except (signing.BadSignature, ValueError):
        return None


def store(message: UUID, payload: Mapping[str, str], *, now: datetime) -> bool:
    """Keep the report as it came; False when the same was here already, or when it names no text and no state."""
    sid, status = payload.get("MessageSid", ""), payload.get("MessageStatus", "")
    if not sid or not status:
        logger.warning("A report without MessageSid or MessageStatus was left aside.")
        return False
    _report, is_new = StatusReport.objects.get_or_create(
        provider_sid=sid[:64],
        status=status[:24],
        defaults={
            "message": message,
            "error_code": payload.get("ErrorCode", "")[:20],
            "payload": dict(payload),
            "received_at": now,
        },
    )
    return is_new


def read_waiting(*, now: datetime) -> int:
    """Read the reports that wait, the oldest first; how many. Two at once share the work."""
    waiting = StatusReport.objects.filter(processed_at=None).order_by("received_at", "pk")
    return sum(read(pk, now=now) for pk in list(waiting.values_list("pk", flat=True)[:MOST_AT_ONCE]))


@transaction.atomic
def read(pk: int, *, now: datetime) -> bool:
    """Let one report have its effect, once; False when somebody else does it, or did."""
    report = StatusReport.objects.select_for_update(skip_locked=True).filter(pk=pk, processed_at=None).first()
    if report is None:
        return False
    text = OutboundSms.objects.select_for_update().filter(pk=report.message).first()
    if text is not None:
        _apply(text, report, now=now)
    report.processed_at = now
    report.save(update_fields=["processed_at"])
    return True


def _apply(text: OutboundSms, report: StatusReport, *, now: datetime) -> None:
    if _is_somebody_elses(text, report.provider_sid):
        logger.error("Text %s and the gateway's name %s do not belong together.", text.pk, report.provider_sid)
        return
    rank = RANKS.get(report.status, 0)
    if text.state not in OPEN or (rank <= text.provider_rank and text.state not in (State.POSTING, State.UNCERTAIN)):
        return
    text.provider_sid = report.provider_sid
    text.provider_rank = max(rank, text.provider_rank)
    text.state = _state(report) if rank else State.ACCEPTED
    text.lease_until = None
    text.error_code = report.error_code or text.error_code
    if rank == FINAL_RANK:
        text.settled_at = now
    text.save()
    if report.error_code:
        refusals.react(text, report.error_code, now=now)


def _is_somebody_elses(text: OutboundSms, sid: str) -> bool:
    """A text known by another name was taken twice; a name that another text has is a mistake of the gateway."""
    if text.provider_sid is not None:
        return text.provider_sid != sid
    return OutboundSms.objects.filter(provider_sid=sid).exists()


def _state(report: StatusReport) -> State:
    found = STATES.get(report.status, State.ACCEPTED)
    failed = found in (State.FAILED, State.UNDELIVERED)
    return State.EXPIRED if failed and report.error_code == VALIDITY_OVER else found
