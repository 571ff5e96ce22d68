"""An event that a person wrote on a page of ours, in the JSON that a phone would have sent. Pure.

Whatever comes through a form is recorded by `recording.record` like a push, so that there is one way into the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

SCHEMA = 1


@dataclass(frozen=True)
class Told:
    """What a form says; ``id`` is the same whenever it says the same again."""

    id: UUID
    type: str
    payload: dict[str, Any]
    supersedes: UUID | None = None


def written(told: Told, *, campaign: str, turf: int, number: int, at: datetime) -> dict[str, Any]:
    """The event in the protocol's JSON. ``campaign``: its slug; ``number``: of the device's own sequence."""
    event = {
        "id": str(told.id),
        "type": told.type,
        "schema": SCHEMA,
        "campaign": f"c-{campaign}",
        "turf": f"t-{turf}",
        "device_seq": number,
        "at": at.isoformat(),
        "payload": told.payload,
    }
    return event | ({"supersedes": str(told.supersedes)} if told.supersedes else {})
