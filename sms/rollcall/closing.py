"""The roll-call closes: who comes is known, and the areas of teams that do not come are shared out among those that
do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from campaigns.people.models import Team
from campaigns.turfs import handing_out
from campaigns.turfs.models import Assignment, Turf
from sms.rollcall import asking, replacing
from sms.rollcall.models import CallState, LeaderCall, RollCall


@dataclass
class _Taker:
    team: Team
    people: int
    minutes: float

    @property
    def each(self) -> float:
        return self.minutes / self.people


def close(roll_call: RollCall, *, now: datetime) -> int:
    """Share out what teams that said no were to walk, each area to the team with the fewest minutes per person
    announced; how many areas moved. Those that somebody holds or began stay, and so do those of teams that were never
    heard of. The roll-call is locked by the caller."""
    asking.take_back(roll_call, now=now)
    takers = [
        _Taker(call.team, call.people or 1, 0.0)
        for call in LeaderCall.objects.of(roll_call).filter(state=CallState.COMES).select_related("team")
    ]
    if not takers:
        return 0
    load = replacing.minutes_of_teams(roll_call.outing)
    for taker in takers:
        taker.minutes = load.get(taker.team.pk, 0.0)
    free = _left_by_no(roll_call)
    handing_out.lock(*free)
    for turf in sorted(free, key=lambda turf: (-turf.minutes, turf.number)):
        taker = min(takers, key=lambda each: (each.each, each.team.name))
        handing_out.give_to_team(turf, taker.team, now=now)
        taker.minutes += turf.minutes
    return len(free)


def _left_by_no(roll_call: RollCall) -> list[Turf]:
    gone = LeaderCall.objects.of(roll_call).filter(state=CallState.DECLINES).values_list("team", flat=True)
    rows = Turf.objects.filter(outing=roll_call.outing_id, team__in=list(gone), state=Turf.State.ASSIGNED)
    held = Assignment.objects.filter(turf__in=rows, ended_at=None).values("turf")
    return list(rows.exclude(pk__in=held).order_by("number"))
