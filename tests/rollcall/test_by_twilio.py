"""A roll-call from its question to its confirmation through Twilio's own library: over HTTP to a stand-in on loopback,
its signed calls back brought to the site's own addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client

from benchmarks.fake_gateway import ACCOUNT, SHA256, TOKEN, FakeGateway, Faults, Key
from sms import opt_outs, outbox, sweeping
from sms.gateways import one_call
from sms.models import OutboundSms, State
from sms.rollcall.models import CallState
from tests.rollcall import leaders
from tests.rollcall.leaders import ASKED, REMINDED

pytestmark = pytest.mark.django_db
INBOUND = "https://canvass.example.org/sms/inbound"
SHARED = Key("shared secret", "K1", SHA256)
NADIA, LUC = leaders.number(0), leaders.number(1)
MINUTE = timedelta(minutes=1)


class Site:
    """The site, its gateway, and what the gateway calls: kept until `hear` brings it, in the test's own transaction."""

    def __init__(self, base: str) -> None:
        self.base, self.now, self.client = base, ASKED, Client()
        self.kept: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[int] = []
        self.gateway = FakeGateway(key=SHARED, deliver=self._keep, clock=lambda: self.now, silence=2, late=0.1)

    def _keep(self, url, headers, body) -> int:
        self.kept.append((url, dict(headers), body))
        return 204

    def hear(self) -> None:
        """Everything that the gateway has to say by now."""
        assert self.gateway.caller.settle()
        while self.kept:
            url, headers, body = self.kept.pop(0)
            kind = headers.pop("Content-Type")
            path = url.removeprefix(self.base)
            self.answers.append(self.client.generic("POST", path, body, content_type=kind, headers=headers).status_code)

    def round(self, at: datetime) -> None:
        """What the worker does every half minute, with what comes of it."""
        self.now = at
        sweeping.sweep(seconds=30, clock=lambda: self.now, sleep=self._sleep)
        self.hear()
        sweeping.sweep(seconds=30, clock=lambda: self.now, sleep=self._sleep)
        self.hear()

    def _sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def bodies(self, number: str) -> list[str]:
        return [text.body for text in self.gateway.accepted if text.to == number]


@pytest.fixture
def site(settings, monkeypatch) -> Iterator[Site]:
    monkeypatch.setattr(one_call, "READ_SECONDS", 0.5)
    settings.SMS_GATEWAY, settings.SMS_SENDER = "twilio", "36123"
    settings.PUBLIC_BASE_URL = "https://canvass.example.org"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
    settings.TWILIO_WEBHOOK_KEYS, settings.TWILIO_REQUIRE_SHA256 = {SHARED.id: SHARED.secret}, True
    made = Site(settings.PUBLIC_BASE_URL)
    with made.gateway:
        settings.TWILIO_BASE_URL = made.gateway.url
        yield made


def test_a_leader_is_asked_answers_and_is_thanked(campaign, site) -> None:
    roll_call = leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")

    site.round(ASKED)
    site.gateway.text_from(NADIA, "oui on sera 3", at=INBOUND)
    site.gateway.text_from(LUC, "Non désolé", at=INBOUND)
    site.hear()
    site.round(ASKED + MINUTE)

    nadia, luc = leaders.call(roll_call, "Nadia Haddad"), leaders.call(roll_call, "Luc Marchand")
    assert [(nadia.state, nadia.people), (luc.state, luc.people)] == [(CallState.COMES, 3), (CallState.DECLINES, None)]
    assert [len(site.bodies(number)) for number in (NADIA, LUC)] == [2, 2]
    assert site.bodies(NADIA)[1].startswith("Merci, c'est noté : 3 personnes.")
    assert site.bodies(LUC)[1] == "Merci de nous avoir prévenus. A la prochaine fois."
    assert set(OutboundSms.objects.values_list("state", flat=True)) == {State.DELIVERED}
    assert set(site.answers) == {204}


def test_the_silent_are_reminded_and_who_says_stop_is_not(campaign, site) -> None:
    leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")
    site.round(ASKED)
    site.gateway.text_from(NADIA, "STOP", at=INBOUND)
    site.hear()

    site.round(ASKED + MINUTE)
    site.round(REMINDED)

    assert opt_outs.is_opted_out(NADIA)
    assert (len(site.bodies(NADIA)), len(site.bodies(LUC))) == (1, 2)
    assert site.bodies(LUC)[1].startswith("Rappel : ")


@pytest.mark.parametrize("answer", ["accept_then_silence", "accept_then_500", "accept_then_reset"])
def test_a_question_in_doubt_is_settled_by_its_report_and_asked_once(campaign, site, answer: str) -> None:
    leaders.opened(campaign, "Nadia Haddad")
    site.gateway.next_answers.append(answer)

    site.round(ASKED)
    site.round(ASKED + 3 * MINUTE)

    assert len(site.bodies(NADIA)) == 1
    assert OutboundSms.objects.get().state == State.DELIVERED


def test_a_question_in_doubt_without_any_report_is_found_by_looking_it_up(campaign, site) -> None:
    site.gateway.faults = Faults(accept_then_500=1, report_never=1)
    leaders.opened(campaign, "Nadia Haddad")

    site.round(ASKED)
    doubtful = OutboundSms.objects.get().state
    site.round(ASKED + 3 * MINUTE)

    text = OutboundSms.objects.get()
    assert (doubtful, text.state, len(site.bodies(NADIA))) == (State.UNCERTAIN, State.DELIVERED, 1)


def test_a_question_that_was_lost_is_sent_again_by_hand_alone(campaign, site) -> None:
    leaders.opened(campaign, "Nadia Haddad")
    site.gateway.next_answers.append("error_500")
    site.round(ASKED)

    for minutes in (3, 11, 16):
        site.round(ASKED + minutes * MINUTE)
    lost = OutboundSms.objects.get()
    assert (lost.state, site.bodies(NADIA)) == (State.UNCERTAIN, [])
    outbox.send_again(lost, lasts=timedelta(hours=1), now=site.now)
    site.round(ASKED + 17 * MINUTE)

    assert len(site.bodies(NADIA)) == 1


def test_reports_doubled_late_and_out_of_order_and_forged_ones_change_nothing(campaign, site) -> None:
    site.gateway.faults = Faults(
        report_doubled=1, reports_permuted=1, report_late=1, report_forged=1, report_with_more=1
    )
    leaders.opened(campaign, "Nadia Haddad", "Luc Marchand")

    site.round(ASKED)

    assert set(OutboundSms.objects.values_list("state", flat=True)) == {State.DELIVERED}
    assert (site.answers.count(204), site.answers.count(403)) == (12, 6)


def test_a_gateway_that_is_busy_gets_the_question_later_once(campaign, site) -> None:
    site.gateway.next_answers += ["throttle_429", "closed_503"]
    leaders.opened(campaign, "Nadia Haddad")

    for minutes in range(4):
        site.round(ASKED + minutes * MINUTE)

    assert len(site.bodies(NADIA)) == 1
    assert OutboundSms.objects.get().state == State.DELIVERED
