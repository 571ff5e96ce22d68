"""The roll-call of the demo's next outing, asked the evening before: some come, one does not, one is unclear, one is
silent, one got nothing. Asked and answered with the real verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from campaigns.law import texting
from campaigns.people.models import Campaign, Membership, Outing
from canvass.demo import phones
from sms import gate
from sms.rollcall import opening, schedule, ticking

EXPECTED = 15
# By team, in the order of their keys: what its leader answered, and how many minutes after the question.
ANSWERS = (("OUI 4", 4), ("oui on sera 3", 6), ("NON", 33), ("Peut-être, je confirme demain", 72))


def ask(outing: Outing, *, by: Membership, now: datetime) -> None:
    """Its question left at 18 h of the last day on which texts may leave, and most have answered."""
    leaders = [team.leader for team in outing.teams.select_related("leader").order_by("pk") if team.leader]
    asked_at = _evening_before(outing.campaign, now)
    usual = schedule.proposed(outing)
    times = replace(usual, invite_at=min(usual.invite_at, asked_at))
    roll_call = opening.open_for(outing, by=by, now=times.invite_at - timedelta(days=1), times=times)
    opening.change(roll_call, now=times.invite_at, expected=EXPECTED)
    ticking.step(roll_call.pk, times.invite_at)
    phones.deliver(outing.campaign, but=leaders[-1])
    for leader, (words, minutes) in zip(leaders, ANSWERS, strict=False):
        phones.answer(leader, words, times.invite_at + timedelta(minutes=minutes))
    phones.deliver(outing.campaign)


def _evening_before(campaign: Campaign, now: datetime) -> datetime:
    zone = ZoneInfo(campaign.time_zone)
    evening = datetime.combine(now.astimezone(zone).date() - timedelta(days=1), time(18), tzinfo=zone)
    return texting.last_opening_before(evening, gate.territory(campaign))
