"""The areas of a team that does not come go to teams that do, and their phones get them at their next call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.errors import DomainError
from campaigns.people.models import Device, Membership, Outing, Team
from campaigns.turfs import handing_out, walkers
from campaigns.turfs.models import Assignment, Turf
from sms.rollcall import answering, areas, texts
from sms.rollcall.models import CallState, LeaderCall, RollCall


@dataclass(frozen=True)
class Offer:
    """A team that could take the areas over. ``minutes`` per person who comes, before and after; ``people``: announced,
    or of its phones when more have joined."""

    team: Team
    leader: str
    people: int
    started: bool
    minutes: float
    minutes_after: float


@dataclass(frozen=True)
class Moved:
    """How many areas went over, and to how many phones."""

    turfs: int
    phones: int


def open_turfs(call: LeaderCall) -> list[Turf]:
    """What the team of this call was to walk and has not finished."""
    rows = Turf.objects.filter(outing=call.roll_call.outing_id, team=call.team_id, state__in=handing_out.OPEN_STATES)
    return list(rows.order_by("number"))


def offers(call: LeaderCall) -> list[Offer]:
    """Teams that come, those first who would have the fewest minutes each; six queries whatever their number."""
    outing = call.roll_call.outing
    more = sum(turf.minutes for turf in open_turfs(call))
    load, phones = minutes_of_teams(outing), _phones(outing)
    found = []
    for other in _coming(call.roll_call):
        if other.team_id == call.team_id:
            continue
        people = max(other.people or 0, len(phones.get(other.team_id, [])), 1)
        now = load.get(other.team_id, 0.0)
        found.append(
            Offer(
                team=other.team,
                leader=str(other.membership.user),
                people=people,
                started=other.started_at is not None,
                minutes=now / people,
                minutes_after=(now + more) / people,
            )
        )
    return sorted(found, key=lambda offer: (offer.minutes_after, offer.team.name))


@transaction.atomic
def move(call: LeaderCall, *, to: Team, by: Membership | None, now: datetime) -> Moved:
    """Give the team's open areas to another team: to its phones that are there, shared out by the minutes they have;
    phones that come later get them by the team's code. Pressed twice, nothing more moves.

    Raises DomainError ``team_elsewhere``, ``team_not_coming``, ``outing_closed``, ``turf_done`` or ``silence``.
    """
    roll_call = answering.lock(call.roll_call_id)
    outing = Outing.objects.get(pk=roll_call.outing_id)
    _refuse(call, outing, to)
    turfs = open_turfs(call)
    handing_out.lock(*outing.turfs.all())
    for turf in turfs:
        handing_out.take_back(turf, now=now)
    left = [turf for turf in turfs if turf.state != Turf.State.DONE]
    for turf in left:
        handing_out.give_to_team(turf, to, now=now)
    phones = _hand_to_phones(outing, to, left, now=now)
    if left:
        _tell(roll_call, to, left, now=now)
    return Moved(len(left), phones)


def _refuse(call: LeaderCall, outing: Outing, to: Team) -> None:
    if outing.closed_at is not None:
        raise DomainError("outing_closed", _("This outing is closed."))
    if to.pk == call.team_id or not outing.teams.contains(to):
        raise DomainError("team_elsewhere", _("This team does not come to this outing."))
    taker = LeaderCall.objects.filter(roll_call=call.roll_call_id, team=to).first()
    if taker is not None and taker.state == CallState.DECLINES:
        raise DomainError("team_not_coming", _("This team said that it does not come."))


def _hand_to_phones(outing: Outing, team: Team, turfs: Sequence[Turf], *, now: datetime) -> int:
    """Each area to the people of the team who walk together and have the fewest minutes left."""
    parties = _parties(_phones(outing).get(team.pk, []))
    if not parties:
        return 0
    load = _minutes_of_parties(parties)
    given = set()
    for turf in sorted(turfs, key=lambda turf: (-turf.minutes, turf.number)):
        place = min(range(len(parties)), key=lambda index: (load[index], index))
        load[place] += turf.minutes
        for phone in parties[place]:
            handing_out.give_to_phone(turf, phone, now=now)
            given.add(phone.pk)
    return len(given)


def _parties(phones: Sequence[Device]) -> list[list[Device]]:
    """Phones whose people walk together, in the order in which they came: the leader put them together, or they hold
    the same area."""
    rows = Assignment.objects.filter(device__in=phones, ended_at=None, turf__state__in=handing_out.OPEN_STATES)
    held: dict[object, set[int]] = defaultdict(set)
    for device, turf in rows.values_list("device", "turf"):
        held[device].add(turf)
    found: list[list[Device]] = []
    for phone in phones:
        if any(phone in party for party in found):
            continue
        with_them = next((p for p in found if any(held[each.pk] & held[phone.pk] for each in p)), None)
        if with_them is None:
            with_them = []
            found.append(with_them)
        with_them += [each for each in walkers.together(phone) if each not in with_them]
    return found


def _minutes_of_parties(parties: Sequence[Sequence[Device]]) -> list[float]:
    held = Assignment.objects.filter(
        device__in=[phone for party in parties for phone in party],
        ended_at=None,
        turf__state__in=handing_out.OPEN_STATES,
    ).values_list("device", "turf", "turf__minutes")
    rows = list(held)
    return [
        sum({turf: minutes for device, turf, minutes in rows if device in {each.pk for each in party}}.values())
        for party in parties
    ]


def _phones(outing: Outing) -> dict[int, list[Device]]:
    """The phones of each team: those that joined with it, or hold one of its areas."""
    found: dict[int, dict[object, Device]] = defaultdict(dict)
    for phone in Device.objects.filter(outing=outing, revoked_at=None, team__isnull=False).order_by("created_at", "pk"):
        found[phone.team_id or 0][phone.pk] = phone
    held = Assignment.objects.filter(
        turf__outing=outing, turf__team__isnull=False, ended_at=None, device__team=None, device__revoked_at=None
    )
    for row in held.select_related("device", "turf").order_by("pk"):
        found[row.turf.team_id or 0][row.device_id] = row.device
    return {team: list(phones.values()) for team, phones in found.items()}


def minutes_of_teams(outing: Outing) -> dict[int, float]:
    """The minutes that each team still has to walk."""
    found: dict[int, float] = defaultdict(float)
    rows = outing.turfs.filter(team__isnull=False, state__in=handing_out.OPEN_STATES)
    for team, minutes in rows.values_list("team", "minutes"):
        found[team or 0] += minutes
    return found


def _coming(roll_call: RollCall) -> list[LeaderCall]:
    """Calls of teams that come and are not missing."""
    coming = LeaderCall.objects.of(roll_call).filter(state=CallState.COMES, missing_at=None)
    return list(coming.select_related("team", "membership__user"))


def _tell(roll_call: RollCall, team: Team, turfs: Sequence[Turf], *, now: datetime) -> None:
    """The leader who takes over learns of it by text, once for each time that areas move."""
    taker = (
        LeaderCall.objects.of(roll_call).filter(team=team).select_related("membership__user", "membership__campaign")
    )
    call = taker.first()
    if call is not None:
        key = f"moved:{roll_call.pk}:{team.pk}:{max(turf.seq for turf in turfs)}"
        areas.tell(roll_call, call, texts.TAKEN_OVER, turfs, key, now=now)
