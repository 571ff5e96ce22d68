"""Who wants no more texts gets none: known by a hash, and a contact from a door is forgotten with it."""

from __future__ import annotations

import pytest

from campaigns.contacts.models import Consent, Contact
from sms import opt_outs
from sms.models import OptOut, State
from sms.opt_outs import Source
from tests import builders
from tests.sms import written
from tests.sms.written import NADIA, NOON

pytestmark = pytest.mark.django_db


def test_a_number_that_opted_out_is_known_and_its_neighbour_is_not() -> None:
    opt_outs.opt_out(NADIA, source=Source.TEXT, now=NOON)

    assert opt_outs.is_opted_out(NADIA)
    assert not opt_outs.is_opted_out("+33612345679")


def test_opting_out_twice_keeps_the_first_time_and_way() -> None:
    first = opt_outs.opt_out(NADIA, source=Source.LINK, now=NOON)

    again = opt_outs.opt_out(NADIA, source=Source.TEXT, now=NOON.replace(hour=15))

    assert (first, again) == (True, False)
    assert list(OptOut.objects.values_list("source", "at")) == [("link", NOON)]


def test_the_list_holds_no_number_and_no_hash_that_can_be_made_without_the_key(settings) -> None:
    opt_outs.opt_out(NADIA, source=Source.TEXT, now=NOON)

    kept = bytes(OptOut.objects.get().number)
    assert NADIA.encode() not in kept
    assert len(kept) == 32
    settings.NOTES_KEY = "another key"
    assert not opt_outs.is_opted_out(NADIA)


def test_a_contact_from_a_door_is_erased_with_the_proof_of_its_consent(campaign) -> None:
    gone, stays = written.contact(campaign), written.contact(campaign, phone="+33612345679")

    opt_outs.opt_out(NADIA, source=Source.TEXT, now=NOON)

    assert list(Contact.objects.all()) == [stays]
    assert list(Consent.objects.all()) == [stays.consent]
    assert not Contact.objects.filter(pk=gone.pk).exists()


def test_texts_to_an_erased_contact_lose_number_and_words_and_those_waiting_are_never_sent(campaign) -> None:
    noe = written.contact(campaign)
    sent = written.text(campaign, purpose="broadcast", contact=noe, state=State.DELIVERED, settled_at=NOON)
    waits = written.text(campaign, purpose="broadcast", contact=noe)

    opt_outs.opt_out(NADIA, source=Source.TEXT, now=NOON)

    for each in (sent, waits):
        each.refresh_from_db()
        assert (each.to_e164, each.body, each.contact) == ("", "", None)
    assert (sent.state, waits.state, waits.settled_at) == (State.DELIVERED, State.SUPPRESSED, NOON)


def test_a_text_to_a_contact_that_is_just_being_handed_over_keeps_its_number_to_be_found_by(campaign) -> None:
    text = written.text(campaign, purpose="broadcast", contact=written.contact(campaign), state=State.UNCERTAIN)

    opt_outs.opt_out(NADIA, source=Source.TEXT, now=NOON)

    text.refresh_from_db()
    assert (text.to_e164, text.state, text.contact) == (NADIA, State.UNCERTAIN, None)


def test_a_member_who_opts_out_stays_a_member(campaign) -> None:
    leader = builders.member(campaign, "team_leader")
    text = written.text(campaign, membership=leader)

    opt_outs.opt_out(NADIA, source=Source.TEXT, now=NOON)

    leader.refresh_from_db()
    text.refresh_from_db()
    assert (leader.roles, text.to_e164, text.membership) == (["team_leader"], NADIA, leader)
