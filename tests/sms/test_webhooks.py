"""What the gateway calls: genuine calls are stored and answered with 204, hostile ones change and break nothing."""

from __future__ import annotations

import random
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.test import Client

from benchmarks.fake_gateway import TOKEN, Key
from benchmarks.fake_gateway.calling import signed
from benchmarks.texts import hostile, webhooks
from sms import inbound, reports
from sms.models import InboundSms, State, StatusReport
from tests.sms import written
from tests.sms.written import NADIA

pytestmark = pytest.mark.django_db
TEXT = {"MessageSid": "SM" + "1" * 32, "From": NADIA, "To": "36123", "Body": "OUI 3"}
HOSTILE = 500
TOKENS = Key(TOKEN)
CLIENT = Client(raise_request_exception=False)  # its middleware is read once


@pytest.fixture(autouse=True)
def site(settings) -> None:
    """A site whose gateway is Twilio, with a shared key beside the token."""
    settings.SMS_GATEWAY = "twilio"
    settings.PUBLIC_BASE_URL = webhooks.BASE
    settings.TWILIO_AUTH_TOKEN = TOKEN
    settings.TWILIO_WEBHOOK_KEYS = {webhooks.SHARED.id: webhooks.SHARED.secret}


def call(path: str, told: dict, *, key: Key = TOKENS, base: str = webhooks.BASE, **headers: str):
    sent = signed(base + path, told, key) | headers
    return deliver(hostile.Attempt("", "POST", path, sent, urlencode(told).encode()))


def deliver(attempt: hostile.Attempt):
    headers = dict(attempt.headers)
    kind = headers.pop("Content-Type", "")
    return CLIENT.generic(attempt.method, attempt.path, attempt.body, content_type=kind, headers=headers)


def test_a_text_is_stored_as_it_came_and_read_afterwards() -> None:
    answer = call("/sms/inbound", TEXT | {"Nouveau": "é"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert list(InboundSms.objects.values_list("body", "payload", "processed_at")) == [
        ("OUI 3", TEXT | {"Nouveau": "é"}, None)
    ]


def test_a_report_is_stored_for_the_text_that_its_address_names(campaign) -> None:
    text = written.text(campaign, state=State.UNCERTAIN)
    path = reports.address(text.pk).removeprefix(webhooks.BASE)

    answer = call(path, {"MessageSid": "SM1", "MessageStatus": "delivered"}, key=webhooks.SHARED)
    reports.read_waiting(now=written.NOON)

    text.refresh_from_db()
    assert (answer.status_code, text.state, text.provider_sid) == (204, State.DELIVERED, "SM1")


def test_the_same_call_again_is_answered_alike_and_stores_nothing() -> None:
    answers = [call("/sms/inbound", TEXT).status_code for _time in range(3)]

    assert answers == [204, 204, 204]
    assert InboundSms.objects.count() == 1


def test_the_address_is_ours_whatever_the_caller_says_of_the_host() -> None:
    told = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}

    assert call("/sms/inbound", TEXT, **told).status_code == 204
    assert call("/sms/inbound", TEXT, base="https://evil.example", **told).status_code == 403
    assert InboundSms.objects.count() == 1


def test_a_refusal_is_logged_without_the_number(caplog) -> None:
    call("/sms/inbound", TEXT, key=Key("guess"))

    assert "A call to /sms/inbound was refused" in caplog.text
    assert "612345678" not in caplog.text


@pytest.mark.parametrize(
    "without",
    [{"SMS_GATEWAY": "console"}, {"TWILIO_AUTH_TOKEN": ""}, {"TWILIO_REQUIRE_SHA256": True}],
)
def test_a_site_takes_no_call_that_its_settings_do_not_ask_for(settings, without: dict) -> None:
    for name, value in without.items():
        setattr(settings, name, value)

    assert call("/sms/inbound", TEXT, key=Key(settings.TWILIO_AUTH_TOKEN)).status_code == 403
    assert not InboundSms.objects.exists()


def test_during_a_rotation_calls_of_both_tokens_are_taken(settings) -> None:
    settings.TWILIO_NEXT_AUTH_TOKEN = "next"

    assert call("/sms/inbound", TEXT, key=Key("next")).status_code == 204


def test_an_address_that_we_have_not_signed_is_not_there() -> None:
    path = "/sms/status/" + "0" * 32 + ".forged"

    assert call(path, {"MessageSid": "SM1", "MessageStatus": "delivered"}).status_code == 404
    assert not StatusReport.objects.exists()


def test_what_the_database_cannot_hold_is_stored_without_it() -> None:
    answer = call("/sms/inbound", TEXT | {"Body": "a\0b", "To": "x" * 99, "MessageSid": "S" * 99})

    assert answer.status_code == 204
    stored = InboundSms.objects.get()
    assert (stored.body, len(stored.to), len(stored.provider_sid)) == ("a\ufffdb", 32, 64)


def test_a_call_needs_no_form_of_ours_and_only_by_post() -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/sms/inbound").status_code == 403
    assert client.get("/sms/inbound").status_code == 405
    headers = signed(webhooks.BASE + "/sms/inbound", TEXT, Key(TOKEN))
    kind = headers.pop("Content-Type")
    answer = client.generic("POST", "/sms/inbound", urlencode(TEXT), content_type=kind, headers=headers)
    assert answer.status_code == 204


def test_a_text_is_stored_while_the_broker_is_away(monkeypatch) -> None:
    def away(*_args, **_more):
        raise OSError

    monkeypatch.setattr("sms.waking.current_app.send_task", away)
    monkeypatch.setattr("sms.waking._silent_until", 0.0)

    assert call("/sms/inbound", TEXT).status_code == 204
    assert inbound.read_waiting(now=written.NOON) == 1


def test_no_hostile_call_is_taken_and_none_breaks_the_site() -> None:
    target, answers, wrong = webhooks.target(), Counter(), []

    for attempt in hostile.attempts(target, seed=7, count=HOSTILE):
        status = deliver(attempt).status_code
        answers[status] += 1
        wrong += [(attempt.way, status, attempt)] if not 400 <= status < 500 else []

    assert wrong == []
    assert sum(answers.values()) == HOSTILE
    assert (InboundSms.objects.count(), StatusReport.objects.count()) == (0, 0)


def test_the_calls_that_hostile_ones_are_made_of_are_taken_before_they_are_spoilt() -> None:
    target, chance = webhooks.target(), random.Random(7)

    answers = {deliver(hostile.genuine(target, chance)).status_code for _call in range(60)}

    assert answers == {204}


def test_there_is_something_wrong_with_each_kind_of_hostile_call() -> None:
    target = webhooks.target()
    made = list(hostile.attempts(target, seed=7, count=120))

    assert Counter(attempt.way for attempt in made).keys() == hostile._WAYS.keys()
    assert len({(attempt.path, attempt.body, tuple(attempt.headers.items())) for attempt in made}) == 120
