"""What was left half done is settled: by a report, by asking the gateway, or by headquarters; nothing lies unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sms import alerts, reports, sending, settling, sweeping
from sms.gateways import Doubtful, Found
from sms.models import OutboundSms, State
from tests.builders import SATURDAY
from tests.sms.gateways import Clock, Scripted
from tests.sms.texts import text

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Clock:
    return Clock(SATURDAY)


def sweep(gateway: Scripted, clock: Clock) -> sending.Round:
    return sweeping.sweep(seconds=600, gateway=gateway, clock=clock, sleep=clock.sleep)


def in_doubt(campaign, clock: Clock, **fields) -> tuple[OutboundSms, Scripted]:
    """Handed over at nine, and nobody knows."""
    made, gateway = text(campaign, **fields), Scripted(Doubtful("20500"))
    sending.send_due(seconds=5, gateway=gateway, clock=clock, sleep=clock.sleep)
    return made, gateway


def held(made: OutboundSms, *, sid: str = "SM1", status: str = "sent", **fields) -> Found:
    told = {"to": made.to_e164, "body": made.body, "created_at": SATURDAY}
    return Found(sid=sid, status=status, **told | fields)


def test_what_a_dead_worker_had_only_taken_up_is_sent_by_another(campaign, clock) -> None:
    made = text(campaign)
    sending.claim(now=SATURDAY)
    gateway = Scripted()

    sweep(gateway, clock)
    meanwhile = len(gateway.letters)
    clock.now += timedelta(seconds=61)
    sweep(gateway, clock)

    made.refresh_from_db()
    assert (meanwhile, len(gateway.letters), made.state) == (0, 1, State.ACCEPTED)


def test_what_a_dead_worker_was_handing_over_is_in_doubt_and_not_sent_again(campaign, clock) -> None:
    made = text(campaign)
    claimed = sending.claim(now=SATURDAY)
    sending._begin(claimed, now=SATURDAY)
    gateway = Scripted()

    for _ in range(20):
        clock.now += MINUTE
        sweep(gateway, clock)

    made.refresh_from_db()
    assert (made.state, made.attempt, gateway.letters) == (State.UNCERTAIN, 1, [])


@pytest.mark.parametrize(
    ("status", "code", "state"),
    [
        ("queued", "", State.ACCEPTED),
        ("sent", "", State.SENT),
        ("delivered", "", State.DELIVERED),
        ("undelivered", "30005", State.UNDELIVERED),
        ("something new", "", State.ACCEPTED),
    ],
)
def test_a_doubt_is_settled_by_what_the_gateway_holds(campaign, clock, status, code, state) -> None:
    made, gateway = in_doubt(campaign, clock)
    gateway.held = [held(made, status=status, error_code=code)]

    clock.now += 2 * MINUTE
    sweep(gateway, clock)

    made.refresh_from_db()
    assert (made.state, made.provider_sid, len(gateway.letters)) == (state, "SM1", 1)


@pytest.mark.parametrize(
    "other", [{"body": "Autre texte"}, {"to": "+33698765432"}, {"created_at": SATURDAY - 3 * MINUTE}]
)
def test_another_text_at_the_gateway_settles_nothing(campaign, clock, other) -> None:
    made, gateway = in_doubt(campaign, clock)
    gateway.held = [held(made, **other)]

    clock.now += 2 * MINUTE
    sweep(gateway, clock)

    made.refresh_from_db()
    assert (made.state, gateway.asked) == (State.UNCERTAIN, 1)


def test_the_same_words_twice_are_two_texts(campaign, clock) -> None:
    first = text(campaign, key="first")
    sending.send_due(seconds=5, gateway=Scripted(), clock=clock, sleep=clock.sleep)
    second, gateway = in_doubt(campaign, clock, key="second")
    gateway.held = [held(first, sid=f"SM{first.pk.hex}"), held(second, sid="SM2", created_at=clock.now)]

    clock.now += 3 * MINUTE
    sweep(gateway, clock)

    second.refresh_from_db()
    assert (second.provider_sid, second.state) == ("SM2", State.SENT)


def test_the_gateway_is_asked_after_two_and_ten_minutes_and_then_headquarters(campaign, clock) -> None:
    _made, gateway = in_doubt(campaign, clock)
    asked, shown = [], []

    for _ in range(30):
        clock.now += MINUTE / 2
        before = gateway.asked
        sweep(gateway, clock)
        if gateway.asked > before:
            asked.append(round((clock.now - SATURDAY) / MINUTE, 1))
        if alerts.alerts(campaign, now=clock.now):
            shown.append(round((clock.now - SATURDAY) / MINUTE, 1))

    assert (asked, shown) == ([2, 10], [15])


def test_a_gateway_that_does_not_answer_is_asked_again(campaign, clock) -> None:
    made, gateway = in_doubt(campaign, clock)
    gateway.silent = True
    for minutes in (2, 3, 4):
        clock.now = SATURDAY + minutes * MINUTE
        sweep(gateway, clock)
    gateway.silent, gateway.held = False, [held(made)]

    clock.now = SATURDAY + 5 * MINUTE
    sweep(gateway, clock)

    made.refresh_from_db()
    assert (gateway.asked, made.state) == (4, State.SENT)


def test_a_look_that_a_dead_worker_had_begun_is_made_by_another(campaign, clock) -> None:
    made, gateway = in_doubt(campaign, clock)
    clock.now = SATURDAY + 2 * MINUTE
    sweep(gateway, clock)
    clock.now = SATURDAY + 10 * MINUTE
    settling._take(now=clock.now)
    gateway.held = [held(made)]

    sweep(gateway, clock)
    at_once = gateway.asked
    clock.now += MINUTE
    sweep(gateway, clock)

    made.refresh_from_db()
    assert (at_once, gateway.asked, made.state) == (1, 2, State.SENT)


def test_a_report_settles_a_doubt_before_anybody_asks(campaign, clock) -> None:
    made, gateway = in_doubt(campaign, clock)
    reports.store(made.pk, {"MessageSid": "SM7", "MessageStatus": "sent"}, now=SATURDAY)

    sweep(gateway, clock)
    clock.now += 20 * MINUTE
    sweep(gateway, clock)

    made.refresh_from_db()
    assert (made.state, made.provider_sid, gateway.asked) == (State.SENT, "SM7", 0)


def test_what_waited_too_long_expires(campaign, clock) -> None:
    made = text(campaign, not_before=SATURDAY + MINUTE, expires_at=SATURDAY + 2 * MINUTE)
    clock.now = SATURDAY + 2 * MINUTE
    gateway = Scripted()

    settling.tidy(now=clock.now)

    made.refresh_from_db()
    assert (made.state, made.settled_at, gateway.letters) == (State.EXPIRED, clock.now, [])


def test_a_telephone_that_was_off_is_tried_once_more_after_half_an_hour(campaign, clock) -> None:
    made, gateway = text(campaign, key="turf:1:1"), Scripted()
    sweep(gateway, clock)
    states = []

    for minute in range(100):
        clock.now = SATURDAY + minute * MINUTE
        for letter in gateway.letters:
            sid = f"SM{letter.message.hex}"
            told = {"MessageSid": sid, "MessageStatus": "undelivered", "ErrorCode": "30003"}
            reports.store(letter.message, told, now=clock.now)
        sweep(gateway, clock)
        states.append(len(gateway.letters))

    assert (states[29], states[31], states[-1]) == (1, 2, 2)
    assert {row.dedupe_key: row.state for row in OutboundSms.objects.all()} == {
        "turf:1:1": State.UNDELIVERED,
        "turf:1:1:later": State.UNDELIVERED,
    }
    assert made.body == gateway.letters[1].body


def test_it_is_not_tried_again_when_it_is_of_no_use_any_more(campaign, clock) -> None:
    text(campaign, expires_at=SATURDAY + 20 * MINUTE)
    OutboundSms.objects.update(state=State.UNDELIVERED, error_code="30003", settled_at=SATURDAY)

    made = settling.try_unreachable_again(now=SATURDAY + 31 * MINUTE)

    assert made == 0
