"""What is due leaves once, in order, at its pace; what the gateway says decides what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from sms import buckets, opt_outs, sending
from sms.gateways import Accepted, Doubtful, NotTaken, Rejected
from sms.models import InboundSms, OptOut, OutboundSms, Sender, State
from tests.builders import SATURDAY
from tests.sms.gateways import Clock, Scripted
from tests.sms.texts import text

pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def clock() -> Clock:
    return Clock(SATURDAY)


def send(gateway: Scripted, clock: Clock, *, seconds: float = 600) -> sending.Round:
    return sending.send_due(seconds=seconds, gateway=gateway, clock=clock, sleep=clock.sleep)


def state_of(made: OutboundSms) -> str:
    return str(OutboundSms.objects.values_list("state", flat=True).get(pk=made.pk))


def test_a_due_text_is_handed_over_with_all_the_gateway_needs(campaign, clock, settings) -> None:
    settings.PUBLIC_BASE_URL = "https://canvass.example.org"
    made = text(campaign, expires_at=SATURDAY + 90 * MINUTE)
    gateway = Scripted()

    done = send(gateway, clock)

    (letter,) = gateway.letters
    made.refresh_from_db()
    assert (done.handed_over, done.more) == (1, False)
    assert (letter.message, letter.to, letter.body) == (made.pk, made.to_e164, made.body)
    assert (letter.sender, letter.validity) == (settings.SMS_SENDER, 90 * MINUTE)
    assert letter.callback.startswith("https://canvass.example.org/sms/status/")
    assert (made.state, made.provider_sid, made.attempt) == (State.ACCEPTED, f"SM{made.pk.hex}", 1)


def test_posting_is_committed_before_the_gateway_is_called(campaign, clock) -> None:
    made = text(campaign)
    seen = []

    def look(letter) -> Accepted:
        seen.append((state_of(made), OutboundSms.objects.get().attempt, OutboundSms.objects.get().posted_at))
        return Accepted("SM1", "queued")

    send(Scripted(look), clock)

    assert seen == [(State.POSTING, 1, SATURDAY)]


def test_nothing_leaves_before_its_time(campaign, clock) -> None:
    text(campaign, not_before=SATURDAY + SECOND)
    gateway = Scripted()

    early = send(gateway, clock)
    clock.sleep(1)
    late = send(gateway, clock)

    assert (early.handed_over, late.handed_over) == (0, 1)


def test_the_urgent_overtake_the_news(campaign, clock) -> None:
    for place, purpose in enumerate(["broadcast", "logistics", "rollcall", "confirm", "otp"]):
        text(campaign, key=purpose, purpose=purpose, body=purpose, not_before=SATURDAY - (9 - place) * MINUTE)
    gateway = Scripted()

    send(gateway, clock)

    assert [letter.body for letter in gateway.letters] == ["otp", "confirm", "rollcall", "logistics", "broadcast"]


def test_texts_leave_at_the_pace_of_their_sender(campaign, clock, settings) -> None:
    settings.SMS_PER_SECOND = Decimal(2)
    for number in range(21):
        text(campaign, key=str(number))
    gateway = Scripted()

    send(gateway, clock)

    assert len(gateway.letters) == 21
    assert 9.4 <= (clock.now - SATURDAY).total_seconds() <= 10.1


def test_a_round_ends_in_time_and_says_that_more_is_due(campaign, clock) -> None:
    for number in range(20):
        text(campaign, key=str(number))
    gateway = Scripted()

    done = send(gateway, clock, seconds=10)

    assert done == sending.Round(10, more=True)
    assert clock.now < SATURDAY + 10 * SECOND


def test_each_sender_has_a_pace_of_its_own_and_the_longest_prefix_counts(campaign, clock, settings) -> None:
    settings.SMS_SENDER, settings.SMS_SENDERS = "Canvass", {"+262": "+26236123", "+2626": "36999"}
    for number, to in enumerate(["+33612345678", "+262692123456", "+26230000000", "+33612345679"]):
        text(campaign, key=str(number), to=to)
    gateway = Scripted()

    send(gateway, clock)

    assert sorted((letter.to, letter.sender) for letter in gateway.letters) == [
        ("+26230000000", "+26236123"),
        ("+262692123456", "36999"),
        ("+33612345678", "Canvass"),
        ("+33612345679", "Canvass"),
    ]
    assert (clock.now - SATURDAY).total_seconds() == pytest.approx(1, abs=0.01)


def test_a_sender_that_stands_still_sends_nothing_until_it_is_resumed(campaign, clock) -> None:
    text(campaign)
    Sender.objects.create(name="Canvass", refilled_at=SATURDAY, tokens=1, stopped_at=SATURDAY, stopped_by="21606")
    gateway = Scripted()

    before = send(gateway, clock)
    resumed = (buckets.resume("Canvass"), buckets.resume("Canvass"))
    after = send(gateway, clock)

    assert (before, resumed) == (sending.Round(0, more=False), (True, False))
    assert after.handed_over == 1


def test_a_clock_that_was_put_back_does_not_hold_a_sender_up(campaign, clock) -> None:
    Sender.objects.create(name="Canvass", refilled_at=SATURDAY + timedelta(days=90), tokens=0)
    text(campaign)

    done = send(Scripted(), clock)

    assert done == sending.Round(1, more=False)


# The checks at sending


def test_nothing_goes_to_who_said_stop_after_it_was_queued(campaign, clock) -> None:
    made = text(campaign)
    opt_outs.opt_out(made.to_e164, source=opt_outs.Source.TEXT, now=SATURDAY)
    gateway = Scripted()

    send(gateway, clock)

    assert (state_of(made), gateway.letters) == (State.SUPPRESSED, [])


def test_a_text_waits_for_the_opening_of_the_hours(campaign, clock) -> None:
    clock.now = SATURDAY.replace(hour=20)
    made = text(campaign, now=clock.now, expires_at=SATURDAY + timedelta(days=3))
    gateway = Scripted()

    send(gateway, clock)

    made.refresh_from_db()
    assert (made.state, gateway.letters) == (State.QUEUED, [])
    assert made.not_before == (SATURDAY + timedelta(days=2)).replace(hour=8)  # Monday, 9 h in Paris


def test_a_text_that_would_wait_beyond_its_end_expires(campaign, clock) -> None:
    clock.now = SATURDAY.replace(hour=20)
    made = text(campaign, now=clock.now)

    send(Scripted(), clock)

    assert state_of(made) == State.EXPIRED


def test_sends_wait_while_a_stop_inside_a_sentence_waits_to_be_read(campaign, clock) -> None:
    made = text(campaign)
    InboundSms.objects.create(
        provider_sid="SM9", from_e164=made.to_e164, to="36123", body="Ne dites pas stop", payload={},
        received_at=SATURDAY, processed_at=SATURDAY, read_as=opt_outs.HELD,
    )  # fmt: skip
    gateway = Scripted()

    send(gateway, clock)

    made.refresh_from_db()
    assert (made.state, made.not_before, gateway.letters) == (State.QUEUED, SATURDAY + 5 * MINUTE, [])


def test_the_budget_of_the_day_holds_and_starts_anew_at_midnight(campaign, clock, settings) -> None:
    settings.SMS_SEGMENT_EUROS, settings.SMS_DAILY_BUDGET = Decimal("0.10"), Decimal("0.25")
    for number in range(4):
        text(campaign, key=str(number), body="Bonjour", expires_at=SATURDAY + timedelta(days=5))
    gateway = Scripted()

    send(gateway, clock)
    today = len(gateway.letters)
    clock.now = SATURDAY + timedelta(days=2)
    send(gateway, clock)

    assert (today, len(gateway.letters)) == (2, 4)


def test_a_text_that_was_not_taken_is_not_counted_against_its_own_second_try(campaign, clock, settings) -> None:
    settings.SMS_SEGMENT_EUROS, settings.SMS_DAILY_BUDGET = Decimal("0.10"), Decimal("0.15")
    made = text(campaign, body="Bonjour")
    gateway = Scripted(NotTaken("20429"))

    send(gateway, clock)
    clock.sleep(60)
    send(gateway, clock)

    assert (state_of(made), len(gateway.letters)) == (State.ACCEPTED, 2)


# What the gateway says


def test_what_was_not_taken_is_tried_again_later_and_later_five_times_in_all(campaign, clock) -> None:
    made = text(campaign)
    gateway = Scripted(*[NotTaken("20429")] * 9)
    pauses = []

    for _ in range(6):
        send(gateway, clock)
        made.refresh_from_db()
        pauses.append((made.not_before - clock.now).total_seconds())
        clock.now = max(clock.now, made.not_before)

    assert len(gateway.letters) == 5
    assert (made.state, made.error_code, made.settled_at) == (State.FAILED, "20429", clock.now)
    assert [7.5 * 2**n <= pause <= 12.5 * 2**n for n, pause in enumerate(pauses[:4])] == [True] * 4


def test_the_gateway_says_how_long_to_wait(campaign, clock) -> None:
    made = text(campaign)

    send(Scripted(NotTaken("429", after=7 * MINUTE)), clock)

    made.refresh_from_db()
    assert (made.state, made.not_before) == (State.QUEUED, SATURDAY + 7 * MINUTE)


def test_a_refused_text_fails_with_its_code_and_the_code_has_its_effect(campaign, clock) -> None:
    made = text(campaign)

    send(Scripted(Rejected("21610")), clock)

    made.refresh_from_db()
    assert (made.state, made.error_code) == (State.FAILED, "21610")
    assert OptOut.objects.count() == 1


def test_when_the_account_is_refused_no_other_text_is_tried(campaign, clock) -> None:
    for number in range(3):
        text(campaign, key=str(number))
    gateway = Scripted(Rejected("20003"))

    send(gateway, clock)

    assert (len(gateway.letters), OutboundSms.objects.filter(state=State.QUEUED).count()) == (1, 2)


@pytest.mark.parametrize("problem", [Doubtful("20500"), RuntimeError("the library stumbled"), TimeoutError()])
def test_a_doubt_is_never_handed_over_again(campaign, clock, problem) -> None:
    made = text(campaign)
    gateway = Scripted(problem)

    send(gateway, clock)
    clock.sleep(3600)
    send(gateway, clock)

    assert (state_of(made), len(gateway.letters)) == (State.UNCERTAIN, 1)


def test_a_report_that_is_faster_than_the_answer_is_kept(campaign, clock) -> None:
    made = text(campaign)

    def delivered_already(letter) -> Accepted:
        OutboundSms.objects.filter(pk=letter.message).update(state=State.DELIVERED, provider_sid="SM1", provider_rank=5)
        return Accepted("SM1", "queued")

    send(Scripted(delivered_already), clock)

    assert state_of(made) == State.DELIVERED


def test_who_lost_the_text_to_another_worker_does_not_call(campaign, clock) -> None:
    text(campaign)
    mine = sending.claim(now=SATURDAY)
    OutboundSms.objects.update(lease_until=SATURDAY + 5 * MINUTE)
    gateway = Scripted()

    called = sending.hand_over(mine, gateway=gateway, clock=clock)

    assert (called, gateway.letters) == (False, [])


def test_a_question_is_worth_half_an_hour_and_its_reminder_an_hour(campaign, clock) -> None:
    text(campaign, purpose="rollcall", key="rollcall:1:1:invite", body="a")
    text(campaign, purpose="rollcall", key="rollcall:1:1:reminder", body="b")
    gateway = Scripted()

    send(gateway, clock)

    assert {letter.body: letter.validity for letter in gateway.letters} == {"a": 30 * MINUTE, "b": 60 * MINUTE}
