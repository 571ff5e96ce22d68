"""From results, addresses and doors to what a ranking may look at."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.errors import DomainError
from campaigns.people.models import Campaign
from campaigns.targeting import blocs, elections, gathering
from campaigns.targeting.gathering import Gathered
from campaigns.targeting.models import RedrawnStation
from campaigns.targeting.town import Housing
from campaigns.territory.models import StationResult
from tests import builders
from tests.targeting import plans

PRESIDENTIAL, EUROPEAN, LEGISLATIVE = "2022-presidentielle-1", "2024-europeennes", "2024-legislatives-1"


@pytest.fixture
def town(campaign):
    """Five stations of 1,000 with two elections; the campaign's bloc is the left."""
    for number in range(1, 6):
        station = builders.station(f"94033-000{number}", registered=1_000)
        vote(PRESIDENTIAL, station, **{"MÉLENCHON": 300, "MACRON": 250, "LE PEN": 180}, blank=20)
        vote(EUROPEAN, station, LUG=150 + number, LENS=120, LRN=200, blank=10)
    campaign.communes.add(station.commune)
    return campaign


def vote(code: str, station, **counts) -> StationResult:
    return builders.result(builders.election(code), station, **counts)


def gathered(campaign: Campaign, **said) -> Gathered:
    known = list(blocs.elections(campaign))
    tables = blocs.tables(campaign, known)
    chosen = elections.choose(said, known, tables)
    return gathering.gather(campaign, chosen, tables, elections.to_read(known, chosen, tables))


def station_of(found: Gathered, code: str) -> gathering.Place:
    return next(place for place in found.places if place.code == code)


def test_past_elections_are_classes_of_the_registered_in_the_order_of_the_blocs(town) -> None:
    found = gathered(town).town

    past = found.past[found.reference]
    assert past.code == PRESIDENTIAL
    assert found.blocs == ("left", "centre", "right", "far_right", "other")
    assert past.votes[0].tolist() == [300, 250, 0, 180, 0]
    assert (past.blank[0], past.abstention[0]) == (20, 250)
    assert [found.past[each].code for each in found.comparable] == [EUROPEAN]


def test_past_counts_are_carried_to_today_s_roll(town) -> None:
    StationResult.objects.filter(station__code="94033-0002", election__code=PRESIDENTIAL).update(
        registered=900, turned_out=750
    )

    past = gathered(town).town.past[0]

    assert past.votes[1].tolist() == pytest.approx([1000 / 3, 250 / 0.9, 0, 200, 0])
    assert past.registered.tolist() == pytest.approx([1000] * 5)


def test_an_election_that_a_station_is_absent_from_is_dropped_for_it_never_zero(town) -> None:
    builders.result(builders.election(LEGISLATIVE), builders.station("94033-0001"), UG=250, ENS=200, RN=200)

    found = gathered(town)

    newest = next(past for past in found.town.past if past.code == LEGISLATIVE)
    assert newest.known.tolist() == [True, False, False, False, False]
    assert len(found.places) == 5
    assert station_of(found, "94033-0002").missing == (builders.election(LEGISLATIVE).name,)
    assert station_of(found, "94033-0001").missing == ()


def test_a_row_that_does_not_add_up_is_refused_and_named(town) -> None:
    StationResult.objects.filter(station__code="94033-0004", election__code=PRESIDENTIAL).update(valid_votes=700)

    found = gathered(town)

    assert [(place.code, place.refused) for place in found.places if place.refused] == [
        ("94033-0004", (builders.election(PRESIDENTIAL).name,))
    ]
    assert found.town.past[0].known.tolist() == [True, True, True, False, True]
    assert found.town.past[0].votes[3].tolist() == [0] * 5


