"""Whenever the demo is made, it shows a roll-call from end to end, and no text left when it may not."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.law import territories, texting
from campaigns.people.models import Outing
from canvass.demo import campaign as demo_campaign
from canvass.demo import town
from sms.models import OutboundSms, Purpose, State
from sms.rollcall import board, opening, ticking
from sms.rollcall.models import RollCall

pytestmark = pytest.mark.django_db
CLOCKS = {
    "Sunday night": "2026-11-29T23:10",
    "Monday at noon": "2026-11-30T12:00",
    "Saturday at a quarter past midnight": "2026-11-28T00:15",
    "a Saturday evening before a clock goes back": "2026-10-24T21:00",
}


@pytest.fixture(params=CLOCKS.values(), ids=CLOCKS.keys())
def now(request, monkeypatch):
    monkeypatch.setattr(demo_campaign, "PAST_WEEKS", 1)
    moment = datetime.fromisoformat(request.param).replace(tzinfo=ZoneInfo("Europe/Paris"))
    demo_campaign.build(town.build(seed=1, stations=3), now=moment, seed=1)
    return moment


def under_way(now: datetime) -> Outing:
    return Outing.objects.get(starts_at=now - timedelta(minutes=50))


def test_a_roll_call_is_seen_whole_another_can_be_opened_and_no_text_left_in_closed_hours(now) -> None:
    shown = board.board(RollCall.objects.get(outing=under_way(now)))
    by_team = {row.team.name: row for row in shown.rows}

    assert [row.team.name for row in shown.rows if row.stands == "missing"] == ["Moulin"]
    assert {name for name, row in by_team.items() if row.started_at} == {"Gare", "Halle", "Tanneurs", "Abbaye"}
    assert by_team["Vignes"].stands == "declines"
    assert {row.way for row in shown.rows} == {"text", "phone"}
    assert (by_team["Halle"].told.doors, by_team["Halle"].told.conversations) == (18, 3)
    assert all(step.done_at for step in shown.steps)
    for text in OutboundSms.objects.exclude(posted_at=None):
        hours = texting.OPERATORS if text.purpose == Purpose.CONFIRM else texting.PRODUCT
        assert texting.is_open(text.posted_at, territories.METROPOLE, hours), text.body
    assert not OutboundSms.objects.filter(purpose=Purpose.ROLLCALL, state=State.QUEUED).exists()

    _the_next_one_can_be_opened(now)


def _the_next_one_can_be_opened(now: datetime) -> None:
    """The town is made once for each clock: this is the second half of the claim above."""
    outing = Outing.objects.get(starts_at__gt=now, roll_call=None)
    roll_call = opening.open_for(outing, by=None, now=now)
    ticking.step(roll_call.pk, roll_call.invite_at)
    assert roll_call.invite_at == texting.next_opening(now, territories.METROPOLE)
    assert roll_call.invite_at < roll_call.escalate_at <= roll_call.close_at < outing.starts_at
    assert OutboundSms.objects.filter(dedupe_key__startswith=f"rollcall:{roll_call.pk}:").count() == 4
