"""What people asked for at their doors, as work for headquarters: who sees to it, and how it ended.

An ask is a door and a request, told by the visits that still say something: a visit undone or corrected withdraws it.
Nobody is named, and no contact is joined to the door (law:P1). Whoever no longer wants to be disturbed at a door is
not called upon for it either. Decisions are appended; the latest one counts, until the same is asked for again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.doors.models import Door, DoorState
from campaigns.errors import DomainError
from campaigns.people.models import Membership, Outing
from campaigns.people.roles import Action, Scope
from campaigns.visits import projection, refolding
from campaigns.visits.models import RequestDecision, Visit

Status = RequestDecision.Status
Reason = RequestDecision.Reason


@dataclass(frozen=True)
class Ask:
    """Something asked for at a door. ``decision``: what was last decided about it, None while nobody has."""

    door: Door
    request: str
    visit: Visit
    decision: RequestDecision | None

    @property
    def status(self) -> str:
        return self.decision.status if self.decision else Status.OPEN


def asks(member: Membership, *, door: UUID | None = None) -> list[Ask]:
    """All that this member may see, the latest first: of the campaign for headquarters, of their teams' outings for a
    leader. Two questions. ``door`` narrows to one."""
    rows = _visits(member, door)
    decided = RequestDecision.objects.filter(campaign_id=member.campaign_id)
    if door is not None:
        decided = decided.filter(door=door)
    latest = {(row.door_id, row.request): row for row in decided.select_related("by__user").order_by("pk")}
    mine = _outings(member)
    found: dict[tuple[UUID, str], Visit] = {}
    for visit in _living(rows):  # in their order, so that the latest visit that asks is the one shown
        if visit.door.state != DoorState.DO_NOT_KNOCK and (mine is None or visit.outing_id in mine):
            found |= {(visit.door_id, request): visit for request in visit.requests}
    told = [
        Ask(visit.door, request, visit, _standing(latest.get((pk, request)), visit))
        for (pk, request), visit in found.items()
    ]
    return sorted(told, key=lambda ask: (ask.visit.effective_at, ask.request), reverse=True)


def unanswered(member: Membership) -> int:
    """How many wait for somebody."""
    return sum(ask.status == Status.OPEN for ask in asks(member))


@transaction.atomic
def decide(
    *, door: UUID, request: str, status: str, reason: str = "", by: Membership, now: datetime
) -> RequestDecision | None:
    """Append a decision; the same one again changes nothing and returns None.

    Raises DomainError ``not_asked`` (nothing of the kind is asked for any more, or not for this member to see),
    ``already_taken`` or ``reason_missing``.
    """
    # Two members who take the same request take turns.
    list(Door.objects.select_for_update(no_key=True).filter(campaign_id=by.campaign_id, pk=door).values_list("pk"))
    ask = next((ask for ask in asks(by, door=door) if ask.request == request), None)
    if ask is None or status not in Status.values:
        raise DomainError("not_asked", _("This is no longer asked for."))
    if ask.status == status and (status != Status.TAKEN or (ask.decision and ask.decision.by_id == by.pk)):
        return None
    if status == Status.TAKEN and ask.status == Status.TAKEN:
        name = ask.decision.by.user.name if ask.decision and ask.decision.by else ""
        raise DomainError("already_taken", _("%(name)s already sees to it.") % {"name": name})
    if (status == Status.DROPPED) != (reason in Reason.values):
        raise DomainError("reason_missing", _("Say why it is dropped."))
    return RequestDecision.objects.create(
        campaign_id=by.campaign_id, door_id=door, request=request, status=status, reason=reason, by=by, decided_at=now
    )


def _visits(member: Membership, door: UUID | None) -> list[Visit]:
    """Every visit of the doors where something was once asked for: a later one may correct it."""
    ours = Visit.objects.filter(campaign_id=member.campaign_id)
    asked = ours.exclude(requests=[])
    if door is not None:
        asked = asked.filter(door=door)
    rows = ours.filter(door__in=asked.values("door"))
    return list(rows.select_related("device", "station", "door__address__street", "door__floor__staircase"))


def _outings(member: Membership) -> set[int] | None:
    """The outings that a leader leads; None for somebody who sees them all."""
    if member.reach(Action.SEE_REQUESTS) is Scope.ALL:
        return None
    return set(Outing.objects.visible_to(member).values_list("pk", flat=True))


def _living(rows: list[Visit]) -> Iterator[Visit]:
    doors: dict[UUID, dict[UUID, Visit]] = defaultdict(dict)
    for visit in rows:
        doors[visit.door_id][visit.pk] = visit
    for visits in doors.values():
        for event in projection.living(refolding.as_event(visit) for visit in visits.values()):
            if event.outcome is not None:
                yield visits[event.id]


def _standing(decision: RequestDecision | None, visit: Visit) -> RequestDecision | None:
    """Asked for again after it was done or dropped, it is open again; whoever took it still has it."""
    settled = decision is not None and decision.status in (Status.DONE, Status.DROPPED)
    return None if settled and decision and visit.received_at > decision.decided_at else decision
