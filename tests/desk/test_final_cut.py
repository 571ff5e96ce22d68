"""The final cut from the page: asked for, followed, stopped, gone on from."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.people.models import Outing
from campaigns.turfs import cut_runs
from campaigns.turfs.models import CutRun, Turf
from tests import builders


@pytest.fixture
def outing(campaign, leader) -> Outing:
    station = builders.station(name="École des Tilleuls")
    campaign.communes.add(station.commune)
    for number in range(1, 31):
        builders.address(station, number, dwellings=2)
    return builders.outing(campaign, leader.teams_led.get())


def path(outing: Outing, more: str = "decouper") -> str:
    return f"/sorties/{outing.pk}/{more}"


WISH = {"bureau": "94033-0001", "minutes": 40}


def test_asking_for_shorter_walks_lets_a_worker_cut(enter, leader, outing) -> None:
    client = enter(leader)

    answer = client.post(path(outing), WISH | {"final": "1", "one_side": "1"})

    assert (answer.status_code, answer.url) == (302, path(outing))
    run = CutRun.objects.get()
    assert (run.state, run.asked["one_side"], run.asked["minutes"]) == ("waiting", True, 40)
    assert not Turf.objects.exists()
    assert "Commence dès que la place est libre" in client.get(path(outing)).content.decode()


def test_once_it_is_done_the_page_goes_on_to_the_hand_out(enter, leader, outing) -> None:
    client = enter(leader)
    client.post(path(outing), WISH | {"final": "1"})
    waiting = client.get(path(outing, "decoupe"))

    cut_runs.run(CutRun.objects.get().pk)
    done = client.get(path(outing, "decoupe"))

    assert "HX-Redirect" not in waiting
    assert done["HX-Redirect"] == path(outing, "repartir")
    assert Turf.objects.filter(outing=outing).count() == CutRun.objects.get().made > 1


def test_a_second_one_meanwhile_is_refused_in_words(enter, leader, outing) -> None:
    client = enter(leader)
    client.post(path(outing), WISH | {"final": "1"})

    again = client.post(path(outing), WISH | {"final": "1"})

    assert (again.status_code, again.context["error"]) == (422, "Cette sortie est déjà en cours de découpe.")


def test_stop_ends_one_that_waits(enter, leader, outing) -> None:
    client = enter(leader)
    client.post(path(outing), WISH | {"final": "1"})

    client.post(path(outing, "decoupe/arreter"))

    assert CutRun.objects.get().state == "stopped"


def test_what_went_wrong_is_said_on_the_page(enter, leader, outing) -> None:
    client = enter(leader)
    client.post(path(outing), WISH | {"final": "1", "streets": "Rue de Nulle Part"})

    cut_runs.run(CutRun.objects.get().pk)

    assert "Rue de Nulle Part" in client.get(path(outing)).content.decode()


def test_a_lost_one_may_be_asked_again(enter, leader, outing) -> None:
    client = enter(leader)
    client.post(path(outing), WISH | {"final": "1"})
    CutRun.objects.update(state="running", beat_at=timezone.now() - timedelta(minutes=5))

    assert "s’est interrompue" in client.get(path(outing)).content.decode()
    assert client.post(path(outing), WISH | {"final": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("wish", "areas"), [({"way": "teams", "teams": "3"}, 3), ({"way": "value", "teams": "2", "minutes": "30"}, 2)]
)
def test_the_preview_is_cut_as_the_form_says_and_kept_the_same(enter, leader, outing, wish, areas) -> None:
    client = enter(leader)
    shown = client.get(path(outing), WISH | wish)

    client.post(path(outing), dict(shown.context["fields"]))

    assert len(shown.context["plan"]) == areas
    assert Turf.objects.filter(outing=outing).count() == areas


def test_the_page_says_how_it_was_measured_and_what_is_left(enter, leader, outing) -> None:
    page = enter(leader).get(path(outing), WISH | {"way": "value", "teams": "1", "minutes": "20"}).content.decode()

    assert "à vol d’oiseau" in page
    assert "sont laissées pour une autre fois" in page


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"way": "teams", "teams": ""}, "pour 1 à 200 équipes"),
        ({"way": "value", "teams": "beaucoup"}, "pour 1 à 200 équipes"),
        ({"between_main_roads": "1"}, "Les rues de ce terrain ne sont pas connues"),
        ({"from_meeting_point": "1"}, "pas de point de rendez-vous sur la carte"),
        ({"days": "zéro"}, "365"),
        ({"side": "gauche"}, "pair"),
    ],
)
def test_what_cannot_be_asked_is_said(enter, leader, outing, wish, said) -> None:
    answer = enter(leader).get(path(outing), WISH | wish)

    assert answer.status_code == 422
    assert said in answer.context["error"]


def test_areas_far_from_the_mean_are_said_in_words(enter, leader, outing) -> None:
    station = builders.station()
    builders.address(station, 90, dwellings=120)

    page = enter(leader).get(path(outing), WISH)

    longest = max(page.context["plan"], key=lambda row: row["minutes"])["number"]
    assert f"secteur {longest}, " in page.context["uneven"]
    assert page.context["uneven"] in page.content.decode()