def test_a_station_where_nobody_voted_is_kept_and_known_to_be_so(town) -> None:
    empty = {"MÉLENCHON": 0, "MACRON": 0, "LE PEN": 0}
    StationResult.objects.filter(station__code="94033-0004", election__code=PRESIDENTIAL).update(
        turned_out=0, valid_votes=0, votes=empty
    )

    past = gathered(town).town.past[0]

    assert (past.known[3], past.turned_out[3], past.registered[3]) == (True, 0, 1000)


def test_a_station_without_anybody_on_the_roll_is_kept(town) -> None:
    type(builders.station("94033-0004")).objects.filter(code="94033-0004").update(registered=0)

    found = gathered(town).town

    assert found.registered.tolist() == [1000, 1000, 1000, 0, 1000]
    assert not any(past.known[3] for past in found.past)


def test_a_station_whose_roll_changed_much_stands_on_other_ground(town) -> None:
    StationResult.objects.filter(station__code="94033-0005", election__code=PRESIDENTIAL).update(
        registered=1_400, turned_out=750
    )

    found = gathered(town)

    assert found.town.boundary_changed.tolist() == [False, False, False, False, True]
    assert station_of(found, "94033-0005").moved == (builders.election(PRESIDENTIAL).name,)
    assert found.town.past[found.town.reference].known.tolist() == [True, True, True, True, False]


def test_at_another_election_than_the_reference_other_ground_only_leaves_that_election_out(town) -> None:
    StationResult.objects.filter(station__code="94033-0005", election__code=EUROPEAN).update(
        registered=1_400, turned_out=485
    )

    found = gathered(town)

    assert found.town.boundary_changed.tolist() == [False] * 5
    assert station_of(found, "94033-0005").moved == (builders.election(EUROPEAN).name,)
    assert [past.known[4] for past in found.town.past] == [True, False]


def test_a_station_is_told_by_its_commune_too_where_there_are_several_or_no_name(town) -> None:
    type(builders.station("94033-0001")).objects.filter(code="94033-0001").update(name="École")
    alone = [station_of(gathered(town), code).where for code in ("94033-0001", "94033-0002")]
    town.communes.add(builders.station("94080-0001", registered=1_000).commune)

    among = station_of(gathered(town), "94033-0001").where

    assert alone == ["École", "Commune 94033"]
    assert among == "École, Commune 94033"


def test_the_past_follows_the_addresses_where_headquarters_told_what_became_of_a_station(town) -> None:
    StationResult.objects.filter(station__code="94033-0005", election__code=PRESIDENTIAL).update(
        registered=1_400, turned_out=730, valid_votes=730
    )
    for new, share in (("94033-0005", 0.75), ("94033-0001", 0.25)):
        RedrawnStation.objects.create(campaign=town, since=date(2023, 1, 1), old="94033-0005", new=new, share=share)

    found = gathered(town)

    reference = found.town.past[found.town.reference]
    whole = 1000 / (0.75 * 1400)
    assert reference.votes[4].tolist() == pytest.approx([225 * whole, 187.5 * whole, 0, 135 * whole, 0])
    assert reference.known[4]
    assert not found.town.boundary_changed[4]
    assert found.town.boundary_changed[0]  # 1,000 and a quarter of 1,400 are not today's 1,000


def test_doors_are_those_that_may_be_knocked_at(town) -> None:
    station = builders.station("94033-0001")
    house, block, unseen = (
        builders.address(station, number, dwellings=size) for number, size in ((1, 1), (2, 8), (3, 4))
    )
    builders.door(town, house, state="do_not_knock")
    for state in ("todo", "not_home", "no_access", "refused"):
        builders.door(town, block, state=state, knock_count=state in ("not_home", "refused"))
    builders.door(town, block, state="todo", removed_at=builders.SATURDAY)

    found = gathered(town)

    place = station_of(found, "94033-0001")
    assert found.town.doors[0] == 3 + 4  # of the block, those within reach; of the unseen one what its file says
    assert found.town.dwellings[0] == 1 + 4 + 4  # behind which the people on the roll live
    assert place.doors.left == (1 + 4, 1, 0)
    assert unseen.dwellings == 4


