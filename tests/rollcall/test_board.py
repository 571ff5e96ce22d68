"""The board says where each team stands, the actionable first, at a price that does not grow with the leaders."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.turfs.models import Turf
from sms.models import OutboundSms, State
from sms.rollcall import answering, board, history, opening, reminding, ticking
from sms.rollcall.models import CallState, LeaderCall
from tests import builders
from tests.rollcall import leaders
from tests.rollcall.leaders import ASKED, CLOSED, ESCALATED, REMINDED, STARTS
from tests.rollcall.test_answering import asked, writes
from tests.rollcall.test_on_the_day import LOOKS, area, run, team_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NAMES = ("Paul Weber", "Karim Oulad", "Thomas Roy", "Fanny Gilles", "Nadia Haddad", "Luc Marchand")


def an_evening(campaign) -> object:
    """Two come with 4 and 3, one does not, one is unclear, one is silent, one got nothing."""
    roll_call = asked(campaign, *NAMES)
    for words, tail in (("peut-être", 2), ("NON", 3), ("OUI 4", 4), ("oui on sera 3", 5)):
        writes(words, tail=tail)
    lost = OutboundSms.objects.filter(to_e164=leaders.number(0))
    lost.update(state=State.UNDELIVERED)
    return roll_call


def test_the_actionable_come_first(campaign) -> None:
    roll_call = an_evening(campaign)

    shown = board.board(roll_call)

    assert [(row.leader, row.stands) for row in shown.rows] == [
        ("Paul Weber", "undelivered"),
        ("Karim Oulad", "waiting"),
        ("Thomas Roy", "needs_reading"),
        ("Fanny Gilles", "declines"),
        ("Luc Marchand", "comes"),
        ("Nadia Haddad", "comes"),
    ]


def test_a_row_has_the_words_as_they_came(campaign) -> None:
    roll_call = an_evening(campaign)
    area(roll_call.outing, team_of("Luc Marchand"))

    row = board.board(roll_call).rows[4]

    assert (row.words, row.way, row.time, row.people, row.exact) == ("oui on sera 3", "text", ASKED + MINUTE, 3, True)
    assert (row.number, row.texts, row.undelivered) == (leaders.number(5), 1, False)
    assert [turf.number for turf in row.areas] == [1]


def test_totals_and_steps_say_where_it_stands(campaign) -> None:
    roll_call = opening.change(an_evening(campaign), now=ASKED, expected=40)

    evening = board.board(roll_call)
    run(REMINDED, ESCALATED)
    night = board.board(roll_call)

    assert (evening.totals.people, evening.totals.expected) == (7, 40)
    assert (evening.totals.comes, evening.totals.declines, evening.totals.silent) == (2, 1, 2)
    assert [(step.kind, step.done_at, step.figure) for step in evening.steps] == [
        ("invite", ASKED, 6), ("reminder", None, 2), ("escalate", None, 2), ("close", None, 0),
    ]  # fmt: skip
    assert [(step.kind, step.at, step.done_at, step.figure) for step in night.steps[1:3]] == [
        ("reminder", REMINDED, REMINDED, 2), ("escalate", ESCALATED, ESCALATED, 2),
    ]  # fmt: skip
    assert board.to_call(roll_call) == 2


def test_reminders_are_counted_as_texts(campaign, organiser) -> None:
    roll_call = an_evening(campaign)
    reminding.remind(roll_call, by=organiser, now=ASKED + timedelta(hours=1))

    rows = {row.leader: row for row in board.board(roll_call).rows}

    assert (rows["Karim Oulad"].texts, rows["Nadia Haddad"].texts) == (2, 1)
    assert rows["Paul Weber"].undelivered is False  # the reminder is on its way


def test_a_missing_team_stands_above_all_and_can_be_replaced_while_it_has_areas(campaign) -> None:
    roll_call = an_evening(campaign)
    turf = area(roll_call.outing, team_of("Nadia Haddad"))
    run(CLOSED, LOOKS)

    first = next(row for row in board.board(roll_call).rows if row.leader == "Nadia Haddad")
    Turf.objects.filter(pk=turf.pk).update(state=Turf.State.DONE)
    after = next(row for row in board.board(roll_call).rows if row.leader == "Nadia Haddad")

    assert (first.stands, first.may_be_replaced, after.may_be_replaced) == ("missing", True, False)
    assert board.board(roll_call).rows[0].stands == "missing"


def test_a_team_under_way_asks_for_nothing_unless_its_words_are_to_be_read(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia", "Luc", "Zoe")
    ticking.tick(leaders.ASKED)
    ticking.tick(leaders.ESCALATED)
    roll_call.calls.update(started_at=leaders.STARTS)
    LeaderCall.objects.filter(pk=leaders.call(roll_call, "Luc").pk).update(state=CallState.NEEDS_READING)
    LeaderCall.objects.filter(pk=leaders.call(roll_call, "Zoe").pk).update(started_at=None)

    shown = board.board(roll_call)

    assert [(row.leader, row.stands) for row in shown.rows] == [
        ("Zoe", "to_call"), ("Luc", "needs_reading"), ("Nadia", "started"),
    ]  # fmt: skip
    assert board.to_call(roll_call) == 1


def test_teams_without_anybody_to_ask_are_named(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    team = builders.team(campaign)
    roll_call.outing.teams.add(team)

    assert board.board(roll_call).without_leader == (team,)


def test_what_a_leader_before_answered_is_not_that_of_the_next(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    writes("OUI 4")
    team = team_of("Nadia Haddad")
    team.leader = leaders.leader(campaign, "Luc Marchand", leaders.number(7), teams=0)
    team.save()
    run(ASKED + 2 * MINUTE)

    row = board.board(roll_call).rows[0]

    assert (row.leader, row.stands, row.words, row.people) == ("Luc Marchand", "waiting", "", None)


def test_a_report_by_text_stands_in_its_row(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    writes("BILAN 20 8 3", at=STARTS + timedelta(hours=2))
    writes("BILAN 48 17 9", at=STARTS + timedelta(hours=3))

    told = board.board(roll_call).rows[0].told

    assert (told.doors, told.opened, told.conversations) == (48, 17, 9)


def test_the_board_costs_the_same_with_many_leaders(campaign) -> None:
    few = asked(campaign, "Nadia Haddad")
    many = leaders.opened(campaign, *(f"Leader {number}" for number in range(12)))
    for _ in range(3):
        area(many.outing, team_of("Leader 1"))
    ticking.tick(ASKED + MINUTE)

    costs = []
    for roll_call in (few, many):
        with CaptureQueriesContext(connection) as queries:
            shown = board.board(roll_call)
            assert [row.leader for row in shown.rows]
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 8


def test_the_history_is_the_conversation(campaign, organiser) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    call = leaders.call(roll_call, "Nadia Haddad")
    writes("OUI 4")
    answering.answer(call, way="phone", state="comes", people=5, by=organiser, now=ASKED + 5 * MINUTE)
    answering.answer(call, way="phone", state="declines", by=organiser, now=ASKED + 6 * MINUTE)

    said = history.history(call)

    assert [bubble.ours for bubble in said] == [True, False, True, False, False]
    assert (said[1].words, said[1].at) == ("OUI 4", ASKED + MINUTE)
    assert said[2].words.startswith("Merci, c'est noté : 4 personnes.")
    assert said[3].words == "Vient, 5 personnes"
    assert said[4].words == str(CallState.DECLINES.label)
    assert organiser.user.name in said[3].note


def test_the_history_of_one_leader_has_nothing_of_another(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad", "Luc Marchand")
    writes("OUI 4", tail=0)
    writes("BILAN 20 8 3", tail=0, at=STARTS + timedelta(hours=2))
    run(CLOSED)

    luc = history.history(leaders.call(roll_call, "Luc Marchand"))
    nadia = history.history(leaders.call(roll_call, "Nadia Haddad"))

    assert [bubble.ours for bubble in luc] == [True]
    assert sum(not bubble.ours for bubble in nadia) == 2


def test_a_text_that_did_not_arrive_shows_it(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    OutboundSms.objects.update(state=State.FAILED)

    assert history.history(leaders.call(roll_call, "Nadia Haddad"))[0].failed is True


def test_nothing_of_it_is_shown_to_a_leader_of_another_team(campaign) -> None:
    from sms.rollcall.models import LeaderCall

    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")
    nadia = leaders.call(roll_call, "Nadia Haddad").membership

    assert [call.membership for call in LeaderCall.objects.visible_to(nadia)] == [nadia]
