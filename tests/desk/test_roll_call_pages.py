"""The board of a roll-call and what is done from it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.people.models import Membership
from campaigns.turfs import handing_out
from campaigns.turfs.models import Turf
from canvass.desk import called
from sms.models import OptOut
from sms.rollcall import answering
from sms.rollcall.models import Answer, CallState, LeaderCall, RollCall
from tests import builders
from tests.rollcall import leaders, roll_calls


@pytest.fixture
def outing(campaign):
    return leaders.outing(campaign, "Nadia", "Luc", starts_at=leaders.STARTS)


@pytest.fixture
def roll_call(outing) -> RollCall:
    return roll_calls.asked(outing)


@pytest.fixture
def chief(client, campaign) -> Client:
    client.force_login(builders.member(campaign, "hq_manage").user)
    return client


def address(outing, *more) -> str:
    return "/".join([f"/appel/{outing.pk}", *map(str, more)])


def shown(client, outing, query: str = "") -> str:
    return client.get(address(outing) + query).content.decode()


def test_opening_a_roll_call_leads_to_its_board(chief, outing) -> None:
    answer = chief.post(address(outing, "ouvrir"))

    assert (answer["Location"], RollCall.objects.count()) == (address(outing), 1)


def test_an_outing_without_a_leader_says_that_nobody_can_be_asked(chief, campaign) -> None:
    alone = builders.outing(campaign, builders.team(campaign), starts_at=leaders.STARTS)

    chief.post(address(alone, "ouvrir"))

    assert "il n’y a personne à qui demander" in chief.get("/appel/").content.decode()
    assert RollCall.objects.count() == 0


def test_nothing_is_sent_again_while_nothing_has_changed(chief, outing, roll_call) -> None:
    first = chief.get(address(outing, "etat"))

    same = chief.get(address(outing, "etat"), headers={"If-None-Match": first["ETag"]})
    answering.answer(leaders.call(roll_call, "Nadia"), way="link", state="comes", people=4, now=leaders.REMINDED)
    changed = chief.get(address(outing, "etat") + "?connu=0", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, same.status_code, same.content) == (200, 304, b"")
    assert (changed.status_code, changed.json()["told"]) == (200, "1 nouvelle réponse")


def test_a_text_that_did_not_arrive_changes_the_mark(chief, outing, roll_call) -> None:
    before = chief.get(address(outing, "etat"))["ETag"]
    campaign_texts = roll_call.campaign.texts_out
    campaign_texts.filter(pk=campaign_texts.first().pk).update(state="undelivered")

    assert chief.get(address(outing, "etat"))["ETag"] != before


def test_an_answer_heard_by_telephone_is_noted_with_who_noted_it(chief, outing, roll_call) -> None:
    call = leaders.call(roll_call, "Nadia")

    chief.post(address(outing, "chefs", call.pk, "reponse"), {"state": "comes", "people": "5", "way": "phone"})

    call.refresh_from_db()
    noted = Answer.objects.get()
    assert (call.state, call.people, noted.way, noted.by.user.name) == ("comes", 5, "phone", noted.by.user.name)
    assert noted.by is not None
    assert "par téléphone" in shown(chief, outing, f"?chef={call.pk}")


def test_words_that_were_read_as_yes_without_a_number_count_one_and_say_so(chief, outing, roll_call) -> None:
    call = leaders.call(roll_call, "Nadia")
    answering.answer(call, way="text", state="needs_reading", words="Peut-être", now=leaders.REMINDED)

    chief.post(address(outing, "chefs", call.pk, "reponse"), {"state": "comes", "people": "", "way": "read"})

    call.refresh_from_db()
    assert (call.state, call.people, call.exact) == ("comes", 1, False)
    assert "nombre non précisé" in shown(chief, outing)


@pytest.mark.parametrize(
    "sent", [{"state": "comes", "people": "0"}, {"state": "maybe"}, {"state": "comes", "people": "9999"}]
)
def test_an_answer_that_is_none_is_refused_in_words(chief, outing, roll_call, sent) -> None:
    call = leaders.call(roll_call, "Nadia")

    told = chief.post(address(outing, "chefs", call.pk, "reponse"), sent, follow=True).content.decode()

    assert Answer.objects.count() == 0
    assert 'class="notice notice-error"' in told


def test_two_clicks_give_the_areas_of_a_team_to_another(chief, campaign, outing, roll_call) -> None:
    nadia, luc = leaders.call(roll_call, "Nadia"), leaders.call(roll_call, "Luc")
    station = builders.station()
    turf = builders.turf(outing, builders.address(station, 12))
    handing_out.give_to_team(turf, nadia.team, now=leaders.MONDAY)
    answering.answer(luc, way="link", state="comes", people=3, now=leaders.REMINDED)
    answering.answer(nadia, way="link", state="declines", now=leaders.REMINDED)

    offered = chief.get(address(outing, "chefs", nadia.pk, "remplacer")).content.decode()
    chief.post(address(outing, "chefs", nadia.pk, "remplacer"), {"team": luc.team_id})

    assert "Team of Luc" in offered
    assert Turf.objects.get().team == luc.team


def test_a_leader_sees_what_their_own_team_said_and_nobody_elses(client, outing, roll_call) -> None:
    nadia = leaders.call(roll_call, "Nadia")
    answering.answer(
        leaders.call(roll_call, "Luc"), way="text", state="comes", people=3, words="oui à 3", now=leaders.MONDAY
    )
    client.force_login(nadia.membership.user)

    told = shown(client, outing)
    other = client.get(address(outing, "chefs", leaders.call(roll_call, "Luc").pk, "remplacer"))

    assert ("Nadia" in told, "oui à 3" in told, other.status_code) == (True, False, 404)


def test_the_text_is_kept_with_times_on_the_clock_of_the_territory(chief, outing) -> None:
    chief.post(address(outing, "ouvrir"))
    form = {"text": "Bonjour {prenom}, combien ?", "invite_at": "2027-02-11T17:00", "reminder_at": "", "expected": "12",
            "escalate_at": "2027-02-12T18:00", "close_at": "2027-02-13T09:00"}  # fmt: skip

    chief.post(address(outing, "texte"), form)

    row = RollCall.objects.get()
    assert (row.text, row.reminder_at, row.expected) == ("Bonjour {prenom}, combien ?", None, 12)
    assert row.invite_at == leaders.ASKED.replace(hour=17)


def test_times_in_disorder_are_refused_and_the_text_stays_typed(chief, outing) -> None:
    chief.post(address(outing, "ouvrir"))
    form = {"text": "Mon texte", "invite_at": "2027-02-12T18:00", "reminder_at": "", "expected": "",
            "escalate_at": "2027-02-11T18:00", "close_at": "2027-02-13T09:00"}  # fmt: skip

    answer = chief.post(address(outing, "texte"), form)

    assert (answer.status_code, "Mon texte" in answer.content.decode()) == (422, True)
    assert RollCall.objects.get().text != "Mon texte"


def test_the_link_answers_without_signing_in_and_opening_it_answers_nothing(roll_call) -> None:
    call, visitor = leaders.call(roll_call, "Nadia"), Client()

    visitor.get(f"/a/{call.code}")
    unanswered = LeaderCall.objects.get(pk=call.pk).state
    visitor.post(f"/a/{call.code}", {"act": "comes", "people": "4"})
    told = visitor.get(f"/a/{call.code.lower()}").content.decode()

    call.refresh_from_db()
    assert (unanswered, call.state, call.people) == (CallState.WAITING, "comes", 4)
    assert "C’est noté\u202f: 4 personnes." in told


def test_the_link_tells_the_hour_by_the_clock_of_the_outings_place(db) -> None:
    overseas = builders.campaign("papeete", time_zone="Pacific/Tahiti")
    starts_at = leaders.STARTS.replace(tzinfo=ZoneInfo("Pacific/Tahiti"))
    call = leaders.call(roll_calls.asked(leaders.outing(overseas, "Moana", starts_at=starts_at)), "Moana")

    told = Client().get(f"/a/{call.code}").content.decode()

    assert "Samedi 13 février, 10\u00a0h<br>" in told


def test_the_link_ends_the_texts_and_leaves_the_answer(roll_call) -> None:
    call, visitor = leaders.call(roll_call, "Nadia"), Client()
    visitor.post(f"/a/{call.code}", {"act": "declines"})

    visitor.post(f"/a/{call.code}", {"act": "stop"})

    call.refresh_from_db()
    assert (call.state, OptOut.objects.count()) == ("declines", 1)
    assert "Vous ne recevez plus de SMS" in visitor.get(f"/a/{call.code}").content.decode()


@pytest.mark.parametrize(
    "sent", [{}, {"act": "comes"}, {"act": "comes", "people": "99"}, {"act": "comes", "people": "-1"}]
)
def test_a_link_that_is_answered_with_nonsense_says_what_is_wanted(roll_call, sent) -> None:
    call = leaders.call(roll_call, "Nadia")

    assert Client().post(f"/a/{call.code}", sent).status_code == 422
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("act", [{"act": "comes", "people": "4"}, {"act": "declines"}, {"act": "begun"}])
def test_the_link_of_a_cancelled_roll_call_says_so_and_takes_no_answer(roll_call, act) -> None:
    call = leaders.call(roll_call, "Nadia")
    RollCall.objects.update(cancelled_at=leaders.REMINDED)

    answer = Client().post(f"/a/{call.code}", act)

    assert (answer.status_code, "Cette sortie n’a pas lieu" in answer.content.decode()) == (422, True)
    now = LeaderCall.objects.get(pk=call.pk)
    assert (now.state, now.started_at, Answer.objects.count()) == (CallState.WAITING, None, 0)


def test_a_link_that_is_over_says_what_to_do(roll_call) -> None:
    answer = Client().get("/a/NOBODYKNOWS2")

    assert (answer.status_code, "Ce lien n’est plus valable" in answer.content.decode()) == (404, True)


def test_an_unchanged_board_costs_few_questions_and_sends_nothing(
    chief, outing, roll_call, django_assert_max_num_queries
) -> None:
    mark = chief.get(address(outing, "etat"))["ETag"]

    with django_assert_max_num_queries(7):
        same = chief.get(address(outing, "etat"), headers={"If-None-Match": mark})

    assert (same.status_code, same.content) == (304, b"")


def test_an_area_that_goes_to_another_team_changes_the_mark(chief, outing, roll_call) -> None:
    turf = builders.turf(outing, builders.address(builders.station(), 12))
    before = chief.get(address(outing, "etat"))["ETag"]

    handing_out.give_to_team(turf, leaders.call(roll_call, "Luc").team, now=leaders.ASKED)

    assert chief.get(address(outing, "etat"))["ETag"] != before


def test_a_link_is_gone_a_day_after_the_roll_call_closed(roll_call) -> None:
    call = leaders.call(roll_call, "Nadia")
    RollCall.objects.update(close_at=timezone.now() - answering.LINK_OUTLIVES)

    assert [Client().get(f"/a/{code}").status_code for code in (call.code, "NOBODYKNOWS2")] == [404, 404]


def test_whom_to_call_stands_first_in_what_is_to_be_done_now(chief, roll_call) -> None:
    LeaderCall.objects.filter(pk=leaders.call(roll_call, "Nadia").pk).update(state="to_call")

    told = chief.get("/").content.decode()

    assert "1 chef·fe d’équipe à appeler" in told


def test_an_outing_that_has_begun_is_not_asked_about_any_more(chief, campaign) -> None:
    team = builders.team(campaign, leader=leaders.leader(campaign, "Nadia"))
    begun = builders.outing(campaign, team, starts_at=timezone.now() - timedelta(minutes=9))

    page = chief.get("/appel/").content.decode()

    assert begun.name in page
    assert "déjà commencée" in page
    assert "Ouvrir l’appel" not in page


def test_leaders_to_call_are_none_once_their_team_walks(chief, roll_call) -> None:
    roll_call.calls.update(state=CallState.TO_CALL, started_at=leaders.STARTS)
    LeaderCall.objects.filter(pk=leaders.call(roll_call, "Luc").pk).update(started_at=None)

    (to_do,) = called.to_do(Membership.objects.get(roles=["hq_manage"]), now=leaders.CLOSED)

    assert to_do.count == 1


@pytest.mark.parametrize(("way", "kept"), [("read", Answer.Way.READ), ("phone", Answer.Way.PHONE)])
def test_it_is_kept_whether_an_answer_was_heard_or_words_were_read(chief, outing, roll_call, way, kept) -> None:
    call = leaders.call(roll_call, "Nadia")

    chief.post(address(outing, "chefs", call.pk, "reponse"), {"state": "declines", "way": way})

    assert Answer.objects.get().way == kept


def test_nothing_is_offered_to_do_once_the_outing_is_closed(chief, outing, roll_call) -> None:
    open_page = shown(chief, outing)
    type(outing).objects.update(closed_at=leaders.STARTS)

    page = shown(chief, outing)

    assert "Modifier le texte et les heures" in open_page
    assert "Modifier le texte et les heures" not in page
