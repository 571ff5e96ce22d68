"""The page where headquarters say which bloc each list counts in."""

from __future__ import annotations

import pytest

from campaigns.targeting import blocs
from campaigns.targeting.models import BlocChoice
from campaigns.territory.models import ElectionList
from tests import builders

PAGE = "/ciblage/blocs"


@pytest.fixture
def station(campaign):
    made = builders.station()
    campaign.communes.add(made.commune)
    return made


@pytest.fixture
def election(station):
    made = builders.election("2024-legislatives-1")
    builders.result(made, station, UG=300, ENS=200, ZZA=40)
    return made


def test_unknown_codes_come_first_and_are_announced(enter, organiser, election) -> None:
    page = enter(organiser).get(PAGE)

    text = page.content.decode()
    assert [row.code for row in page.context["rows"]] == ["ZZA", "UG", "ENS"]
    assert "1 code n’est pas connu" in text
    assert "à placer" in text
    assert [(bloc, votes) for bloc, _label, votes, _share in page.context["weight"]] == [
        ("left", 300), ("centre", 200), ("right", 0), ("far_right", 0), ("other", 40),
    ]  # fmt: skip


def test_one_save_places_what_was_touched_and_leaves_the_rest(enter, organiser, campaign, election) -> None:
    blocs.choose(campaign, election, {"list:ENS": "right"})  # somebody else, after this page was opened
    sent = {
        "bloc:list:ZZA": "far_left", "was:list:ZZA": "",
        "bloc:list:UG": "left", "was:list:UG": "left",
        "bloc:list:ENS": "centre", "was:list:ENS": "centre",
    }  # fmt: skip

    answer = enter(organiser).post(PAGE, sent)

    assert (answer.status_code, answer.url) == (302, f"{PAGE}?scrutin=2024-legislatives-1")
    assert {one.code: one.bloc for one in BlocChoice.objects.filter(campaign=campaign)} == {
        "ENS": "right",
        "ZZA": "far_left",
    }
    page = enter(organiser).get(PAGE)
    assert "n’est pas connu" not in page.content.decode()
    assert [bloc for bloc, *_rest in page.context["weight"]][0] == "far_left"


def test_all_choices_can_be_taken_back(enter, organiser, campaign, election) -> None:
    blocs.choose(campaign, election, {"list:UG": "centre"})

    enter(organiser).post(PAGE, {"do": "take_back"})

    assert not BlocChoice.objects.exists()


def test_nonsense_is_refused_on_the_page(enter, organiser, election) -> None:
    answer = enter(organiser).post(PAGE, {"bloc:list:UG": "up", "was:list:UG": "left"})

    assert answer.status_code == 422
    assert "n’est pas un bloc" in answer.content.decode()
    assert not BlocChoice.objects.exists()


def test_who_reads_sees_the_blocs_and_chooses_nothing(enter, campaign, election) -> None:
    reader = enter(builders.member(campaign, "hq_read"))

    text = reader.get(PAGE).content.decode()

    assert 'class="key key-left">Gauche<' in text
    assert 'name="bloc:' not in text
    assert reader.post(PAGE, {"bloc:list:UG": "centre"}).status_code == 403
    assert not BlocChoice.objects.exists()


def test_the_choice_of_the_campaign_next_door_is_not_seen(enter, organiser, outsider, election) -> None:
    BlocChoice.objects.create(campaign=outsider.campaign, election=election, level="list", code="UG", bloc="other")

    page = enter(organiser).get(PAGE)

    assert [row.bloc for row in page.context["rows"] if row.code == "UG"] == ["left"]


def test_an_election_without_results_here_is_not_there(enter, organiser, election) -> None:
    builders.result(builders.election("2022-legislatives-1"), builders.station("13055-0001"), NUP=1)

    assert enter(organiser).get(PAGE, {"scrutin": "2022-legislatives-1"}).status_code == 404


def test_a_campaign_without_results_is_told_so(enter, organiser) -> None:
    client = enter(organiser)

    assert "Aucun résultat pour l’instant" in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"bloc:list:UG": "left"}).status_code == 302


def test_candidates_stand_under_their_nuance(enter, organiser, campaign, station) -> None:
    election = builders.election("2022-legislatives-1")
    for name in ("Karim", "Petit"):
        ElectionList.objects.create(election=election, code=f"NUP {name}", name=name, nuance="NUP", bloc="left")
    builders.result(election, station, **{"NUP Karim": 90, "NUP Petit": 10})
    sent = {"bloc:nuance:NUP": "centre", "was:nuance:NUP": "left", "bloc:list:NUP Petit": "", "was:list:NUP Petit": ""}

    enter(organiser).post(PAGE, sent)

    page = enter(organiser).get(PAGE)
    [row] = page.context["rows"]
    assert "2 listes ou candidatures" in page.content.decode()
    assert (row.key, row.votes, [one.bloc for one in row.lists]) == ("nuance:NUP", 100, ["centre", "centre"])
    assert blocs.tables(campaign, [election]).of[election.pk] == {"NUP Karim": "centre", "NUP Petit": "centre"}
