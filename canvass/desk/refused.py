"""A refused event in words: what it says, why it was refused, and whether trying again may help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.doors.models import Door
from campaigns.people.models import Device, Membership
from campaigns.visits.events import VISIT_TYPES
from campaigns.visits.models import Outcome, Quarantine
from campaigns.visits.quarantine import event_of

Text = str | Promise

REASONS: dict[str, tuple[Text, Text]] = {
    "turf_not_assigned": (
        gettext_lazy("This phone did not hold the area."),
        gettext_lazy("Give it the area, then try again."),
    ),
    "unknown_door": (
        gettext_lazy("The area has no such door."),
        gettext_lazy("The door may have left the area when it was cut again."),
    ),
    "device_revoked": (
        gettext_lazy("The phone was marked as lost."),
        gettext_lazy("If the visits are true, try again: they are stored as if sent that day."),
    ),
    "from_file": (
        gettext_lazy("It came in a rescue file: the phone could not send it."),
        gettext_lazy("Try again to take it. If the phone sends it as well, it counts once."),
    ),
    "schema_too_new": (
        gettext_lazy("The phone runs a newer version than this server."),
        gettext_lazy("Tried again by itself after the upgrade."),
    ),
    "campaign_closed": (gettext_lazy("The campaign is closed."), gettext_lazy("Reopen it, then try again.")),
    "id_reused": (
        gettext_lazy("Another event has the same number and says something else."),
        gettext_lazy("The first one counts. Set this one aside once you have compared them."),
    ),
    "invalid": (gettext_lazy("The server could not read it."), gettext_lazy("Report it, then set it aside.")),
}
TYPES: dict[str, Text] = {
    "door.added": gettext_lazy("Door added"),
    "door.renamed": gettext_lazy("Door renamed"),
    "floor.added": gettext_lazy("Floor added"),
    "staircase.added": gettext_lazy("Staircase added"),
    "doors.estimated": gettext_lazy("Number of doors"),
    "floor.no_access": gettext_lazy("Floor without access"),
    "building.do_not_knock": gettext_lazy("Do not knock in this building"),
    "leaflets.left": gettext_lazy("Leaflets left"),
    "access.noted": gettext_lazy("Practical note"),
    "contact.consented": gettext_lazy("Contact with agreement"),
    "walk.started": gettext_lazy("Walk begun"),
    "walk.handed_back": gettext_lazy("Area given back"),
    "walk.handed_over": gettext_lazy("Area handed over"),
}


@dataclass(frozen=True)
class RefusedEvent:
    """``text`` is the event as it came, empty where it may hold a person's details or a door code."""

    pk: int
    what: Text
    where: str
    at: datetime | None
    why: Text
    advice: Text
    text: str


@dataclass(frozen=True)
class RefusedOfPhone:
    device: Device | None
    events: list[RefusedEvent]


def waiting(member: Membership, *, most: int) -> list[RefusedOfPhone]:
    """The events that wait for this member, phone by phone, oldest first; the doors looked up once for all."""
    rows = Quarantine.objects.visible_to(member).waiting().select_related("device__outing")
    items = [(row, event_of(row)) for row in rows.order_by("device_id", "device_seq", "pk")[:most]]
    doors = _doors(member, (raw for _row, raw in items))
    return [
        RefusedOfPhone(device, [_told(row, raw, doors) for row, raw in group])
        for device, group in groupby(items, key=lambda item: item[0].device)
    ]


def _told(row: Quarantine, raw: Any, doors: dict[UUID, Door]) -> RefusedEvent:
    said = _object(raw)
    payload = _object(said.get("payload"))
    why, advice = REASONS.get(row.code, REASONS["invalid"])
    door = doors.get(_uuid(payload.get("door")))
    return RefusedEvent(
        pk=row.pk,
        what=_what(said.get("type"), payload),
        where=f"{door.address.label} {door.name}".strip() if door else "",
        at=_instant(said.get("at")),
        why=why,
        advice=advice,
        text=row.text if str(said.get("type")) in VISIT_TYPES or not said else "",
    )


def _what(kind: object, payload: dict[str, Any]) -> Text:
    if str(kind) not in VISIT_TYPES:
        return TYPES.get(str(kind), _("Unknown event"))
    outcome = payload.get("outcome")
    if outcome is None:
        return _("Visit undone")
    return Outcome(outcome).label if outcome in Outcome.values else _("Visit")


def _doors(member: Membership, events: Iterable[Any]) -> dict[UUID, Door]:
    named = {_uuid(_object(_object(raw).get("payload")).get("door")) for raw in events}
    rows = Door.objects.visible_to(member).filter(pk__in=named).select_related("address__street")
    return {door.pk: door for door in rows}


def _object(value: object) -> dict[str, Any]:
    """What a phone sent may be anything: whatever is no object has no fields."""
    return value if isinstance(value, dict) else {}


def _uuid(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        return UUID(int=0)


def _instant(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        return None
