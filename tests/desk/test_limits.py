"""The page of changed limits: which stations look redrawn, what became of them, and their past carried over."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.targeting import redrawn
from campaigns.territory.models import StationResult
from tests import builders

PRESIDENTIAL, EUROPEAN = "2022-presidentielle-1", "2024-europeennes"
SINCE = date(2023, 1, 1)


@pytest.fixture
def town(campaign):
    """Three stations of 1,000; the third had 1,400 before it gave a quarter to the second."""
    for number, then in enumerate((1_000, 650, 1_400), start=1):
        station = builders.station(f"94033-000{number}", registered=1_000, name=f"École {number}")
        builders.address(station, number, dwellings=600)
        told = builders.result(
            builders.election(PRESIDENTIAL), station, **{"MÉLENCHON": 300, "MACRON": 150, "LE PEN": 150}
        )
        StationResult.objects.filter(pk=told.pk).update(registered=then)
        builders.result(builders.election(EUROPEAN), station, LUG=200, LENS=120, LRN=200)
    campaign.communes.add(station.commune)
    return campaign


@pytest.fixture
def send(client, organiser, town):
    client.force_login(organiser.user)

    def sent(text: str, *, since: str = "2023-01-01", status: int = 200) -> str:
        file = SimpleUploadedFile("parts.csv", text.encode())
        answer = client.post("/ciblage/perimetres", {"since": since, "before": file}, follow=True)
        assert answer.status_code == status
        return answer.content.decode()

    return sent


SHARES = "old,new,share\n94033-0003,94033-0002,0.25\n94033-0003,94033-0003,0.75\n"


def test_stations_that_look_redrawn_are_named(client, organiser, town) -> None:
    client.force_login(organiser.user)

    text = client.get("/ciblage/perimetres").content.decode()

    assert "Le périmètre de 2 bureaux a pu changer" in text
    assert [name for name in ("École 1", "École 2", "École 3") if name in text] == ["École 2", "École 3"]


def test_shares_carry_the_past_over_and_every_page_says_so(send, client) -> None:
    text = send(SHARES)

    why = client.get("/ciblage/pourquoi/94033-0002").content.decode()
    ranking = client.get("/ciblage/").content.decode()
    station = client.get("/bureaux/94033-0003").content.decode()
    assert "1 bureau a cédé du terrain" in text
    assert "Périmètres du 1 janvier 2023" in text
    assert "a pu changer" not in text
    for page in (why, ranking):
        assert "Reporté adresse par adresse depuis 2, 3" in page
    assert "périmètre modifié" not in why
    assert "Son périmètre a changé le" in station


def test_what_was_told_can_be_forgotten(send, client, town) -> None:
    send(SHARES)

    text = client.post("/ciblage/perimetres", {"take_back": "2023-01-01"}, follow=True).content.decode()

    assert redrawn.standing(town) == {}
    assert "Oublié" in text
    assert "a pu changer" in text


@pytest.mark.parametrize("day", ["", "hier", "2023-13-45", "2023-02-30", "2020-01-01"])
def test_a_day_of_which_nothing_was_told_forgets_nothing(send, client, town, day) -> None:
    send(SHARES)

    answer = client.post("/ciblage/perimetres", {"take_back": day}, follow=True)

    assert answer.status_code == 200
    assert list(redrawn.standing(town)) == [SINCE]


@pytest.mark.parametrize(
    ("text", "since", "sentence"),
    [
        ("", "2023-01-01", "Le fichier soumis est vide"),
        ("old,new,share\n", "2023-01-01", "aucune ligne"),
        ("old,new,share\n94033-3,94033-2,0.4\n", "2023-01-01", "totalisent 0.4 et non 1"),
        ("old,new,share\n94033-3,94033-99,1\n", "2023-01-01", "94033-0099 n’est pas de cette campagne"),
        (SHARES, "2999-01-01", "Des périmètres à venir ne comptent pas encore"),
        ("a,b\n1,2\n", "2023-01-01", "parts.csv"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_keeps_nothing(send, town, text, since, sentence) -> None:
    page = send(text, since=since, status=422)

    assert sentence in page
    assert redrawn.standing(town) == {}


def test_a_station_whose_ground_went_to_others_leads_to_the_page_that_says_so(send, client) -> None:
    send("old,new,share\n94033-0003,94033-0002,1\n")

    answer = client.get("/ciblage/pourquoi/94033-0003")

    assert answer.status_code == 302
    assert answer["Location"] == "/ciblage/perimetres"
