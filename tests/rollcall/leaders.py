"""An outing on a Saturday with leaders who have a telephone, and its roll-call."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from campaigns.people.models import Campaign, MeetingPoint, Membership, Outing, Team
from sms.rollcall import opening
from sms.rollcall.models import LeaderCall, RollCall
from tests import builders

PARIS = ZoneInfo("Europe/Paris")
STARTS = datetime(2027, 2, 13, 10, tzinfo=PARIS)
MONDAY = datetime(2027, 2, 8, 10, tzinfo=PARIS)
ASKED = datetime(2027, 2, 11, 18, tzinfo=PARIS)
REMINDED = datetime(2027, 2, 12, 12, tzinfo=PARIS)
ESCALATED = datetime(2027, 2, 12, 18, tzinfo=PARIS)
CLOSED = datetime(2027, 2, 13, 9, tzinfo=PARIS)


def leader(campaign: Campaign, name: str, phone: str = "", teams: int = 1) -> Membership:
    """A member who leads this many teams, the first named after them."""
    made = builders.member(campaign, "team_leader", name=name)
    made.phone = phone
    made.save()
    for number in range(teams):
        builders.team(campaign, leader=made, name=f"Team of {name}" + (f" {number + 1}" if number else ""))
    return made


def number(tail: int) -> str:
    return f"+336123456{tail:02}"


def outing(campaign: Campaign, *names: str, starts_at: datetime = STARTS, **fields) -> Outing:
    """An outing of one team for each name, led by that person, with a number each."""
    place = MeetingPoint.objects.create(campaign=campaign, name="3 place de la Halle")
    for tail, name in enumerate(names):
        leader(campaign, name, number(tail))
    teams = Team.objects.filter(campaign=campaign, leader__user__name__in=names)
    return builders.outing(campaign, *teams, starts_at=starts_at, meeting_point=place, **fields)


def opened(campaign: Campaign, *names: str, **fields) -> RollCall:
    """Its roll-call, opened on Monday."""
    return opening.open_for(outing(campaign, *names, **fields), by=None, now=MONDAY)


def call(roll_call: RollCall, name: str) -> LeaderCall:
    return roll_call.calls.filter(membership__user__name=name).order_by("pk")[0]
