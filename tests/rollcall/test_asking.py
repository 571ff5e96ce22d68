"""Each leader is asked once, reminded once, and then a person calls."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from campaigns.errors import DomainError
from sms import sweeping
from sms.models import OutboundSms, State
from sms.rollcall import answering, asking, reminding, ticking
from sms.rollcall.models import Answer, CallState, LeaderCall, RollCall
from tests import builders
from tests.rollcall import leaders
from tests.rollcall.leaders import ASKED, CLOSED, ESCALATED, MONDAY, REMINDED

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def keys(kind: str = "rollcall") -> list[str]:
    written = OutboundSms.objects.filter(dedupe_key__startswith=kind)
    return sorted(written.values_list("dedupe_key", flat=True))


def says_yes(roll_call: RollCall, name: str, people: int = 3) -> None:
    answering.answer(
        leaders.call(roll_call, name), way=Answer.Way.PHONE, state=CallState.COMES, people=people, now=ASKED + MINUTE
    )


def test_nobody_is_asked_before_the_time(campaign) -> None:
    leaders.opened(campaign, "Nadia Haddad")

    assert ticking.tick(ASKED - MINUTE) == 0
    assert keys() == []


def test_everybody_is_asked_at_the_time_in_words_of_their_own(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")

    assert ticking.tick(ASKED) == 1

    call = leaders.call(roll_call, "Nadia Haddad")
    text = OutboundSms.objects.get(dedupe_key=f"rollcall:{roll_call.pk}:{call.membership_id}:invite")
    assert text.body == (
        "Bonjour Nadia, porte-à-porte samedi 10 h, RDV 3 place de la Halle. Combien serez-vous ? "
        "Répondez OUI 3 ou NON. STOP = plus de SMS"
    )
    assert (text.to_e164, text.membership, text.purpose) == (leaders.number(0), call.membership, "rollcall")
    assert (text.segments, text.expires_at) == (1, ESCALATED)
    assert len(keys()) == 2


def test_a_beat_that_comes_twice_asks_once(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")
    ticking.tick(ASKED)
    version = RollCall.objects.get(pk=roll_call.pk).version

    assert ticking.tick(ASKED) == 0
    assert ticking.tick(ASKED + MINUTE) == 0

    assert len(keys()) == 2
    assert RollCall.objects.get(pk=roll_call.pk).version == version


def test_who_leads_two_teams_gets_one_text(campaign) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad")
    outing.teams.add(builders.team(campaign, leader=outing.teams.get().leader))
    roll_call = leaders.opening.open_for(outing, by=None, now=MONDAY)

    ticking.tick(ASKED)

    assert (roll_call.calls.count(), len(keys())) == (2, 1)


def test_a_leader_whose_number_takes_no_texts_is_to_be_called_at_once(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")
    call = leaders.call(roll_call, "Nadia Haddad")
    for phone in ("", "01 45 67 89 10"):
        LeaderCall.objects.update(state=CallState.WAITING, asked_at=None)
        call.membership.phone = phone
        call.membership.save()

        ticking.tick(ASKED)

        call.refresh_from_db()
        assert call.state == CallState.TO_CALL
        assert leaders.call(roll_call, "Luc Marchand").state == CallState.WAITING


def test_in_link_mode_the_text_leads_to_a_page_of_ones_own(campaign, settings) -> None:
    settings.SMS_GATEWAY, settings.SMS_SENDER = "twilio", "VALMONT"
    roll_call = leaders.opened(campaign, "Nadia Haddad")

    ticking.tick(ASKED)

    call = leaders.call(roll_call, "Nadia Haddad")
    body = OutboundSms.objects.get().body
    assert body.endswith(f"Répondre ou STOP : {settings.PUBLIC_BASE_URL}/a/{call.code}")
    assert answering.by_code(call.code, ASKED) == call


def test_only_the_silent_are_reminded_and_once(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")
    ticking.tick(ASKED)
    says_yes(roll_call, "Nadia Haddad")

    ticking.tick(REMINDED)
    ticking.tick(REMINDED + MINUTE)

    call = leaders.call(roll_call, "Luc Marchand")
    assert keys()[-1] == f"rollcall:{roll_call.pk}:{call.membership_id}:reminder"
    assert (len(keys()), call.reminders, call.reminded_at) == (3, 1, REMINDED)
    assert OutboundSms.objects.get(dedupe_key=keys()[-1]).body.startswith("Rappel : porte-à-porte samedi 10 h, RDV")


def test_a_reminder_costs_no_more_than_the_question(campaign) -> None:
    leaders.opened(campaign, "Nadia Haddad")
    ticking.tick(ASKED)
    ticking.tick(REMINDED)

    asked, reminded = OutboundSms.objects.order_by("created_at")
    assert (asked.segments, reminded.segments) == (1, 1)


def test_the_silent_rise_in_the_evening_before(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")
    ticking.tick(ASKED)
    says_yes(roll_call, "Nadia Haddad")

    ticking.tick(ESCALATED - MINUTE)
    before = leaders.call(roll_call, "Luc Marchand").state
    ticking.tick(ESCALATED)

    assert (before, leaders.call(roll_call, "Luc Marchand").state) == (CallState.WAITING, CallState.TO_CALL)
    assert leaders.call(roll_call, "Nadia Haddad").state == CallState.COMES


def test_a_worker_that_slept_through_the_reminder_does_not_remind_after_the_list_was_made(campaign) -> None:
    leaders.opened(campaign, "Nadia Haddad")
    ticking.tick(ASKED)

    ticking.tick(ESCALATED + MINUTE)

    assert len(keys()) == 1


def test_a_worker_that_slept_until_the_morning_asks_nobody_any_more(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")

    ticking.tick(CLOSED)

    assert keys() == []
    assert RollCall.objects.get(pk=roll_call.pk).closed_at == CLOSED


def test_somebody_who_comes_to_lead_a_team_later_is_asked_too(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    ticking.tick(ASKED)
    roll_call.outing.teams.add(leaders.leader(campaign, "Luc Marchand", leaders.number(7)).teams_led.get())

    assert ticking.tick(ASKED + MINUTE) == 1

    assert leaders.call(roll_call, "Luc Marchand").asked_at == ASKED + MINUTE
    assert len(keys()) == 2


def test_a_new_leader_of_a_team_is_asked_anew_with_a_code_of_their_own(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    ticking.tick(ASKED)
    says_yes(roll_call, "Nadia Haddad")
    old = leaders.call(roll_call, "Nadia Haddad")
    old.team.leader = leaders.leader(campaign, "Luc Marchand", leaders.number(7), teams=0)
    old.team.save()

    ticking.tick(ASKED + 2 * MINUTE)

    new = LeaderCall.objects.get()
    assert (new.membership.user.name, new.state, new.people) == ("Luc Marchand", CallState.WAITING, None)
    assert new.code != old.code
    assert len(keys()) == 2


def test_a_leader_of_another_team_of_it_is_not_asked_twice(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    ticking.tick(ASKED)
    says_yes(roll_call, "Nadia Haddad")
    call = leaders.call(roll_call, "Nadia Haddad")
    second = builders.team(campaign, leader=call.membership)
    roll_call.outing.teams.add(second)

    ticking.tick(ASKED + 2 * MINUTE)

    both = LeaderCall.objects.order_by("pk")
    assert [(each.state, each.people) for each in both] == [(CallState.COMES, 3), (CallState.COMES, None)]
    assert len(keys()) == 1


def test_a_team_that_left_the_outing_is_asked_no_more(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")
    roll_call.outing.teams.remove(leaders.call(roll_call, "Luc Marchand").team)

    ticking.tick(ASKED)

    assert [text.membership.user.name for text in OutboundSms.objects.all()] == ["Nadia Haddad"]


def test_reminding_by_hand_goes_to_the_silent_and_a_second_press_to_nobody(campaign, organiser) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")
    ticking.tick(ASKED)
    says_yes(roll_call, "Nadia Haddad")
    later = ASKED + timedelta(hours=1)

    assert reminding.remind(roll_call, by=organiser, now=later) == 1
    with pytest.raises(DomainError) as refusal:
        reminding.remind(roll_call, by=organiser, now=later + MINUTE)

    assert (refusal.value.code, len(keys())) == ("nobody_to_remind", 3)


def test_nobody_gets_more_than_three_reminders(campaign, organiser) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    ticking.tick(ASKED)

    for hour in range(1, 4):
        reminding.remind(roll_call, by=organiser, now=ASKED + timedelta(hours=hour))
    with pytest.raises(DomainError):
        reminding.remind(roll_call, by=organiser, now=ASKED + timedelta(hours=9))

    assert len(keys()) == 4


def test_a_closed_roll_call_reminds_nobody(campaign, organiser) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    ticking.tick(ASKED)

    with pytest.raises(DomainError) as refusal:
        reminding.remind(roll_call, by=organiser, now=CLOSED)

    assert refusal.value.code == "roll_call_closed"


def test_an_outing_that_is_called_off_takes_its_questions_back(campaign) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad")
    ticking.tick(ASKED)
    roll_call.outing.closed_at = ASKED
    roll_call.outing.save()

    ticking.tick(ASKED + MINUTE)
    ticking.tick(REMINDED)

    assert RollCall.objects.get().cancelled_at == ASKED + MINUTE
    assert [text.state for text in OutboundSms.objects.all()] == [State.CANCELLED]


def test_a_vote_that_is_moved_onto_the_outing_cancels_its_roll_call(campaign) -> None:
    leaders.opened(campaign, "Nadia Haddad")
    campaign.first_round_date = date(2027, 2, 14)
    campaign.save()

    ticking.tick(ASKED)

    assert (keys(), RollCall.objects.get().cancelled_at) == ([], ASKED)


def test_one_roll_call_that_fails_does_not_hold_up_the_others(campaign, monkeypatch) -> None:
    first = leaders.opened(campaign, "Nadia Haddad")
    second = leaders.opened(campaign, "Luc Marchand")
    real = asking.invite
    monkeypatch.setattr(asking, "invite", lambda row, now: 1 / 0 if row.pk == first.pk else real(row, now=now))

    assert ticking.tick(ASKED) == 1

    assert [RollCall.objects.get(pk=row.pk).invited_at for row in (first, second)] == [None, ASKED]


def test_the_round_over_all_texts_asks_and_delivers_by_itself(campaign) -> None:
    leaders.opened(campaign, "Nadia Haddad")

    sweeping.sweep(clock=lambda: ASKED, sleep=lambda seconds: None)

    assert [text.state for text in OutboundSms.objects.all()] == [State.DELIVERED]
