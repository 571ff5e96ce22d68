"""What people text us is stored once, read once, and lost never."""

from __future__ import annotations

from datetime import timedelta

import pytest

from campaigns.contacts.models import Contact
from sms import inbound, opt_outs
from sms.models import InboundSms
from tests import builders
from tests.sms import written
from tests.sms.written import NADIA, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def readers(monkeypatch) -> list:
    """None but those of the test."""
    monkeypatch.setattr(inbound, "READERS", [])
    return inbound.READERS


def test_the_same_text_twice_is_stored_once() -> None:
    payload = {"MessageSid": "SM1", "From": NADIA, "To": "36123", "Body": "OUI 3", "New": "unknown to us"}

    assert [inbound.store(payload, now=NOON), inbound.store(payload, now=NOON)] == [True, False]

    assert list(InboundSms.objects.values_list("from_e164", "to", "body", "payload", "processed_at")) == [
        (NADIA, "36123", "OUI 3", payload, None)
    ]


@pytest.mark.parametrize("missing", ["MessageSid", "From"])
def test_a_text_without_sid_or_number_is_left_aside(missing: str) -> None:
    payload = {"MessageSid": "SM1", "From": NADIA, "Body": "OUI"} | {missing: ""}

    assert inbound.store(payload, now=NOON) is False
    assert not InboundSms.objects.exists()


def test_stop_opts_the_number_out_before_any_reader_sees_it(campaign, readers) -> None:
    readers.append(lambda text, now: pytest.fail("a STOP is nobody's answer"))
    builders.member(campaign, "team_leader")
    written.text(campaign, membership=builders.member(campaign, "team_leader"))

    text = written.came_in("Arrêt svp")

    assert text.read_as == "stop"
    assert opt_outs.is_opted_out(NADIA)
    assert text.from_e164 == NADIA


def test_what_the_gateway_took_for_a_stop_is_one() -> None:
    written.came_in("Laissez-moi tranquille", OptOutType="STOP")

    assert opt_outs.is_opted_out(NADIA)


def test_the_text_of_a_contact_who_says_stop_keeps_no_number(campaign) -> None:
    written.text(campaign, purpose="broadcast", contact=written.contact(campaign))

    text = written.came_in("STOP")

    assert (text.from_e164, text.payload, text.body) == ("", {}, "STOP")
    assert not Contact.objects.exists()
    assert opt_outs.is_opted_out(NADIA)


def test_a_stop_within_a_sentence_holds_all_sends_until_a_person_has_read_it() -> None:
    text = written.came_in("Bonjour, dites stop à votre cousin")

    assert (text.read_as, opt_outs.is_opted_out(NADIA), opt_outs.is_held(NADIA)) == ("stop_inside", False, True)
    inbound.mark_read(text)
    assert not opt_outs.is_held(NADIA)


def test_readers_are_asked_in_turn_and_the_first_that_takes_a_text_has_it(readers) -> None:
    asked = []
    readers += [
        lambda text, now: asked.append("first"),
        lambda text, now: asked.append("second") or "answer",
        lambda text, now: asked.append("third"),
    ]

    assert written.came_in("OUI 3").read_as == "answer"
    assert asked == ["first", "second"]


def test_registering_a_reader_twice_lets_it_read_once(readers) -> None:
    def reader(text, now):
        return None

    inbound.register(reader)
    inbound.register(reader)

    assert readers == [reader]


def test_a_text_that_nobody_can_read_waits_for_a_person() -> None:
    assert written.came_in("Le code de l'immeuble a changé").read_as == "needs_reading"


def test_a_reader_that_fails_leaves_the_text_to_a_person_and_nothing_half_done(campaign, readers, caplog) -> None:
    def fails(text, now):
        builders.team(campaign)
        raise RuntimeError

    readers.append(fails)

    text = written.came_in("OUI 3")

    assert (text.read_as, text.processed_at) == ("needs_reading", NOON)
    assert not campaign.teams.exists()
    assert "could not be read" in caplog.text


def test_a_text_is_read_once(readers) -> None:
    times = []
    readers.append(lambda text, now: times.append(now) or "answer")
    text = written.came_in("OUI 3")

    assert inbound.read(text.pk, now=NOON) is False
    assert times == [NOON]


def test_texts_that_wait_are_read_oldest_first(readers) -> None:
    seen = []
    readers.append(lambda text, now: seen.append(text.body) or "answer")
    for minute, body in ((2, "later"), (1, "sooner")):
        payload = {"MessageSid": body, "From": NADIA, "Body": body}
        inbound.store(payload, now=NOON + timedelta(minutes=minute))

    assert inbound.read_waiting(now=NOON) == 2
    assert seen == ["sooner", "later"]
    assert inbound.read_waiting(now=NOON) == 0


def test_non_merci_ends_news_for_a_contact_and_is_a_plain_no_for_a_leader(campaign, readers) -> None:
    written.contact(campaign)
    assert written.came_in("Non merci").read_as == "stop"

    readers.append(lambda text, now: "answer")
    assert written.came_in("Non merci", number="+33612345679").read_as == "answer"
    assert not opt_outs.is_opted_out("+33612345679")


def test_a_text_belongs_to_the_campaign_and_member_we_last_wrote_to(campaign, outsider) -> None:
    leader = builders.member(campaign, "team_leader")
    written.text(outsider.campaign, membership=outsider)
    written.text(campaign, membership=leader, created_at=NOON + timedelta(minutes=1))

    text = written.came_in("Où est-ce ?")

    assert (text.campaign, text.membership) == (campaign, leader)


def test_a_text_of_a_member_we_never_wrote_to_belongs_to_them(campaign, outsider) -> None:
    leader = builders.member(campaign, "team_leader")
    leader.phone = NADIA
    leader.save()

    text = written.came_in("Bonjour")

    assert (text.campaign, text.membership) == (campaign, leader)


def test_a_strangers_text_belongs_to_the_only_campaign_and_with_two_to_none(campaign) -> None:
    alone = written.came_in("Bonjour")
    builders.campaign("ailleurs")

    assert alone.campaign == campaign
    assert written.came_in("Bonjour").campaign is None
