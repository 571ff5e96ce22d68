"""A person agreed to be remembered: the contact and its proof, together or not at all (law:P2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.contacts.models import Consent, Contact, Purpose
from campaigns.errors import DomainError
from campaigns.people.models import Device

METHODS = {"spoken", "signed", "own_phone"}
LONGEST = 60


@dataclass(frozen=True)
class Agreement:
    """What was agreed: read text, boxes ticked one by one, and the few fields given."""

    first_name: str
    phone: str
    email: str
    purposes: tuple[str, ...]
    text_version: str
    language: str
    method: str


@transaction.atomic
def remember(*, event_id: UUID, device: Device, agreement: Agreement, agreed_at: datetime, now: datetime) -> Contact:
    """Store contact and consent under the event's id; the same event again returns the same contact.

    Raises DomainError ``consent_incomplete`` when a purpose, the text's version, or a way to reach the person lacks.
    """
    if existing := Contact.objects.filter(consent=event_id).first():
        return existing
    _check(agreement)
    consent = Consent.objects.create(
        id=event_id,
        campaign_id=device.campaign_id,
        text_version=agreement.text_version,
        language=agreement.language,
        purposes=list(agreement.purposes),
        method=agreement.method,
        device=device,
        agreed_at=agreed_at,
        received_at=now,
    )
    return Contact.objects.create(
        campaign_id=device.campaign_id,
        consent=consent,
        first_name=agreement.first_name,
        phone=agreement.phone,
        email=agreement.email,
    )


def _check(agreement: Agreement) -> None:
    complete = (
        agreement.purposes
        and set(agreement.purposes) <= set(Purpose.values)
        and agreement.text_version
        and agreement.language
        and agreement.method in METHODS
        and (agreement.phone or agreement.email)
    )
    if not complete:
        raise DomainError("consent_incomplete", _("A contact needs a purpose, the text read and a phone or e-mail."))
