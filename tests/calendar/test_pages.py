"""The public page, and one's own."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from campaigns.calendar import calling_off, opening, subscribing
from campaigns.calendar.models import SignUp, SignUpPage
from campaigns.people.models import MeetingPoint
from sms import opt_outs, sending
from sms.models import OptOut, OutboundSms, State
from tests import builders


@pytest.fixture
def outing(campaign):
    place = MeetingPoint.objects.create(campaign=campaign, name="3, place de l’Église", lon=2.4, lat=48.8)
    return builders.outing(campaign, starts_at=timezone.now() + timedelta(days=4), meeting_point=place, name="Samedi")


@pytest.fixture
def page(outing):
    return opening.open_page(outing=outing, seats=2, now=timezone.now())


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=False)


def fill(visitor, page, to, **fields):
    told = {"key": str(uuid4()), "outing": to.pk, "first_name": "Léa", "phone": ""} | fields
    return visitor.post(f"/inscription/{page.code}", told)


def own(visitor, page, outing, **fields) -> str:
    return fill(visitor, page, outing, **fields)["Location"]


def test_opening_the_page_signs_nobody_up(visitor, page) -> None:
    for _time in range(3):
        visitor.get(f"/inscription/{page.code}")

    assert SignUp.objects.count() == 0


def test_from_the_page_to_ones_own(visitor, page, outing) -> None:
    address = own(visitor, page, outing, phone="06 12 34 56 78")

    told = visitor.get(address).content.decode()

    assert "C’est noté, Léa" in told
    assert "3, place de l’Église" in told
    assert SignUp.objects.get().phone == "+33612345678"


def test_a_form_that_is_sent_twice_leads_to_the_same_page(visitor, page, outing) -> None:
    key = str(uuid4())

    assert own(visitor, page, outing, key=key) == own(visitor, page, outing, key=key)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first_name": "  "}, "Ce champ est obligatoire."),
        ({"phone": "06 12 34"}, "Nous ne pouvons pas écrire à ce numéro."),
        ({"phone": "01 42 34 56 78"}, "C’est un téléphone fixe"),
        ({"phone": "+1 212 555 0101"}, "Nous ne pouvons pas écrire à ce numéro."),
        ({"outing": ""}, "Choisissez une date."),
        ({"key": "x"}, "Rouvrez la page."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(visitor, page, outing, fields, words: str) -> None:
    answer = fill(visitor, page, outing, **({"first_name": "Zoé"} | fields))

    assert (answer.status_code, SignUp.objects.count()) == (422, 0)
    assert words in answer.content.decode()
    assert fields.get("first_name", "Zoé") in answer.content.decode()


def test_a_full_outing_says_so_and_offers_no_form(visitor, page, outing) -> None:
    for name in ("Ana", "Bo"):
        fill(visitor, page, outing, first_name=name)

    late = fill(visitor, page, outing, first_name="Cy")

    assert (late.status_code, SignUp.objects.count()) == (422, 2)
    assert "Toutes les sorties à venir sont complètes." in visitor.get(f"/inscription/{page.code}").content.decode()


def test_an_outing_of_the_campaign_next_door_cannot_be_chosen(visitor, page) -> None:
    other = builders.outing(builders.campaign("ailleurs"), starts_at=timezone.now() + timedelta(days=1))

    assert (fill(visitor, page, other).status_code, SignUp.objects.count()) == (422, 0)


def test_a_machine_is_slowed_down(visitor, page, outing) -> None:
    told = [fill(visitor, page, outing, first_name="").status_code for _time in range(21)]

    assert told == [422] * 20 + [429]


def test_cancelling_coming_back_and_stopping_the_texts(visitor, page, outing) -> None:
    address = own(visitor, page, outing, phone="06 12 34 56 78")

    visitor.post(address, {"act": "cancel"})
    cancelled = visitor.get(address).content.decode()
    visitor.post(address, {"act": "come"})
    in_the_text = f"/i/{SignUp.objects.get().text_code}"
    visitor.post(in_the_text, {"act": "stop"})
    back = visitor.get(in_the_text).content.decode()

    assert "Vous ne venez pas" in cancelled
    assert "C’est noté, Léa" in back
    assert "Vous ne recevez plus de SMS de notre part." in back
    assert OptOut.objects.count() == 1


def test_whoever_typed_somebody_elses_number_cannot_stop_their_texts(visitor, page, outing) -> None:
    address = own(visitor, page, outing, phone="06 12 34 56 78")

    answer = visitor.post(address, {"act": "stop"})

    assert (answer.status_code, OptOut.objects.count()) == (422, 0)
    assert 'value="stop"' not in visitor.get(address).content.decode()


def test_the_address_of_a_text_is_as_good_as_that_of_the_page(visitor, page, outing) -> None:
    address = own(visitor, page, outing, phone="06 12 34 56 78")
    in_the_text = f"/i/{SignUp.objects.get().text_code}"

    cancelled = visitor.post(in_the_text, {"act": "cancel"})

    assert cancelled["Location"] == in_the_text
    assert "Vous ne venez pas" in visitor.get(address).content.decode()
    assert events(visitor, f"{in_the_text}/sortie.ics") == events(visitor, f"{address}/sortie.ics")


def test_a_button_that_nobody_has_drawn_changes_nothing(visitor, page, outing) -> None:
    address = own(visitor, page, outing)

    assert visitor.post(address, {"act": "sing"}).status_code == 422


@pytest.mark.parametrize("address", ["/inscription/NOBODYKNOWS2", "/i/NOBODYKNOWS2", "/agenda/x.y.z/sorties.ics"])
def test_an_unknown_address_is_not_there(visitor, db, address: str) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/i/%00", "/inscription/%00", "/inscription/%00/sorties.ics", "/a/%00"])
def test_an_address_that_no_code_can_have_is_not_there(visitor, db, address: str) -> None:
    assert visitor.get(address).status_code == 404


def test_hours_are_those_of_the_campaigns_place(visitor, db) -> None:
    overseas = builders.campaign("papeete", time_zone="Pacific/Tahiti")
    morning = timezone.now().replace(hour=20, minute=0, second=0, microsecond=0) + timedelta(days=2)
    outing = builders.outing(overseas, starts_at=morning)
    page = opening.open_page(outing=outing, now=timezone.now())

    shown = [visitor.get(f"/inscription/{page.code}"), visitor.get(own(visitor, page, outing))]

    assert all("10 h 00" in answer.content.decode() for answer in shown)


def test_a_code_is_typed_in_any_case(visitor, page, outing) -> None:
    address = own(visitor, page, outing)

    assert [
        visitor.get(f"/i/{address[3:].lower()}").status_code,
        visitor.get(f"/inscription/{page.code.lower()}").status_code,
    ] == [200, 200]


def test_whoever_said_stop_signs_up_all_the_same_and_reads_that_no_text_comes(visitor, page, outing) -> None:
    opt_outs.opt_out("+33612345678", source=opt_outs.Source.TEXT, now=timezone.now())

    told = visitor.get(own(visitor, page, outing, phone="06 12 34 56 78")).content.decode()
    sending.send_due(seconds=1)

    assert "Ni confirmation ni rappel n’arrive à ce numéro" in told
    assert list(OutboundSms.objects.values_list("state", flat=True)) == [State.SUPPRESSED]


def test_the_way_back_and_another_date_is_a_second_sign_up(visitor, campaign, page, outing) -> None:
    key, later = str(uuid4()), builders.outing(campaign, starts_at=timezone.now() + timedelta(days=5))
    other = opening.open_page(outing=later, now=timezone.now())

    addresses = [own(visitor, page, outing, key=key), own(visitor, other, later, key=key)]

    assert (len(set(addresses)), SignUp.objects.count()) == (2, 2)


@pytest.mark.parametrize("outing_id", ["0", "-1", "x", "9" * 30])
def test_a_date_that_is_none_is_asked_again(visitor, page, outing, outing_id: str) -> None:
    answer = visitor.post(
        f"/inscription/{page.code}", {"key": str(uuid4()), "outing": outing_id, "first_name": "Léa", "phone": ""}
    )

    assert (answer.status_code, "Choisissez une de ces dates." in answer.content.decode()) == (422, True)


def test_an_outing_called_off_is_told_to_who_meant_to_come(visitor, page, outing) -> None:
    address = own(visitor, page, outing)
    calling_off.call_off(outing, by=None, now=timezone.now())

    assert "La sortie est annulée" in visitor.get(address).content.decode()
    assert "Aucune sortie n’est prévue ici" in visitor.get(f"/inscription/{page.code}").content.decode()


def test_the_calendar_of_a_sign_up_names_the_place_and_nobody(visitor, page, outing) -> None:
    address = own(visitor, page, outing)

    answer = visitor.get(f"{address}/sortie.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (str(event["summary"]), str(event["location"])) == ("Samedi", "3, place de l’Église")
    assert b"L\xc3\xa9a" not in answer.content


def events(visitor, address: str) -> list[tuple[str, str, int]]:
    """Uid, status and sequence of each."""
    found = Calendar.from_ical(visitor.get(address).content).walk("VEVENT")
    return [(str(event["uid"]), str(event["status"]), int(event["sequence"])) for event in found]


def test_each_change_of_mind_is_a_new_revision_of_one_event(visitor, page, outing) -> None:
    address = own(visitor, page, outing)

    told = [events(visitor, f"{address}/sortie.ics")]
    for act in ("cancel", "cancel", "come", "come"):
        visitor.post(address, {"act": act})
        told.append(events(visitor, f"{address}/sortie.ics"))

    uid = f"outing-{outing.pk}@127.0.0.1"
    assert told == [[(uid, status, n)] for status, n in zip(
        ["CONFIRMED", "CANCELLED", "CANCELLED", "CONFIRMED", "CONFIRMED"], [0, 1, 1, 2, 2], strict=True,
    )]  # fmt: skip


def test_an_outing_called_off_stays_cancelled_in_the_calendars_that_have_it(visitor, campaign, page, outing) -> None:
    before = events(visitor, f"/inscription/{page.code}/sorties.ics")
    calling_off.call_off(outing, by=None, now=timezone.now())
    token = subscribing.token_of(builders.member(campaign, "hq_read"))

    after = [
        events(visitor, path) for path in (f"/inscription/{page.code}/sorties.ics", f"/agenda/{token}/sorties.ics")
    ]

    uid = f"outing-{outing.pk}@127.0.0.1"
    assert (before, after) == ([(uid, "CONFIRMED", 0)], [[(uid, "CANCELLED", 1)]] * 2)


def test_a_member_changes_the_address_and_the_one_before_is_dead(client, visitor, campaign, outing) -> None:
    reader = builders.member(campaign, "hq_read")
    client.force_login(reader.user)
    before = client.get("/sorties/").context["my_calendar"]

    client.post("/sorties/mon-agenda")
    after = client.get("/sorties/").context

    told = [visitor.get(address.partition("8000")[2]).status_code for address in (before, after["my_calendar"])]
    assert told == [404, 200]
    assert after["to_subscribe"] == after["my_calendar"].replace("http:", "webcal:")


def test_whoever_may_not_sign_in_any_more_has_no_calendar(visitor, campaign) -> None:
    leader = builders.member(campaign, "team_leader")
    leader.user.is_active = False
    leader.user.save()

    assert visitor.get(f"/agenda/{subscribing.token_of(leader)}/sorties.ics").status_code == 404


@pytest.mark.parametrize("told", [7, "7", None, [7], [7, 0, 0]])
def test_a_signed_word_that_names_no_calendar_opens_none(visitor, db, told) -> None:
    assert visitor.get(f"/agenda/{signing.dumps(told, salt=subscribing.SALT)}/sorties.ics").status_code == 404


def test_a_members_calendar_holds_what_they_may_see_and_ends_with_their_place(visitor, campaign, outing) -> None:
    leader = builders.member(campaign, "team_leader")
    builders.outing(campaign, builders.team(campaign, leader=leader), name="Ours")
    address = f"/agenda/{subscribing.token_of(leader)}/sorties.ics"

    seen = visitor.get(address).content.decode()
    leader.roles = []
    leader.save()

    assert ("Ours" in seen, "Samedi" in seen, visitor.get(address).status_code) == (True, False, 404)


def test_headquarters_call_off_and_texts_wait(client, campaign, visitor, page, outing) -> None:
    fill(visitor, page, outing, phone="06 12 34 56 78")
    client.force_login(builders.member(campaign, "hq_manage").user)

    client.post(f"/sorties/{outing.pk}/inscriptions/changer", {"act": "call-off"})
    told = client.get(f"/sorties/{outing.pk}/inscriptions").content.decode()

    assert "annulée" in told
    assert OutboundSms.objects.filter(dedupe_key__endswith=":off").count() == 1


def test_a_leader_ticks_who_is_there_and_takes_it_back(client, campaign, visitor, page, outing) -> None:
    fill(visitor, page, outing)
    row = SignUp.objects.get()
    client.force_login(builders.member(campaign, "hq_manage").user)

    told = []
    for came in ("1", "0"):
        client.post(f"/sorties/{outing.pk}/inscriptions/{row.pk}", {"came": came})
        row.refresh_from_db()
        told.append(row.came_at is not None)

    assert told == [True, False]


def test_a_series_is_ended_and_taken_up_again(client, campaign) -> None:
    client.force_login(builders.member(campaign, "hq_manage").user)
    client.post("/sorties/regulieres", {"name": "Mardis", "weekday": "1", "starts": "18:00", "ends": "20:00"})
    address = f"/sorties/regulieres/{SignUpPage.objects.get().series_id}/finir"

    told = []
    for fields in ({}, {"act": "resume"}):
        client.post(address, fields)
        text = client.get("/sorties/regulieres").content.decode()
        told.append(("Reprendre" in text, "Y mettre fin" in text))

    assert told == [(True, False), (False, True)]


def test_whoever_reads_only_sees_who_comes_and_no_number(client, campaign, visitor, page, outing) -> None:
    fill(visitor, page, outing, phone="06 12 34 56 78")

    seen = []
    for role in ("hq_manage", "hq_read"):
        client.force_login(builders.member(campaign, role).user)
        text = client.get(f"/sorties/{outing.pk}/inscriptions").content.decode()
        seen.append(("Léa" in text, "+336" in text or "12\u00a034" in text))

    assert seen == [(True, True), (True, False)]


def test_a_series_is_planned_from_its_form_with_its_page(client, campaign) -> None:
    client.force_login(builders.member(campaign, "hq_manage").user)

    client.post(
        "/sorties/regulieres", {"name": "Mardis", "weekday": "1", "starts": "18:00", "ends": "20:00", "seats": 8}
    )
    listed = client.get("/sorties/regulieres").content.decode()

    page = SignUpPage.objects.get()
    assert page.code in listed
    assert opening.coming(page, now=timezone.now()).count() >= 4
