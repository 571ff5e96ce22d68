"""The outing of the demo that is under way: asked two days ago, reminded, called, closed; one team walks without a
smartphone and reports by text, and one that said it comes is nowhere to be seen. Played with the real verbs, each at
its own time; texts obey their hours whenever the demo is made."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from campaigns.people.models import Membership, Outing, Team
from campaigns.turfs import handing_out
from canvass.demo import phones, shifts
from sms.models import OutboundSms
from sms.rollcall import answering, areas, opening, started, ticking
from sms.rollcall.models import Answer, CallState, RollCall

EXPECTED = 12
WALK, MISSING, ON_PAPER, NOT_COMING = (0, 3, 4), 2, 1, 5  # places of teams in their order
GETS_AN_AREA = (0, 2, 1, 3, 4)  # the missing team and the one on paper before the last ones, in a small town
Event = tuple[datetime, Callable[[datetime], object]]


def hand_out(outing: Outing, teams: list[Team]) -> None:
    """An area for each team that said it comes."""
    for turf, place in zip(outing.turfs.order_by("number"), GETS_AN_AREA, strict=False):
        handing_out.give_to_team(turf, teams[place], now=outing.starts_at - timedelta(hours=1))


def play(outing: Outing, teams: list[Team], chance: random.Random, *, by: Membership, now: datetime) -> RollCall:
    """From the question to twenty minutes after the start, and what was walked until ``now``."""
    before = now - timedelta(days=10)
    roll_call = opening.open_for(outing, by=by, now=before)
    opening.change(roll_call, now=before, expected=EXPECTED)
    shifts.play(outing, [teams[place] for place in WALK], chance, until=now)
    for at, happens in sorted(_events(roll_call, teams, by), key=lambda event: event[0]):
        if at <= now:
            happens(at)
            phones.deliver(outing.campaign)
    roll_call.refresh_from_db()
    return roll_call


def _events(roll_call: RollCall, teams: list[Team], by: Membership) -> list[Event]:
    """What happens by itself, what leaders say, whom headquarters call; on the day in minutes from the start."""
    asked, starts = roll_call.invite_at, roll_call.outing.starts_at
    again = roll_call.reminder_at or asked + timedelta(minutes=60)

    def tick(at: datetime) -> object:
        return ticking.step(roll_call.pk, at)

    def says(place: int, words: str, at: datetime, minutes: int) -> Event:
        leader = teams[place].leader
        assert leader is not None
        return at + timedelta(minutes=minutes), lambda when: phones.answer(leader, words, when)

    steps = {asked, again, roll_call.escalate_at, areas.sent_at(roll_call), roll_call.close_at}
    on_the_day = {timedelta(minutes=1), started.ASKED_AFTER, started.MISSING_AFTER}
    return [
        *[(at, tick) for at in steps | {starts + after for after in on_the_day}],
        says(WALK[0], "OUI 4", asked, 4),
        says(MISSING, "OUI 3", asked, 21),
        says(NOT_COMING, "NON désolé", asked, 33),
        says(ON_PAPER, "ok pour 2 personnes", asked, 48),
        says(WALK[1], "oui on sera 3", again, 6),
        (roll_call.escalate_at + timedelta(minutes=25), lambda at: _heard(roll_call, teams[WALK[2]], by, at)),
        (starts + timedelta(minutes=9), lambda at: _has_begun(roll_call, teams[ON_PAPER], at)),
        says(ON_PAPER, "BILAN 18 7 3", starts, 42),
    ]


def _heard(roll_call: RollCall, team: Team, by: Membership, at: datetime) -> None:
    """The silent rose to be called; one of them was reached by telephone."""
    call = roll_call.calls.get(team=team)
    answering.answer(call, way=Answer.Way.PHONE, state=CallState.COMES, people=2, by=by, now=at)


def _has_begun(roll_call: RollCall, team: Team, at: datetime) -> None:
    """Its leader answers where the question came by text; at night and on Sundays somebody called them."""
    call = roll_call.calls.select_related("membership").get(team=team)
    asked = OutboundSms.objects.filter(dedupe_key__startswith=f"started:{roll_call.pk}:", membership=call.membership)
    if asked.filter(posted_at__isnull=False).exists():
        phones.answer(call.membership, "OUI", at)
    else:
        started.tell(call, begun=True, now=at)
