"""A refused event taken after all: the walk was given, the campaign opened, the server upgraded, the door added."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Campaign, Device, Membership
from campaigns.visits import events, quarantine, recording
from campaigns.visits.clock import Envelope
from campaigns.visits.models import Quarantine
from campaigns.visits.rare import Reaction
from campaigns.visits.recording import PushAnswer

MOST_AT_ONCE = 500


class StillRefused(DomainError):
    """The event cannot be taken today either; ``reason`` is the protocol's code."""

    def __init__(self, reason: str) -> None:
        super().__init__("still_refused", _("This event cannot be taken, for the same reason or another."))
        self.reason = reason


@transaction.atomic
def replay(item: Quarantine, *, by: Membership | None, now: datetime, reactions: Mapping[str, Reaction]) -> PushAnswer:
    """Take the event as if it had been taken when it came: same text, same phone, same clocks.

    Safe to repeat: an event already stored is a duplicate. Raises StillRefused, or DomainError ``already_decided``.
    """
    if item.device_id is None:
        raise StillRefused("device_unknown")
    device = Device.objects.select_related("campaign").get(pk=item.device_id)
    by_last_push = item.received_at - timedelta(milliseconds=device.clock_offset_ms)
    envelope = Envelope(item.sent_at or by_last_push, item.sent_mono_ms, item.received_at)
    answer = recording.record(
        device, [quarantine.event_of(item)], envelope=envelope, seq_high=device.seq_high, reactions=reactions
    )
    (verdict,) = answer.results
    if verdict.verdict == "refused":
        raise StillRefused(str(verdict.code))
    quarantine.mark_replayed(item, by=by, now=now)  # last, as pushes lock doors before quarantine too
    return answer


def replay_upgraded(*, now: datetime, reactions: Mapping[str, Reaction]) -> int:
    """Take what only waited for this release: events of a schema that it now knows. How many were taken."""
    waiting = Quarantine.objects.waiting().filter(code="schema_too_new").order_by("device_id", "device_seq", "pk")
    readable = (item for item in waiting.iterator() if events.is_known_schema(quarantine.event_of(item)))
    taken = 0
    for item in list(islice(readable, MOST_AT_ONCE)):
        try:
            replay(item, by=None, now=now, reactions=reactions)
            taken += 1
        except StillRefused as refusal:
            Quarantine.objects.filter(pk=item.pk).update(code=refusal.reason)
        except DomainError:  # somebody decided about it meanwhile
            continue
    return taken


def take_awaited(
    campaign: Campaign, founded: Collection[str], *, now: datetime, reactions: Mapping[str, Reaction]
) -> int:
    """Take what came before the door, floor or staircase that it speaks of; ids of those just added. How many were.

    So a batch that overtook another one changes nothing in the end.
    """
    if not founded:
        return 0
    known, taken = set(founded), 0
    waiting = Quarantine.objects.waiting().filter(campaign=campaign, code="unknown_door")
    while known:
        named = [item for item in waiting.order_by("device_id", "device_seq", "pk") if _names_one_of(item, known)]
        known = set()  # a floor taken now may be what a door waits for, and that door what a visit does
        for item in named:
            try:
                known |= replay(item, by=None, now=now, reactions=reactions).founded
                taken += 1
            except DomainError:
                continue
    return taken


def _names_one_of(item: Quarantine, known: Collection[str]) -> bool:
    return any(name in item.text for name in known)