def test_doors_that_nobody_counted_follow_from_the_roll_and_say_so(town) -> None:
    for number in range(1, 4):
        builders.address(builders.station("94033-0001"), number, dwellings=1 if number == 1 else None)
        builders.address(builders.station("94033-0002"), number, street="Rue Basse", dwellings=12)

    found = gathered(town)

    assert np.isnan(found.town.doors[:3]).tolist() == [True, False, True]
    assert found.town.doors[1] == 36


def test_doors_held_out_are_no_doors_to_knock_at(town) -> None:
    station = builders.station("94033-0001")
    houses = [builders.address(station, number, dwellings=3) for number in range(1, 5)]
    plans.plan(town, houses[:2])

    found = gathered(town)

    place = station_of(found, "94033-0001")
    assert (found.town.doors[0], found.town.dwellings[0]) == (9, 12)
    assert (place.doors.held_out, place.doors.doors, place.doors.left) == (3, 9, (9, 0, 0))


@pytest.mark.parametrize(
    ("sizes", "housing"),
    [((1, 1, 1, 2), Housing.HOUSES), ((1, 1, 1, 3), Housing.MIXED), ((1, 1, 20), Housing.FLATS)],
)
def test_the_housing_is_what_most_homes_are(town, sizes, housing) -> None:
    for number, size in enumerate(sizes, start=1):
        builders.address(builders.station("94033-0001"), number, dwellings=size)

    assert gathered(town).town.housing[0] == housing


def test_an_election_where_our_bloc_had_no_list_says_nothing_of_how_a_commune_leans(town) -> None:
    elsewhere = builders.station("94080-0001", registered=1_000)
    town.communes.add(elsewhere.commune)
    vote(PRESIDENTIAL, elsewhere, **{"MÉLENCHON": 300, "MACRON": 250})
    vote(EUROPEAN, elsewhere, LUG=150, LENS=120)
    old = "2017-legislatives-1"
    vote(old, elsewhere, REM=200, LR=200)
    vote(old, builders.station("94033-0001"), FI=200, REM=200)

    found = gathered(town, comparable=[old])

    past = next(past for past in found.town.past if past.code == old)
    assert np.flatnonzero(past.valid).tolist() == [0]
    assert past.turned_out.tolist() == [400, 0, 0, 0, 0, 400]


def test_second_rounds_are_read_only_when_they_were_chosen(town) -> None:
    vote("2022-legislatives-2", builders.station("94033-0001"), NUP=400, ENS=200)

    codes = [past.code for past in gathered(town).town.past]
    chosen = [past.code for past in gathered(town, comparable=["2022-legislatives-2"]).town.past]

    assert codes == [PRESIDENTIAL, EUROPEAN]
    assert chosen == [PRESIDENTIAL, "2022-legislatives-2", EUROPEAN]


def test_another_campaign_s_doors_and_towns_stay_its_own(town, outsider) -> None:
    place = builders.address(builders.station("94033-0001"), 1, dwellings=2)
    builders.door(outsider.campaign, place, state="do_not_knock")
    vote(PRESIDENTIAL, builders.station("94080-0001", registered=900), **{"MÉLENCHON": 300})

    found = gathered(town)

    assert found.town.doors[0] == 2
    assert len(found.places) == 5


def test_without_results_or_without_our_bloc_it_says_what_to_do(campaign, town) -> None:
    nowhere = builders.campaign("nulle-part")

    with pytest.raises(DomainError) as nothing:
        gathered(nowhere)
    with pytest.raises(DomainError) as no_list:
        gathered(town, own="right")

    assert (nothing.value.code, no_list.value.code) == ("no_results", "no_own_list")


def test_a_town_is_read_in_seven_queries_however_large(town) -> None:
    with CaptureQueriesContext(connection) as asked:
        gathered(town)

    assert len(asked) == 7, [query["sql"] for query in asked]
