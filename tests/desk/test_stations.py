"""Polling stations: the list to choose from, and one station with its past."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.targeting import blocs
from campaigns.territory.models import Election, ElectionList, StationResult
from campaigns.visits.models import WelcomeTally
from tests import builders
from tests.targeting.plans import plan


def result(station, code="2022-presidentielle-1", year=2022, **votes):
    election, _ = Election.objects.get_or_create(
        code=code, defaults={"kind": "presidentielle", "round": 1, "date": date(year, 4, 10), "name": f"Vote {year}"}
    )
    for name in votes:
        ElectionList.objects.get_or_create(election=election, code=name, defaults={"name": name, "bloc": name})
    return StationResult.objects.create(
        election=election,
        station=station,
        registered=200,
        turned_out=sum(votes.values()),
        valid_votes=sum(votes.values()),
        votes=votes,
    )


def test_the_list_shows_the_newest_result_of_each_station(enter, organiser, walk) -> None:
    result(walk.station, "2017-presidentielle-1", 2017, left=10, right=90)
    result(walk.station, left=80, right=20)

    page = enter(organiser).get("/bureaux/")

    [row] = page.context["rows"]
    assert row["result"]["turnout"] == 0.5
    assert {value: votes for value, _label, votes, _share in row["result"]["blocs"] if votes} == {
        "left": 80,
        "right": 20,
    }


def test_a_station_without_results_is_listed_all_the_same(enter, organiser, walk) -> None:
    page = enter(organiser).get("/bureaux/").content.decode()

    assert "École des Tilleuls" in page
    assert "Aucun résultat importé" in page


def test_a_campaign_without_ground_is_told_where_to_begin(enter, organiser) -> None:
    page = enter(organiser).get("/bureaux/").content.decode()

    assert "/donnees/communes" in page


def test_who_only_reads_is_offered_no_cut(enter, campaign, walk) -> None:
    reader = builders.member(campaign, "hq_read")

    client = enter(reader)
    pages = [client.get(path).content.decode() for path in ("/bureaux/", f"/bureaux/{walk.station.code}")]

    assert [page.count("bureau=") + page.count('name="bureau"') for page in pages] == [0, 0]


def test_one_station_tells_its_past_and_its_progress(enter, organiser, walk) -> None:
    result(walk.station, left=80, right=20)
    builders.visits(walk.device, walk.turf, (walk.doors[0], "conversation"), at=timezone.now() - timedelta(hours=2))

    page = enter(organiser).get(f"/bureaux/{walk.station.code}")

    assert [row["result"].election.name for row in page.context["results"]] == ["Vote 2022"]
    assert page.context["progress"].figures.conversations == 1


def test_the_bar_of_an_election_is_everybody_registered(enter, organiser, walk) -> None:
    result(walk.station, left=80, right=20)

    [row] = enter(organiser).get(f"/bureaux/{walk.station.code}").context["results"]

    parts = {kind: (votes, share) for kind, _label, votes, share in row["bar"] if votes}
    assert parts == {"left": (80, 0.4), "right": (20, 0.1), "abstained": (100, 0.5)}
    assert (row["turnout"], row["blank"]) == (0.5, 0)


def test_a_result_without_anybody_registered_is_told_and_breaks_nothing(enter, organiser, walk) -> None:
    StationResult.objects.filter(pk=result(walk.station, left=0).pk).update(registered=0)

    page = enter(organiser).get(f"/bureaux/{walk.station.code}")

    assert page.context["results"][0]["bar"] == []
    assert "Personne n’était inscrit ici." in page.content.decode()


def test_the_blocs_are_those_the_campaign_counts_in(enter, organiser, walk) -> None:
    stored = result(walk.station, left=80, right=20)
    blocs.choose(organiser.campaign, stored.election, {"list:left": "far_left"})

    client = enter(organiser)
    [row] = client.get(f"/bureaux/{walk.station.code}").context["results"]
    [listed] = client.get("/bureaux/").context["rows"]

    assert [(bloc, votes) for bloc, _label, votes, _share in row["blocs"] if votes] == [("far_left", 80), ("right", 20)]
    assert listed["result"]["blocs"] == row["blocs"]


def test_a_leader_sees_the_days_of_their_outings_only(enter, campaign, leader, walk) -> None:
    other = builders.outing(campaign, builders.team(campaign), starts_at=timezone.now() - timedelta(hours=3))
    theirs = builders.turf(other, walk.doors[1].address)
    at = timezone.now() - timedelta(hours=2)
    builders.visits(walk.device, walk.turf, (walk.doors[0], "conversation"), at=at)
    builders.visits(builders.device(other, theirs), theirs, (walk.doors[1], "not_home"), at=at)

    page = enter(leader).get(f"/bureaux/{walk.station.code}").context

    assert sum(day.knocked for day in page["days"].values()) == 1
    assert [(each.seen, each.left) for each in page["passes"].passes] == [(2, 2), (0, 1), (0, 0)]


def test_what_is_held_out_is_told_to_who_plans_and_to_nobody_else(enter, campaign, organiser, leader, walk) -> None:
    houses = [builders.address(walk.station, number, dwellings=6) for number in (51, 53)]
    plan(campaign, houses)
    reader = builders.member(campaign, "hq_read")

    pages = [enter(member).get(f"/bureaux/{walk.station.code}") for member in (organiser, leader, reader)]

    told = ["6 logements sont mis de côté" in page.content.decode() for page in pages]
    assert told == [True, False, False]


def test_the_welcome_shows_from_twenty_conversations(enter, organiser, walk) -> None:
    rows = {"campaign": organiser.campaign, "outing": walk.outing, "station": walk.station}
    tally = WelcomeTally.objects.create(**rows, welcome="favourable", count=19, shown=19)
    few = enter(organiser).get(f"/bureaux/{walk.station.code}")
    WelcomeTally.objects.filter(pk=tally.pk).update(shown=20)

    enough = enter(organiser).get(f"/bureaux/{walk.station.code}")

    assert (few.context["welcome"], enough.context["welcome"]["favourable"]) == (None, 20)


def test_the_map_has_the_contour_when_it_is_known(enter, organiser, walk) -> None:
    client = enter(organiser)
    without = client.get(f"/bureaux/{walk.station.code}").context["map"]
    ring = [[2.47, 48.85], [2.471, 48.85], [2.471, 48.851], [2.47, 48.85]]
    walk.station.contour = {"type": "Polygon", "coordinates": [ring]}
    walk.station.save()

    drawn = client.get(f"/bureaux/{walk.station.code}").context["map"]

    assert (without.contour, len(without.spots)) == ("", 4)
    assert drawn.contour.startswith("M")


@pytest.mark.parametrize("code", ["94033-9999", "94046-0001", "nonsense"])
def test_a_station_elsewhere_is_not_there(enter, organiser, walk, code) -> None:
    builders.station("94046-0001")

    assert enter(organiser).get(f"/bureaux/{code}").status_code == 404
