"""What changed for a phone since it last asked. The cursor is opaque: epoch and number, base64."""

from __future__ import annotations

import base64
import binascii
import functools
import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When

from campaigns.doors import notes
from campaigns.doors.models import AccessNote, Building, Door
from campaigns.people.models import Campaign, ChangeCounter, Device
from campaigns.turfs.models import Assignment, Turf, TurfStop
from campaigns.visits.models import Outcome, Visit

PAGE = 500
ANY_VERSION: Mapping[int, int] = {}
Row = Door | Turf | AccessNote | Building


class CursorTooOld(Exception):
    """The phone must load its walk again; its outbox is untouched."""


@dataclass(frozen=True)
class Page:
    changes: list[dict[str, Any]]
    cursor: str
    has_more: bool
    withdrawn: list[int]
    """Turfs that this phone held and holds no more: whatever it keeps of them goes."""


def cursor_now(campaign: Campaign) -> str:
    """The cursor to start from when everything up to now has just been read."""
    return encode(campaign.epoch, _counter(campaign.pk).value)


def since(
    device: Device, cursor: str, *, now: datetime, versions: Mapping[int, int] = ANY_VERSION, limit: int = PAGE
) -> Page:
    """Doors, buildings, notes and turfs of this phone's turfs that changed after the cursor, in commit order.

    ``versions``: of the turfs as the phone knows them. Raises CursorTooOld for a turf that was cut again since, another
    epoch, a number whose deletions are forgotten or that no change has had yet, or an unreadable cursor.
    """
    epoch, number = decode(cursor)
    # Read first: whoever holds a number up to this one has committed, so that what is read below misses none of them.
    # What commits meanwhile has a higher number, and its turn next time.
    counter = _counter(device.campaign_id)
    if epoch != device.campaign.epoch or not counter.forgotten <= number <= counter.value:
        raise CursorTooOld
    turfs = Turf.objects.held_by(device)
    if versions and turfs.filter(_another_version(versions)).exists():
        raise CursorTooOld
    kinds: list[QuerySet[Any]] = [_buildings(device, turfs), _doors(device, turfs), turfs, readable_notes(turfs, now)]
    rows = _up_to(counter.value, kinds, number, limit + 1)
    has_more, reached = len(rows) > limit, counter.value
    if has_more:
        # The doors of one building or batch share a number, and must not be parted by the end of a page.
        reached = rows[limit - 1].seq
        rows = [row for row in rows if row.seq < reached] + _up_to(reached, kinds, reached - 1)
    return Page([_change(row) for row in rows], encode(epoch, reached), has_more, _withdrawn(device, number))


def readable_notes(turfs: QuerySet[Turf], now: datetime) -> QuerySet[AccessNote]:
    """Practical notes of these turfs while their outing lasts: nobody keeps door codes."""
    under_way = turfs.filter(outing__closed_at=None, outing__ends_at__gt=now)
    stops = TurfStop.objects.filter(turf__in=under_way)
    return AccessNote.objects.filter(campaign__in=under_way.values("campaign"), address__in=stops.values("address"))


def _doors(device: Device, turfs: QuerySet[Turf]) -> QuerySet[Door]:
    stops = TurfStop.objects.filter(campaign_id=device.campaign_id, turf__in=turfs)
    rows = Door.objects.filter(campaign_id=device.campaign_id, address__in=stops.values("address"))
    return with_moment(rows.select_related("floor__staircase"))


def _buildings(device: Device, turfs: QuerySet[Turf]) -> QuerySet[Building]:
    stops = TurfStop.objects.filter(campaign_id=device.campaign_id, turf__in=turfs)
    return with_floors(Building.objects.filter(campaign_id=device.campaign_id, address__in=stops.values("address")))


def with_floors(buildings: QuerySet[Building]) -> QuerySet[Building]:
    """The buildings with all that ``told_building`` reads."""
    return buildings.prefetch_related("staircases__floors")


def with_moment(doors: QuerySet[Door]) -> QuerySet[Door]:
    """The doors with ``come_back_at``: of one to come back to, when somebody there asked for it last."""
    visits = Visit.objects.filter(
        campaign_id=OuterRef("campaign_id"), door_id=OuterRef("pk"), outcome=Outcome.COME_BACK
    ).order_by(F("effective_at").desc(), F("seq").desc())
    told = When(state=Outcome.COME_BACK, then=Subquery(visits.values("come_back_at")[:1]))
    return doors.annotate(come_back_at=Case(told, default=None))


