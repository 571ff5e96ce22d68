"""The last answer counts, all are kept, and none is counted twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from campaigns.errors import DomainError
from sms import inbound
from sms.models import InboundSms, OutboundSms
from sms.rollcall import answering, opening, ticking
from sms.rollcall.models import Answer, CallState, LeaderCall, RollCall, Told
from tests import builders
from tests.rollcall import leaders
from tests.rollcall.leaders import ASKED, CLOSED, MONDAY, STARTS
from tests.visits.threads import at_once

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
LATER = ASKED + MINUTE


def writes(words: str, *, at=LATER, tail: int = 0, sid: str = "") -> InboundSms:
    """The leader with this number writes to us, and it is read."""
    sid = sid or f"SM{InboundSms.objects.count()}"
    inbound.store({"MessageSid": sid, "From": leaders.number(tail), "To": "+33937000000", "Body": words}, now=at)
    inbound.read_waiting(now=at)
    return InboundSms.objects.get(provider_sid=sid)


def replies() -> list[str]:
    return list(
        OutboundSms.objects.filter(dedupe_key__startswith="reply:")
        .order_by("created_at")
        .values_list("body", flat=True)
    )


def asked(campaign, *names: str) -> RollCall:
    roll_call = leaders.opened(campaign, *names)
    ticking.tick(ASKED)
    return roll_call


def stands(roll_call: RollCall, name: str = "Nadia Haddad") -> tuple:
    call = leaders.call(roll_call, name)
    return call.state, call.people, call.exact


def test_a_yes_with_a_number_is_noted_and_confirmed(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad", "Luc Marchand")

    text = writes("OUI 4")

    assert stands(roll_call) == (CallState.COMES, 4, True)
    assert stands(roll_call, "Luc Marchand") == (CallState.WAITING, None, True)
    assert replies() == ["Merci, c'est noté : 4 personnes. Votre secteur arrive samedi à 9 h."]
    assert text.read_as == "roll_call"
    assert text.answer.words == "OUI 4"


def test_one_person_is_one(campaign) -> None:
    asked(campaign, "Nadia Haddad")

    writes("1")

    assert replies() == ["Merci, c'est noté : 1 personne. Votre secteur arrive samedi à 9 h."]


def test_a_bare_yes_counts_as_one_and_asks_for_the_number(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    writes("Oui")

    assert stands(roll_call) == (CallState.COMES, 1, False)
    assert replies() == ["Merci, c'est noté. Si vous venez à plusieurs, répondez OUI + le nombre, ex. OUI 3."]


@pytest.mark.parametrize("words", ["NON", "non désolé", "NON MERCI"])
def test_a_no_is_noted_and_thanked_for(campaign, words) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    writes(words)

    assert stands(roll_call) == (CallState.DECLINES, None, True)
    assert replies() == ["Merci de nous avoir prévenus. A la prochaine fois."]


def test_what_is_not_understood_is_said_once_and_then_left_to_a_person(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    writes("Peut-être, je confirme demain")
    writes("en fait je ne sais pas", at=LATER + MINUTE)

    assert stands(roll_call) == (CallState.NEEDS_READING, None, True)
    assert replies() == ["Nous n'avons pas compris. Répondez OUI 3 ou NON."]
    assert Answer.objects.count() == 2


def test_the_last_answer_counts_and_all_are_kept(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    for minute, words in enumerate(["OUI 4", "NON", "finalement oui", "oui 2"]):
        writes(words, at=LATER + minute * MINUTE)

    assert stands(roll_call) == (CallState.COMES, 2, True)
    assert [(each.words, each.state) for each in Answer.objects.order_by("at")] == [
        ("OUI 4", "comes"), ("NON", "declines"), ("finalement oui", "needs_reading"), ("oui 2", "comes"),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["merci !", "ok", "Oui", "à samedi"])
def test_courtesy_after_an_answer_takes_nothing_back(campaign, words) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    writes("OUI 4")

    writes(words, at=LATER + MINUTE)

    assert stands(roll_call) == (CallState.COMES, 4, True)
    assert (len(replies()), Answer.objects.count()) == (1, 2)


@pytest.mark.parametrize(("words", "state"), [("ok", CallState.DECLINES), ("oui", CallState.COMES)])
def test_after_a_no_only_a_yes_is_one(campaign, words, state) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    writes("NON")

    writes(words, at=LATER + MINUTE)

    assert leaders.call(roll_call, "Nadia Haddad").state == state


def test_thanks_alone_are_no_answer(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    writes("merci")

    assert leaders.call(roll_call, "Nadia Haddad").state == CallState.NEEDS_READING


def test_a_text_that_comes_twice_is_answered_once(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    writes("OUI 4", sid="SMsame")
    version = RollCall.objects.get(pk=roll_call.pk).version
    writes("OUI 4", sid="SMsame", at=LATER + MINUTE)

    assert (Answer.objects.count(), len(replies())) == (1, 1)
    assert RollCall.objects.get(pk=roll_call.pk).version == version


def test_a_text_that_is_taken_for_an_answer_twice_is_one(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    text = writes("OUI 4")

    again = answering.answer(
        leaders.call(roll_call, "Nadia Haddad"), way="text", state="declines", inbound=text, now=LATER + MINUTE
    )

    assert (again.state, Answer.objects.count(), stands(roll_call)) == ("comes", 1, (CallState.COMES, 4, True))


def test_a_text_of_somebody_who_was_not_asked_is_none_of_ours(campaign) -> None:
    asked(campaign, "Nadia Haddad")

    text = writes("OUI 4", tail=9)

    assert (text.read_as, Answer.objects.count()) == ("needs_reading", 0)


def test_a_stop_is_no_answer(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    text = writes("STOP")

    assert (text.read_as, stands(roll_call)) == ("stop", (CallState.WAITING, None, True))
    assert replies() == []


def test_an_answer_goes_to_the_question_that_was_asked_last(campaign) -> None:
    first = asked(campaign, "Nadia Haddad")
    nadia = leaders.call(first, "Nadia Haddad").membership
    later = builders.outing(campaign, *nadia.teams_led.all(), starts_at=STARTS + timedelta(days=1))
    second = leaders.opening.open_for(later, by=None, now=MONDAY)
    ticking.tick(second.invite_at)

    writes("OUI 2", at=second.invite_at + MINUTE)

    assert (stands(first), stands(second)) == ((CallState.TO_CALL, None, True), (CallState.COMES, 2, True))


def test_a_text_long_after_the_outing_is_no_answer(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    text = writes("OUI 4", at=roll_call.outing.ends_at + timedelta(hours=25))

    assert (text.read_as, Answer.objects.count()) == ("needs_reading", 0)


def test_who_leads_two_teams_answers_for_both_and_is_counted_once(campaign) -> None:
    outing = leaders.outing(campaign, "Nadia Haddad")
    outing.teams.add(builders.team(campaign, leader=outing.teams.get().leader))
    leaders.opening.open_for(outing, by=None, now=MONDAY)
    ticking.tick(ASKED)

    writes("OUI 4")

    calls = LeaderCall.objects.order_by("pk")
    assert [(call.state, call.people) for call in calls] == [(CallState.COMES, 4), (CallState.COMES, None)]


def tap(call: LeaderCall, state: str = CallState.COMES, people: int | None = 3, at=LATER) -> Answer:
    return answering.answer(call, way=Answer.Way.LINK, state=state, people=people, now=at)


def test_a_tap_that_is_sent_twice_is_one_answer(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    call = leaders.call(roll_call, "Nadia Haddad")

    assert tap(call) == tap(call, at=LATER + MINUTE)

    assert (Answer.objects.count(), stands(roll_call)) == (1, (CallState.COMES, 3, True))


def test_a_tap_after_another_answer_is_a_new_one(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    call = leaders.call(roll_call, "Nadia Haddad")
    tap(call)
    writes("NON")

    tap(call, at=LATER + MINUTE)

    assert (Answer.objects.count(), stands(roll_call)) == (3, (CallState.COMES, 3, True))


def test_what_was_heard_by_telephone_names_who_noted_it(campaign, organiser) -> None:
    call = leaders.call(asked(campaign, "Nadia Haddad"), "Nadia Haddad")

    noted = answering.answer(call, way="phone", state="comes", people=40, by=organiser, now=LATER)

    assert (noted.by, noted.people, replies()) == (organiser, 40, [])


@pytest.mark.parametrize(
    ("way", "state", "people", "code"),
    [
        ("link", "comes", None, "people_missing"),
        ("link", "comes", 0, "people_missing"),
        ("link", "comes", 16, "people_too_many"),
        ("phone", "comes", 100, "people_too_many"),
        ("link", "to_call", None, "answer_unknown"),
        ("smoke", "comes", 3, "answer_unknown"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(campaign, way, state, people, code) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    with pytest.raises(DomainError) as refusal:
        answering.answer(leaders.call(roll_call, "Nadia Haddad"), way=way, state=state, people=people, now=LATER)

    assert (refusal.value.code, stands(roll_call)) == (code, (CallState.WAITING, None, True))


def test_a_link_leads_to_its_question_until_a_day_after_it_closed(campaign) -> None:
    call = leaders.call(asked(campaign, "Nadia Haddad"), "Nadia Haddad")
    last = CLOSED + timedelta(hours=24)

    assert answering.by_code(call.code.lower(), last - MINUTE) == call
    assert answering.by_code(call.code, last) is None
    assert answering.by_code("AAAAAAAAAAAA", LATER) is None


def test_a_cancelled_roll_call_takes_no_answers(campaign) -> None:
    call = leaders.call(asked(campaign, "Nadia Haddad"), "Nadia Haddad")
    RollCall.objects.update(cancelled_at=LATER)
    call.refresh_from_db()

    with pytest.raises(DomainError) as refusal:
        tap(call)
    assert refusal.value.code == "roll_call_cancelled"


def test_each_answer_makes_the_board_a_new_one(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    before = RollCall.objects.get(pk=roll_call.pk).version

    writes("OUI 4")

    assert RollCall.objects.get(pk=roll_call.pk).version > before


def test_a_report_by_text_is_kept_apart(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")

    text = writes("Bilan 48 17 9", at=STARTS + timedelta(hours=3))

    told = Told.objects.get()
    assert (told.doors, told.opened, told.conversations, told.inbound) == (48, 17, 9, text)
    assert (text.read_as, replies()) == ("report", ["Merci, c'est noté : 48 portes, 17 ouvertes, 9 discussions."])
    assert stands(roll_call) == (CallState.WAITING, None, True)


@pytest.mark.parametrize(
    "words", ["BILAN 48 17", "BILAN 9 17 48", "BILAN 48 17 9 2", "BILAN beaucoup", "BILAN 48 17 oui"]
)
def test_a_report_that_does_not_hold_together_is_asked_for_again(campaign, words) -> None:
    asked(campaign, "Nadia Haddad")

    writes(words, at=STARTS + timedelta(hours=3))

    assert not Told.objects.exists()
    assert replies()[0].startswith("Nous n'avons pas compris. Envoyez BILAN")
    assert Answer.objects.get().words == words


@pytest.mark.parametrize("words", ["BILAN 48 17 9", "bilan : 48/17/9", "Bilan 48 portes, 17 ouvertes et 9 discussions"])
def test_a_report_may_be_written_in_several_ways(words) -> None:
    from sms.rollcall import told_by_text

    assert told_by_text.read(words) == told_by_text.Report(48, 17, 9)


@pytest.mark.django_db(transaction=True)
def test_a_beat_and_a_beat_at_the_same_moment_ask_once(campaign) -> None:
    leaders.opened(campaign, *(f"Leader {number}" for number in range(5)))

    at_once([lambda: ticking.tick(ASKED)] * 3)

    assert OutboundSms.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_are_both_kept_and_one_counts(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad")
    call = leaders.call(roll_call, "Nadia Haddad")

    at_once([lambda people=people: tap(LeaderCall.objects.get(pk=call.pk), people=people) for people in (2, 3, 4)])

    assert sorted(Answer.objects.values_list("people", flat=True)) == [2, 3, 4]
    last = Answer.objects.order_by("-at", "-pk").first()
    assert stands(roll_call) == (CallState.COMES, last.people, True)


SAID = st.sampled_from(["OUI 4", "oui", "NON", "ok", "merci", "3 ou 4", "OUI 2", "tick", "BILAN 9 5 1"])


class AnyOrder(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(SAID, st.integers(1, 3)), max_size=8))
    def test_whatever_comes_in_whatever_order_and_how_often_is_kept_once(self, said) -> None:
        roll_call = asked(builders.campaign(f"c{RollCall.objects.count()}"), "Nadia Haddad")

        for number, (words, times) in enumerate(said):
            for _again in range(times):
                if words == "tick":
                    ticking.tick(LATER + number * MINUTE)
                else:
                    writes(words, sid=f"SM{number}", at=LATER + number * MINUTE)

        texts = [words for words, _times in said if words != "tick"]
        reports = [words for words in texts if words.startswith("BILAN")]
        call = leaders.call(roll_call, "Nadia Haddad")
        assert Answer.objects.count() == len(texts) - len(reports)
        assert Told.objects.count() == len(reports)
        assert (call.people is not None) == (call.state == CallState.COMES)
        assert len(replies()) <= len(texts)
        assert OutboundSms.objects.filter(purpose="rollcall").count() == 1


def test_a_text_that_waited_to_be_read_answers_what_was_asked_before_it(campaign) -> None:
    first = asked(campaign, "Nadia Haddad")
    nadia = leaders.call(first, "Nadia Haddad")
    sunday = opening.open_for(
        builders.outing(campaign, nadia.team, starts_at=STARTS + timedelta(days=1)), by=None, now=MONDAY
    )
    inbound.store({"MessageSid": "SM9", "From": leaders.number(0), "To": "+33937000000", "Body": "OUI 4"}, now=LATER)
    ticking.step(sunday.pk, LATER + MINUTE * 30)

    inbound.read_waiting(now=LATER + MINUTE * 31)

    assert stands(first)[:2] == (CallState.COMES, 4)
    assert stands(sunday)[:2] == (CallState.WAITING, None)


def test_a_yes_that_names_another_day_than_the_outing_s_is_for_a_person(campaign) -> None:
    roll_call = asked(campaign, "Nadia Haddad", "Luc Marchand")

    writes("OUI 3 pour dimanche")
    writes("OUI 3 pour samedi", tail=1)

    assert stands(roll_call)[0] == CallState.NEEDS_READING
    assert stands(roll_call, "Luc Marchand")[:2] == (CallState.COMES, 3)
