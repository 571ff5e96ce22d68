"""The page of messages: what became of each text in plain words, what only a person decides, and the demo's phones."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people.models import Campaign
from sms import inbound, opt_outs
from sms.models import InboundSms, OutboundSms, Sender, State
from tests import builders
from tests.sms import written
from tests.sms.written import NADIA

pytestmark = pytest.mark.django_db
STRANGER = "+33788998877"


def text(leader, **fields) -> OutboundSms:
    """A text to Nadia, handed over a minute ago."""
    then = timezone.now() - timedelta(minutes=1)
    told = {"membership": leader, "posted_at": then, "created_at": then}
    return written.text(leader.campaign, **told | fields)


def doubtful(leader, **fields) -> OutboundSms:
    then = timezone.now() - timedelta(minutes=20)
    return text(leader, **{"state": State.UNCERTAIN, "posted_at": then, "created_at": then} | fields)


def unread(leader, body: str = "Le code a changé", **fields) -> InboundSms:
    now = timezone.now()
    made = {"provider_sid": f"SM{body}", "from_e164": NADIA, "read_as": inbound.NEEDS_READING} | fields
    return InboundSms.objects.create(
        campaign=leader.campaign, membership=leader, body=body, payload={}, received_at=now, processed_at=now, **made
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"state": State.QUEUED}, ["En attente"]),
        ({"state": State.ACCEPTED}, ["Parti"]),
        ({"state": State.DELIVERED}, ["Arrivé"]),
        ({"state": State.UNCERTAIN}, ["Peut-être parti"]),
        ({"state": State.FAILED, "error_code": "21614"}, ["Non arrivé", "ce numéro n’est pas un mobile"]),
        ({"state": State.UNDELIVERED, "error_code": "30999"}, ["Non arrivé", "30999"]),
        ({"state": State.SUPPRESSED, "error_code": "opted_out"}, ["Non envoyé", "ne veut plus de SMS"]),
    ],
)
def test_each_text_tells_in_plain_words_where_it_stands_and_why(enter, organiser, leader, fields, told) -> None:
    text(leader, **fields)

    page = enter(organiser).get("/messages/").content.decode()

    table = page[page.index("<tbody>") :]
    assert "Nadia Haddad" in table
    assert [words for words in told if words not in table] == []


def test_the_texts_of_one_state_are_shown_alone(enter, organiser, leader) -> None:
    text(leader, body="Celui qui est arrivé", state=State.DELIVERED)
    text(leader, body="Celui qui attend")

    page = enter(organiser).get("/messages/?etat=arrived").content.decode()

    assert "Celui qui est arrivé" in page
    assert "Celui qui attend" not in page


def test_the_day_is_counted_and_paid_for(enter, organiser, leader) -> None:
    text(leader, state=State.DELIVERED, cost="0.16")
    text(leader, state=State.UNCERTAIN, cost="0.08")
    text(leader, state=State.QUEUED, posted_at=None, cost="0.08")
    text(leader, state=State.DELIVERED, posted_at=timezone.now() - timedelta(days=2), cost="9")

    day = enter(organiser).get("/messages/").context["day"]

    assert (day.left, day.arrived, day.waiting) == (2, 1, 1)
    assert (float(day.euros), float(day.spent)) == (0.24, 0.24)


def test_a_roll_call_in_doubt_is_sent_once_more_by_hand_and_only_once(enter, organiser, leader) -> None:
    asked = doubtful(leader)
    page = enter(organiser).get("/messages/").content.decode()
    assert page.count("Renvoyer") == 1

    for _time in range(2):
        enter(organiser).post(f"/messages/{asked.pk}/renvoyer")

    again = OutboundSms.objects.exclude(pk=asked.pk).get()
    assert (again.dedupe_key, again.state, again.body) == (f"{asked.dedupe_key}:again", State.QUEUED, asked.body)
    assert "Renvoyer" not in enter(organiser).get("/messages/").content.decode()


@pytest.mark.parametrize("purpose", ["logistics", "broadcast"])
def test_other_texts_in_doubt_have_no_button_and_cannot_be_sent_again(enter, organiser, leader, purpose: str) -> None:
    whose = {"membership": None} if purpose == "broadcast" else {}
    asked = doubtful(leader, purpose=purpose, **whose)

    assert "Renvoyer" not in enter(organiser).get("/messages/").content.decode()
    assert enter(organiser).post(f"/messages/{asked.pk}/renvoyer").status_code == 404
    assert OutboundSms.objects.count() == 1


def test_a_text_that_may_still_be_settled_is_not_sent_again(enter, organiser, leader) -> None:
    asked = doubtful(leader, posted_at=timezone.now() - timedelta(minutes=5))

    answer = enter(organiser).post(f"/messages/{asked.pk}/renvoyer", follow=True)

    assert "Attendez quelques minutes" in answer.content.decode()
    assert OutboundSms.objects.count() == 1


def test_a_text_that_nobody_could_read_is_shown_until_it_is_read(enter, organiser, leader) -> None:
    waits = unread(leader)
    assert "Le code a changé" in enter(organiser).get("/messages/").content.decode()

    enter(organiser).post(f"/messages/a-relire/{waits.pk}", {"answer": "read"})

    assert "Le code a changé" not in enter(organiser).get("/messages/").content.decode()
    assert not opt_outs.is_opted_out(NADIA)


def test_a_text_that_a_person_reads_as_a_stop_is_one(enter, organiser, leader) -> None:
    waits = unread(leader, "Dites stop à tout cela", read_as=opt_outs.HELD)

    enter(organiser).post(f"/messages/a-relire/{waits.pk}", {"answer": "stop"})

    waits.refresh_from_db()
    assert (waits.read_as, opt_outs.is_opted_out(NADIA), opt_outs.is_held(NADIA)) == ("stop", True, False)


def test_an_answer_that_is_none_changes_nothing(enter, organiser, leader) -> None:
    waits = unread(leader)

    assert enter(organiser).post(f"/messages/a-relire/{waits.pk}", {"answer": "x"}).status_code == 404
    waits.refresh_from_db()
    assert waits.read_as == inbound.NEEDS_READING


def test_a_sender_that_stands_still_is_told_and_goes_on_by_hand(enter, organiser, leader, settings) -> None:
    name = settings.SMS_SENDER
    Sender.objects.create(name=name, refilled_at=written.NOON, stopped_at=written.NOON, stopped_by="21606")
    assert "21606" in enter(organiser).get("/messages/").content.decode()

    enter(organiser).post("/messages/expediteur", {"name": name})

    assert Sender.objects.get().stopped_at is None
    assert "21606" not in enter(organiser).get("/messages/").content.decode()


def test_who_only_reads_sees_no_button(enter, campaign, leader) -> None:
    from tests import builders

    doubtful(leader)
    unread(leader)

    page = enter(builders.member(campaign, "hq_read")).get("/messages/").content.decode()

    assert "Le code a changé" in page
    assert [word for word in ("Renvoyer", "C’est lu", "Téléphones de la démo") if word in page] == []


def test_the_phones_of_the_demo_show_both_ways_and_an_answer_is_read_like_any_other(
    enter, organiser, leader, monkeypatch
) -> None:
    monkeypatch.setattr(inbound, "READERS", [lambda sms, now: "heard" if sms.body == "OUI 3" else None])
    text(leader, body="Combien serez-vous ?", state=State.DELIVERED)
    text(leader, body="Part à l’instant", state=State.QUEUED, not_before=timezone.now())

    answer = enter(organiser).post("/messages/console?numero=%2B33612345678", {"body": "OUI 3"}, follow=True)

    said = [(bubble.body, bubble.is_theirs) for bubble in answer.context["bubbles"]]
    assert said == [("Combien serez-vous ?", False), ("OUI 3", True)]
    assert list(InboundSms.objects.values_list("from_e164", "membership", "read_as")) == [(NADIA, leader.pk, "heard")]


def test_the_phones_of_the_demo_tell_what_the_hours_hold_back(enter, organiser, leader) -> None:
    opens = timezone.now() + timedelta(hours=9)
    text(leader, body="Attend lundi", state=State.QUEUED, not_before=opens)
    text(leader, body="Trop tard", state=State.EXPIRED)

    answer = enter(organiser).get("/messages/console")

    told = {bubble.body: (bubble.waits_until, bubble.too_late) for bubble in answer.context["bubbles"]}
    assert told == {"Attend lundi": (opens, False), "Trop tard": (None, True)}
    page = answer.content.decode()
    assert "Pas encore sur le téléphone" in page
    assert "Jamais parti" in page


def test_a_stop_on_a_phone_of_the_demo_is_a_stop(enter, organiser, leader) -> None:
    text(leader, state=State.DELIVERED)

    enter(organiser).post("/messages/console", {"body": "stop"})

    assert opt_outs.is_opted_out(NADIA)


def test_there_are_no_phones_of_a_demo_where_a_gateway_sends(enter, organiser, leader, settings) -> None:
    text(leader, state=State.DELIVERED)
    settings.SMS_GATEWAY = "twilio"

    assert enter(organiser).get("/messages/console").status_code == 404
    assert enter(organiser).post("/messages/console", {"body": "OUI 3"}).status_code == 404
    assert "Téléphones de la démo" not in enter(organiser).get("/messages/").content.decode()
    assert not InboundSms.objects.exists()


@pytest.mark.parametrize(("number", "body", "status"), [("+33699999999", "OUI", 404), (NADIA, " ", 422)])
def test_nobody_answers_for_a_stranger_or_with_nothing(enter, organiser, leader, number, body, status) -> None:
    text(leader, state=State.DELIVERED)

    answer = enter(organiser).post(f"/messages/console?numero={number.replace('+', '%2B')}", {"body": body})

    assert answer.status_code == status
    assert not InboundSms.objects.exists()


def test_a_number_that_no_text_reaches_is_told_until_it_is_corrected(enter, organiser, leader) -> None:
    leader.phone = NADIA
    leader.save()
    text(leader, state=State.FAILED, error_code="21614", settled_at=timezone.now())

    page = enter(organiser).get("/messages/").content.decode()
    assert "Numéros à corriger" in page
    assert f'href="/membres/{leader.pk}/numero"' in page

    leader.phone = "+33612345679"
    leader.save()
    assert "Numéros à corriger" not in enter(organiser).get("/messages/").content.decode()


def test_before_the_first_text_both_pages_say_so(enter, organiser) -> None:
    assert "Pas encore de SMS" in enter(organiser).get("/messages/").content.decode()
    assert "Aucun téléphone n’a encore reçu de SMS" in enter(organiser).get("/messages/console").content.decode()
    assert enter(organiser).post("/messages/console", {"body": "OUI"}).status_code == 404


# Texts of which nobody knows for which campaign they are


@pytest.fixture
def stray(leader) -> InboundSms:
    """It came to a site of two campaigns."""
    builders.campaign("lerin-2027")
    return written.came_in("Je passe quand vous voulez", number=STRANGER)


def test_a_text_of_a_stranger_is_shown_to_whoever_handles_texts_without_its_number(enter, organiser, stray) -> None:
    page = plain(enter(organiser).get("/messages/"))

    assert stray.campaign is None
    assert "Je passe quand vous voulez" in page
    assert "Numéro finissant par 77" in page
    assert "88998877" not in page


def test_a_text_of_a_stranger_is_not_shown_to_whoever_only_reads(enter, campaign, stray) -> None:
    assert (
        "Je passe quand vous voulez"
        not in enter(builders.member(campaign, "hq_read")).get("/messages/").content.decode()
    )


def test_the_campaign_that_takes_it_has_it_with_its_number_and_the_others_see_it_no_more(
    enter, organiser, stray
) -> None:
    elsewhere = builders.member(Campaign.objects.get(slug="lerin-2027"), "hq_manage")

    enter(organiser).post(f"/messages/a-relire/{stray.pk}", {"answer": "ours"})
    stray.refresh_from_db()

    assert (stray.campaign, stray.read_as) == (organiser.campaign, inbound.NEEDS_READING)
    assert "33788998877" in plain(enter(organiser).get("/messages/"))
    assert "Je passe quand vous voulez" not in plain(enter(elsewhere).get("/messages/"))
    assert enter(elsewhere).post(f"/messages/a-relire/{stray.pk}", {"answer": "ours"}).status_code == 404


def plain(response) -> str:
    """Numbers stand in groups of digits with some space between."""
    return re.sub(r"(?<=\d)\s(?=\d)", "", response.content.decode())


def test_a_text_that_has_its_campaign_is_not_taken_by_saying_so(enter, organiser, leader) -> None:
    mine = unread(leader)

    assert enter(organiser).post(f"/messages/a-relire/{mine.pk}", {"answer": "ours"}).status_code == 404


@pytest.mark.parametrize(("answer", "stopped"), [("read", False), ("stop", True)])
def test_a_stop_inside_the_words_of_a_stranger_holds_nobody_for_ever(enter, organiser, leader, answer, stopped) -> None:
    builders.campaign("lerin-2027")
    text = written.came_in("Ne dites pas stop tout de suite", number=STRANGER)
    held = opt_outs.is_held(STRANGER)

    enter(organiser).post(f"/messages/a-relire/{text.pk}", {"answer": answer})

    assert (held, opt_outs.is_held(STRANGER), opt_outs.is_opted_out(STRANGER)) == (True, False, stopped)
