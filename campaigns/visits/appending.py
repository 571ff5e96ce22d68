"""Batches that only append: nearly all that phones send, taken in one message that commits by itself.

Nothing is asked before: the message locks the doors, and its statement judges phone, campaign, walks and doors and
stores all of the batch, or nothing. Nothing is lost by trying: `recording` takes whatever this leaves, and would have
stored the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError

from campaigns.prepared import Prepared, array, together
from campaigns.visits import events, rows, terms
from campaigns.visits.append_statement import APPEND_VISITS, PARAMETERS
from campaigns.visits.clock import MILLISECOND, Envelope
from campaigns.visits.events import FieldEvent, Refused
from campaigns.visits.models import Outcome
from campaigns.visits.rights import LOCK
from campaigns.visits.terms import Calendar, Terms

APPEND = Prepared("append_visits", PARAMETERS, APPEND_VISITS)
# A visit with anything else in it is for `recording`: its digest must not hang on how numbers are read.
KEYS = frozenset({"id", "type", "schema", "campaign", "turf", "device_seq", "at", "mono_ms", "payload", "supersedes"})
DETAILS = frozenset({"door", "outcome", "requests", "come_back_at"})


class Appended(NamedTuple):
    """What the phone is told: the campaign's epoch, up to which number all of its events are here, and the change
    number of each event of the batch, as they came."""

    epoch: int
    acked: int
    numbers: list[int]


class Run(NamedTuple):
    """Plain visits of one campaign, each at another door, whose numbers follow one another."""

    visits: list[FieldEvent]
    doors: set[UUID]
    first: int
    last: int

    @classmethod
    def of(cls, batch: Sequence[Any], *, campaign: str) -> Run:
        """Raises Refused, LookupError or TypeError for a batch that is something else."""
        visits = [_plain(raw, campaign) for raw in batch]
        numbers = {event.device_seq for event in visits}
        doors = {event.door for event in visits if event.door is not None}
        first, last = min(numbers), max(numbers)
        if not len(visits) == len(doors) == len(numbers) == last - first + 1:
            raise Refused("invalid", "not a run")
        return cls(visits, doors, first, last)


def append(token_hash: bytes, batch: Sequence[Any], *, envelope: Envelope, seq_high: int) -> Appended | None:
    """Store the batch of the phone with this token, or None, with nothing changed: then it is for `recording`.

    ``batch`` holds events as they came, ``seq_high`` is the highest number that the phone has used.
    """
    try:
        campaign = str(batch[0]["campaign"])
        run = Run.of(batch, campaign=campaign)
    except (LookupError, TypeError, Refused):
        return None
    known = terms.recall(campaign)
    if known is None:
        return None
    taken = _store(token_hash, run, *known, envelope=envelope, high=max(seq_high, run.last))
    if taken is None:
        terms.forget(campaign)
        return None
    return Appended(known[0].epoch, run.last, [taken + event.device_seq - run.first + 1 for event in run.visits])


def parameters(
    token_hash: bytes, run: Run, known: Terms, calendar: Calendar, *, envelope: Envelope, high: int
) -> tuple[object, ...]:
    """In the order of the statement's."""
    told = rows.as_json(run.visits, envelope, calendar)
    count, offset_ms = len(run.visits), envelope.offset // MILLISECOND
    return token_hash, envelope.received_at, *known, run.first, run.last, count, high, offset_ms, told


def _store(
    token_hash: bytes, run: Run, known: Terms, calendar: Calendar, *, envelope: Envelope, high: int
) -> int | None:
    """The campaign's counter before the first of them; None where they are not for appending."""
    values = parameters(token_hash, run, known, calendar, envelope=envelope, high=high)
    try:
        found = together(LOCK.of(known.campaign_id, array(run.doors)), APPEND.of(*values))
    except IntegrityError:  # an event of the same id came in the same instant, for another door
        return None
    return found[0][0] if found else None


def _plain(raw: Any, campaign: str) -> FieldEvent:
    """A visit that neither corrects another one nor closes its door. Raises Refused, LookupError or TypeError."""
    if not (KEYS.issuperset(raw) and DETAILS.issuperset(raw["payload"])):
        raise Refused("invalid", "more than a visit")
    event = events.read(raw, events.digest(raw), campaign=campaign)
    if event.type != "visit.recorded" or event.payload["outcome"] == Outcome.DO_NOT_KNOCK:
        raise Refused("invalid", "more than a visit")
    return event
