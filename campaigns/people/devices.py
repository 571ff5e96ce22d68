"""A phone's right to speak: one token, checked at each request, gone the moment the leader says so."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Device, Outing
from campaigns.prepared import Prepared

IDLE_LIMIT = timedelta(hours=12)
AFTER_OUTING = timedelta(hours=24)
LONGEST_LIFE = timedelta(hours=72)
LEASE_AFTER_OUTING = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)

DEVICE_FIELDS = Device._meta.concrete_fields
CAMPAIGN_FIELDS = [field for field in Campaign._meta.concrete_fields if field.name != "script"]  # long, seldom read
BY_TOKEN = Prepared(
    "device_by_token",
    "bytea",
    f"""
    SELECT {", ".join([f"d.{f.column}" for f in DEVICE_FIELDS] + [f"c.{f.column}" for f in CAMPAIGN_FIELDS])}
    FROM people_device d JOIN people_campaign c ON c.id = d.campaign_id WHERE d.token_hash = $1
    """,
)


def register(
    *, outing: Outing, team_id: int | None, first_name: str, phone: str, public_key: str, now: datetime
) -> tuple[Device, str]:
    """A new phone of the outing, and the only copy of its token (256 bits; the database keeps a hash)."""
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        campaign_id=outing.campaign_id,
        outing=outing,
        team_id=team_id,
        first_name=first_name,
        phone=phone,
        public_key=public_key,
        token_hash=token_hash(token),
        last_seen_at=now,
        token_expires_at=min(outing.ends_at + AFTER_OUTING, now + LONGEST_LIFE),
        lease_until=outing.ends_at + LEASE_AFTER_OUTING,
    )
    return device, token


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def authenticate(token: str, *, now: datetime) -> Device:
    """The phone that holds this token. Raises DomainError ``device_unknown`` or ``device_revoked``."""
    found = _holder(token)
    if found is None:
        raise DomainError("device_unknown", _("This phone is not known here. Join the outing again."))
    if found.revoked_at is not None:
        raise DomainError("device_revoked", _("This phone no longer has access."))
    if found.token_expires_at <= now or (found.last_seen_at and now - found.last_seen_at > IDLE_LIMIT):
        raise DomainError("device_unknown", _("This phone is not known here. Join the outing again."))
    _note_presence(found, now)
    return found


def revoke(device: Device, *, now: datetime) -> None:
    """Lost or handed back: no request with its token is obeyed any more, but one sealed push may still come."""
    Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now, wipe_requested=True)
    device.refresh_from_db()


def _holder(token: str) -> Device | None:
    """The device and its campaign, read by a statement planned once: this comes before every call of a phone."""
    rows = BY_TOKEN(token_hash(token))
    if not rows:
        return None
    device = Device.from_db("default", [field.attname for field in DEVICE_FIELDS], rows[0][: len(DEVICE_FIELDS)])
    device.campaign = Campaign.from_db(
        "default", [field.attname for field in CAMPAIGN_FIELDS], rows[0][len(DEVICE_FIELDS) :]
    )
    return device


def _note_presence(device: Device, now: datetime) -> None:
    stale = Q(last_seen_at=None) | Q(last_seen_at__lt=now - SEEN_EVERY)
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
        Device.objects.filter(stale, pk=device.pk).update(last_seen_at=now)
