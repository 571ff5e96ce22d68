"""Texts out and in as tests write them."""

from __future__ import annotations

import hashlib
import itertools
from datetime import UTC, datetime, timedelta

from campaigns.contacts.models import Consent, Contact
from sms import inbound
from sms.models import InboundSms, OutboundSms

NOON = datetime(2027, 2, 11, 11, 0, tzinfo=UTC)
NADIA = "+33612345678"
_numbers = itertools.count(1)


def text(campaign, *, to: str = NADIA, body: str = "Bonjour", **fields) -> OutboundSms:
    """A text that was queued at noon, by default for a leader's roll-call, and was accepted when it has a sid."""
    made = {
        "purpose": "rollcall",
        "dedupe_key": f"text:{next(_numbers)}",
        "segments": 1,
        "not_before": NOON,
        "expires_at": NOON + timedelta(hours=3),
        "created_at": NOON,
        "body_hash": hashlib.sha256(body.encode()).hexdigest(),
    }
    return OutboundSms.objects.create(campaign=campaign, to_e164=to, body=body, **made | fields)


def contact(campaign, *, phone: str = NADIA) -> Contact:
    """Somebody from a door who agreed to news by text."""
    consent = Consent.objects.create(
        campaign=campaign, text_version="1", language="fr", purposes=["sms_info"], method="spoken", agreed_at=NOON,
        received_at=NOON,
    )  # fmt: skip
    return Contact.objects.create(campaign=campaign, consent=consent, first_name="Noé", phone=phone)


def came_in(body: str, *, number: str = NADIA, **payload: str) -> InboundSms:
    """A text to us, stored and read at noon."""
    sid = f"SM{next(_numbers):032x}"
    inbound.store({"MessageSid": sid, "From": number, "To": "36123", "Body": body, **payload}, now=NOON)
    made = InboundSms.objects.get(provider_sid=sid)
    inbound.read(made.pk, now=NOON)
    made.refresh_from_db()
    return made
