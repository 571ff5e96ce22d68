"""Value first: doors count for the votes expected of their station, and for conversations where nothing is known."""

from __future__ import annotations

import pytest

from campaigns.targeting import assumptions
from campaigns.territory.models import Address
from campaigns.turfs import drafting, worth
from campaigns.turfs.ground import survey
from campaigns.turfs.manner import Manner
from tests import builders

VALUE_FIRST = Manner(teams=1, value_first=True)
OURS = {"MÉLENCHON": 500, "MACRON": 100, "LE PEN": 100}
THEIRS = {"MÉLENCHON": 60, "MACRON": 400, "LE PEN": 240}


@pytest.fixture
def stations(campaign):
    """Three stations of the same houses in one street: ours, theirs, and one without any past."""
    made = [builders.station(f"94033-000{n}", registered=1_000) for n in (1, 2, 3)]
    campaign.communes.add(made[0].commune)
    for rank, station in enumerate(made):
        for number in range(1, 9):
            builders.address(station, number + 10 * rank, dwellings=5)
    return made


@pytest.fixture
def results(stations):
    election = builders.election("2022-presidentielle-1")
    for station, counts in zip(stations, (OURS, THEIRS), strict=False):
        builders.result(election, station, **counts)


def walked(campaign, stations) -> set[str]:
    draft = drafting.preview(campaign=campaign, stations=stations, minutes=60, manner=VALUE_FIRST)
    taken = [stop.address for walk in draft.walks for stop in walk.stops]
    return {address.station.code for address in Address.objects.filter(pk__in=taken)}


def test_a_conversation_is_worth_more_where_more_of_ours_stay_at_home(campaign, stations, results) -> None:
    votes = worth.votes_per_conversation(campaign)

    ours, theirs, guessed = (votes[station.pk] for station in stations)
    assert 0 < theirs < guessed < ours


def test_where_a_conversation_would_cost_votes_it_is_worth_nothing(campaign, stations, results) -> None:
    assumptions.say(campaign, {"opponents_share": 1}, None)

    ours, theirs, _ = worth.votes_per_conversation(campaign).values()

    assert (ours > 0, theirs) == (True, 0)


def test_doors_of_a_station_of_which_nothing_is_known_count_as_the_others_do_on_average(campaign, stations) -> None:
    values = worth.of_stops(survey(campaign, stations), {stations[0].pk: 0.03, stations[1].pk: 0.01})

    known, other, unknown = ({round(values[a.pk], 9) for a in station.addresses.all()} for station in stations)
    assert [len(each) for each in (known, other, unknown)] == [1, 1, 1]
    assert unknown.pop() == pytest.approx((known.pop() + other.pop()) / 2)


def test_value_first_walks_the_best_station_first(campaign, stations, results) -> None:
    assert walked(campaign, stations[:2]) == {"94033-0001"}


def test_without_results_doors_count_for_conversations(campaign, stations) -> None:
    draft = drafting.preview(campaign=campaign, stations=stations, minutes=60, manner=VALUE_FIRST)

    assert worth.votes_per_conversation(campaign) == {}
    assert not draft.in_votes
    assert set(draft.values.values()) == {stop.worth for stop in draft.ground.stops}
