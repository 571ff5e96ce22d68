"""A refused event taken after all: the walk was given, the campaign opened again, the server upgraded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Device, Membership
from campaigns.visits import events, quarantine, recording
from campaigns.visits.clock import Envelope
from campaigns.visits.models import Quarantine
from campaigns.visits.rare import Reaction

MOST_AT_ONCE = 500


class StillRefused(DomainError):
    """The event cannot be taken today either; ``reason`` is the protocol's code."""

    def __init__(self, reason: str) -> None:
        super().__init__("still_refused", _("This event cannot be taken, for the same reason or another."))
        self.reason = reason


@transaction.atomic
def replay(item: Quarantine, *, by: Membership | None, now: datetime, reactions: Mapping[str, Reaction]) -> None:
    """Take the event as if it had been taken when it came: same text, same phone, same time of arrival.

    Safe to repeat: an event already stored is a duplicate. Raises StillRefused, or DomainError ``already_decided``.
    """
    if item.device_id is None:
        raise StillRefused("device_unknown")
    device = Device.objects.select_related("campaign").get(pk=item.device_id)
    envelope = Envelope(
        sent_at=item.received_at - timedelta(milliseconds=device.clock_offset_ms),
        mono_ms=None,
        received_at=item.received_at,
    )
    answer = recording.record(
        device, [json.loads(item.text)], envelope=envelope, seq_high=device.seq_high, reactions=reactions
    )
    (verdict,) = answer.results
    if verdict.verdict == "refused":
        raise StillRefused(str(verdict.code))
    quarantine.mark_replayed(item, by=by, now=now)  # last, as pushes lock doors before quarantine too


def replay_upgraded(*, now: datetime, reactions: Mapping[str, Reaction]) -> int:
    """Take what only waited for this release: events of a schema that it now knows. How many were taken."""
    waiting = Quarantine.objects.filter(verdict=Quarantine.Verdict.WAITING, code="schema_too_new").order_by("pk")
    taken = 0
    for item in waiting[:MOST_AT_ONCE]:
        if not events.is_known_schema(json.loads(item.text)):
            continue
        try:
            replay(item, by=None, now=now, reactions=reactions)
            taken += 1
        except StillRefused as refusal:
            Quarantine.objects.filter(pk=item.pk).update(code=refusal.reason)
    return taken
