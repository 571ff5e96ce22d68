"""Taking a batch of events from a phone: stored once, one verdict each, nothing refused is ever dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.db import transaction

from campaigns.people import voting
from campaigns.people.models import Device
from campaigns.prepared import Prepared
from campaigns.visits import acknowledging, events, quarantine, rare
from campaigns.visits.clock import Envelope
from campaigns.visits.events import FieldEvent, Refused
from campaigns.visits.models import Quarantine, Visit
from campaigns.visits.quarantine import RefusedEvent
from campaigns.visits.refolding import refold
from campaigns.visits.rights import Rights
from campaigns.visits.statement import PARAMETERS, STORE_VISITS

STORE = Prepared("store_visits", PARAMETERS, STORE_VISITS)
NO_REACTIONS: Mapping[str, rare.Reaction] = {}


@dataclass(frozen=True)
class Verdict:
    """What became of one event: ``ok``, ``duplicate`` or ``refused`` with a code and its place in quarantine."""

    id: str
    verdict: str
    seq: int | None = None
    code: str | None = None
    quarantine: int | None = None


@dataclass(frozen=True)
class PushAnswer:
    results: list[Verdict]
    seq_acked: int
    founded: frozenset[str] = frozenset()
    """Doors, floors and staircases that are known from now on: see replaying.take_awaited."""


@transaction.atomic
def record(
    device: Device,
    batch: Sequence[object],
    *,
    envelope: Envelope,
    seq_high: int,
    reactions: Mapping[str, rare.Reaction] = NO_REACTIONS,
) -> PushAnswer:
    """Take the batch in one transaction: all of it has its verdict, or none of it was seen.

    ``batch`` holds events as they came, ``envelope`` the clocks, ``seq_high`` the highest number the phone has used,
    ``reactions`` what other apps do with event types that are theirs (a consent, say). Sending the same events again,
    in any portions or order, changes nothing. Raises nothing for a bad event: it is refused, kept in quarantine, and
    its neighbours are stored.
    """
    order, taken, refused = _read(device, batch)
    uncommon = sorted((event for event in taken.values() if not event.is_visit), key=lambda event: event.device_seq)
    rights = Rights.of(device, taken.values(), also_lock=rare.take_turns(device, uncommon))
    rare.lock_turfs(taken.values(), rights)
    numbers = [event.device_seq for event in taken.values()]
    numbers += [item.device_seq for item in refused.values() if item.device_seq is not None]
    note = acknowledging.foreseen(device, numbers, envelope=envelope, seq_high=seq_high)
    verdicts: dict[UUID, Verdict] = {}
    founded = [event for event in uncommon if event.type in rare.FOUNDING]
    for event in founded:  # before the visits of the doors that they add
        verdicts |= _take_rare(device, event, rights, envelope, refused, reactions)
    founded_ids = frozenset(str(event.payload["id"]) for event in founded if event.id in verdicts)
    if founded_ids:
        rights = rights.with_new_doors(device, founded_ids)
    accepted = [event for event in taken.values() if event.is_visit and _allowed(event, rights, refused)]
    verdicts |= _take_visits(device, accepted, rights, envelope, note, refused)
    if rights.not_begun:
        rare.begin_walks(device, accepted, rights, envelope)
    for event in uncommon:
        if event not in founded:
            verdicts |= _take_rare(device, event, rights, envelope, refused, reactions)
    kept = quarantine.keep(device, list(refused.values()), envelope)
    results = [_verdict(digest, taken, refused, verdicts, kept) for digest in order]
    if not accepted or note.leaves_a_hole:  # else the statement of the visits has written it
        note = acknowledging.write(device, numbers, note)
    return PushAnswer(results, note.acked, founded_ids)


Taken = dict[bytes, FieldEvent]
RefusedEvents = dict[bytes, RefusedEvent]


def _read(device: Device, batch: Sequence[object]) -> tuple[list[bytes], Taken, RefusedEvents]:
    """Check the form of each event, by digest: the same one twice in a batch is read once."""
    order = [events.digest(raw) for raw in batch]
    taken: Taken = {}
    refused: RefusedEvents = {}
    ids: dict[UUID, bytes] = {}
    campaign = f"c-{device.campaign.slug}"
    for digest, raw in zip(order, batch, strict=True):
        try:
            event = events.read(raw, digest, campaign=campaign)
            if device.campaign.closed_at is not None:
                raise Refused("campaign_closed", "the campaign is closed")
            if ids.setdefault(event.id, digest) != digest:
                raise Refused("id_reused", "another event of this batch has this id")
            taken[digest] = event
        except Refused as refusal:
            refused[digest] = RefusedEvent(raw, digest, refusal.code)
    return order, taken, refused


def _allowed(event: FieldEvent, rights: Rights, refused: RefusedEvents) -> bool:
    try:
        rights.check_visit(event)
    except Refused as refusal:
        refused[event.digest] = RefusedEvent(event.raw, event.digest, refusal.code)
        return False
    return True


def _take_visits(
    device: Device,
    visits: Sequence[FieldEvent],
    rights: Rights,
    envelope: Envelope,
    note: acknowledging.Note,
    refused: RefusedEvents,
) -> dict[UUID, Verdict]:
    """Store those that are new. One already there is a duplicate when it says the same; else its id is used twice."""
    numbers = _store(device, visits, parameters(device, visits, rights, envelope, note)) if visits else {}
    verdicts = {pk: Verdict(str(pk), "ok", seq) for pk, seq in numbers.items()}
    repeated = [event for event in visits if event.id not in numbers]
    if not repeated:
        return verdicts
    there = Visit.objects.filter(pk__in=[event.id for event in repeated]).values_list("pk", "digest", "seq")
    known = {pk: (bytes(digest), seq) for pk, digest, seq in there}
    for event in repeated:
        digest, seq = known[event.id]
        if digest == event.digest:
            verdicts[event.id] = Verdict(str(event.id), "duplicate", seq)
        else:
            refused[event.digest] = RefusedEvent(event.raw, event.digest, "id_reused")
    return verdicts


def _store(device: Device, visits: Sequence[FieldEvent], values: Sequence[object]) -> dict[UUID, int]:
    """Run the one statement; the numbers given to the events that were new."""
    stored = STORE(*values)
    numbers = {event_id: seq for event_id, seq, _tangled in stored}
    tangled = {event_id for event_id, _seq, tangled in stored if tangled}
    if tangled:
        doors = {event.door for event in visits if event.door is not None and event.id in tangled}
        refold(device.campaign, doors, new=numbers, seq=max(numbers.values()))
    return numbers


def parameters(
    device: Device, visits: Sequence[FieldEvent], rights: Rights, envelope: Envelope, note: acknowledging.Note
) -> tuple[object, ...]:
    """What the statement wants to know, each event with its time on our clock and the day it counts for."""
    campaign, zone = device.campaign, ZoneInfo(device.campaign.time_zone)
    # In UTC like the times of the events: comparing across zones asks the zone's table each time.
    silences = [(starts.astimezone(UTC), ends.astimezone(UTC)) for starts, ends in voting.silences(campaign)]
    in_order = sorted(visits, key=lambda event: event.device_seq)
    rows = [_row(event, rights, envelope, zone, silences) | {"place": n} for n, event in enumerate(in_order, start=1)]
    return device.pk, *note, campaign.pk, device.first_name, orjson.dumps(rows).decode()


def _row(
    event: FieldEvent, rights: Rights, envelope: Envelope, zone: ZoneInfo, silences: Sequence[voting.Window]
) -> dict[str, object]:
    effective, suspect = envelope.effective(event.at, event.mono_ms)
    marks = {
        "late": rights.is_late(event, effective),
        "in_silence": any(starts <= effective < ends for starts, ends in silences),
        "clock": suspect,
    }
    return {
        "id": event.id,
        "door": event.door,
        "turf": event.turf,
        "outing": rights.outing_of(event),
        "station": rights.station_of(event),
        "device_seq": event.device_seq,
        "outcome": event.payload["outcome"],
        "requests": event.payload.get("requests", []),
        "come_back_at": event.payload.get("come_back_at") or "",
        "supersedes": event.supersedes,
        "at": event.at,
        "effective_at": effective,
        "flags": [name for name, on in marks.items() if on],
        "digest": f"\\x{event.digest.hex()}",
        "day": effective.astimezone(zone).date(),
        "closed": rights.is_closed(event),
    }


def _take_rare(
    device: Device,
    event: FieldEvent,
    rights: Rights,
    envelope: Envelope,
    refused: RefusedEvents,
    reactions: Mapping[str, rare.Reaction],
) -> dict[UUID, Verdict]:
    """Rare types one by one, each in a savepoint: a bad one undoes itself only."""
    try:
        with transaction.atomic():
            seq, new = rare.take(device, event, rights=rights, envelope=envelope, reactions=reactions)
    except Refused as refusal:
        refused[event.digest] = RefusedEvent(event.raw, event.digest, refusal.code)
        return {}
    return {event.id: Verdict(str(event.id), "ok" if new else "duplicate", seq)}


def _verdict(
    digest: bytes,
    taken: Taken,
    refused: RefusedEvents,
    verdicts: dict[UUID, Verdict],
    kept: dict[bytes, Quarantine],
) -> Verdict:
    """The verdict on one event of the batch, in the words of the protocol."""
    if digest in refused:
        refusal = refused[digest]
        return Verdict(refusal.event_id, "refused", code=refusal.code, quarantine=kept[digest].pk)
    event = taken[digest]
    verdict = verdicts[event.id]
    # The phone looks for the id as it wrote it.
    return verdict if verdict.id == event.raw["id"] else replace(verdict, id=event.raw["id"])
