"""``vote_transfers --from --to``: stations that voted in both elections, counted in blocs on the registered."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.errors import DomainError
from campaigns.targeting import blocs
from campaigns.targeting.transfers import between
from tests import builders


@pytest.fixture
def votes(campaign):
    """Six stations of one commune with results of both elections: first and second."""
    first, second = builders.election("2022-legislatives-1"), builders.election("2024-legislatives-1")
    for number in range(1, 7):
        station = builders.station(f"94033-000{number}")
        campaign.communes.add(station.commune)
        builders.result(first, station, blank=30, NUP=60 * number, ENS=500 - 60 * number, ZZA=20)
        builders.result(second, station, blank=30, UG=70 * number, REN=550 - 70 * number, DIV=10)
    return first, second


def told(**options) -> dict:
    out = StringIO()
    call_command("vote_transfers", json=True, stdout=out, **options)
    return json.loads(out.getvalue().splitlines()[-1])


def test_classes_are_blocs_blank_and_abstention_of_all_registered(campaign, votes) -> None:
    found = told(first="2022-legislatives-1", second="2024-legislatives-1", campaign="valmont")

    assert found["rows"] == ["left", "centre", "other+blank", "abstention"]
    assert found["cols"] == ["left", "centre", "other+blank", "abstention"]
    assert (sum(found["row_totals"]), sum(found["col_totals"])) == (6_000, 6_000)
    assert found["col_totals"][2] == 240
    assert (found["units"], found["carried"], found["left_out"]) == (6, 0, {})


def test_blocs_are_those_of_the_campaign(campaign, votes, outsider) -> None:
    blocs.choose(campaign, votes[0], {"list:ZZA": "left"})

    mine, anybody = between.estimate(*votes, campaign=campaign), between.estimate(*votes)

    assert mine.found.row_totals[0] == anybody.found.row_totals[0] + 6 * 20


def test_stations_that_cannot_be_compared_are_left_out_and_counted(campaign, votes) -> None:
    first, second = votes
    alone, moved, grown, halfway, nobody = (builders.station(f"94033-001{n}") for n in range(5))
    builders.result(first, alone, NUP=1)
    for station, roll in ((moved, 1_200), (grown, 1_100), (halfway, 1_000)):
        builders.result(first, station, NUP=300, ENS=200)
        made = builders.result(second, station, registered=roll, UG=300, REN=200)
    made.votes = {"UG": 300}  # 200 votes are missing
    made.save()
    for one in votes:
        builders.result(one, nobody, registered=0, NUP=0)

    found = between.estimate(*votes, campaign=campaign)

    assert (found.found.units, found.carried) == (7, 1)
    assert found.left_out == {
        "in_one_election_only": 1, "other_ground": 1, "lists_do_not_add_up": 1, "nobody": 1,
    }  # fmt: skip


def test_stations_of_other_communes_do_not_count(campaign, votes) -> None:
    for one in votes:
        builders.result(one, builders.station("13055-0001"), NUP=900, UG=1)

    assert between.estimate(*votes, campaign=campaign).found.units == 6
    assert between.estimate(*votes).found.units == 7


@pytest.mark.parametrize("more", [0, 20])
def test_three_queries_whatever_the_number_of_stations(campaign, votes, more, django_assert_num_queries) -> None:
    for number in range(more):
        for one in votes:
            builders.result(one, builders.station(f"94033-01{number:02}"), NUP=300, UG=200)

    with django_assert_num_queries(3):
        between.estimate(*votes, campaign=campaign)


def test_an_election_goes_nowhere_from_itself(votes) -> None:
    with pytest.raises(DomainError) as refusal:
        between.estimate(votes[0], votes[0])

    assert refusal.value.code == "same_election"


def test_elections_without_a_common_station_are_said_to_be_so(votes) -> None:
    with pytest.raises(DomainError) as refusal:
        between.estimate(votes[0], builders.election("2017-legislatives-1"))

    assert refusal.value.code == "nothing_to_compare"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"first": "1900-x", "second": "2024-legislatives-1"}, "no election “1900-x”. Imported: 2024-leg"),
        ({"first": "2022-legislatives-1"}, "Give --from and --to"),
        ({"first": "2022-legislatives-1", "second": "2022-legislatives-1"}, "different|différentes"),
        ({"first": "2022-legislatives-1", "second": "2024-legislatives-1", "campaign": "x"}, "no campaign “x”"),
    ],
)
def test_the_command_says_what_is_wrong(votes, options, sentence) -> None:
    with pytest.raises(CommandError, match=sentence):
        told(**options)
