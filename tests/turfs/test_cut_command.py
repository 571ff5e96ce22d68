"""``cut_turfs``: what a script reads, and the sentence it gets instead."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns.territory.models import Address
from campaigns.turfs.models import Turf, TurfStop
from tests import builders


@pytest.fixture
def stations(campaign):
    made = [builders.station("94033-0001"), builders.station("94033-0002")]
    campaign.communes.add(made[0].commune)
    for number, station in enumerate(made):
        for house in range(1, 41):
            builders.address(station, 100 * number + house, dwellings=2 if house == 1 else None)
    return made


def cut(*options: str) -> str:
    out = io.StringIO()
    call_command("cut_turfs", "--campaign=valmont", *options, stdout=out)
    return out.getvalue()


def test_the_last_line_is_the_walks_with_their_stops(stations) -> None:
    told = json.loads(cut("--stations", "94033-0001,94033-0002", "--minutes", "30", "--json").splitlines()[-1])

    assert (told.keys(), told["metric"]) == ({"metric", "turfs", "held_out"}, "straight")
    assert [turf["number"] for turf in told["turfs"]] == list(range(1, len(told["turfs"]) + 1))
    assert {tuple(turf) for turf in told["turfs"]} == {("number", "name", "minutes", "doors", "estimate", "stops")}
    assert all(24 <= turf["minutes"] <= 36 for turf in told["turfs"])
    stops = [stop for turf in told["turfs"] for stop in turf["stops"]]
    first = next(stop for stop in stops if stop["label"] == "1 Rue des Tanneurs")
    assert first == {
        "address": first["address"],
        "lon": pytest.approx(2.4701),
        "lat": 48.85,
        "doors": 2,
        "label": first["label"],
        "minutes": 3.6,
        "estimate": {
            "housing": "house",
            "floors": 0,
            "floors_known": False,
            "opening_rate": 0.3,
            "opening_knocks": 0,
            "minutes_per_conversation": 4.0,
        },
        "leg_minutes": first["leg_minutes"],
        "leg_metres": first["leg_metres"],
        "leg_joined": True,
    }
    assert len({stop["address"] for stop in stops}) == len(stops) == 80


def test_the_stops_and_the_legs_between_them_make_the_minutes_of_a_turf(stations) -> None:
    told = json.loads(cut("--stations", "94033-0001,94033-0002", "--minutes", "30", "--json"))

    for turf in told["turfs"]:
        inside = sum(stop["minutes"] for stop in turf["stops"])
        way = sum(stop["leg_minutes"] for stop in turf["stops"])
        assert turf["minutes"] == pytest.approx(inside + way, abs=0.5)
        assert turf["estimate"]["walking_minutes"] == pytest.approx(way, abs=0.5)
        assert (turf["stops"][0]["leg_minutes"], turf["stops"][0]["leg_metres"]) == (0, 0)
        assert all(stop["leg_metres"] > 0 for stop in turf["stops"][1:])


def test_without_an_outing_nothing_is_stored(stations) -> None:
    cut("--stations", "94033-0001")

    assert not Turf.objects.exists()


def test_with_an_outing_the_walks_are_stored(stations, campaign) -> None:
    outing = builders.outing(campaign)

    other = builders.turf(outing, builders.address(stations[1], 999), number=4)
    Turf.objects.filter(pk=other.pk).update(state="assigned")

    told = json.loads(cut("--stations", "94033-0001", "--minutes", "30", "--outing", str(outing.pk), "--json"))

    made = outing.turfs.exclude(pk=other.pk)
    kept = {turf.number: list(turf.stops.values_list("address", flat=True)) for turf in made}
    assert min(kept) == 5
    assert {turf["number"]: [stop["address"] for stop in turf["stops"]] for turf in told["turfs"]} == kept


def test_one_side_of_one_street_may_be_cut(stations) -> None:
    builders.address(stations[0], 2, street="Rue du Port")

    told = json.loads(cut("--stations=94033-0001", "--side=even", "--streets=R DES TANNEURS", "--json"))

    labels = {stop["label"] for turf in told["turfs"] for stop in turf["stops"]}
    assert labels == {f"{number} Rue des Tanneurs" for number in range(2, 41, 2)}


def test_doors_seen_lately_may_be_left_out_of_what_is_stored(stations, campaign) -> None:
    outing = builders.outing(campaign)
    for house in Address.objects.filter(station=stations[0]):
        days = 2 if house.number <= 30 else 4
        builders.door(campaign, house, state="refused", last_at=timezone.now() - timedelta(days=days))

    cut("--stations=94033-0001", "--seen-within-days=3", "--outing", str(outing.pk))

    walked = TurfStop.objects.filter(turf__outing=outing).values_list("address__number", flat=True)
    assert sorted(walked) == list(range(31, 41))


def test_a_refused_cut_leaves_the_turfs_of_the_outing_alone(stations, campaign) -> None:
    outing = builders.outing(campaign)
    cut("--stations=94033-0001", "--outing", str(outing.pk))
    before = list(TurfStop.objects.values_list("pk", flat=True))

    with pytest.raises(CommandError):
        cut("--stations=94033-0001", "--streets=Rue du Rêve", "--outing", str(outing.pk))

    assert list(TurfStop.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--campaign=nobody", "--stations=94033-0001"], "There is no campaign “nobody”."),
        (["--stations=94033-0001,x"], "Unknown polling stations: x. Expected codes such as 94033-0001."),
        (["--stations=,"], "Choisissez au moins un bureau de vote."),
        (["--stations=94033-0001", "--minutes=0"], "Un secteur dure de 15 à 600 minutes."),
        (["--stations=94033-0001", "--minutes=-90"], "Un secteur dure de 15 à 600 minutes."),
        (["--stations=94033-0001", "--minutes=nan"], "Un secteur dure de 15 à 600 minutes."),
        (["--stations=94033-0001", "--minutes=long"], "Error: argument --minutes: invalid float value: 'long'"),
        (["--stations=94033-0001", "--side=left"], "Une rue a un côté pair et un côté impair."),
        (
            ["--stations=94033-0001", "--streets=Rue des Tanneurs,Rue du Rêve,Rue de Nulle Part"],
            "Ces rues n’ont aucune adresse dans les bureaux de vote : Rue du Rêve, Rue de Nulle Part.",
        ),
        (["--stations=94033-0001", "--seen-within-days=0"], "On peut écarter les portes vues depuis 1 à 365 jours."),
        (["--stations=94033-0001", "--seen-within-days=-3"], "On peut écarter les portes vues depuis 1 à 365 jours."),
        (["--stations=94033-0001", "--seen-within-days=366"], "On peut écarter les portes vues depuis 1 à 365 jours."),
        (
            ["--stations=94033-0001", "--seen-within-days=x"],
            "Error: argument --seen-within-days: invalid int value: 'x'",
        ),
        (["--stations=94033-0001", "--not-home-too"], "Précisez depuis combien de jours il n’y avait personne."),
        (["--stations=94033-0001", "--outing=999999"], "The campaign has no outing 999999."),
    ],
)
def test_what_cannot_be_cut_is_said_in_one_sentence(stations, options, sentence) -> None:
    with pytest.raises(CommandError) as refused:
        cut(*options)

    assert str(refused.value) == sentence


def test_the_final_cut_takes_no_longer_than_the_preview(stations) -> None:
    # Minutes, not metres: a crossing and a change of street cost time, and a few metres more may save them.
    def minutes(*more: str) -> float:
        told = json.loads(
            cut("--stations", "94033-0001,94033-0002", "--minutes", "30", "--json", *more).splitlines()[-1]
        )
        return sum(turf["minutes"] for turf in told["turfs"])

    assert minutes() <= minutes("--preview") + 0.1


def test_for_two_teams_there_are_two_walks_and_value_first_leaves_some(stations) -> None:
    def told(*more: str) -> list[dict]:
        return json.loads(cut("--stations", "94033-0001", "--teams", "2", "--json", *more).splitlines()[-1])["turfs"]

    everything, best = told(), told("--value-first", "--minutes", "20")

    assert (len(everything), len(best)) == (2, 2)
    assert sum(len(turf["stops"]) for turf in best) < sum(len(turf["stops"]) for turf in everything) == 40
    assert all(turf["minutes"] <= 20 for turf in best)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--teams", "0"), "1 à 200 équipes"),
        (("--value-first",), "combien d’équipes"),
        (("--between-main-roads",), "rues de ce terrain ne sont pas connues"),
        (("--from-meeting-point",), "pas de point de rendez-vous sur la carte"),
    ],
)
def test_a_manner_that_cannot_be_is_said(stations, options, said) -> None:
    with pytest.raises(CommandError, match=said):
        cut("--stations", "94033-0001", *options)
