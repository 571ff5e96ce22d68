"""Coming in without a script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from campaigns.people import joining
from campaigns.people.models import Campaign, Device, JoinRequest
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(ground):
    _campaign, outing, turf, _doors = ground
    turf.join_code = joining.open_code(outing=outing, now=timezone.now())
    turf.save()
    return turf.join_code


def scanned(code) -> str:
    return joining.qr_path(code, timezone.now()).replace("/r/", "/s/rejoindre/")


def test_scanned_face_to_face_one_is_in_at_once(client, code, ground) -> None:
    address = scanned(code)
    shown = client.get(address).content.decode()

    answer = client.post("/s/rejoindre/", {"code": address.removeprefix("/s/rejoindre/"), "first_name": "Léa"})

    assert address.removeprefix("/s/rejoindre/") in shown
    assert (answer.status_code, answer["Location"]) == (302, "/s/")
    assert client.get("/s/")["Location"] == f"/s/t-{ground[2].pk}/simple"
    cookie = client.cookies[settings.DEVICE_COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")


def test_a_typed_code_waits_for_the_leader_and_asks_again_by_itself(client, code) -> None:
    answer = client.post("/s/rejoindre/", {"code": code.words, "first_name": "Léa"})
    waiting = client.get(answer["Location"])
    early = client.post(answer["Location"])
    joining.accept(JoinRequest.objects.get(), by=builders.member(code.campaign), now=timezone.now())

    accepted = client.get(answer["Location"])
    token_given = client.post(answer["Location"])

    assert (waiting["Refresh"], early.status_code) == ("10", 409)
    assert "Refresh" not in accepted
    assert token_given["Location"] == "/s/"
    assert Device.objects.get().first_name == "Léa"


def test_the_button_tapped_twice_takes_one_token(client, code) -> None:
    wait = client.post("/s/rejoindre/", {"code": code.words, "first_name": "Léa"})["Location"]
    joining.accept(JoinRequest.objects.get(), by=builders.member(code.campaign), now=timezone.now())

    answers = [client.post(wait) for _time in range(2)]

    assert [answer["Location"] for answer in answers] == ["/s/", "/s/"]
    assert Client().post(wait).status_code == 409
    assert Device.objects.count() == 1


def test_somebody_refused_is_told_so(client, code) -> None:
    wait = client.post("/s/rejoindre/", {"code": code.words, "first_name": "Léa"})["Location"]
    joining.refuse(JoinRequest.objects.get(), by=builders.member(code.campaign), now=timezone.now())

    answer = client.get(wait)

    assert "n’a pas accepté cette demande" in answer.content.decode()
    assert client.post(wait).status_code == 409


@pytest.mark.parametrize(
    ("change", "status"),
    [({"code": "zzz"}, 404), ({"first_name": "  "}, 422), ({"code": "a\0b"}, 404)],
)
def test_what_is_wrong_is_said_in_the_form(client, code, change, status) -> None:
    answer = client.post("/s/rejoindre/", {"code": code.words, "first_name": "Léa", **change})

    assert answer.status_code == status
    assert JoinRequest.objects.count() == 0


def test_typed_codes_are_counted_as_those_of_the_app_are(client, code) -> None:
    for _time in range(5):
        client.post("/s/rejoindre/", {"code": "zzz", "first_name": "Léa"})

    answer = client.post("/s/rejoindre/", {"code": code.words, "first_name": "Léa"})

    assert answer.status_code == 429


def test_an_old_code_and_the_silence_let_nobody_in(client, code, ground) -> None:
    Campaign.objects.update(final_round_date=timezone.localdate() + timedelta(days=1))
    silent = client.post("/s/rejoindre/", {"code": code.secret, "first_name": "Léa"})
    code.expires_at = timezone.now() - timedelta(minutes=1)
    code.save()

    late = client.post("/s/rejoindre/", {"code": code.secret, "first_name": "Léa"})

    assert (silent.status_code, late.status_code) == (423, 410)
    assert Device.objects.count() == 0


def test_opening_the_form_changes_nothing(client, db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/s/rejoindre/anything~at-all").status_code == 200


@pytest.mark.parametrize(
    ("address", "plain"),
    [("/r/moulin-42~ab", "/s/rejoindre/moulin-42~ab"), ("/r/", "/s/"), ("/t/t-12/porte/x", "/s/t-12/simple")],
)
def test_the_app_leads_to_the_plain_page_where_it_does_not_run(client, address, plain) -> None:
    page = client.get(address).content.decode()

    assert page.count(f'href="{plain}"') == 2
