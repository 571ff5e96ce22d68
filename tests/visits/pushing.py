"""Pushing by hand, and what came of it."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Sum

from campaigns.contacts.from_phones import REACTIONS
from campaigns.doors.identifiers import uuid7
from campaigns.visits import appending, recording, replaying
from campaigns.visits.clock import Envelope
from campaigns.visits.models import FigureDelta, StationDay
from tests.builders import SATURDAY

EVENING = SATURDAY + timedelta(hours=4)
FIGURES = ("knocked", "opened", "conversations", "no_access", "requests")


def push(device, *events, at=EVENING, sent_at=None, mono_ms=None):
    """Take the batch as the API does; ``sent_at`` is the phone's clock, right unless said otherwise."""
    envelope = Envelope(sent_at=sent_at or at, mono_ms=mono_ms, received_at=at)
    return appended(device, events, envelope) or recorded(device, events, envelope)


def appended(device, events, envelope) -> recording.PushAnswer | None:
    """In one message, where the batch only appends."""
    token_hash = bytes(device.token_hash or b"")
    done = appending.append(token_hash, events, envelope=envelope, seq_high=len(events))
    if done is None:
        return None
    told = [recording.Verdict(item["id"], "ok", number) for item, number in zip(events, done.numbers, strict=True)]
    return recording.PushAnswer(told, done.acked)


def recorded(device, events, envelope) -> recording.PushAnswer:
    """Step by step, which any batch may be."""
    device.refresh_from_db()
    answer = recording.record(device, events, envelope=envelope, seq_high=len(events), reactions=REACTIONS)
    replaying.take_awaited(device.campaign, answer.founded, now=envelope.received_at, reactions=REACTIONS)
    return answer


def verdicts(answer) -> list[str]:
    return [result.code or result.verdict for result in answer.results]


def figures(campaign) -> dict[str, int]:
    """All figures of the campaign, folded or not."""
    totals = dict.fromkeys(FIGURES, 0)
    for table in (FigureDelta, StationDay):
        rows = table.objects.filter(campaign=campaign).aggregate(**{name: Sum(name, default=0) for name in FIGURES})
        totals = {name: totals[name] + rows[name] for name in FIGURES}
    return totals


def rare(device, turf, kind: str, /, *, seq: int = 1, at=None, event_id=None, **payload) -> dict:
    """A rare event as the phone would send it."""
    return {
        "id": str(event_id or uuid7()),
        "type": kind,
        "schema": 1,
        "campaign": f"c-{device.campaign.slug}",
        "turf": f"t-{turf.pk}",
        "device_seq": seq,
        "at": (at or SATURDAY + timedelta(minutes=seq)).isoformat(),
        "mono_ms": seq * 60_000,
        "payload": payload,
    }
