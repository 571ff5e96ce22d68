"""`manage.py prepare`: what each start brings up to date, and what it tells."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from campaigns.people.models import Membership
from canvass.demo import campaign as demo
from canvass.management.commands import prepare
from canvass.models import Heartbeat
from sms import opt_outs
from sms.models import OutboundSms
from tests import builders
from tests.sms import written

pytestmark = pytest.mark.django_db
REAL = "+33612345678"
NO_CAMPAIGN = "No campaign yet. Open one: bin/manage open_campaign --help\n"


@pytest.fixture(autouse=True)
def made(monkeypatch) -> list[str]:
    """The demo takes seconds to make: here it is one row, and each time it is made is noted."""
    noted: list[str] = []

    def call(name: str, **options: object) -> None:
        if name == "demo":
            noted.append(name)
            builders.campaign(demo.SLUG)
        elif name == "stop_list":
            call_command(name, **options)

    monkeypatch.setattr(prepare, "call_command", call)
    return noted


@pytest.fixture
def private(monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def real(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/site")


def told() -> str:
    output = io.StringIO()
    call_command("prepare", stdout=output, stderr=io.StringIO())
    return output.getvalue()


def test_a_new_private_database_gets_the_demo_once_and_tells_it_each_time(private, made) -> None:
    first, second = told(), told()

    accounts = ", ".join(email for email, _name, _roles in demo.ACCOUNTS)
    assert first == second == f"Demo accounts: {accounts}; password: {demo.PASSWORD}\n"
    assert made == ["demo"]


def test_a_site_with_another_key_than_its_list_of_stops_does_not_start(private, settings) -> None:
    opt_outs.opt_out("+33612345678", source=opt_outs.Source.TEXT, now=builders.SATURDAY)
    settings.NOTES_KEY = "another key"

    with pytest.raises(CommandError, match="NOTES_KEY is not the key"):
        told()


@pytest.mark.parametrize(
    ("gateway", "stand_in", "spared"),
    [("twilio", "", True), ("twilio", "http://127.0.0.1:9000", False), ("console", "", False)],
)
def test_nobody_real_is_written_to_when_a_site_with_the_demo_begins_to_send(
    campaign, settings, gateway, stand_in, spared
) -> None:
    invented, real = builders.member(campaign, "team_leader"), builders.member(campaign, "team_leader")
    for member, number in ((invented, "+33600000001"), (real, REAL)):
        Membership.objects.filter(pk=member.pk).update(phone=number)
    waits = [written.text(campaign, to=number) for number in ("+33600000001", REAL)]
    settings.SMS_GATEWAY, settings.TWILIO_BASE_URL = gateway, stand_in

    told()

    left = [bool(Membership.objects.get(pk=member.pk).phone) for member in (invented, real)]
    assert left == [not spared, True]
    assert [OutboundSms.objects.get(pk=text.pk).state for text in waits] == [
        "cancelled" if spared else "queued",
        "queued",
    ]


def test_the_demo_is_never_made_beside_a_campaign(private, made, campaign) -> None:
    assert (told(), made) == ("", [])


def test_the_demo_is_never_made_on_a_real_server(real, made) -> None:
    assert (told(), made) == (NO_CAMPAIGN, [])


def test_the_demo_is_never_made_where_strangers_know_its_passwords(private, made, settings) -> None:
    settings.PRODUCTION = True

    assert (told(), made) == (NO_CAMPAIGN, [])


def test_a_private_site_forgets_the_signs_of_life_of_its_last_run(private) -> None:
    Heartbeat.objects.create(name="worker", beat_at=builders.SATURDAY)

    told()

    assert list(Heartbeat.objects.all()) == []


def test_other_workers_of_a_real_server_go_on_being_known(real) -> None:
    Heartbeat.objects.create(name="worker", beat_at=builders.SATURDAY)

    told()

    assert Heartbeat.objects.count() == 1


def test_a_silent_broker_is_told_and_stops_nothing(private, settings, made) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1"
    errors = io.StringIO()

    call_command("prepare", stdout=io.StringIO(), stderr=errors)

    assert errors.getvalue().splitlines()[0] == "Redis does not answer: pages work, and background work waits for it."
    assert made == ["demo"]
