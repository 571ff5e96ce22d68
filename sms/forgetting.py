"""What texts said, and to or from which numbers, is forgotten after ninety days, or with the sign-up they were about;
that they were sent stays."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from campaigns.law.retention import TEXTS_KEPT
from sms import sign_ups
from sms.models import InboundSms, OutboundSms, State, StatusReport
from sms.rollcall.models import Answer

UNDER_WAY = (State.QUEUED, State.CLAIMED, State.POSTING)


def forget(*, now: datetime) -> int:
    """Empty the texts that have had their time, and drop what was reported of them; how many texts."""
    until = now - TEXTS_KEPT
    orphaned = Q(dedupe_key__startswith=sign_ups.KEY, signup=None)
    out = OutboundSms.objects.filter(Q(created_at__lt=until) | orphaned).exclude(state__in=UNDER_WAY)
    full = out.exclude(to_e164="", body="")
    StatusReport.objects.filter(message__in=full.values("pk")).delete()
    emptied = full.update(to_e164="", body="", body_hash="")
    came = InboundSms.objects.filter(received_at__lt=until)
    emptied += came.exclude(from_e164="", body="", payload={}).update(from_e164="", body="", payload={})
    Answer.objects.filter(Q(inbound__received_at__lt=until) | Q(at__lt=until)).exclude(words="").update(words="")
    StatusReport.objects.filter(received_at__lt=until).delete()
    return emptied
