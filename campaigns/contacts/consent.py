"""A person agreed to be remembered: the contact and its proof, together or not at all (law:P2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.contacts import reaching, texts
from campaigns.contacts.models import Consent, Contact, Method, Purpose
from campaigns.errors import DomainError
from campaigns.law import territories
from campaigns.people.models import Campaign, Device
from campaigns.territory.models import PollingStation

LONGEST_NAME = 60


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
def remember(
    *,
    event_id: UUID,
    device: Device,
    agreement: Agreement,
    agreed_at: datetime,
    now: datetime,
    station: PollingStation | None = None,
) -> Contact:
    """Store contact and consent under the event's id; the same event again returns the same contact.

    ``station``: where the person votes, as far as the door tells; the door itself is not kept. Raises DomainError
    ``consent_incomplete`` when a purpose, a known text, or the way to reach the person that a purpose needs is missing,
    ``not_reachable`` for what is no phone number or no e-mail address.
    """
    if existing := Contact.objects.filter(consent=event_id).first():
        return existing
    agreement = _written_one_way(agreement, device.campaign)
    _check(agreement, device.campaign_id)
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
        station=station,
    )


def _written_one_way(agreement: Agreement, campaign: Campaign) -> Agreement:
    home = territories.of_time_zone(campaign.time_zone).phone_region
    try:
        return replace(
            agreement,
            first_name=" ".join(agreement.first_name.split())[:LONGEST_NAME],
            phone=reaching.phone(agreement.phone, home=home) if agreement.phone else "",
            email=reaching.email(agreement.email) if agreement.email else "",
        )
    except reaching.NotReachable as error:
        raise DomainError("not_reachable", _("This is no phone number, or no e-mail address.")) from error


def _check(agreement: Agreement, campaign_id: int) -> None:
    purposes = set(agreement.purposes)
    complete = (
        purposes
        and purposes <= possible(phone=agreement.phone, email=agreement.email)
        and agreement.method in Method.values
        and texts.is_known(campaign_id, language=agreement.language, version=agreement.text_version)
    )
    if not complete:
        raise DomainError(
            "consent_incomplete", _("A contact needs a purpose, the text read, and a phone or e-mail that serves it.")
        )


def possible(*, phone: str, email: str) -> set[str]:
    """The purposes that these ways to reach somebody allow (tests/cases/reaching.json)."""
    found: set[str] = set()
    if phone:
        found |= {Purpose.CALL_BACK}
    if phone and reaching.takes_texts(phone):
        found |= {Purpose.SMS_INFO, Purpose.ELECTRONIC_TARGETING}
    if email:
        found |= {Purpose.EMAIL_INFO, Purpose.ELECTRONIC_TARGETING}
    return found | {Purpose.VOLUNTEER, Purpose.DONATION_INFO} if phone or email else found
