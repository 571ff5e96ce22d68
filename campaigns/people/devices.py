"""A phone's right to speak: one token, checked at each request, gone the moment the leader says so."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import F, Q
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people import device_keys
from campaigns.people.models import Campaign, Device, Outing
from campaigns.prepared import Prepared

IDLE_LIMIT = timedelta(hours=12)
AFTER_OUTING = timedelta(hours=24)
LONGEST_LIFE = timedelta(hours=72)
LEASE_AFTER_OUTING = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
CHALLENGE_LIFE = timedelta(minutes=2)

# What a push asks of its phone and campaign. Every column read costs each call a little; whoever wants another one,
# seldom, has Django fetch it.
NEEDED = {"id", "campaign", "outing", "first_name", "seq_high", "seq_acked", "last_seen_at", "token_expires_at",
          "lease_until", "revoked_at", "sealed_at"}  # fmt: skip
NEEDED_OF_CAMPAIGN = {"id", "slug", "time_zone", "first_round_date", "final_round_date", "epoch", "closed_at"}
DEVICE_FIELDS = [field for field in Device._meta.concrete_fields if field.name in NEEDED]
CAMPAIGN_FIELDS = [field for field in Campaign._meta.concrete_fields if field.name in NEEDED_OF_CAMPAIGN]
BY_TOKEN = Prepared(
    "device_by_token",
    "bytea",
    f"""
    SELECT {", ".join([f"d.{f.column}" for f in DEVICE_FIELDS] + [f"c.{f.column}" for f in CAMPAIGN_FIELDS])}
    FROM people_device d JOIN people_campaign c ON c.id = d.campaign_id WHERE d.token_hash = $1
    """,
)
# In SQL, of the device that holds a token, what `authenticate` asks: a statement may do so by itself.
OBEYED = f"""{{device}}.revoked_at IS NULL AND {{device}}.token_expires_at > {{now}}
    AND coalesce({{device}}.last_seen_at >= {{now}} - interval '{IDLE_LIMIT.total_seconds():.0f} s', true)"""


def register(
    *,
    outing: Outing,
    team_id: int | None,
    first_name: str,
    phone: str,
    public_key: str,
    now: datetime,
    numbered_from: int = 1,
) -> tuple[Device, str]:
    """A new phone of the outing, and the only copy of its token (256 bits; the database keeps a hash).

    ``numbered_from``: of a phone that was known under another token, the first number still to come; none is missed
    below it.
    """
    token = secrets.token_urlsafe(32)
    device = Device.objects.create(
        campaign_id=outing.campaign_id,
        outing=outing,
        team_id=team_id,
        first_name=first_name,
        phone=phone,
        public_key=public_key,
        token_hash=token_hash(token),
        seq_acked=numbered_from - 1,
        seq_high=numbered_from - 1,
        last_seen_at=now,
        token_expires_at=min(outing.ends_at + AFTER_OUTING, now + LONGEST_LIFE),
        lease_until=outing.ends_at + LEASE_AFTER_OUTING,
    )
    return device, token


def sheet_of_paper(outing: Outing, *, team_id: int | None, now: datetime) -> Device:
    """What stands for a sheet of paper among the phones of an outing: events are numbered by it, and nothing else.

    It has no token and no key, and is revoked and sealed from the start: nobody can speak for it from outside, and no
    list of phones shows it.
    """
    return Device.objects.create(
        campaign_id=outing.campaign_id,
        outing=outing,
        team_id=team_id,
        first_name=_("Paper sheet")[:40],
        last_seen_at=now,
        token_expires_at=now,
        lease_until=now,
        revoked_at=now,
        sealed_at=now,
    )


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


class Revoked(DomainError):
    """The leader took this phone's access away. ``sealed``: its last push has come, or may not; it wipes itself."""

    def __init__(self, *, sealed: bool) -> None:
        super().__init__("device_revoked", _("This phone no longer has access."))
        self.sealed = sealed


