"""The console gateway of a demo: takes every text, tells it in the log, and reports it as delivered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sms import reports
from sms.gateways import Letter, choosing
from sms.models import State, StatusReport
from tests.sms import written
from tests.sms.written import NADIA

pytestmark = pytest.mark.django_db


def letter(text) -> Letter:
    return Letter(text.pk, text.to_e164, text.body, "Canvass", timedelta(minutes=30), reports.address(text.pk))


def test_it_is_the_gateway_of_a_site_that_names_none(settings) -> None:
    assert type(choosing.gateway()).__name__ == "Console"
    assert choosing.is_console()


def test_a_text_is_told_in_the_log_without_its_number(campaign, caplog) -> None:
    choosing.gateway().post(letter(written.text(campaign, body="Combien serez-vous ?")))

    assert "Text to …78" in caplog.text
    assert "Combien serez-vous ?" in caplog.text
    assert NADIA not in caplog.text


def test_a_text_is_reported_as_delivered_once_however_often_it_is_handed_over(campaign) -> None:
    text = written.text(campaign, state=State.POSTING)

    sids = {choosing.gateway().post(letter(text)).sid for _each in range(2)}
    reports.read_waiting(now=written.NOON)

    text.refresh_from_db()
    assert (text.state, {text.provider_sid}) == (State.DELIVERED, sids)
    assert StatusReport.objects.count() == 1
