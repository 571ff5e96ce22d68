"""The page of vote transfers: an estimate for areas, its range, what is certain, and what it is not."""

from __future__ import annotations

import re

import pytest

from campaigns.targeting import blocs
from tests import builders

PAGE = "/ciblage/reports-de-voix"


@pytest.fixture
def votes(campaign):
    """Six stations that voted in 2022 and 2024."""
    elections = [builders.election(code) for code in ("2022-legislatives-1", "2024-legislatives-1")]
    for number in range(1, 7):
        station = builders.station(f"94033-000{number}")
        campaign.communes.add(station.commune)
        builders.result(elections[0], station, blank=30, NUP=60 * number, ENS=500 - 60 * number, ZZA=20)
        builders.result(elections[1], station, blank=30, UG=70 * number, REN=550 - 70 * number, DIV=10)
    return elections


def words(answer) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.content.decode().replace("\u202f", " "))


def test_the_two_newest_elections_are_compared_at_first(enter, organiser, votes) -> None:
    page = enter(organiser).get(PAGE)

    assert (page.context["first"], page.context["second"]) == tuple(votes)
    assert [line.label for line in page.context["lines"]] == ["Gauche", "Centre", "Autre, blancs ou nuls", "Abstention"]
    for line in page.context["lines"]:
        assert sum(cell.share for cell in line.cells) == pytest.approx(1, abs=1e-3)
        assert all(cell.bound_low <= cell.low <= cell.share <= cell.high <= cell.bound_high for cell in line.cells)


def test_the_other_way_round_is_another_question(enter, organiser, votes) -> None:
    page = enter(organiser).get(PAGE, {"de": "2024-legislatives-1", "vers": "2022-legislatives-1"})

    assert (page.context["second"], page.context["first"]) == tuple(votes)


def test_the_page_says_what_it_is_not(enter, organiser, votes) -> None:
    text = words(enter(organiser).get(PAGE))

    assert "Il s’agit de territoires, jamais de personnes" in text
    assert "la vérité peut se trouver en dehors" in text
    assert "Ce qui est certain" in text
    assert "Estimation sur 6 bureaux" in text


def test_people_are_told_with_two_figures(enter, organiser, votes) -> None:
    page = enter(organiser).get(PAGE)

    told = [f"{move.about:.0f}" for move in page.context["moves"]]
    assert told
    assert all(set(number[2:]) <= {"0"} for number in told)


def test_unknown_codes_are_announced_with_their_votes(enter, organiser, campaign, votes) -> None:
    client = enter(organiser)

    before = words(client.get(PAGE))
    blocs.choose(campaign, votes[0], {"list:ZZA": "left"})
    after = client.get(PAGE)

    assert "Législatives 2022, 1er tour : 1 code inconnu, 120 voix" in before
    assert "code inconnu" not in words(after)
    assert after.context["lines"][0].people == sum(60 * number + 20 for number in range(1, 7))


def test_stations_that_do_not_count_are_told(enter, organiser, campaign, votes) -> None:
    builders.result(votes[0], builders.station("94033-0009"), NUP=10)

    assert "1 bureau n’a de résultats qu’à une seule des deux élections" in words(enter(organiser).get(PAGE))


def test_the_same_election_twice_is_refused_in_words(enter, organiser, votes) -> None:
    page = enter(organiser).get(PAGE, {"de": "2024-legislatives-1", "vers": "2024-legislatives-1"})

    assert page.status_code == 200
    assert "Choisissez deux élections différentes." in words(page)


def test_an_election_of_elsewhere_is_not_there(enter, organiser, votes) -> None:
    builders.result(builders.election("2017-legislatives-1"), builders.station("13055-0001"), FI=1)

    assert enter(organiser).get(PAGE, {"de": "2017-legislatives-1"}).status_code == 404


def test_one_election_is_not_enough(enter, organiser, campaign) -> None:
    station = builders.station()
    campaign.communes.add(station.commune)
    builders.result(builders.election(), station, UG=100)

    assert "Il faut deux élections" in words(enter(organiser).get(PAGE))


def test_few_stations_show_no_range(enter, organiser, campaign, votes) -> None:
    for number in range(3, 7):
        builders.station(f"94033-000{number}").results.all().delete()

    assert "trop peu de bureaux pour une fourchette" in words(enter(organiser).get(PAGE))
