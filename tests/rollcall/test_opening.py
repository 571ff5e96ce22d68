"""A roll-call is opened once, for an outing that may have one, and changed while there is something to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaigns.errors import DomainError
from campaigns.people.models import Outing, Team
from sms.rollcall import asking, opening, schedule
from sms.rollcall.models import LeaderCall, RollCall
from tests import builders
from tests.rollcall import leaders
from tests.rollcall.leaders import ASKED, CLOSED, MONDAY

pytestmark = pytest.mark.django_db


def test_everybody_who_leads_a_team_of_it_is_to_be_asked_at_the_usual_times(campaign, organiser) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad", "Luc Marchand")
    outing.teams.add(builders.team(campaign))

    roll_call = opening.open_for(outing, by=organiser, now=MONDAY)

    assert {call.membership.user.name for call in roll_call.calls.all()} == {"Nadia Haddad", "Luc Marchand"}
    assert (roll_call.invite_at, roll_call.close_at) == (ASKED, CLOSED)
    assert (roll_call.opened_by, roll_call.opened_at) == (organiser, MONDAY)


def test_opened_twice_it_is_the_same_one(campaign, organiser) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad")
    first = opening.open_for(outing, by=organiser, now=MONDAY, text="Venez {prenom}")

    second = opening.open_for(outing, by=organiser, now=MONDAY, text="Autre")

    assert (second, second.text, second.calls.count()) == (first, "Venez {prenom}", 1)


def test_codes_of_links_are_long_and_all_different(campaign) -> None:
    roll_call = leaders.opened(campaign, *(f"Leader {number}" for number in range(20)))

    codes = {call.code for call in roll_call.calls.all()}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {12}


@pytest.mark.parametrize(("day", "refused"), [(13, True), (14, True), (15, False), (12, False)])
def test_an_outing_in_the_silence_has_no_roll_call(campaign, day, refused) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad", starts_at=leaders.STARTS.replace(day=day))
    campaign.first_round_date = date(2027, 2, 14)
    campaign.save()

    try:
        opening.open_for(Outing.objects.get(pk=outing.pk), by=None, now=MONDAY)
        code = ""
    except DomainError as error:
        code = error.code

    assert code == ("silence" if refused else "")
    assert RollCall.objects.exists() is not refused


def test_an_outing_that_reaches_into_the_silence_has_none_either(campaign) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad", starts_at=leaders.STARTS.replace(day=12, hour=23))
    campaign.final_round_date = date(2027, 2, 14)
    campaign.save()

    with pytest.raises(DomainError) as refusal:
        opening.open_for(Outing.objects.get(pk=outing.pk), by=None, now=MONDAY)

    assert refusal.value.code == "silence"


def test_an_outing_without_leaders_has_nobody_to_ask(campaign) -> None:
    outing = builders.outing(campaign, builders.team(campaign), starts_at=leaders.STARTS)

    with pytest.raises(DomainError) as refusal:
        opening.open_for(outing, by=None, now=MONDAY)

    assert (refusal.value.code, RollCall.objects.exists()) == ("nobody_to_ask", False)


@pytest.mark.parametrize("closed", [True, False])
def test_an_outing_that_is_over_has_none(campaign, closed) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad")
    outing.closed_at = MONDAY if closed else None
    outing.save()

    with pytest.raises(DomainError) as refusal:
        opening.open_for(outing, by=None, now=MONDAY if closed else leaders.STARTS)

    assert refusal.value.code == "outing_over"


@pytest.mark.parametrize(
    ("text", "code"), [(" ", "text_empty"), ("x" * 801, "text_too_long"), ("Venez {nom}", "text_field_unknown")]
)
def test_a_text_that_cannot_be_sent_is_refused(campaign, text, code) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad")

    with pytest.raises(DomainError) as refusal:
        opening.open_for(outing, by=None, now=MONDAY, text=text)

    assert (refusal.value.code, RollCall.objects.exists()) == (code, False)


def test_the_usual_question_leaves_out_a_meeting_point_that_is_not_known(campaign) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad")
    outing.meeting_point = None
    outing.save()

    roll_call = opening.open_for(outing, by=None, now=MONDAY)

    assert "RDV" not in roll_call.text


def test_the_question_is_counted_on_each_leader(campaign) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad", "Jean-Baptiste Roy")

    found = asking.receivers(outing)

    assert sorted(values["prenom"] for values in found) == ["Jean-Baptiste", "Nadia"]
    assert len(found[0]["lien"]) == len(asking.link(LeaderCall(code="A" * 12)))


def test_times_are_changed_until_their_step_is_taken(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    times = schedule.proposed(roll_call.outing)
    later = replace(times, escalate_at=times.escalate_at + timedelta(hours=1))

    changed = opening.change(roll_call, now=MONDAY, times=later, expected=40)

    assert (changed.escalate_at, changed.expected, changed.version) == (later.escalate_at, 40, roll_call.version + 1)

    RollCall.objects.update(escalated_at=later.escalate_at)
    with pytest.raises(DomainError) as refusal:
        opening.change(roll_call, now=MONDAY, times=times)
    assert refusal.value.code == "step_done"


def test_times_out_of_order_are_refused(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    times = schedule.proposed(roll_call.outing)

    with pytest.raises(DomainError) as refusal:
        opening.change(roll_call, now=MONDAY, times=replace(times, invite_at=times.escalate_at))

    assert refusal.value.code == "times_in_disorder"


def test_a_closed_roll_call_is_changed_no_more(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    RollCall.objects.update(closed_at=CLOSED)

    with pytest.raises(DomainError) as refusal:
        opening.change(roll_call, now=CLOSED, text="Autre")

    assert refusal.value.code == "roll_call_closed"


def test_teams_keep_their_name_and_leader_in_the_call(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")

    assert leaders.call(roll_call, "Nadia Haddad").team == Team.objects.get(name="Team of Nadia Haddad")
