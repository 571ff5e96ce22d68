"""Polling stations: the list to choose from, and one station with its past."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.territory.models import Election, ElectionList, StationResult
from tests import builders


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


@pytest.mark.parametrize("code", ["94033-9999", "94046-0001", "nonsense"])
def test_a_station_elsewhere_is_not_there(enter, organiser, walk, code) -> None:
    builders.station("94046-0001")

    assert enter(organiser).get(f"/bureaux/{code}").status_code == 404
