"""Texts with plain defaults."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sms import outbox
from sms.models import OutboundSms, Purpose
from tests.builders import SATURDAY


def text(campaign, *, now: datetime = SATURDAY, **fields: Any) -> OutboundSms:
    told: dict[str, Any] = {
        "purpose": Purpose.LOGISTICS,
        "to": "+33612345678",
        "body": "Bonjour Nadia, votre secteur est prêt.",
        "key": "test",
        "not_before": now,
    }
    told |= fields
    told.setdefault("expires_at", told["not_before"] + timedelta(hours=8))
    return outbox.queue(campaign=campaign, now=now, **told)
