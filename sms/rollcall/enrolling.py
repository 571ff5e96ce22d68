"""Who is asked: the leader of each team that comes to the outing. Teams and leaders may change until it closes."""

from __future__ import annotations

from campaigns.contacts import reaching
from campaigns.law import territories
from campaigns.people import voting
from campaigns.people.link_codes import new_code
from campaigns.people.models import Membership, Outing, Team
from sms.rollcall.models import CallState, LeaderCall, RollCall


def enrol(roll_call: RollCall) -> int:
    """Make the calls that are missing; one whose team got another leader begins anew for them, with a code of its own.
    How many calls are new. The roll-call is locked by the caller."""
    teams = roll_call.outing.teams.filter(leader__isnull=False).select_related("leader").order_by("pk")
    known = {call.team_id: call for call in roll_call.calls.all()}
    changed = 0
    for team in teams:
        assert team.leader is not None
        call = known.get(team.pk)
        if call is None:
            known[team.pk] = _first(roll_call, team, team.leader, list(known.values()))
        elif call.membership_id != team.leader_id:
            _begin_anew(call, team.leader)
        else:
            continue
        changed += 1
    return changed


def is_forbidden(outing: Outing) -> bool:
    """Whether some of it falls into the silence before a vote (law:V2)."""
    return voting.touches_silence(outing.campaign, outing.starts_at, outing.ends_at)


def number_of(member: Membership) -> str | None:
    """Their number as texts go to it (E.164), or None where none can be sent."""
    home = territories.of_time_zone(member.campaign.time_zone).phone_region
    try:
        number = reaching.phone(member.phone, home=home)
    except reaching.NotReachable:
        return None
    return number if reaching.takes_texts(number) else None


def _first(roll_call: RollCall, team: Team, leader: Membership, known: list[LeaderCall]) -> LeaderCall:
    """A leader who was asked about another team of theirs is not asked again: what they answered holds for both."""
    made = LeaderCall(roll_call=roll_call, team=team, membership=leader, code=new_code())
    for other in known:
        if other.membership_id == leader.pk:
            made.state, made.asked_at, made.answered_at = other.state, other.asked_at, other.answered_at
    made.save()
    return made


def _begin_anew(call: LeaderCall, leader: Membership) -> None:
    fresh = LeaderCall(roll_call_id=call.roll_call_id, team_id=call.team_id, membership=leader, code=new_code())
    fresh.pk, fresh.state = call.pk, CallState.WAITING
    fresh.save()
