"""With another key nobody who said STOP would be recognised: then nothing leaves, and it is said loudly."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.errors import DomainError
from sms import alerts, inbound, opt_out_key, opt_outs, sending
from sms.models import InboundSms, OptOut, OptOutKey, State
from sms.opt_outs import Source
from tests import builders
from tests.builders import SATURDAY
from tests.sms import written
from tests.sms.gateways import Clock, Scripted
from tests.sms.texts import text
from tests.sms.written import NADIA, NOON

pytestmark = pytest.mark.django_db
OTHER, THE_KEY = "+33612345679", "the key of this site"


@pytest.fixture
def lost(settings) -> None:
    """Somebody said STOP; then the site was given another key."""
    settings.NOTES_KEY = THE_KEY
    opt_outs.opt_out(NADIA, source=Source.LINK, now=NOON)
    settings.NOTES_KEY = "another key"


def stop_list(*options: str) -> str:
    told = StringIO()
    call_command("stop_list", *options, stdout=told)
    return told.getvalue()


def test_the_fingerprint_is_not_the_key_and_is_kept_with_the_first_stop(settings) -> None:
    opt_outs.opt_out(NADIA, source=Source.LINK, now=NOON)

    (row,) = OptOutKey.objects.all()
    assert (len(bytes(row.fingerprint)), row.since) == (32, NOON)
    assert settings.NOTES_KEY.encode() not in bytes(row.fingerprint)
    assert opt_out_key.fits()


def test_with_another_key_nothing_leaves_and_it_is_logged(campaign, lost, caplog) -> None:
    made, gateway, clock = text(campaign, to=OTHER), Scripted(), Clock(SATURDAY)

    done = sending.send_due(seconds=60, gateway=gateway, clock=clock, sleep=clock.sleep)

    made.refresh_from_db()
    assert (done, gateway.letters, made.state) == (sending.Round(0, more=False), [], State.QUEUED)
    assert "NOTES_KEY" in caplog.text


def test_with_the_former_key_put_back_texts_leave_and_the_stop_holds(campaign, lost, settings) -> None:
    settings.NOTES_KEY = THE_KEY
    stopped, other = text(campaign, to=NADIA), text(campaign, to=OTHER, key="other")
    gateway, clock = Scripted(), Clock(SATURDAY)

    sending.send_due(seconds=60, gateway=gateway, clock=clock, sleep=clock.sleep)

    stopped.refresh_from_db()
    assert ([letter.to for letter in gateway.letters], stopped.state) == ([other.to_e164], State.SUPPRESSED)


def test_headquarters_are_told_that_nothing_leaves(campaign, lost) -> None:
    assert [alert.code for alert in alerts.alerts(campaign, now=SATURDAY)] == ["other_key"]


def test_a_stop_that_comes_meanwhile_waits_unread_and_holds_with_the_key_put_back(campaign, lost, settings) -> None:
    inbound.store({"MessageSid": "SM1", "From": OTHER, "To": "36123", "Body": "STOP"}, now=NOON)

    without = inbound.read_waiting(now=NOON)
    settings.NOTES_KEY = THE_KEY
    put_back = inbound.read_waiting(now=NOON)

    assert (without, put_back, opt_outs.is_opted_out(OTHER)) == (0, 1, True)
    assert InboundSms.objects.get().read_as == "stop"


def test_nothing_is_written_into_a_list_that_cannot_be_read(lost) -> None:
    with pytest.raises(DomainError, match="NOTES_KEY"):
        opt_outs.opt_out(OTHER, source=Source.LINK, now=NOON)

    assert OptOut.objects.count() == 1


def test_an_empty_list_takes_any_key(settings) -> None:
    opt_out_key.note(now=NOON)
    settings.NOTES_KEY = "another key"

    assert opt_out_key.fits()
    opt_outs.opt_out(NADIA, source=Source.LINK, now=NOON)

    assert opt_out_key.fits()
    assert opt_outs.is_opted_out(NADIA)


def test_the_start_is_refused_with_another_key_and_says_what_to_do(lost) -> None:
    with pytest.raises(CommandError, match="Put the former key back.*stop_list --new-key"):
        stop_list("--check")


def test_the_start_keeps_the_fingerprint(settings) -> None:
    stop_list("--check")

    assert OptOutKey.objects.count() == 1


def test_a_lost_key_is_replaced_with_the_numbers_that_can_still_be_read(campaign, lost, settings) -> None:
    wrote, refused, link = "+33612345670", "+33612345671", NADIA
    settings.NOTES_KEY = THE_KEY
    written.text(campaign, to=wrote, membership=builders.member(campaign, "team_leader"))
    written.came_in("STOP", number=wrote)
    written.text(campaign, to=refused, state=State.FAILED, error_code="21610", settled_at=NOON)
    settings.NOTES_KEY = "another key"

    told = json.loads(stop_list("--new-key", "--json").splitlines()[-1])

    assert told == {"held": 2, "found": 2}
    assert [opt_outs.is_opted_out(number) for number in (wrote, refused, link)] == [True, True, False]
    assert opt_out_key.fits()
    assert OptOut.objects.count() == 4  # the former ones stay for the day when their key is found


def test_new_key_changes_nothing_while_the_key_fits() -> None:
    opt_outs.opt_out(NADIA, source=Source.LINK, now=NOON)

    told = json.loads(stop_list("--new-key", "--json"))

    assert told == {"numbers": 1, "by_source": {"link": 1}, "fits": True}


def test_whoever_said_it_on_the_telephone_is_added_by_hand() -> None:
    told = stop_list("--add", OTHER)

    assert (told.strip(), opt_outs.is_opted_out(OTHER)) == ("Numbers that want no more texts: 1.", True)


@pytest.mark.parametrize("number", ["0612345678", "+33", "+336 12", "STOP"])
def test_a_number_is_added_in_its_full_form_only(number: str) -> None:
    with pytest.raises(CommandError, match="expected a number in the form"):
        stop_list("--add", number)


def test_nobody_is_added_to_a_list_that_cannot_be_read(lost) -> None:
    with pytest.raises(CommandError, match="NOTES_KEY"):
        stop_list("--add", OTHER)
