"""Reports of the gateway come late, twice, in any order: the text ends where the last word of the gateway leaves it."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from sms import opt_outs, refusals, reports
from sms.gateways import choosing
from sms.models import OutboundSms, Sender, State, StatusReport
from tests.sms import written
from tests.sms.written import NADIA, NOON

pytestmark = pytest.mark.django_db
SID = "SM" + "1" * 32


def tell(text, *statuses: str, sid: str = SID, **payload: str) -> None:
    for status in statuses:
        reports.store(text.pk, {"MessageSid": sid, "MessageStatus": status, **payload}, now=NOON)
    reports.read_waiting(now=NOON)
    text.refresh_from_db()


def test_the_address_of_a_report_names_its_text_and_no_other(campaign, settings) -> None:
    settings.PUBLIC_BASE_URL = "https://canvass.example.org"
    text = written.text(campaign)
    place, _slash, signed = reports.address(text.pk).rpartition("/")

    assert place == "https://canvass.example.org/sms/status"
    assert reports.message_of(signed) == text.pk
    for forged in (signed[:-1], text.pk.hex, signed.replace(text.pk.hex, "0" * 32), ""):
        assert reports.message_of(forged) is None


def test_the_same_report_twice_is_stored_once_as_it_came(campaign) -> None:
    payload = {"MessageSid": SID, "MessageStatus": "sent", "RawDlrDoneDate": "2702111200"}
    text = written.text(campaign)

    assert [reports.store(text.pk, payload, now=NOON), reports.store(text.pk, payload, now=NOON)] == [True, False]

    assert list(StatusReport.objects.values_list("message", "status", "payload")) == [(text.pk, "sent", payload)]


@pytest.mark.parametrize("order", [*itertools.permutations(["queued", "sent", "delivered"])])
def test_in_whatever_order_reports_come_the_last_state_stands(campaign, order) -> None:
    text = written.text(campaign, state=State.ACCEPTED, provider_sid=SID)

    for status in order:
        tell(text, status)

    assert (text.state, text.provider_rank, text.settled_at) == (State.DELIVERED, 5, NOON)


@pytest.mark.parametrize("late", ["accepted", "queued", "sending", "sent"])
def test_a_lower_rank_that_comes_late_never_replaces_a_higher_one(campaign, late: str) -> None:
    text = written.text(campaign, state=State.ACCEPTED, provider_sid=SID)
    tell(text, "sent", ErrorCode="")

    tell(text, late)

    assert (text.state, text.provider_rank) == (State.SENT, 4)


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("accepted", State.ACCEPTED), ("scheduled", State.ACCEPTED), ("queued", State.ACCEPTED),
        ("sending", State.ACCEPTED), ("sent", State.SENT), ("delivered", State.DELIVERED),
        ("undelivered", State.UNDELIVERED), ("failed", State.FAILED), ("canceled", State.CANCELLED),
        ("partially_delivered", State.ACCEPTED),
    ],
)  # fmt: skip
def test_any_word_of_the_gateway_settles_a_doubt(campaign, status: str, state: str) -> None:
    text = written.text(campaign, state=State.UNCERTAIN)

    tell(text, status)

    assert (text.state, text.provider_sid) == (state, SID)


@pytest.mark.parametrize("final", [State.DELIVERED, State.FAILED, State.UNDELIVERED, State.EXPIRED, State.CANCELLED])
def test_a_final_state_never_changes(campaign, final: str) -> None:
    text = written.text(campaign, state=final, provider_sid=SID, provider_rank=0, settled_at=NOON)

    tell(text, "sent", "delivered", "failed")

    assert text.state == final


def test_an_unknown_status_is_kept_and_changes_nothing(campaign) -> None:
    text = written.text(campaign, state=State.SENT, provider_sid=SID, provider_rank=4)

    tell(text, "partially_delivered")

    assert (text.state, text.provider_rank) == (State.SENT, 4)
    assert StatusReport.objects.get().processed_at == NOON


def test_a_report_that_comes_before_the_answer_to_the_call_settles_the_text(campaign) -> None:
    text = written.text(campaign, state=State.POSTING, lease_until=NOON)

    tell(text, "sent")

    assert (text.state, text.provider_sid, text.lease_until) == (State.SENT, SID, None)


@pytest.mark.parametrize("state", [State.QUEUED, State.CLAIMED, State.SUPPRESSED])
def test_a_report_on_a_text_that_was_never_handed_over_changes_nothing(campaign, state: str) -> None:
    text = written.text(campaign, state=state)

    tell(text, "delivered")

    assert (text.state, text.provider_sid) == (state, None)


def test_a_text_that_the_gateway_took_twice_is_told_and_keeps_its_first_name(campaign, caplog) -> None:
    text = written.text(campaign, state=State.ACCEPTED, provider_sid=SID)

    tell(text, "delivered", sid="SM" + "2" * 32)

    assert (text.state, text.provider_sid) == (State.ACCEPTED, SID)
    assert "do not belong together" in caplog.text


def test_a_name_that_another_text_has_is_told_and_not_taken(campaign, caplog) -> None:
    written.text(campaign, state=State.ACCEPTED, provider_sid=SID)
    text = written.text(campaign, state=State.UNCERTAIN)

    tell(text, "delivered")

    assert (text.state, text.provider_sid) == (State.UNCERTAIN, None)
    assert "do not belong together" in caplog.text


def test_a_text_whose_validity_was_over_expired(campaign) -> None:
    text = written.text(campaign, state=State.SENT, provider_sid=SID, provider_rank=4)

    tell(text, "undelivered", ErrorCode="30036")

    assert (text.state, text.error_code) == (State.EXPIRED, "30036")


def test_who_opted_out_at_the_gateway_has_opted_out_here(campaign) -> None:
    text = written.text(campaign, state=State.ACCEPTED, provider_sid=SID)

    tell(text, "failed", ErrorCode="21610")

    assert opt_outs.is_opted_out(NADIA)


def test_a_sender_that_may_not_send_stands_still_and_the_others_go_on(campaign, settings) -> None:
    settings.SMS_SENDER, settings.SMS_SENDERS = "Valmont", {"+262": "36123"}
    text = written.text(campaign, to="+262692123456", state=State.ACCEPTED, provider_sid=SID)

    tell(text, "failed", ErrorCode="21606")

    assert list(Sender.objects.values_list("name", "stopped_at", "stopped_by")) == [("36123", NOON, "21606")]


def test_an_account_that_is_refused_stops_every_sender(campaign, settings) -> None:
    settings.SMS_SENDER, settings.SMS_SENDERS = "Valmont", {"+262": "36123"}

    refusals.react(written.text(campaign), "20003", now=NOON)

    assert set(Sender.objects.values_list("name", "stopped_by")) == {("36123", "20003"), ("Valmont", "20003")}


@pytest.mark.parametrize(
    ("ends", "bad"),
    [
        (["30005"], True),
        (["21614"], True),
        (["30003"], False),
        (["30003", "30003"], True),
        (["30003", "30008"], False),
        (["30005", ""], False),
        ([], False),
    ],
)
def test_a_number_is_bad_by_its_last_texts_and_one_that_arrives_clears_it(campaign, ends: list, bad: bool) -> None:
    for minute, code in enumerate(ends):
        state = State.UNDELIVERED if code else State.DELIVERED
        written.text(campaign, state=state, error_code=code, settled_at=NOON + timedelta(minutes=minute))

    written.text(campaign, to="+33612345679", state=State.DELIVERED, settled_at=NOON)

    assert list(refusals.bad_numbers(OutboundSms.objects.all())) == [NADIA] * bad


def test_the_sender_of_a_text_is_that_of_the_longest_prefix(settings) -> None:
    settings.SMS_SENDER, settings.SMS_SENDERS = "Valmont", {"+262": "36123", "+262639": "36124"}

    senders = [choosing.sender_for(number) for number in ("+33612345678", "+262692123456", "+262639691234")]
    assert senders == ["Valmont", "36123", "36124"]
