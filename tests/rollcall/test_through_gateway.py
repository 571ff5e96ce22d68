"""A whole roll-call through Twilio's own library and signed calls, on a bad day: each leader gets each text once."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from benchmarks.fake_gateway import ACCOUNT, TOKEN, FakeGateway, Faults
from benchmarks.texts import webhooks
from sms import sweeping
from sms.models import OutboundSms, State
from sms.rollcall import board
from sms.rollcall.models import Answer, CallState
from tests.rollcall import leaders
from tests.rollcall.leaders import ASKED, CLOSED, ESCALATED, REMINDED

pytestmark = pytest.mark.django_db
NAMES = ("Nadia Haddad", "Luc Marchand", "Fanny Gilles", "Karim Oulad")
BAD_DAY = Faults(report_doubled=1, reports_permuted=1, report_with_more=1)
MINUTE = timedelta(minutes=1)


class Line:
    """The clock of the test, and calls to us, which wait until somebody brings them."""

    def __init__(self) -> None:
        self.now = ASKED
        self.calls: list[tuple] = []

    def wait(self, call: tuple) -> int:
        self.calls.append(call)
        return 204

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def goes_on(self, at: datetime, expected_calls: int = 0) -> None:
        """One round at this moment, then the calls that it brought about, then another round."""
        self.now = at
        sweeping.sweep(clock=lambda: self.now, sleep=self.sleep)
        until = time.monotonic() + 20
        while len(self.calls) < expected_calls and time.monotonic() < until:
            time.sleep(0.01)
        self.bring()
        self.now = at + MINUTE
        sweeping.sweep(clock=lambda: self.now, sleep=self.sleep)

    def bring(self) -> None:
        calls, self.calls = self.calls, []
        for url, headers, body in calls:
            told = dict(headers)
            kind = told.pop("Content-Type")
            answer = Client().generic("POST", urlsplit(url).path, body, content_type=kind, headers=told)
            assert answer.status_code == 204


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def gateway(settings, line) -> Iterator[FakeGateway]:
    settings.SMS_GATEWAY, settings.SMS_SENDER = "twilio", "+33937000000"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
    settings.PUBLIC_BASE_URL, settings.SMS_PER_SECOND = webhooks.BASE, 10
    with FakeGateway(faults=BAD_DAY, deliver=lambda *call: line.wait(call), clock=lambda: line.now) as made:
        settings.TWILIO_BASE_URL = made.url
        yield made


def test_leaders_are_asked_answer_and_are_confirmed_each_text_once(campaign, gateway, line) -> None:
    roll_call = leaders.opened(campaign, *NAMES)
    gateway.next_answers.extend(["accept_then_500", "throttle_429"])
    reports = 2 * 3

    line.goes_on(ASKED, expected_calls=3 * reports)
    line.goes_on(ASKED + 5 * MINUTE, expected_calls=reports)
    for tail, words in ((0, "OUI 4"), (1, "non désolé"), (2, "peut-être")):
        gateway.text_from(leaders.number(tail), words, at=f"{webhooks.BASE}/sms/inbound")
    line.bring()
    line.goes_on(ASKED + 9 * MINUTE, expected_calls=3 * reports)
    for at in (REMINDED, ESCALATED, CLOSED):
        line.goes_on(at, expected_calls=reports)

    shown = {row.leader: row for row in board.board(roll_call).rows}
    assert {name: row.stands for name, row in shown.items()} == {
        "Nadia Haddad": "comes", "Luc Marchand": "declines", "Fanny Gilles": "needs_reading", "Karim Oulad": "to_call",
    }  # fmt: skip
    assert shown["Nadia Haddad"].people == 4
    assert Answer.objects.exclude(state=CallState.WAITING).count() == 3
    assert gateway.taken_twice() == {}
    assert Counter(OutboundSms.objects.values_list("state", flat=True)) == {State.DELIVERED: len(gateway.accepted)}
    got = [message.body for message in gateway.accepted if message.to == leaders.number(0)]
    assert [body.split(",")[0] for body in got] == ["Bonjour Nadia", "Merci", "Nadia"]
