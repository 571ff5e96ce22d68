"""Volunteers of the demo walking their turfs: phones, visits and welcomes through the same verbs as real ones."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from campaigns.doors.models import Door
from campaigns.people import devices
from campaigns.people.models import Device, Outing, Team
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf, TurfStop
from campaigns.visits import recording, tallies
from campaigns.visits.clock import Envelope
from canvass.demo import names

OUTCOMES = {"not_home": 64, "conversation": 19, "refused": 8, "come_back": 4, "no_access": 5}
REQUESTS = {(): 82, ("proxy",): 8, ("registration",): 4, ("help",): 3, ("call_back",): 3}
WELCOMES = {"favourable": 52, "hesitant": 31, "unfavourable": 17}
BATCH = 50


def play(outing: Outing, teams: Sequence[Team], chance: random.Random, *, until: datetime) -> None:
    """Each team walks the turf it was given, until its doors or the time are over."""
    for turf in outing.turfs.filter(team__in=teams).order_by("number"):
        device, _token = devices.register(
            outing=outing,
            team_id=turf.team_id,
            first_name=chance.choice(names.FIRST_NAMES),
            phone="",
            public_key="",
            now=outing.starts_at,
        )
        handing_out.give_to_phone(turf, device, now=outing.starts_at)
        handing_out.start(turf, device, now=outing.starts_at)
        _walk(turf, device, chance, until)
        if until >= outing.ends_at:
            handing_out.hand_back(turf, device, now=outing.ends_at)


def _walk(turf: Turf, device: Device, chance: random.Random, until: datetime) -> None:
    events = list(_events(turf, device, chance, until))
    for start in range(0, len(events), BATCH):
        device.refresh_from_db()
        batch = events[start : start + BATCH]
        recording.record(device, batch, envelope=Envelope(until, None, until), seq_high=len(events))
    _count_welcomes(turf, device, events, chance, until)


def _events(turf: Turf, device: Device, chance: random.Random, until: datetime) -> Iterator[dict[str, Any]]:
    at = device.outing.starts_at + timedelta(minutes=8)
    for seq, door in enumerate(_doors(turf), start=1):
        outcome = _pick(chance, OUTCOMES)
        at += timedelta(minutes=0.9 + (3.2 if outcome == "conversation" else 0) + chance.random() * 0.6)
        if at >= until:
            return
        yield {
            "id": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            "type": "visit.recorded",
            "schema": 1,
            "campaign": f"c-{device.campaign.slug}",
            "turf": f"t-{turf.pk}",
            "device_seq": seq,
            "at": at.isoformat(),
            "payload": {
                "door": str(door),
                "outcome": outcome,
                "requests": list(_pick(chance, REQUESTS)) if outcome == "conversation" else [],
            },
        }


def _doors(turf: Turf) -> list[uuid.UUID]:
    """The doors in walking order."""
    places = dict(TurfStop.objects.filter(turf=turf).values_list("address_id", "position"))
    doors = Door.objects.to_knock().filter(campaign=turf.campaign, address__in=places)
    walked = sorted(doors.select_related("floor__staircase"), key=lambda door: (places[door.address_id], _height(door)))
    return [door.pk for door in walked]


def _height(door: Door) -> tuple[str, int, int]:
    """From the top floor down, one staircase after another."""
    floor = door.floor
    return (floor.staircase.name, -floor.level, door.rank) if floor else ("", 0, door.rank)


def _count_welcomes(
    turf: Turf, device: Device, events: list[dict[str, Any]], chance: random.Random, now: datetime
) -> None:
    talks = sum(event["payload"]["outcome"] == "conversation" for event in events)
    station = TurfStop.objects.filter(turf=turf).values_list("address__station__code", flat=True).first()
    if not talks or station is None:
        return
    items = [tallies.Item(station, "welcome", _pick(chance, WELCOMES), 1) for _ in range(talks)]
    batch = uuid.UUID(int=chance.getrandbits(128), version=4)
    tallies.add(device, batch=batch, outing=device.outing, items=items, now=now)


def _pick(chance: random.Random, weights: dict[Any, int]) -> Any:
    return chance.choices(list(weights), weights=list(weights.values()))[0]
