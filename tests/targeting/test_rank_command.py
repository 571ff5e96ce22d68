"""``rank_stations`` says what the page says, for other programs."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from campaigns.targeting import assumptions
from tests import builders


@pytest.fixture
def town(campaign):
    """Six stations, the first with the most abstainers of the left, the last without a result of 2022."""
    presidential, european = builders.election("2022-presidentielle-1"), builders.election("2024-europeennes")
    for number in range(1, 7):
        station = builders.station(f"94033-000{number}", registered=1_000, name=f"École {number}")
        builders.address(station, number, dwellings=600)
        if number < 6:
            votes = {"MÉLENCHON": 420 - 60 * number, "MACRON": 100 + 60 * number, "LE PEN": 180}
            builders.result(presidential, station, **votes)
        builders.result(european, station, LUG=220 - 30 * number, LENS=60 + 30 * number, LRN=130)
    campaign.communes.add(station.commune)
    return campaign


def ranked(*options: str) -> dict:
    out = StringIO()
    call_command("rank_stations", "--campaign", "valmont", *options, "--json", stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_stations_come_from_the_best_rate_to_the_worst_with_their_ranges(town) -> None:
    told = ranked()

    *ranked_ones, costly = told["stations"]
    rates = [each["rate"] for each in ranked_ones]
    based_on = told["own"], told["reference"], told["comparable"]
    assert based_on == ("left", "2022-presidentielle-1", ["2024-europeennes"])
    assert [each["station"][-1] for each in ranked_ones] == ["1", "2", "3", "4", "5"]
    assert [each["rank"] for each in ranked_ones] == [1, 2, 3, 4, 5]
    assert rates == sorted(rates, reverse=True)
    assert all(each["rate_low"] < each["rate"] < each["rate_high"] for each in ranked_ones)
    assert all(each["rank_low"] <= each["rank"] <= each["rank_high"] for each in ranked_ones)
    assert (ranked_ones[0]["priority"], ranked_ones[0]["doors_left"]) == (100, [600, 0, 0])
    assert (costly["rate"], costly["rank"]) == (None, None)
    assert "costs_votes" in costly["notes"]


def test_a_station_without_a_result_names_the_election_that_is_missing(town) -> None:
    last = next(each for each in ranked()["stations"] if each["station"] == "94033-0006")

    assert last["missing"] == [builders.election("2022-presidentielle-1").name]
    assert "reference_missing" in last["notes"]


def test_the_same_question_has_the_same_answer(town) -> None:
    assert ranked() == ranked()


def test_what_headquarters_assumes_counts_and_a_look_keeps_nothing(town) -> None:
    assumptions.say(town, {"opponents_share": 0.0, "own": "far_right"}, None)

    said, looked, again = ranked(), ranked("--assume", "opponents_share=0.6"), ranked()

    assert said["own"] == "far_right"
    assert said["assumptions"]["opponents_share"] == 0.0
    assert looked["assumptions"]["opponents_share"] == 0.6
    assert looked["stations"][0]["rate"] is None or looked["stations"][0]["rate"] < said["stations"][0]["rate"]
    assert again == said


def test_elections_and_the_mode_may_be_looked_at_by_name(town) -> None:
    other = ranked("--assume", "comparable=2022-presidentielle-1, 2024-europeennes", "--assume", "persuasion=no")
    persuaded = ranked("--assume", "persuasion=yes")

    assert other["comparable"] == ["2022-presidentielle-1", "2024-europeennes"]
    assert other["assumptions"]["opponents_share"] == 0.3
    assert persuaded["assumptions"]["opponents_share"] == 0.75


def test_hours_are_shared_out_over_stations_and_passes_in_the_order_in_which_they_pay(town) -> None:
    told = ranked("--hours", "242")["allocation"]

    rates = [walk["rate"] for walk in told["walks"]]
    assert (told["hours"], told["shifts"], told["hours_left"]) == (242, 60, 2)
    assert sum(walk["hours"] for walk in told["walks"]) == 240
    assert rates == sorted(rates, reverse=True)
    assert {(walk["station"][-1], walk["pass"]) for walk in told["walks"]} >= {("1", 1), ("1", 2), ("2", 1)}
    assert told["doors"] == pytest.approx(sum(walk["doors"] for walk in told["walks"]), abs=len(rates))
    assert "allocation" not in ranked()


def test_a_person_reads_where_the_hours_go(town) -> None:
    out = StringIO()

    call_command("rank_stations", "--campaign", "valmont", "--hours", "10", stdout=out)

    *_, said, walk = out.getvalue().splitlines()
    assert said == "10 hours make 2 shifts; 2 hours are left."
    assert walk.strip().startswith("8 h  94033-0001, pass 1: ")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--campaign", "nulle-part"], "There is no campaign “nulle-part”."),
        (["--campaign", "valmont", "--assume", "own=centrist"], "--assume own: expected one of far_left, left"),
        (["--campaign", "valmont", "--assume", "reference=2022"], "--assume reference: expected one of 2024-europ"),
        (["--campaign", "valmont", "--assume", "comparable=2024-europeennes,2"], "comparable: .*, not “2”"),
        (["--campaign", "valmont", "--assume", "persuasion=perhaps"], "persuasion: expected one of yes, no"),
        (["--campaign", "valmont", "--hours", "-1"], "--hours: expected a number"),
        (["--campaign", "valmont", "--hours", "nan"], "--hours: expected a number"),
        (["--campaign", "valmont", "--hours", "many"], "invalid float value: 'many'"),
        (["--campaign", "valmont", "--assume", "opponents_share"], "--assume: expected NAME=VALUE"),
        (["--campaign", "valmont", "--assume", "opponents_share=7"], "attendu de 0 à 1"),
        (["--campaign", "valmont", "--assume", "own=right"], "Aucune élection passée n’a de liste de votre bloc."),
    ],
)
def test_what_cannot_be_ranked_is_said(town, options, sentence) -> None:
    with pytest.raises(CommandError, match="(?s)" + sentence):
        call_command("rank_stations", *options)
