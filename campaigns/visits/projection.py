"""What the events of one door amount to. Pure, and the same whatever the order in which they arrived.

A correction replaces the event it names. Of several corrections of one visit the last counts; a correction may
itself be corrected. `do_not_knock` wins over any later visit until headquarters lifts it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

KNOCKED = frozenset({"not_home", "conversation", "refused", "come_back"})
OPENED = frozenset({"conversation", "refused", "come_back"})
TODO = "todo"
DO_NOT_KNOCK = "do_not_knock"


@dataclass(frozen=True)
class Event:
    """A visit or a correction, reduced to what decides."""

    id: UUID
    outcome: str | None
    supersedes: UUID | None
    effective_at: datetime
    device_seq: int
    received_at: datetime
    device: UUID
    by: str = ""

    @property
    def rank(self) -> tuple[datetime, int, UUID]:
        """Later counts more; on one phone its own numbering decides between equal times."""
        return self.effective_at, self.device_seq, self.id


@dataclass(frozen=True)
class DoorFold:
    """The state of a door: what its screen shows."""

    state: str
    last_at: datetime | None
    last_by: str
    visit_count: int
    knock_count: int = 0
    open_count: int = 0
    first_outcome: str = ""
    """What the first knock met; empty before it."""


def living(events: Iterable[Event]) -> list[Event]:
    """The events that still say something, in order: one per visit, the last correction of it."""
    known = {event.id: event for event in _in_their_phones_order(events)}
    replaced = {event.supersedes for event in known.values()}
    groups: dict[UUID, list[Event]] = defaultdict(list)
    for event in known.values():
        groups[_root(event, known)].append(event)
    last = (max(_ends(group, replaced), key=lambda event: event.rank) for group in groups.values())
    return sorted(last, key=lambda event: event.rank)


def fold(events: Iterable[Event], *, lifted_at: datetime | None = None, building_closed: bool = False) -> DoorFold:
    """The door's state. ``lifted_at``: headquarters allowed knocking again for what was received before.

    ``building_closed``: somebody asked not to knock anywhere in the building.
    """
    said = [event for event in living(events) if event.outcome is not None]
    closed = [
        event
        for event in said
        if event.outcome == DO_NOT_KNOCK and (lifted_at is None or event.received_at > lifted_at)
    ]
    open_events = [event for event in said if event.outcome != DO_NOT_KNOCK]
    deciding = closed[-1] if closed else (open_events[-1] if open_events else None)
    if deciding is None or deciding.outcome is None:
        return DoorFold(DO_NOT_KNOCK if building_closed else TODO, None, "", 0)
    state = DO_NOT_KNOCK if building_closed else deciding.outcome
    knocks = sum(event.outcome in KNOCKED for event in said)
    openings = sum(event.outcome in OPENED for event in said)
    first = next((event.outcome for event in said if event.outcome in KNOCKED), "")
    return DoorFold(state, deciding.effective_at, deciding.by, len(said), knocks, openings, first or "")


def _in_their_phones_order(events: Iterable[Event]) -> Iterable[Event]:
    """Each event at the latest time that its phone had told of this door by then.

    A phone's own numbering is its order whatever its clock did, in how many batches and however late they came.
    """
    latest: dict[UUID, datetime] = {}
    for event in sorted(events, key=lambda event: (event.device_seq, event.id)):
        latest[event.device] = max(event.effective_at, latest.get(event.device, event.effective_at))
        yield replace(event, effective_at=latest[event.device])


def _root(event: Event, known: dict[UUID, Event]) -> UUID:
    """The visit that a chain of corrections is about; corrections naming one another in a circle end somewhere."""
    seen = {event.id}
    while event.supersedes is not None:
        parent = known.get(event.supersedes)
        if parent is None or parent.id in seen:
            return event.supersedes
        seen.add(parent.id)
        event = parent
    return event.id


def _ends(group: list[Event], replaced: set[UUID | None]) -> list[Event]:
    """Those that nothing replaces; all of them where corrections name one another in a circle."""
    return [event for event in group if event.id not in replaced] or group
