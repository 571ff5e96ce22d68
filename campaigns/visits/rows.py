"""Visits as the statements read them: each with its time on our clock and the day that it counts for."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from campaigns.visits.clock import Envelope
from campaigns.visits.events import FieldEvent
from campaigns.visits.terms import Calendar

# How a statement reads what `as_json` writes.
TOLD = """
    SELECT * FROM jsonb_to_recordset({rows}) AS x(
        id uuid, door uuid, turf bigint, device_seq bigint, outcome text, requests text[], come_back_at text,
        supersedes uuid, at timestamptz, effective_at timestamptz, flags text[], digest bytea, day date, place integer)
"""


def as_json(visits: Iterable[FieldEvent], envelope: Envelope, calendar: Calendar) -> str:
    """The visits in the order of their phone, each with its ``place`` there, from 1."""
    in_order = sorted(visits, key=lambda event: event.device_seq)
    rows = [_row(event, place, envelope, calendar) for place, event in enumerate(in_order, start=1)]
    return orjson.dumps(rows).decode()


def _row(event: FieldEvent, place: int, envelope: Envelope, calendar: Calendar) -> dict[str, object]:
    effective, suspect = envelope.effective(event.at, event.mono_ms)
    silent = any(starts <= effective < ends for starts, ends in calendar.silences)
    return {
        "id": event.id,
        "door": event.door,
        "turf": event.turf,
        "device_seq": event.device_seq,
        "outcome": event.payload["outcome"],
        "requests": event.payload.get("requests", []),
        "come_back_at": event.payload.get("come_back_at") or "",
        "supersedes": event.supersedes,
        "at": event.at,
        "effective_at": effective,
        "flags": ["in_silence"] * silent + ["clock"] * suspect,
        "digest": f"\\x{event.digest.hex()}",
        "day": effective.astimezone(calendar.zone).date(),
        "place": place,
    }
