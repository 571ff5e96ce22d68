"""What changed for a phone since it last asked. The cursor is opaque: epoch and number, base64."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q

from campaigns.doors.models import Door
from campaigns.people.models import Campaign, ChangeCounter, Device
from campaigns.turfs.models import Turf, TurfStop

PAGE = 500


class CursorTooOld(Exception):
    """The phone must load its walk again; its outbox is untouched."""


@dataclass(frozen=True)
class Page:
    changes: list[dict[str, Any]]
    cursor: str
    has_more: bool


def cursor_now(campaign: Campaign) -> str:
    """The cursor to start from when everything up to now has just been read."""
    value = ChangeCounter.objects.filter(campaign=campaign).values_list("value", flat=True).first()
    return encode(campaign.epoch, value or 0)


def since(device: Device, cursor: str, *, limit: int = PAGE) -> Page:
    """Doors and turfs of this phone's turfs that changed after the cursor, in commit order.

    Raises CursorTooOld for another epoch or an unreadable cursor.
    """
    epoch, number = decode(cursor)
    if epoch != device.campaign.epoch:
        raise CursorTooOld
    turfs = Turf.objects.held_by(device)
    addresses = TurfStop.objects.filter(campaign_id=device.campaign_id, turf__in=turfs).values("address")
    newer = Q(campaign_id=device.campaign_id, seq__gt=number)
    rows: list[Door | Turf] = [
        *Door.objects.filter(newer, address__in=addresses).order_by("seq")[: limit + 1],
        *turfs.filter(newer).order_by("seq")[: limit + 1],
    ]
    rows.sort(key=lambda row: row.seq)
    page = list(islice(rows, limit))
    # Rows that share a number must not be parted by the end of a page.
    while len(page) < len(rows) and page and rows[len(page)].seq == page[-1].seq:
        page.append(rows[len(page)])
    last = page[-1].seq if page else number
    return Page([_change(row) for row in page], encode(epoch, last), len(rows) > len(page))


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


def _change(row: Door | Turf) -> dict[str, Any]:
    if isinstance(row, Turf):
        return {"kind": "turf", "id": f"t-{row.pk}", "state": row.state, "version": row.version}
    if row.removed_at is not None:
        return {"kind": "door", "id": str(row.pk), "deleted": True}
    return {"kind": "door", "id": str(row.pk), "state": row.state, "last": last_visit(row)}


def last_visit(door: Door) -> dict[str, Any] | None:
    """``{"at", "by", "count"}`` of a door, None when nobody was there."""
    if door.last_at is None:
        return None
    return {"at": door.last_at.isoformat(), "by": door.last_by, "count": door.visit_count}