def authenticate(token: str, *, now: datetime) -> Device:
    """The phone that holds this token. Raises DomainError ``device_unknown``, or Revoked."""
    found = _holder(token)
    if found is None:
        raise _unknown()
    if found.revoked_at is not None:
        raise Revoked(sealed=_is_sealed(found))
    if found.token_expires_at <= now or (found.last_seen_at and now - found.last_seen_at > IDLE_LIMIT):
        raise _unknown()
    _note_presence(found, now)
    return found


def authenticate_revoked(token: str) -> Device:
    """The revoked phone that may push once more; raises DomainError ``device_unknown``, ``not_revoked`` or Revoked."""
    found = _holder(token)
    if found is None:
        raise _unknown()
    if found.revoked_at is None:
        raise DomainError("not_revoked", _("This phone still has access: send the usual way."))
    if _is_sealed(found):
        raise Revoked(sealed=True)
    return found


def revoke(device: Device, *, now: datetime) -> None:
    """Lost: no request with its token is obeyed any more, but one sealed push may still come."""
    Device.objects.filter(pk=device.pk, revoked_at=None).update(revoked_at=now, wipe_requested=True)
    device.refresh_from_db()


def seal(device: Device, *, now: datetime) -> None:
    """Close the door behind the last push, in its transaction. Raises Revoked when another one was quicker."""
    if not Device.objects.filter(pk=device.pk, sealed_at=None).update(sealed_at=now):
        raise Revoked(sealed=True)


def hand_back(device: Device, *, now: datetime) -> None:
    """The walk is over and everything is here: the token and the key end. Raises DomainError ``visits_missing``."""
    here = Device.objects.filter(pk=device.pk, seq_acked__gte=F("seq_high"))
    if not here.update(token_expires_at=now, lease_until=now, public_key=""):
        raise DomainError("visits_missing", _("This phone still holds visits: send them first."))


def challenge(device_id: UUID) -> str:
    """A text to sign, good for two minutes; the same answer whether the phone is known or not."""
    token_hash = Device.objects.filter(pk=device_id).values_list("token_hash", flat=True).first()
    return _signer().sign(f"{device_id}:{bytes(token_hash or secrets.token_bytes(32)).hex()[:16]}")


def renew(device_id: UUID, *, challenge: str, signature: str, now: datetime) -> tuple[Device, str]:
    """Another token for the phone that signed the challenge with its key; the old one ends, and so does the challenge.

    A phone that lost the answer asks for another challenge. Its last day stays the same. Raises DomainError
    ``challenge_expired``, ``signature_wrong`` (also for a phone unknown or without a key), ``device_unknown`` when its
    time is over, or Revoked.
    """
    try:
        said = _signer().unsign(challenge, max_age=CHALLENGE_LIFE)
    except BadSignature as error:
        raise DomainError("challenge_expired", _("This took too long. Ask for another challenge.")) from error
    found = Device.objects.select_related("campaign").filter(pk=device_id).first()
    if not found or not device_keys.signed(challenge, signature=signature, public_key=found.public_key):
        raise DomainError("signature_wrong", _("This is not the key that this phone joined with."))
    if found.revoked_at is not None:
        raise Revoked(sealed=_is_sealed(found))
    if found.token_expires_at <= now or found.campaign.closed_at is not None:
        raise _unknown()
    old, token = bytes(found.token_hash or b""), secrets.token_urlsafe(32)
    if said != f"{device_id}:{old.hex()[:16]}":
        raise DomainError("challenge_expired", _("This took too long. Ask for another challenge."))
    # Only over the token that the challenge was made for: of two renewals at once, one wins.
    if not Device.objects.filter(pk=device_id, token_hash=old).update(token_hash=token_hash(token), last_seen_at=now):
        raise DomainError("challenge_expired", _("This took too long. Ask for another challenge."))
    return found, token


def _unknown() -> DomainError:
    return DomainError("device_unknown", _("This phone is not known here. Join the outing again."))


def _is_sealed(device: Device) -> bool:
    return device.sealed_at is not None or not settings.SEALED_PUSH


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="canvass.people.devices.renew")


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
    if device.last_seen_at is None or now - device.last_seen_at > SEEN_EVERY:
        stale = Q(last_seen_at=None) | Q(last_seen_at__lt=now - SEEN_EVERY)
        Device.objects.filter(stale, pk=device.pk).update(last_seen_at=now)
