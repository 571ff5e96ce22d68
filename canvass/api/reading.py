"""Reading what a phone sends: JSON of a bounded size, gzip or not, where anything else is one clear refusal."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from campaigns.visits.clock import Envelope
from canvass.api.errors import Refusal

MOST_EVENTS = 500
MOST_BYTES = 1_000_000


def read_body(request: Request) -> dict[str, Any]:
    """The JSON object sent, unpacked if need be. Raises Refusal ``unreadable`` or ``too_large``."""
    raw = request._request.read(MOST_BYTES + 1)
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        raw = _unpack(raw)
    if len(raw) > MOST_BYTES:
        raise Refusal("too_large", _("Send less at once."))
    try:
        body = json.loads(raw, parse_constant=_no_number)
    except ValueError as error:
        raise Refusal("unreadable", _("This is not JSON.")) from error
    if not isinstance(body, dict):
        raise Refusal("unreadable", _("Expected a JSON object."))
    return body


def _unpack(raw: bytes) -> bytes:
    """Never more than the limit, however small the packed body is."""
    try:
        return zlib.decompressobj(wbits=31).decompress(raw, MOST_BYTES + 1)
    except zlib.error as error:
        raise Refusal("unreadable", _("This is not gzip.")) from error


def _no_number(name: str) -> float:
    """Python reads NaN and Infinity, JSON does not know them."""
    raise ValueError(name)


def read_events(body: dict[str, Any]) -> list[Any]:
    events = body.get("events")
    if not isinstance(events, list):
        raise Refusal("unreadable", _("Expected a list of events."))
    if len(events) > MOST_EVENTS:
        raise Refusal("too_large", _("Send less at once."))
    return events


def read_whole(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**53:
        raise Refusal("unreadable", f"{name}: " + _("expected a whole number."))
    return value


def read_envelope(body: dict[str, Any], now: datetime) -> Envelope:
    """The phone's clocks when it sent the batch. Raises Refusal ``unreadable``."""
    try:
        sent_at = datetime.fromisoformat(body["sent_at"])
    except (KeyError, TypeError, ValueError) as error:
        raise Refusal("unreadable", "sent_at: " + _("expected a date and time.")) from error
    if sent_at.tzinfo is None or not 1970 < sent_at.year < 2200:
        raise Refusal("unreadable", "sent_at: " + _("expected a date and time."))
    mono = body.get("mono_ms")
    return Envelope(sent_at.astimezone(UTC), None if mono is None else read_whole(mono, "mono_ms"), now)
