"""Who is asked: the leader of each team that comes to the outing. Teams and leaders may change until it closes."""

from __future__ import annotations

from campaigns.contacts import reaching
from campaigns.people import voting
from campaigns.people.link_codes import new_code
from campaigns.people.models import Membership, Outing
from sms import gate
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
            LeaderCall.objects.create(roll_call=roll_call, team=team, membership=team.leader, code=new_code())
        elif call.membership_id != team.leader_id:
            _begin_anew(call, team.leader)
        else:
            continue
        changed += 1
    return changed


def is_forbidden(outing: Outing) -> bool:
    """Whether some of it falls into the silence before a vote (law:V2)."""
    return any(outing.starts_at < ends and starts < outing.ends_at for starts, ends in voting.silences(outing.campaign))


def number_of(member: Membership) -> str | None:
    """Their number as texts go to it (E.164), or None where none can be sent."""
    home = gate.territory(member.campaign).phone_region
    try:
        number = reaching.phone(member.phone, home=home)
    except reaching.NotReachable:
        return None
    return number if reaching.takes_texts(number) else None


def _begin_anew(call: LeaderCall, leader: Membership) -> None:
    fresh = LeaderCall(roll_call_id=call.roll_call_id, team_id=call.team_id, membership=leader, code=new_code())
    fresh.pk, fresh.state = call.pk, CallState.WAITING
    fresh.save()
