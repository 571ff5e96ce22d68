"""Whether the list of who wants no more texts can be read. Its numbers are hashed under NOTES_KEY: with another key
nobody on it is recognised, and everybody would be written to again. So a fingerprint of the key stands beside the list,
and with any other key nothing leaves, nothing is written into the list, and the site does not start.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from campaigns.errors import DomainError
from sms.models import InboundSms, OptOut, OptOutKey, OutboundSms

OTHER_KEY = (
    "NOTES_KEY is not the key under which this site keeps the list of who wants no more texts: nobody on it is "
    "recognised, so no text leaves. Put the former key back. If it is lost for good: bin/manage stop_list --new-key, "
    "see docs/texts.md."
)
THE_ONLY = 1


@dataclass(frozen=True)
class Renewed:
    """How many numbers the list held, and how many of those that said STOP are known again under the new key."""

    held: int
    found: int


def hashed(number: str) -> bytes:
    """Of an E.164 number, 32 bytes. Keyed, since the numbers of a country are few enough to try them all."""
    return hmac.new(_key("sms.opt_outs"), number.encode(), hashlib.sha256).digest()


def fits() -> bool:
    """Whether this process has the key of the list; any key does while the list is empty."""
    noted = OptOutKey.objects.filter(pk=THE_ONLY).values_list("fingerprint", flat=True).first()
    return noted is None or hmac.compare_digest(bytes(noted), _fingerprint()) or not OptOut.objects.exists()


@transaction.atomic
def note(*, now: datetime) -> None:
    """Keep the fingerprint beside the list. Raises DomainError ``other_key`` when the list has another key."""
    made = {"fingerprint": _fingerprint(), "since": now}
    row, is_new = OptOutKey.objects.select_for_update().get_or_create(pk=THE_ONLY, defaults=made)
    if is_new or bytes(row.fingerprint) == _fingerprint():
        return
    if OptOut.objects.exists():
        raise DomainError("other_key", OTHER_KEY)
    OptOutKey.objects.filter(pk=THE_ONLY).update(**made)


@transaction.atomic
def renew(*, now: datetime) -> Renewed:
    """The key is lost: go on under the present one, with the numbers that are still to be read beside a STOP of theirs.

    The former entries stay, for the day when the key is found again. Who said STOP by a link, or so long ago that the
    number is forgotten, is not recognised any more: only a person can know them.
    """
    held = OptOut.objects.count()
    OptOutKey.objects.update_or_create(pk=THE_ONLY, defaults={"fingerprint": _fingerprint(), "since": now})
    rows = [OptOut(number=hashed(number), source=source, at=at) for number, (source, at) in _still_known(now).items()]
    OptOut.objects.bulk_create(rows, ignore_conflicts=True)
    return Renewed(held, len(rows))


def _still_known(now: datetime) -> dict[str, tuple[str, datetime]]:
    """By number, how and when it was taken out: its own STOP, else a text that was held back or refused for it."""
    held_back = OutboundSms.objects.filter(error_code__in=("opted_out", "21610")).exclude(to_e164="")
    found = {number: ("gateway", at or now) for number, at in held_back.values_list("to_e164", "settled_at")}
    said = InboundSms.objects.filter(read_as="stop").exclude(from_e164="")
    return found | {number: ("text", at) for number, at in said.values_list("from_e164", "received_at")}


def _fingerprint() -> bytes:
    return _key("sms.opt_outs.fingerprint")


def _key(use: str) -> bytes:
    return hmac.new(settings.NOTES_KEY.encode(), use.encode(), hashlib.sha256).digest()
