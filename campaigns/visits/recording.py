"""Taking a batch of events from a phone: stored once, one verdict each, nothing refused is ever dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from campaigns.people.models import Device
from campaigns.prepared import Prepared
from campaigns.visits import acknowledging, events, quarantine, rare, rows
from campaigns.visits.clock import Envelope
from campaigns.visits.events import FieldEvent, Refused
from campaigns.visits.models import Quarantine, Visit
from campaigns.visits.quarantine import RefusedEvent
from campaigns.visits.refolding import refold
from campaigns.visits.rights import Rights
from campaigns.visits.store_statement import PARAMETERS, STORE_VISITS
from campaigns.visits.terms import Calendar

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
    numbers = [event.device_seq for event in taken.values()]
    numbers += [item.device_seq for item in refused.values() if item.device_seq is not None]
    note = acknowledging.foreseen(device, numbers, envelope=envelope, seq_high=seq_high)
    with transaction.atomic():
        return _take(device, order, taken, refused, numbers, note, envelope, reactions)


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


def _take(
    device: Device,
    order: Sequence[bytes],
    taken: Taken,
    refused: RefusedEvents,
    numbers: Sequence[int],
    note: acknowledging.Note,
    envelope: Envelope,
    reactions: Mapping[str, rare.Reaction],
) -> PushAnswer:
    """Whatever a batch may hold, step by step: what is founded, the visits, the other rare events, what is refused."""
    visits = [event for event in taken.values() if event.is_visit]
    uncommon = sorted((event for event in taken.values() if not event.is_visit), key=lambda event: event.device_seq)
    rights = Rights.of(device, taken.values(), also_lock=rare.take_turns(device, uncommon))
    rare.lock_turfs(taken.values(), rights)
    verdicts: dict[UUID, Verdict] = {}
    founded = [event for event in uncommon if event.type in rare.FOUNDING]
    for event in founded:  # before the visits of the doors that they add
        verdicts |= _take_rare(device, event, rights, envelope, refused, reactions)
    if visits:
        verdicts |= _take_visits(device, visits, envelope, note, refused)
    if rights.not_begun:
        accepted = [event for event in visits if event.id in verdicts]
        rare.begin_walks(device, accepted, rights, envelope)
    for event in uncommon:
        if event not in founded:
            verdicts |= _take_rare(device, event, rights, envelope, refused, reactions)
    kept = quarantine.keep(device, list(refused.values()), envelope)
    results = [_verdict(digest, taken, refused, verdicts, kept) for digest in order]
    if not visits or note.leaves_a_hole:  # else the statement of the visits has written it
        note = acknowledging.write(device, numbers, note)
    founded_ids = frozenset(str(event.payload["id"]) for event in founded if event.id in verdicts)
    return PushAnswer(results, note.acked, founded_ids)


def _take_visits(
    device: Device,
    visits: Sequence[FieldEvent],
    envelope: Envelope,
    note: acknowledging.Note,
    refused: RefusedEvents,
) -> dict[UUID, Verdict]:
    """Store those that are new. One already there is a duplicate when it says the same; else its id is used twice."""
    found = STORE(*_parameters(device, visits, envelope, note))
    numbers = {event_id: seq for event_id, seq, _tangled, _refusal in found if seq is not None}
    refusals = {event_id: refusal for event_id, _seq, _tangled, refusal in found if refusal}
    tangled = {event_id for event_id, _seq, tangled, _refusal in found if tangled} & numbers.keys()
    if tangled:
        doors = {event.door for event in visits if event.door is not None and event.id in tangled}
        refold(device.campaign, doors, new=numbers, seq=max(numbers.values()))
    verdicts = {pk: Verdict(str(pk), "ok", seq) for pk, seq in numbers.items()}
    repeated = [event for event in visits if event.id not in numbers and event.id not in refusals]
    there = Visit.objects.filter(pk__in=[event.id for event in repeated]).values_list("pk", "digest", "seq")
    known = {pk: (bytes(digest), seq) for pk, digest, seq in there} if repeated else {}
    for event in repeated:
        digest, seq = known[event.id]
        if digest == event.digest:
            verdicts[event.id] = Verdict(str(event.id), "duplicate", seq)
        else:
            refusals[event.id] = "id_reused"
    for event in visits:
        if event.id in refusals:
            refused[event.digest] = RefusedEvent(event.raw, event.digest, refusals[event.id])
    return verdicts


def _parameters(
    device: Device, visits: Sequence[FieldEvent], envelope: Envelope, note: acknowledging.Note
) -> tuple[object, ...]:
    told = rows.as_json(visits, envelope, Calendar.of(device.campaign))
    return device.pk, *note, device.campaign_id, device.first_name, told


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
