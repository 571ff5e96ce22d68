"""Typed codes are short: each network address may try five in a minute, so that nobody reads them out of a dictionary.

Counted in PostgreSQL, where two web processes see one count. A QR holds 128 random bits and needs no such limit: an
outing of three hundred people behind one address joins at once.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import ngettext

from campaigns.errors import DomainError
from campaigns.people.models import JoinTry

MOST_TRIES = 5
WINDOW = timedelta(minutes=1)
KEPT = timedelta(hours=1)

COUNT = """
INSERT INTO people_jointry AS t (network, began_at, tries) VALUES (%(network)s, %(now)s, 1)
ON CONFLICT (network) DO UPDATE SET
    tries = CASE WHEN t.began_at <= %(stale)s THEN 1 ELSE t.tries + 1 END,
    began_at = CASE WHEN t.began_at <= %(stale)s THEN EXCLUDED.began_at ELSE t.began_at END
RETURNING tries, began_at
"""


class TooManyTries(DomainError):
    """Wait ``wait_seconds`` before the next try."""

    def __init__(self, wait_seconds: int) -> None:
        text = ngettext(
            "Too many tries. Wait %(n)s second, or scan the QR on your team leader's screen.",
            "Too many tries. Wait %(n)s seconds, or scan the QR on your team leader's screen.",
            wait_seconds,
        )
        super().__init__("too_many_tries", text % {"n": wait_seconds})
        self.wait_seconds = wait_seconds


def note(address: str, *, now: datetime) -> None:
    """Count one try of this network address. Raises TooManyTries from the sixth within a minute."""
    if wait := count(address, of="join", most=MOST_TRIES, now=now):
        raise TooManyTries(wait)


def count(address: str, *, of: str, most: int, now: datetime) -> int:
    """Count one try of this network address at something, ``of``. Seconds to wait when it is one too many, else 0."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"network": _key(of, address), "now": now, "stale": now - WINDOW})
        tries, began_at = cursor.fetchone()
    if tries == 1:
        JoinTry.objects.filter(began_at__lt=now - KEPT).delete()
    return max(1, round((began_at + WINDOW - now).total_seconds())) if tries > most else 0


def _key(of: str, address: str) -> bytes:
    """A keyed hash of the address; one household or phone has a whole /64 of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        text = address
    else:
        network = ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found
        text = str(network)
    return hmac.new(settings.SECRET_KEY.encode(), f"{of}-try:{text}".encode(), hashlib.sha256).digest()
