"""A street where anything may happen in any order, and what is there in the end."""

from __future__ import annotations

import itertools
from datetime import timedelta
from uuid import UUID, uuid5

from campaigns.doors.models import AccessNote, Building, Door
from campaigns.people.models import Device
from campaigns.visits.models import FieldEvent, FigureDelta, Quarantine, Visit
from campaigns.visits.refolding import FOLDED
from tests import builders
from tests.builders import SATURDAY, event
from tests.visits.pushing import figures, push, rare

NAMES = UUID(int=7)
numbers = itertools.count(1)


def street() -> tuple:
    """A new campaign for each plan: rows updated thousands of times in one transaction become slow to find."""
    campaign, station = builders.campaign(f"rue-{next(numbers)}"), builders.station()
    addresses = [builders.address(station, next(numbers)) for _ in range(4)]
    doors = [builders.door(campaign, address) for address in addresses]
    turf = builders.turf(builders.outing(campaign), *addresses)
    return turf, doors, [builders.device(turf.outing, turf, first_name=name) for name in ("Léa", "Omar")]


def play(turf, doors, phones, plan, *, founding: bool = False) -> list:
    """The events of a plan. A null outcome, or a number that points at an earlier event, makes a correction."""
    made: list = []
    offset = 0
    if founding:  # a staircase, a floor and a door that somebody found behind the first address
        made += [(phones[0], item) for item in found(phones[0], turf, doors[0])]
        offset = len(made)
    for seq, step in enumerate(plan, start=1 + offset):
        if isinstance(step[0], str):
            made.append(learn(turf, doors, phones, seq, *step))
            continue
        who, where, outcome, back, minute = step
        target = made[-back][1] if 0 < back <= len(made) - offset else None
        if target and not target["type"].startswith("visit."):
            target = None
        if outcome is None and target is None:
            continue
        door = next((d for d in doors if target and str(d.pk) == target["payload"]["door"]), doors[where])
        told = {"seq": seq, "at": SATURDAY + timedelta(minutes=minute), "supersedes": target and target["id"]}
        made.append((phones[who], event(phones[who], turf, door, outcome, **told)))
    return made


def new(name: str, turf) -> str:
    return str(uuid5(NAMES, f"{name} {turf.pk}"))


def found(phone, turf, door) -> list[dict]:
    address = door.address_id
    staircase = rare(
        phone, turf, "staircase.added", seq=1, address=address, id=new("stair", turf), name="A", position=1
    )
    floor = rare(phone, turf, "floor.added", seq=2, staircase=new("stair", turf), id=new("floor", turf), number=2)
    place = {"address": address, "floor": new("floor", turf), "name": "B", "position": 1}
    return [staircase, floor, rare(phone, turf, "door.added", seq=3, id=new("door", turf), **place)]


def learn(turf, doors, phones, seq, kind, who, where, minute) -> tuple:
    phone, address, at = phones[who], doors[where].address_id, SATURDAY + timedelta(minutes=minute)
    if kind == "visit":  # at the door that was found
        return phone, event(phone, turf, Door(pk=UUID(new("door", turf))), "conversation", seq=seq, at=at)
    payload = {
        "doors.estimated": {"address": address, "number": minute},
        "building.do_not_knock": {"address": address},
        "access.noted": {"address": address, "kind": "code", "text": f"{minute}B{where}"},
        "floor.no_access": {"floor": new("floor", turf)},
    }[kind]
    return phone, rare(phone, turf, kind, seq=seq, at=at, **payload)


def state_after(phones, turf, pieces) -> dict:
    """What is there after these pieces came, of a campaign where nothing had happened."""
    mine = {"campaign": turf.campaign}
    for table in (Visit, FieldEvent, FigureDelta, Quarantine, AccessNote):
        table.objects.filter(**mine).delete()
    Door.objects.filter(floor__isnull=False, **mine).delete()
    Building.objects.filter(**mine).delete()
    Door.objects.filter(**mine).update(
        state="todo",
        last_at=None,
        last_by="",
        visit_count=0,
        knock_count=0,
        open_count=0,
        first_outcome="",
    )
    Device.objects.filter(**mine).update(seq_acked=0, seq_high=0, clock_offset_ms=0, last_seen_at=None)
    for piece in pieces:
        for phone in phones:
            if batch := [item for who, item in piece if who == phone]:
                push(phone, *batch)
    doors = Door.objects.filter(**mine).order_by("pk").values_list("pk", "last_at", *FOLDED)
    visits = Visit.objects.filter(**mine).order_by("pk").values_list("pk", "outcome", "effective_at", "flags")
    rows = Building.objects.filter(**mine).order_by("address").values_list("address", "doors_estimated", "do_not_knock")
    waiting = Quarantine.objects.waiting().filter(**mine).order_by("event_id").values_list("event_id", "code", "text")
    return {
        "visits": list(visits),
        "doors": list(doors),
        "figures": figures(turf.campaign),
        "buildings": list(rows),
        "notes": AccessNote.objects.filter(**mine).count(),
        "events": sorted(FieldEvent.objects.filter(**mine).values_list("pk", flat=True)),
        "quarantine": list(waiting),
    }