def _up_to(highest: int, kinds: Iterable[QuerySet[Any]], number: int, limit: int | None = None) -> list[Row]:
    rows: list[Row] = []
    for kind in kinds:
        rows += kind.filter(seq__gt=number, seq__lte=highest).order_by("seq")[:limit]
    return sorted(rows, key=lambda row: row.seq)


def _another_version(versions: Mapping[int, int]) -> Q:
    return functools.reduce(operator.or_, (Q(pk=turf) & ~Q(version=known) for turf, known in versions.items()))


def _counter(campaign_id: int) -> ChangeCounter:
    return ChangeCounter.objects.filter(campaign=campaign_id).first() or ChangeCounter(campaign_id=campaign_id)


def _withdrawn(device: Device, number: int) -> list[int]:
    """Each end of a hand-out has a number as well; a later one of the same turf only says it again."""
    ended = Assignment.objects.filter(
        campaign_id=device.campaign_id, device=device, ended_at__isnull=False, turf__seq__gt=number
    )
    held = Turf.objects.held_by(device)
    return sorted(set(ended.exclude(turf__in=held).values_list("turf_id", flat=True)))


def encode(epoch: int, number: int) -> str:
    return base64.urlsafe_b64encode(f"e{epoch}:{number}".encode()).decode().rstrip("=")


def decode(cursor: str) -> tuple[int, int]:
    """(epoch, number). Raises CursorTooOld for anything this server did not write."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        epoch, number = text.removeprefix("e").split(":")
        return int(epoch), int(number)
    except (ValueError, binascii.Error) as error:
        raise CursorTooOld from error


def _change(row: Row) -> dict[str, Any]:
    if isinstance(row, Turf):
        return {"kind": "turf", "id": f"t-{row.pk}", "state": row.state, "version": row.version}
    if isinstance(row, AccessNote):
        return {"kind": "note", "address": row.address_id, "note": told_note(row)}
    if isinstance(row, Building):
        return {"kind": "building", **told_building(row)}
    if row.removed_at is not None:
        return {"kind": "door", "id": str(row.pk), "deleted": True}
    return {"kind": "door", **told_door(row)}


def told_door(door: Door) -> dict[str, Any]:
    """A door as phones hear of it: where it is, whether it is only a guess, and what happened there last."""
    floor = door.floor
    return {
        "id": str(door.pk),
        "address": door.address_id,
        "staircase": floor.staircase.name if floor else "",
        "floor": floor.level if floor else None,
        "name": door.name,
        "rank": door.rank,
        "state": door.state,
        "last": last_visit(door),
        **({"floor_id": str(floor.pk)} if floor else {}),
        **({"estimated": True} if door.estimated else {}),
    }


def told_building(building: Building) -> dict[str, Any]:
    """What stands at an address: ``intercom`` is the number of buttons read there, or None."""
    staircases = sorted(building.staircases.all(), key=lambda stair: (stair.rank, stair.name, str(stair.pk)))
    return {
        "address": building.address_id,
        "intercom": building.doors_estimated,
        "do_not_knock": building.do_not_knock,
        "staircases": [
            {
                "id": str(stair.pk),
                "name": stair.name,
                "rank": stair.rank,
                "floors": [
                    {"id": str(floor.pk), "level": floor.level}
                    for floor in sorted(stair.floors.all(), key=lambda floor: (floor.level, str(floor.pk)))
                ],
            }
            for stair in staircases
        ],
    }


def told_note(note: AccessNote) -> dict[str, str]:
    return {"id": str(note.pk), "kind": note.kind, "text": notes.decrypt(note.encrypted_text)}


def last_visit(door: Door) -> dict[str, Any] | None:
    """``{"at", "by", "count"}`` of a door and when to come back if that was said; None when nobody was there."""
    if door.last_at is None:
        return None
    told = {"at": door.last_at.isoformat(), "by": door.last_by, "count": door.visit_count}
    moment = getattr(door, "come_back_at", None)
    return {**told, "come_back_at": moment} if moment else told
