"""The demo's next outing has been asked about, with every kind of answer, whatever the day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.people.models import Membership
from canvass.demo import phones
from canvass.demo import roll_call as demo_roll_call
from sms.models import OutboundSms, State
from sms.rollcall import board, ticking
from sms.rollcall.models import RollCall
from tests.rollcall import leaders

pytestmark = pytest.mark.django_db
NAMES = ("Nadia", "Luc", "Paul", "Fanny", "Karim", "Thomas")


@pytest.fixture
def outing(campaign):
    made = leaders.outing(campaign, *NAMES)
    Membership.objects.filter(campaign=campaign).update(phone="")
    return made


@pytest.fixture
def reachable(outing):
    phones.give_numbers([team.leader for team in outing.teams.order_by("pk")])


@pytest.mark.parametrize("before", [timedelta(days=days, hours=hours) for days in range(7) for hours in (1, 12, 20)])
def test_it_was_asked_before_now_and_not_all_have_answered(outing, organiser, reachable, before) -> None:
    now = leaders.STARTS - before

    demo_roll_call.ask(outing, by=organiser, now=now)

    shown = board.board(RollCall.objects.get())
    assert [row.stands for row in shown.rows] == [
        "undelivered", "waiting", "needs_reading", "declines", "comes", "comes",
    ]  # fmt: skip
    assert shown.totals.people == 7
    assert shown.steps[0].done_at < now
    assert not OutboundSms.objects.filter(state=State.QUEUED).exists()


def test_a_site_that_sends_texts_gives_nobody_a_number(outing, organiser, settings) -> None:
    settings.SMS_GATEWAY, settings.SMS_SENDER = "twilio", "VALMONT"
    phones.give_numbers(list(Membership.objects.filter(teams_led__outings=outing)))

    demo_roll_call.ask(outing, by=organiser, now=leaders.STARTS - timedelta(days=2))

    assert not OutboundSms.objects.exists()
    assert {row.stands for row in board.board(RollCall.objects.get()).rows} == {"to_call"}


def test_the_site_goes_on_with_it_by_itself(outing, organiser, reachable) -> None:
    demo_roll_call.ask(outing, by=organiser, now=leaders.ASKED)

    ticking.tick(leaders.REMINDED)

    assert OutboundSms.objects.filter(dedupe_key__endswith=":reminder").count() == 2
