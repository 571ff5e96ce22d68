"""Which bloc each list counts in: proposed by the import, chosen by the campaign."""

from __future__ import annotations

import pytest

from campaigns.errors import DomainError
from campaigns.targeting import blocs
from campaigns.targeting.models import BlocChoice
from campaigns.territory.models import ElectionList
from tests import builders


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


@pytest.fixture
def election():
    return builders.election("2024-legislatives-1")


def candidates(election, station, *told: tuple[str, str, int]) -> None:
    """Lists with a nuance each, as a file of candidates gives them."""
    for nuance, name, _votes in told:
        proposed, known = ("left", True) if nuance == "UG" else ("other", False)
        ElectionList.objects.create(
            election=election, code=f"{nuance} {name}", name=name, nuance=nuance, bloc=proposed, bloc_is_known=known
        )
    builders.result(election, station, **{f"{nuance} {name}": votes for nuance, name, votes in told})


def test_a_campaign_counts_as_the_import_proposed_until_it_chooses(campaign, station, election) -> None:
    builders.result(election, station, UG=300, ENS=200, RN=250)

    assert blocs.tables(campaign, [election]).of == {election.pk: {"UG": "left", "ENS": "centre", "RN": "far_right"}}


def test_its_choice_is_its_own(campaign, station, election, outsider) -> None:
    builders.result(election, station, UG=300, DVC=90)

    blocs.choose(campaign, election, {"list:DVC": "right"})

    assert blocs.tables(campaign, [election]).of[election.pk] == {"UG": "left", "DVC": "right"}
    assert blocs.tables(outsider.campaign, [election]).of[election.pk] == {"UG": "left", "DVC": "centre"}


def test_one_candidate_may_stand_apart_from_the_nuance(campaign, station, election) -> None:
    candidates(election, station, ("UG", "Karim", 300), ("UG", "Petit", 20))

    blocs.choose(campaign, election, {"nuance:UG": "centre", "list:UG Petit": "other"})

    assert blocs.tables(campaign, [election]).of[election.pk] == {"UG Karim": "centre", "UG Petit": "other"}


@pytest.mark.parametrize("items", [1, 3])
def test_all_elections_are_told_in_one_query(campaign, station, items, django_assert_num_queries) -> None:
    elections = [builders.election(f"{year}-legislatives-1") for year in range(2015, 2015 + items)]
    for one in elections:
        builders.result(one, station, SOC=100, LR=90)
        blocs.choose(campaign, one, {"list:LR": "centre"})

    with django_assert_num_queries(1):
        told = blocs.tables(campaign, elections)

    assert told.of == {one.pk: {"SOC": "left", "LR": "centre"} for one in elections}


def test_the_far_left_may_be_set_apart(campaign, station, election) -> None:
    builders.result(election, station, UG=300, EXG=20)
    before = blocs.tables(campaign, [election]).order

    blocs.choose(campaign, election, {"list:EXG": "far_left"})

    assert before == ("left", "centre", "right", "far_right", "other")
    assert blocs.tables(campaign, [election]).order == ("far_left", *before)


def test_unknown_codes_come_first_with_what_they_weigh_here(campaign, station, election) -> None:
    builders.result(election, station, UG=300, ZZA=12, ZZB=40)
    builders.result(election, builders.station("13055-0001"), UG=1, ZZA=900)  # not a commune of the campaign

    assert [(row.code, row.votes) for row in blocs.rows(campaign, election)] == [("ZZB", 40), ("ZZA", 12), ("UG", 300)]
    assert blocs.unknown(campaign, election) == [blocs.Unknown("ZZB", "ZZB", 40), blocs.Unknown("ZZA", "ZZA", 12)]


def test_a_code_that_somebody_placed_is_unknown_no_more(campaign, station, election) -> None:
    builders.result(election, station, ZZA=12, ZZB=40)

    blocs.choose(campaign, election, {"list:ZZA": "other", "list:ZZB": "left"})

    assert blocs.unknown(campaign, election) == []
    assert blocs.tables(campaign, [election]).of[election.pk] == {"ZZA": "other", "ZZB": "left"}


def test_a_nuance_nobody_knows_names_its_candidates(campaign, station, election) -> None:
    candidates(election, station, ("ZZ", "Aubin", 30), ("ZZ", "Blanc", 50))

    [row] = blocs.rows(campaign, election)
    told = blocs.unknown(campaign, election)
    blocs.choose(campaign, election, {"list:ZZ Blanc": "left"})
    left = blocs.unknown(campaign, election)
    blocs.choose(campaign, election, {"nuance:ZZ": "right"})

    assert (row.key, row.votes, [one.name for one in row.lists]) == ("nuance:ZZ", 80, ["Blanc", "Aubin"])
    assert [one.name for one in told] == ["Blanc", "Aubin"]
    assert [one.name for one in left] == ["Aubin"]
    assert blocs.unknown(campaign, election) == []
    assert blocs.tables(campaign, [election]).of[election.pk] == {"ZZ Aubin": "right", "ZZ Blanc": "left"}


def test_votes_of_a_list_that_nobody_registered_do_not_vanish(campaign, station, election) -> None:
    builders.result(election, station, UG=300, LOST=7)
    ElectionList.objects.filter(code="LOST").delete()

    told = blocs.unknown(campaign, election)
    blocs.choose(campaign, election, {"list:LOST": "left"})

    assert told == [blocs.Unknown("LOST", "LOST", 7)]
    assert blocs.tables(campaign, [election]).of[election.pk] == {"UG": "left", "LOST": "left"}


def test_choosing_what_is_proposed_anyway_is_no_choice(campaign, station, election) -> None:
    builders.result(election, station, UG=300)
    blocs.choose(campaign, election, {"list:UG": "centre"})

    blocs.choose(campaign, election, {"list:UG": "left"})

    assert not BlocChoice.objects.exists()


def test_choosing_twice_is_choosing_once(campaign, station, election) -> None:
    builders.result(election, station, UG=300)

    for bloc in ("centre", "centre", "other"):
        blocs.choose(campaign, election, {"list:UG": bloc})

    assert [(one.code, one.bloc) for one in BlocChoice.objects.all()] == [("UG", "other")]


@pytest.mark.parametrize(
    ("key", "bloc", "code"),
    [("list:NOBODY", "left", "unknown_code"), ("UG", "left", "unknown_code"), ("list:UG", "up", "unknown_bloc")],
)
def test_nonsense_is_refused_and_changes_nothing(campaign, station, election, key, bloc, code) -> None:
    builders.result(election, station, UG=300, RN=200)

    with pytest.raises(DomainError) as refusal:
        blocs.choose(campaign, election, {"list:RN": "right", key: bloc})

    assert refusal.value.code == code
    assert not BlocChoice.objects.exists()


def test_taking_back_leaves_other_elections_alone(campaign, station, election) -> None:
    before = builders.election("2022-legislatives-1")
    for one in (before, election):
        builders.result(one, station, RDG=30)
        blocs.choose(campaign, one, {"list:RDG": "centre"})

    blocs.take_back(campaign, election)

    assert blocs.tables(campaign, [before, election]).of == {before.pk: {"RDG": "centre"}, election.pk: {"RDG": "left"}}


def test_only_elections_with_results_in_its_communes_are_offered(campaign, station, election) -> None:
    builders.result(election, station, UG=1)
    builders.result(builders.election("2022-legislatives-1"), builders.station("13055-0001"), NUP=1)

    assert list(blocs.elections(campaign)) == [election]
